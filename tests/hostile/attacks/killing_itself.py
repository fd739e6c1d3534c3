"""Ends itself by every signal there is, first in cells, then in calls."""

# %%
import os
import signal

for number in range(1, 65):
    os.kill(os.getpid(), number)

# %%
import ctypes


RNN.forward = lambda *_: ctypes.CDLL(None).abort()
