"""Slopes of a function that is only known by asking it: central differences."""

from collections.abc import Callable
from typing import Any

import numpy as np

# Weights of f(x + k h) - f(x - k h) for k = 1, 2, ..., by order of accuracy.
# Source: B. Fornberg, Mathematics of Computation 51 (1988), table 1.
_WEIGHTS = {2: (1 / 2,), 8: (4 / 5, -1 / 5, 4 / 105, -1 / 280)}


def central_differences(
    function: Callable[[Any], float], at: Any, step: float, order: int = 2
) -> Any:
    """Slope of a function in every entry of an array.

    The error is about c h^order from the formula and 1e-16 |f| / h from rounding.

    Args:
        function: array -> number.
        at: where, any shape.
        step: h, in the units of `at`.
        order: 2 (two evaluations per entry) or 8 (eight).

    Returns:
        An array of the shape of `at`.
    """
    slopes = np.zeros(np.shape(at))
    for index in np.ndindex(slopes.shape):
        for k, weight in enumerate(_WEIGHTS[order], start=1):
            above, below = np.array(at, dtype=float), np.array(at, dtype=float)
            above[index] += k * step
            below[index] -= k * step
            slopes[index] += weight * (function(above) - function(below)) / step
    return slopes
