"""Starts programs that detach themselves, to be there when the next student is graded."""

# %%
import os
import subprocess
import sys

for command in (
    ["sleep", "1000"],
    [sys.executable, "-c", "while True: pass"],
    ["nohup", "sleep", "1000"],
):
    try:
        subprocess.Popen(command, start_new_session=True)
    except OSError:
        pass
try:
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            while True:
                pass
except OSError:
    pass
get_ipython().system("nohup sleep 1000 &")
