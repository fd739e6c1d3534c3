"""Asks a student's network for its gradients, and for the slopes of its own forward pass."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from grader.differences import central_differences
from grader.rubric import Code, NoCredit, PassOver, StudentError

from .cases import Case
from .conventions import (
    GRADIENTS,
    differs_by_axes_of_one,
    mend_shapes,
    read_gradients,
    weights_of,
)

FINE_STEP = 1e-4


def pick(names: Sequence[str], answer: Any) -> Any:
    """Leave out of a dictionary of gradients those that another criterion judges."""
    if not isinstance(answer, dict):
        return answer
    return {key: value for key, value in answer.items() if key in names or key not in GRADIENTS}


def answer_of_backward(
    code: Code, case: Case, *, own_names: bool = False, as_column: bool = False
) -> Any:
    """Forward, then backward, on a new network; the gradients in canonical layout.

    Args:
        code: who is asked.
        case: the network and the sequence.
        own_names: accept the names that this code's `backward` uses.
        as_column: hand the gradient of the loss over as [outputs, 1].
    """
    model = case.model(code)
    if case.earlier is not None:
        model.forward(case.earlier)
        model.backward(np.ones(case.outputs))
    model.forward(case.x)
    d_loss = case.d_loss.reshape(-1, 1) if as_column else case.d_loss
    return read_gradients(code, model.backward(d_loss), case.weights, own_names)


def own_slopes(code: Code, case: Case, names: Sequence[str], d_loss: Any) -> dict[str, Any]:
    """The true gradients of whatever forward pass this code has, to about 2e-12."""
    return _differences(code, case, names, d_loss, step=FINE_STEP, order=4)


def own_quotients(code: Code, case: Case) -> dict[str, Any]:
    """The two-sided difference quotients, with the step of the case, of this code's own forward."""
    return _differences(code, case, GRADIENTS, np.ones(case.outputs), step=case.eps, order=2)


def _differences(
    code: Code, case: Case, names: Sequence[str], d_loss: Any, *, step: float, order: int
) -> dict[str, Any]:
    """Central differences of the weighted sum of the outputs.

    Raises:
        PassOver: the forward pass raises for this case.
        NoCredit: the output doesn't depend on one of the parameters, or has the wrong size.
    """

    def loss_of(name: str) -> Callable[[Any], float]:
        def loss(value: Any) -> float:
            model = case.with_weights(**{name: value}).model(code)
            return float(np.dot(d_loss, _flat_output(model.forward(case.x), case)))

        return loss

    slopes = {}
    for name in names:
        parameter = name.removeprefix("d_")
        try:
            slopes[name] = central_differences(
                loss_of(parameter), case.weights[parameter], step, order
            )
        except StudentError as error:
            raise PassOver from error
        if not np.any(slopes[name]) and not (parameter == "R" and case.steps == 1):
            raise NoCredit(
                f"The output of `forward` does not depend on `{parameter}`, so there is no "
                "gradient to find."
            )
    return slopes


def _flat_output(output: Any, case: Case) -> Any:
    flat = np.ravel(output) if isinstance(output, np.ndarray | float | list) else np.zeros(0)
    if flat.size != case.outputs or flat.dtype.kind not in "fiu":
        raise NoCredit(f"`forward` does not give {case.outputs} numbers for {case}.")
    return flat


def step_down(code: Code, model: Any, case: Case, rate: float) -> dict[str, Any]:
    """Forward, backward, one update; return the gradients that `backward` gave.

    Gradients whose axes of length one are wrong are put right before the step, as `update` is
    not to blame for them.
    """
    model.forward(case.x)
    raw = model.backward(case.d_loss)
    gradients = read_gradients(code, raw, case.weights, own_names=True)
    if not isinstance(gradients, dict):
        gradients = {}
    for name, value in case.weights.items():
        gradient = gradients.get(f"d_{name}")
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
