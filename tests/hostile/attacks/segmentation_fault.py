"""Reads where there is nothing, in a cell and in a call.

In the report: Its process was ended by SIGSEGV
"""

# %%
import ctypes

ctypes.string_at(0)

# %%
import ctypes

RNN.forward = lambda *_: ctypes.memset(0, 0, 10**9)
