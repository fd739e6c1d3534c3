#!/usr/bin/env bash
# Runs as root when Gradescope builds the image: installs the grader, shuts the solution away.
#
# AUTOGRADER_ROOT, GRADER_HOME and GRADER_PYTHON are for trying it elsewhere: another root than
# /autograder, another place for the grader, and a Python that has the grader already.
set -euo pipefail
root="${AUTOGRADER_ROOT:-/autograder}"
home="${GRADER_HOME:-/opt/notebook-grader}"

suitable() {
  "$1" -c 'import sys, ensurepip, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
}

find_python() {
  for name in python3.14 python3.13 python3.12 python3.11 python3; do
    if suitable "$name"; then echo "$name"; return; fi
  done
}

install() {
  export DEBIAN_FRONTEND=noninteractive
  if [ -z "$(find_python)" ]; then
    apt-get update -qq
    apt-get install -y -qq python3.11 python3.11-venv || apt-get install -y -qq python3 python3-venv
  fi
  local python
  python="$(find_python)"
  if [ -z "$python" ]; then
    echo "The grader needs Python 3.11 or newer: choose a newer base image." >&2
    exit 1
  fi
  umask 022
  "$python" -m venv "$home"
  "$home/bin/pip" install --quiet --disable-pip-version-check \
    "$root"/source/grader/*.whl --requirement "$root/source/requirements.txt"
}

[ -n "${GRADER_PYTHON:-}" ] || install
chmod -R go= "$root/source"
