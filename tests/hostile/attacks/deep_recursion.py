"""Recurs until the stack ends, with and without the interpreter's limit."""


# %%
def recur(*_):
    return recur()


recur()

# %%
import sys
import threading

sys.setrecursionlimit(2**31 - 1)
threading.stack_size(2**29)
recur()

# %%
import json

RNN.forward = recur
RNN.backward = lambda *_: json.loads("[" * 10**6)
get_numerical_gradient = lambda *_: eval("-" * 10**6 + "1")
