"""Tells whether numbers have been drawn evenly from a range."""

from typing import Any

import numpy as np

__all__ = ["is_spread_evenly"]

FARTHEST = 0.12  # of Kolmogorov and Smirnov's distance, which never is larger than 1


def is_spread_evenly(values: Any, low: float, high: float) -> bool:
    """Whether numbers lie as those of a uniform distribution do.

    With 400 numbers, right ones fail once in 50,000 times, with 600 once in 10 million times, with
    1000 once in 10¹² times. Numbers from half of the range, or all alike, are off by 0.5.

    Args:
        values: an array of any shape, or numbers in lists.
        low: the smallest that may occur.
        high: the largest.
    """
    ordered = np.sort(np.ravel(values))
    even = np.linspace(0, 1, ordered.size)
    off = np.abs((ordered - low) / (high - low) - even)
    return bool(ordered.size and off.max() <= FARTHEST)
