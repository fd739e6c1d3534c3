"""Tells derivatives by complex steps from a formula: where outputs are tiny, only they lose digits.

A complex step makes the imaginary part of the output, V times the step, and divides it by the step
again. No rounding of outputs disturbs it. But below 2e-308 numbers have fewer and fewer digits: a V
near that leaves nothing of its product with a small step, while a formula has no such product.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np

from grader.gradients import distance, is_finite
from grader.rubric import Code, StudentError, once

from .cases import NOTEBOOK, Case, make_case
from .conventions import gradients_of_backward

POWERS = (100, 200, 1010)  # V is divided by two to the power of these


@once
def takes_complex_steps(code: Code) -> bool:
    """Whether `backward` takes complex steps; not if it raises, as that is said elsewhere."""
    case = make_case(np.random.default_rng(1), NOTEBOOK, 5)
    try:
        return loses_small_numbers(partial(gradients_of_backward, code), case)
    except StudentError:
        return False


def loses_small_numbers(gradients: Callable[[Case], Any], case: Case) -> bool:
    """Whether gradients that are proportional to a small V are so no longer when V is tiny.

    Args:
        gradients: what some code gives for a case, in canonical layout.
        case: with weights of an ordinary size.
    """
    case = case.with_weights(by=np.zeros(case.outputs))
    found = [
        gradients(case.with_weights(V=np.ldexp(case.weights["V"], -power))) for power in POWERS
    ]
    if not all(isinstance(one, dict) for one in found):
        return False
    return any(_loses([one.get(name) for one in found]) for name in ("d_W", "d_R", "d_bs"))


def _loses(found: list[Any]) -> bool:
    """Whether the last of three is not in proportion, but the first two are: no slip does that."""
    if not all(is_finite(one) for one in found):
        return False
    first, second, last = map(np.ldexp, found, POWERS)
    near = 1e-12 * float(np.linalg.norm(first))
    return distance(first, second) <= near < distance(first, last)
