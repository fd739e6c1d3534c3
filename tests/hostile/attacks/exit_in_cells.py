"""Ends the process in cells, politely and not.

In the report: Ended its own process (exit code 3).
"""

# %% before
import sys

sys.exit(0)

# %% before
raise SystemExit("all points")

# %% before
import os

os._exit(3)

# %%
exit()

# %%
quit(0)

# %%
import ctypes

ctypes.CDLL(None).exit(0)

# %%
import ctypes

ctypes.CDLL(None)._exit(0)
