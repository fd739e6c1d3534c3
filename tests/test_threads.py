"""NumPy in a process of ours takes one core, and what a user says otherwise holds."""

import os
import subprocess
import sys

import pytest

from grader.threads import ONE_THREAD

COUNT = (
    "from grader.threads import keep_to_one_thread; keep_to_one_thread(); import numpy, os;"
    "print(len(os.listdir('/proc/self/task')), os.environ['OPENBLAS_NUM_THREADS'])"
)


@pytest.mark.parametrize("wanted", ["", "2"])
def test_numpy_is_loaded_with_one_thread_unless_told_otherwise(wanted):
    environment = {name: value for name, value in os.environ.items() if name not in ONE_THREAD}
    if wanted:
        environment["OPENBLAS_NUM_THREADS"] = wanted
    command = [sys.executable, "-c", COUNT]
    said = subprocess.run(command, env=environment, capture_output=True, check=True, text=True)
    threads, told = said.stdout.split()
    assert told == (wanted or "1")
    assert wanted or threads == "1"
