"""Keeps the generators from being seeded, and makes them return what it wants.

Costs: initialisation
"""

# %%
import random

np.random.seed = random.seed = lambda *_: None
np.random.uniform = lambda low, high, size=None: np.full(size, 0.1)
np.random.mtrand._rand = None
hash = id = lambda *_: 0
