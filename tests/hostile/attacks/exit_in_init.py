"""Ends the process while an object is made.

Costs: initialisation
In the report: Ended its own process (exit code 0)
"""

# %%
import os

RNN.__init__ = lambda *_: os._exit(0)
