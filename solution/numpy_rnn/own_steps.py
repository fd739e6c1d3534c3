"""Asks a student's network for its gradients, and for the slopes of its own forward pass."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from grader.compare import compare
from grader.differences import central_differences
from grader.rubric import Code, NoCredit, PassOver, StudentError, Tolerance

from .cases import Case
from .conventions import (
    GRADIENTS,
    WEIGHT_GRADIENTS,
    differs_by_axes_of_one,
    mend_shapes,
    read_gradients,
    wants_column,
    weights_of,
)

FINE_STEP = 5e-3  # with eighth order: off by at most 3e-12 over all cases, measured
CLOSE = Tolerance(1e-6, "This only tells gradients from made-up numbers.", floor=0.1)


def pick(names: Sequence[str], answer: Any) -> Any:
    """Leave out of a dictionary of gradients those that another criterion judges."""
    if not isinstance(answer, dict):
        return answer
    return {key: value for key, value in answer.items() if key in names or key not in GRADIENTS}


def answer_of_backward(
    code: Code, case: Case, *, own_names: bool = False, own_form: bool = False
) -> Any:
    """Forward, then backward, on a new network; the gradients in canonical layout.

    Args:
        code: who is asked.
        case: the network and the sequence.
        own_names: accept the names that this code's `backward` uses.
        own_form: hand the gradient of the loss over as a column where only that is taken.
    """
    model = case.model(code)
    if case.earlier is not None:
        model.forward(case.earlier)
        model.backward(_form(code, np.ones(case.outputs), own_form))
    model.forward(case.x)
    gradients = model.backward(_form(code, case.d_loss, own_form))
    return read_gradients(code, gradients, case.weights, own_names)


def _form(code: Code, d_loss: Any, own_form: bool) -> Any:
    return d_loss.reshape(-1, 1) if own_form and wants_column(code) else d_loss


def own_slopes(code: Code, case: Case, names: Sequence[str], d_loss: Any) -> dict[str, float]:
    """The slopes of whatever forward pass this code has, one along a random direction each.

    A gradient that is wrong in any entry gives another slope along a random direction, so that
    eight evaluations for each parameter do what eight for each entry would.

    Raises:
        PassOver: the forward pass raises for this case.
        NoCredit: the output doesn't depend on the sequence or on one of the parameters, or has
            the wrong size.
    """
    slopes = {}
    for name, direction in _directions(case, names).items():
        loss = _loss_around(code, case, name, d_loss)

        def along(s: Any, loss: Any = loss, direction: Any = direction) -> float:
            return float(loss(s * direction))

        slopes[name] = float(central_differences(along, 0.0, FINE_STEP, order=8))
    return _alive(slopes, names, code, case)


def along_directions(gradients: Any, case: Case, names: Sequence[str]) -> Any:
    """Replace gradients of the right shape by their slopes in the directions of `own_slopes`.

    Others become nothing: a number in a gradient's place could be the slope itself.
    """
    if not isinstance(gradients, dict):
        return gradients
    slopes = dict(gradients)
    for name, direction in _directions(case, names).items():
        if name not in slopes:
            continue
        gradient = slopes[name]
        real = isinstance(gradient, np.ndarray) and gradient.dtype.kind in "fiu"
        fits = real and np.shape(gradient) == direction.shape
        slopes[name] = float(np.vdot(direction, gradient)) if fits else None
    return slopes


def follows_own_forward(code: Code, case: Case, gradients: dict[str, Any]) -> bool:
    """Whether gradients of the summed outputs are the slopes of this code's own forward pass."""
    try:
        slopes = own_slopes(code, case, GRADIENTS, np.ones(case.outputs))
    except (NoCredit, PassOver):
        return False
    return not compare(slopes, along_directions(gradients, case, GRADIENTS), CLOSE)


def own_quotients(code: Code, case: Case) -> dict[str, Any]:
    """The two-sided difference quotients, with the step of the case, of this code's own forward.

    Raises:
        PassOver: the forward pass raises for this case.
        NoCredit: the output doesn't depend on the sequence or on one of the weights, or has the
            wrong size.
    """
    quotients = {
        name: central_differences(
            _loss_around(code, case, name, np.ones(case.outputs)),
            np.zeros_like(case.weights[name.removeprefix("d_")]),
            case.eps,
        )
        for name in GRADIENTS
    }
    return _alive(quotients, WEIGHT_GRADIENTS, code, case)


def _directions(case: Case, names: Sequence[str]) -> dict[str, Any]:
    """A unit vector for each parameter, always the same for the same shape."""
    directions = {}
    for name in names:
        direction = np.random.default_rng(1).normal(size=case.weights[name[2:]].shape)
        directions[name] = direction / np.linalg.norm(direction)
    return directions


def _loss_around(code: Code, case: Case, name: str, d_loss: Any) -> Callable[[Any], float]:
    """The weighted sum of the outputs as a function of how far one parameter is moved."""
    parameter = name.removeprefix("d_")

    def loss(shift: Any) -> float:
        model = case.with_weights(**{parameter: case.weights[parameter] + shift}).model(code)
        return float(np.dot(d_loss, _flat_output(forward_of(model, case), case)))

    return loss


def _alive(slopes: dict[str, Any], names: Sequence[str], code: Code, case: Case) -> dict[str, Any]:
    """The slopes, if the output depends on the sequence and on each of the parameters.

    R is not used in one step.
    """
    for name in names:
        if not np.any(slopes[name]) and not (name == "d_R" and case.steps == 1):
            raise NoCredit(
                f"The output of `forward` does not depend on `{name[2:]}`, so there is no "
                "gradient to find."
            )
    other = replace(case, x=case.x[::-1] + 1.0)
    outputs = [_flat_output(forward_of(c.model(code), c), c) for c in (case, other)]
    if np.array_equal(*outputs):
        raise NoCredit("The output of `forward` does not depend on the sequence `x`.")
    return slopes


def forward_of(model: Any, case: Case) -> Any:
    """The output of a student's network in a second chance.

    Raises:
        PassOver: it raises for this case, so that what builds on it can't be judged here.
    """
    try:
        return model.forward(case.x)
    except StudentError as error:
        if error.trouble.type == "NotImplementedError":
            raise
        raise PassOver from error


def _flat_output(output: Any, case: Case) -> Any:
    flat = np.ravel(output) if isinstance(output, np.ndarray | float | list) else np.zeros(0)
    if flat.size != case.outputs or flat.dtype.kind not in "fiu":
        raise NoCredit(f"`forward` does not give {case.outputs} numbers for {case}.")
    return flat


def step_down(
    code: Code, model: Any, case: Case, rate: float, *, own_form: bool = False
) -> dict[str, Any]:
    """Forward, backward, one update; return the gradients that `backward` gave.

    Gradients whose axes of length one are wrong are put right before the step, as `update` is
    not to blame for them.
    """
    model.forward(case.x)
    raw = model.backward(_form(code, case.d_loss, own_form))
    gradients = read_gradients(code, raw, case.weights, own_names=True)
    if not isinstance(gradients, dict):
        gradients = {}
    for name, value in case.weights.items():
        gradient: Any = gradients.get(f"d_{name}")
        if differs_by_axes_of_one(gradient, value.shape):
            setattr(model, f"d_{name}", gradient.reshape(value.shape))
    model.update(rate)
    return gradients


def refuses(call: Callable[..., Any], *arguments: Any) -> bool:
    """Whether a call raises a RuntimeError; a TODO that is still open goes through."""
    try:
        call(*arguments)
    except StudentError as error:
        if error.trouble.type == "NotImplementedError":
            raise
        return error.trouble.type == "RuntimeError"
    except RuntimeError:
        return True
    return False


def unchanged(code: Code, model: Any, case: Case) -> bool:
    """Whether the weights are those of the case; nudging there and back leaves rounding only."""
    after = weights_of(code, model)
    return all(
        np.shape(after[name]) == value.shape and np.allclose(after[name], value, rtol=0, atol=1e-9)
        for name, value in case.weights.items()
    )


def gradient_by(function: Callable[..., Any], code: Code, case: Case) -> dict[str, Any]:
    """What a function of the notebook gives for the network of a case, in canonical layout."""
    answer = function(case.model(code), case.x)
    gradients = read_gradients(code, answer, case.weights, own_names=True)
    return mend_shapes(code, gradients, case.weights) if isinstance(gradients, dict) else {}


def distance(one: Any, other: Any) -> float:
    """Norm of the difference; infinite where that can't be said."""
    if not all(isinstance(value, np.ndarray) for value in (one, other)) or one.shape != other.shape:
        return float("inf")
    return float(np.linalg.norm(one - other))


def is_exact(function: Callable[..., Any], code: Code, case: Case) -> bool:
    """Whether the gradients that a function gives are blind to the rounding of the outputs.

    A bias of 1e8 leaves the true gradients as they are, but every difference of outputs then
    carries an error of 1e-8 / step: a quotient feels it, backpropagation doesn't.
    """
    plain = gradient_by(function, code, case)
    moved = gradient_by(function, code, case.with_weights(by=np.full(case.outputs, 1e8)))
    both = [name for name in GRADIENTS if name in plain and name in moved]
    return all(distance(plain[name], moved[name]) <= 1e-9 for name in both)
