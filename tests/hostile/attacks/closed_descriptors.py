"""Closes every descriptor, or puts others in their place, in cells and in calls."""

# %%
import os

os.closerange(0, 256)

# %%
import os

quiet = os.open("/dev/zero", os.O_RDWR)
for number in range(3, 64):
    if number != quiet:
        os.dup2(quiet, number)

# %%
import os

RNN.forward = lambda *_: os.closerange(3, 256)
