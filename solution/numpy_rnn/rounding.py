"""Tells difference quotients from a formula: beside large outputs, only they feel the rounding.

A large output bias leaves all gradients as they are, but differences of outputs carry the error of
their rounding, divided by the step. From one bias to another close to it the rounding becomes
another one, and with it quotients. A formula stays as it is, and one that depends on the outputs,
an activation's say, changes as little as they do.
"""

from collections.abc import Callable
from typing import Any

import numpy as np

from grader.compare import compare
from grader.gradients import distance, is_finite
from grader.rubric import Code, StudentError, once

from .cases import NOTEBOOK, Case, make_case
from .conventions import backward_of, read_gradients
from .tolerances import ROUNDING

UNSTEADY = "`forward` gives another output each time, for the same weights and the same sequence."
BESIDE = (2.0**33 - 1, 2.0**33 + 1)  # nearly the same, but rounded to steps of 1e-6 and 2e-6
EVEN = 1e-9  # what a formula that doesn't depend on the outputs is off by, at the very most
DEPENDS = 1e-6  # by which one that does is apart from one bias to another
NOISE = 1e-5  # ten times what the gradients of a softmax are off by beside large outputs


@once
def is_steady(code: Code) -> bool:
    """Whether two networks of the same weights give the same; also if they raise."""
    case = make_case(np.random.default_rng(1), NOTEBOOK, 5)
    try:
        first, second = code.at_once(lambda: [case.model(code).forward(case.x) for _ in range(2)])
    except StudentError:
        return True
    plain = isinstance(first, np.ndarray | float | list | dict)
    return not plain or not compare(first, second, ROUNDING)


@once
def takes_quotients(code: Code) -> bool:
    """Whether `backward` takes difference quotients; not if it raises, which is said elsewhere."""
    if not is_steady(code):
        return False
    names, wants_column = backward_of(code)
    case = make_case(np.random.default_rng(1), NOTEBOOK, 5)
    d_loss = case.d_loss.reshape(-1, 1) if wants_column else case.d_loss

    def gradients(low: float, high: float) -> Any:
        biased = with_output_bias(case, low, high)
        model = biased.model(code)
        raw = code.at_once(lambda: (model.forward(case.x), model.backward(d_loss)))
        return read_gradients(code, raw[1], case.weights, names)

    try:
        return is_noisy(gradients)
    except StudentError:
        return False


def with_output_bias(case: Case, low: float, high: float) -> Case:
    """The case with an output bias that rises from one number to another, output by output."""
    return case.with_weights(by=np.linspace(low, high, case.outputs))


def is_noisy(gradients: Callable[[float, float], Any]) -> bool:
    """Whether gradients for two large biases close by are further apart than a formula is.

    Args:
        gradients: for an output bias from one number to another, as `with_output_bias` makes it.
    """
    first, second = (gradients(size, size) for size in BESIDE)
    if not _are_apart(first, second, EVEN):
        return False
    if not _are_apart(gradients(0.0, 0.0), gradients(1.0, 2.0), DEPENDS):
        return True
    return _are_apart(first, second, NOISE)


def _are_apart(some: Any, others: Any, most: float) -> bool:
    if not (isinstance(some, dict) and isinstance(others, dict)):
        return False
    return any(
        distance(some[name], others[name]) > most * max(1.0, float(np.linalg.norm(some[name])))
        for name in some.keys() & others.keys()
        if is_finite(some[name]) and is_finite(others[name])
    )
