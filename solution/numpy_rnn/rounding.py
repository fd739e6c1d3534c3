"""Tells difference quotients from a formula: beside large outputs, only they feel the rounding.

A large output bias leaves all gradients as they are, but differences of outputs carry the error of
their rounding, divided by the step. From one bias to another close to it the rounding becomes
another one, and with it quotients. A formula stays as it is; one that depends on the outputs, an
activation's say, feels their rounding a little, or changes as much beside small outputs.
"""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

import numpy as np

from grader.compare import compare
from grader.gradients import distance, is_finite
from grader.rubric import Code, StudentError, once

from .cases import NOTEBOOK, Case, make_case
from .conventions import gradients_of_backward
from .tolerances import ROUNDING

UNSTEADY = "`forward` gives another output each time, for the same weights and the same sequence."
LARGE = 2.0**33  # where the step of doubles goes from 1e-6 to 2e-6
LESS_LARGE = 2.0**20  # from 1e-10 to 2e-10
SMALL = 2.0**13  # from 1e-12 to 2e-12
EVEN = 1e-9  # what a formula that doesn't depend on the outputs is off by, at the very most
DEPENDS = 1e-6  # by which one that does is apart from one bias to another
NOISE = 1e-5  # ten times what the gradients of a softmax are off by beside large outputs
SHRINKS = 100  # times at least that rounding is less beside small outputs


@once
def is_steady(code: Code) -> bool:
    """Whether two networks of the same weights give the same; also if they raise."""
    case = make_case(np.random.default_rng(1), NOTEBOOK, 5)
    try:
        first, second = code.at_once(lambda: [case.model(code).forward(case.x) for _ in range(2)])
    except StudentError:
        return True
    if not isinstance(first, np.ndarray | float | list | dict):
        return True
    return repr(first) == repr(second) or not compare(first, second, ROUNDING)


@once
def takes_quotients(code: Code) -> bool:
    """Whether `backward` takes difference quotients; not if it raises, which is said elsewhere."""
    if not is_steady(code):
        return False
    case = make_case(np.random.default_rng(1), NOTEBOOK, 5)
    return is_noisy(
        lambda low, high: gradients_of_backward(code, with_output_bias(case, low, high))
    )


def with_output_bias(case: Case, low: float, high: float) -> Case:
    """The case with an output bias that rises from one number to another, output by output."""
    return case.with_weights(by=np.linspace(low, high, case.outputs))


def is_noisy(gradients: Callable[[float, float], Any]) -> bool:
    """Whether gradients feel the rounding of large outputs.

    Args:
        gradients: for an output bias from one number to another, as `with_output_bias` makes it.
    """
    for size in (LARGE, LESS_LARGE):
        with suppress(StudentError):
            beside = _beside(gradients, size)
            if _is_known(*beside):
                return _is_rounding(gradients, beside)
    return False


def _beside(gradients: Callable[[float, float], Any], size: float) -> tuple[Any, Any]:
    """Those for two biases close by, between which the step of doubles doubles."""
    return gradients(size - 1, size - 1), gradients(size + 1, size + 1)


def _is_known(some: Any, others: Any) -> bool:
    """Whether both are dictionaries of finite numbers, so that they can be compared."""
    both = (some, others)
    known = (isinstance(one, dict) and all(map(is_finite, one.values())) for one in both)
    return all(known) and bool(some)


def _is_rounding(gradients: Callable[[float, float], Any], beside: tuple[Any, Any]) -> bool:
    if not _apart(*beside, EVEN):
        return False  # a formula
    depends = _apart(gradients(0.0, 0.0), gradients(1.0, 2.0), DEPENDS)
    noisy = _apart(*beside, NOISE if depends else EVEN)
    near = _apart(*_beside(gradients, SMALL), 0.0)
    # What a formula changes by between the two, a sine of the outputs say, doesn't shrink.
    return any(near.get(name, 0.0) * SHRINKS < distance for name, distance in noisy.items())


def _apart(some: Any, others: Any, most: float) -> dict[str, float]:
    """How far gradients are apart, if further than so much of their norm, or of one."""
    if not (isinstance(some, dict) and isinstance(others, dict)):
        return {}
    found = {
        name: (distance(some[name], others[name]), float(np.linalg.norm(some[name])))
        for name in some.keys() & others.keys()
        if is_finite(some[name]) and is_finite(others[name])
    }
    return {name: far for name, (far, norm) in found.items() if far > most * max(1.0, norm)}
