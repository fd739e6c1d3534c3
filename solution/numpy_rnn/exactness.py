"""Tells gradients that come from differences of outputs from those that come from a formula."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache, partial
from typing import Any

import numpy as np

from grader.compare import compare
from grader.gradients import distance, mend_shapes
from grader.rubric import Code, NoCredit, PassOver, if_it_runs
from grader.slopes import along_directions, are_slopes

from .cases import Case
from .conventions import GRADIENTS, by_gradient
from .own_slopes import own_slopes
from .own_steps import answer_of_backward, finite, gradient_by, has_gradients
from .rounding import LARGE, UNSTEADY, is_noisy, is_steady, with_output_bias
from .tolerances import CLOSE, OWN_SLOPES
from .underflow import loses_small_numbers

TINY_STEP = 1e-5  # two-sided off by about 1e-10, and between any two kinks
ROUGH = 1e8  # outputs so large are rounded to steps of 1e-8


def follows_own_forward(code: Code, case: Case, gradients: dict[str, Any]) -> bool:
    """Whether gradients of the summed outputs are the slopes of this code's own forward pass."""

    def slopes() -> dict[str, float]:
        return own_slopes(code, case, GRADIENTS, None, TINY_STEP, order=2)

    return are_slopes(gradients, slopes, by_gradient(case.weights), CLOSE)


def feels_rounding(
    function: Callable[..., Any], code: Code, case: Case, plain: dict[str, Any]
) -> bool:
    """Whether all gradients of a function come from differences of outputs.

    `plain` is what it gives for the case itself.

    A large bias leaves the true gradients as they are, but every difference of outputs then carries
    the error of their rounding, divided by the step. It is another one for each entry; noise that
    someone adds to an exact gradient may grow with the outputs, but alike for all.
    """
    names = [name for name in GRADIENTS if name != "d_by"]  # a step may be as large as the bias
    biased = _with_bias(function, code, case, ROUGH, ROUGH)
    return all(_is_rounding(plain.get(name), biased.get(name)) for name in names)


def _is_rounding(before: Any, after: Any) -> bool:
    if distance(before, after) == float("inf"):
        return False
    change = after - before
    return bool(np.linalg.norm(change - change.mean()) > 1e-6)


def is_exact(
    function: Callable[..., Any], code: Code, case: Case, plain: dict[str, Any] | None = None
) -> bool:
    """Whether the gradients that a function gives are blind to the rounding of the outputs.

    `plain` is what it gives for the case itself; it is asked for where that isn't known.

    Between two large biases close by only the rounding changes, also where an activation of the
    output makes the bias matter. Where nothing at all is felt there, the slopes tell the two apart.
    """
    if plain is None:
        plain = gradient_by(function, code, case)
    with_bias = cache(partial(_with_bias, function, code, case))
    if is_noisy(with_bias) or loses_small_numbers(partial(gradient_by, function, code), case):
        return False
    if not finite(plain):
        return True  # nothing that could be a quotient: what is missing is said elsewhere
    felt = [
        np.any(value)
        for name, value in finite(with_bias(LARGE - 1, LARGE - 1)).items()
        if name != "d_by"
    ]
    if len(felt) == len(finite(plain).keys() - {"d_by"}) and any(felt):
        return True  # noise would have shown
    # In a gentle network quotients are too good to be told from the slopes.
    rough = replace(case, x=3 * case.x).with_weights(**{k: 4 * v for k, v in case.weights.items()})
    try:
        slopes = own_slopes(code, rough, GRADIENTS, np.ones(case.outputs))
    except (PassOver, NoCredit):
        return False
    gradients = along_directions(gradient_by(function, code, rough), by_gradient(rough.weights))
    return not compare(slopes, gradients, OWN_SLOPES)


def _with_bias(
    function: Callable[..., Any], code: Code, case: Case, low: float, high: float
) -> dict[str, Any]:
    return gradient_by(function, code, with_output_bias(case, low, high))


def exact_gradients_of_backward(code: Code, case: Case) -> Any:
    """What this code's own `backward` gives, of finite numbers, in the asked shapes.

    Raises:
        PassOver: it raises for this case.
        NoCredit: it gives no gradients, or difference quotients.
    """
    if not is_steady(code):
        raise NoCredit(UNSTEADY)
    own = if_it_runs(lambda: answer_of_backward(code, case, own_names=True, own_form=True))
    if not has_gradients(own, case.weights):
        raise NoCredit("`backward` gives no gradients.")
    if not is_exact(code.get_analytical_gradient, code, case):
        raise NoCredit("What `backward` gives is a difference quotient, not an exact gradient.")
    return finite(mend_shapes(code, own, by_gradient(case.weights)))
