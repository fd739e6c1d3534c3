"""Asks a student's network for its gradients, and for the slopes of its own forward pass."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np

from grader.compare import Tolerance, compare
from grader.differences import central_differences
from grader.rubric import Code, NoCredit, PassOver, StudentError

from .cases import Case
from .conventions import (
    GRADIENTS,
    WEIGHT_GRADIENTS,
    differs_by_axes_of_one,
    forgets,
    give,
    mend_shapes,
    read_gradients,
    wants_column,
    weights_of,
)

OWN_SLOPES = Tolerance(
    2e-11,
    "The slopes of the student's own forward pass are known to about 3e-12 (eighth order, step "
    "0.005); a difference quotient in place of backpropagation is off by 8e-11 and more.",
    floor=0.1,
)
TINY_STEP = 1e-5  # off by about 1e-10, and between any two kinks
CLOSE_STEP = 1e-3  # off by at most 7e-12
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


def own_slopes(
    code: Code, case: Case, names: Sequence[str], d_loss: Any, step: float = FINE_STEP
) -> dict[str, float]:
    """The slopes of whatever forward pass this code has, one along a random direction each.

    A gradient that is wrong in any entry gives another slope along a random direction, so that
    eight evaluations for each parameter do what eight for each entry would.

    Raises:
        PassOver: the forward pass raises for this case, or doesn't depend on a parameter.
        NoCredit: the output doesn't depend on the sequence, or has the wrong size.
    """
    slopes = {}
    for name, direction in _directions(case, names).items():
        loss = _loss_around(code, case, name, d_loss)

        def along(s: Any, loss: Any = loss, direction: Any = direction) -> float:
            return float(loss(s * direction))

        slopes[name] = float(central_differences(along, 0.0, step, order=8))
    return _alive(slopes, names, code, case)


def own_slopes_beside_kinks(
    code: Code, case: Case, names: Sequence[str], d_loss: Any
) -> dict[str, float]:
    """The slopes of a forward pass with kinks, a rectifier say, from points closer by.

    Raises:
        PassOver: there is a kink even between those, or as `own_slopes` says.
        NoCredit: as `own_slopes` says.
    """
    close = own_slopes(code, case, names, d_loss, CLOSE_STEP)
    closer = own_slopes(code, case, names, d_loss, CLOSE_STEP / 3)
    if any(abs(close[name] - closer[name]) > 1e-9 * max(abs(close[name]), 0.1) for name in names):
        raise PassOver
    return close


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
        fits = _is_real(gradient) and gradient.shape == direction.shape
        slopes[name] = float(np.vdot(direction, gradient)) if fits else None
    return slopes


def _is_real(value: Any) -> bool:
    return isinstance(value, np.ndarray) and value.dtype.kind in "fiu"


def follows_own_forward(code: Code, case: Case, gradients: dict[str, Any]) -> bool:
    """Whether gradients of the summed outputs are the slopes of this code's own forward pass."""
    try:
        slopes = own_slopes(code, case, GRADIENTS, None, TINY_STEP)
    except (NoCredit, PassOver):
        return False
    return not compare(slopes, along_directions(gradients, case, GRADIENTS), CLOSE)


def own_quotients(code: Code, case: Case) -> dict[str, Any]:
    """Some two-sided difference quotients, with the step of the case, of this code's own forward.

    Raises:
        PassOver: the forward pass raises for this case, or doesn't depend on a weight matrix.
        NoCredit: the output doesn't depend on the sequence, or has the wrong size.
    """
    quotients = {}
    for name, entries in _entries(case).items():
        loss = _loss_around(code, case, name, np.ones(case.outputs))

        def at(s: Any, loss: Any = loss, name: str = name, entry: Any = 0) -> float:
            shift = np.zeros_like(case.weights[name[2:]])
            shift[entry] = s
            return float(loss(shift))

        quotients[name] = np.array(
            [central_differences(partial(at, entry=entry), 0.0, case.eps) for entry in entries]
        )
    return _alive(quotients, WEIGHT_GRADIENTS, code, case)


def at_entries(gradients: Any, case: Case) -> Any:
    """Replace gradients of the right shape by those of their entries that `own_quotients` gives."""
    if not isinstance(gradients, dict):
        return gradients
    chosen = dict(gradients)
    for name, entries in _entries(case).items():
        if name in chosen:
            gradient = chosen[name]
            fits = _is_real(gradient) and gradient.shape == case.weights[name[2:]].shape
            chosen[name] = np.array([gradient[entry] for entry in entries]) if fits else None
    return chosen


def _entries(case: Case) -> dict[str, list[tuple[int, ...]]]:
    """Up to three entries of each parameter, in another place for each length of the sequence."""
    random = np.random.default_rng(case.steps)
    entries = {}
    for name in GRADIENTS:
        every = list(np.ndindex(case.weights[name[2:]].shape))
        entries[name] = [every[i] for i in random.permutation(len(every))[:3]]
    return entries


def _directions(case: Case, names: Sequence[str]) -> dict[str, Any]:
    """A unit vector for each parameter, always the same for the same shape."""
    directions = {}
    for name in names:
        direction = np.random.default_rng(1).normal(size=case.weights[name[2:]].shape)
        directions[name] = direction / np.linalg.norm(direction)
    return directions


def _loss_around(code: Code, case: Case, name: str, d_loss: Any) -> Callable[[Any], float]:
    """The weighted sum of the outputs as a function of how far one parameter is moved.

    Without weights it is the sum of the last outputs, be there more than asked for.
    """
    parameter = name.removeprefix("d_")
    first = case.model(code) if forgets(code) else None

    def loss(shift: Any) -> float:
        moved = case.with_weights(**{parameter: case.weights[parameter] + shift})
        model = moved.model(code) if first is None else first
        if first is not None:
            give(code, first, moved.weights)
        output = forward_of(model, case)
        if d_loss is None:
            return float(np.sum(_numbers_of(output)[-case.outputs :]))
        return float(np.dot(d_loss, _flat_output(output, case)))

    return loss


def _alive(slopes: dict[str, Any], names: Sequence[str], code: Code, case: Case) -> dict[str, Any]:
    """The slopes, if the output depends on the sequence and on each of the parameters.

    R is not used in one step.
    """
    for name in names:
        if not np.any(slopes[name]) and not (name == "d_R" and case.steps == 1):
            raise PassOver(
                f"The output of `forward` does not depend on `{name[2:]}`, so there is no "
                "gradient to find."
            )
    other = replace(case, x=case.x[::-1] + 1.0)
    outputs = [_numbers_of(forward_of(c.model(code), c)) for c in (case, other)]
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
    flat = _numbers_of(output)
    if flat.size != case.outputs:
        raise NoCredit(f"`forward` does not give {case.outputs} numbers for {case}.")
    return flat


def _numbers_of(output: Any) -> Any:
    """All numbers of an output in one row; none if it holds anything else."""
    flat = np.ravel(output) if isinstance(output, np.ndarray | float | list) else np.zeros(0)
    return flat if flat.dtype.kind in "fiu" else np.zeros(0)


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


def spread(gradient: Any, shape: tuple[int, ...]) -> Any:
    """A gradient in the shape of its parameter; a single number counts for each entry."""
    return (
        np.broadcast_to(gradient, shape) if np.size(gradient) == 1 else np.reshape(gradient, shape)
    )


def refuses(call: Callable[..., Any], *arguments: Any) -> bool:
    """Whether a call raises a RuntimeError; a TODO that is still open goes through."""
    try:
        call(*arguments)
    except StudentError as error:
        if error.trouble.type == "NotImplementedError":
            raise
        return error.is_a("RuntimeError")
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


def feels_rounding(function: Callable[..., Any], code: Code, case: Case) -> bool:
    """Whether a function's gradients come from differences of outputs, as `is_exact` explains.

    Noise added to an exact gradient doesn't grow with the outputs.
    """
    return _moved_by_a_bias(function, code, case, 1e-6)


def _moved_by_a_bias(function: Callable[..., Any], code: Code, case: Case, least: float) -> bool:
    plain = gradient_by(function, code, case)
    moved = gradient_by(function, code, case.with_weights(by=np.full(case.outputs, 1e8)))
    both = [name for name in GRADIENTS if name in plain and name in moved]
    return any(distance(plain[name], moved[name]) > least for name in both)


def is_exact(function: Callable[..., Any], code: Code, case: Case) -> bool:
    """Whether the gradients that a function gives are blind to the rounding of the outputs.

    A bias of 1e8 leaves the true gradients as they are, but every difference of outputs then
    carries an error of 1e-8 / step: a quotient feels it, backpropagation doesn't. Where the output
    is not the last thing that happens, so that the bias matters, the slopes tell the two apart.
    """
    if not _moved_by_a_bias(function, code, case, 1e-9):
        return True
    # In a gentle network quotients are too good to be told from the slopes.
    rough = replace(case, x=3 * case.x).with_weights(**{k: 4 * v for k, v in case.weights.items()})
    try:
        slopes = own_slopes(code, rough, GRADIENTS, np.ones(case.outputs))
    except (PassOver, NoCredit):
        return False
    gradients = along_directions(gradient_by(function, code, rough), rough, GRADIENTS)
    return not compare(slopes, gradients, OWN_SLOPES)
