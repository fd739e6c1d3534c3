"""Ends the process whenever it is asked for something.

In the report: Ended its own process (exit code 0)
"""

# %%
import os
import sys

RNN.forward = lambda *_: os._exit(0)
RNN.backward = lambda *_: sys.exit(0)
get_numerical_gradient = lambda *_: exit()
get_analytical_gradient = lambda *_: os.abort()
