"""Slopes of a function that is only known by asking it: central differences."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

# Weights of f(x + k h) - f(x - k h) for k = 1, 2, ..., by order of accuracy.
# Source: B. Fornberg, Mathematics of Computation 51 (1988), table 1.
_WEIGHTS = {2: (1 / 2,), 8: (4 / 5, -1 / 5, 4 / 105, -1 / 280)}


def offsets(order: int) -> tuple[int, ...]:
    """How many steps away from a point a function must be known for its slope there.

    Args:
        order: 2 (two values) or 8 (eight).
    """
    return tuple(sign * k for k in range(1, len(_WEIGHTS[order]) + 1) for sign in (1, -1))


def slope(values: Sequence[Any], step: float, order: int = 2) -> Any:
    """Slope of a function by its values at the offsets of this order, step by step."""
    pairs = zip(_WEIGHTS[order], values[::2], values[1::2], strict=True)
    return sum(weight * (above - below) / step for weight, above, below in pairs)


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
        values = []
        for k in offsets(order):
            moved = np.array(at, dtype=float)
            moved[index] += k * step
            values.append(function(moved))
        slopes[index] = slope(values, step, order)
    return slopes
