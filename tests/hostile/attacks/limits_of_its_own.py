"""Raises its limits where it can, and lowers them to nothing where it can't."""

# %%
import resource

for kind in range(16):
    for value in ((-1, -1), (2**62, 2**62)):
        try:
            resource.setrlimit(kind, value)
        except (OSError, ValueError):
            continue

# %%
import os

for attempt in (
    lambda: os.nice(-20),
    lambda: os.setuid(0),
    lambda: os.sched_setaffinity(0, {0}),
    lambda: os.chroot("."),
):
    try:
        attempt()
    except OSError:
        pass

# %%
resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))
resource.setrlimit(resource.RLIMIT_AS, (0, 0))
