"""Finds the slopes of a student's own forward pass, whatever it computes."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from grader.compare import Tolerance
from grader.differences import offsets, slope
from grader.rubric import Code, NoCredit, PassOver, StudentError, once

from .cases import Case
from .conventions import GRADIENTS, WEIGHT_GRADIENTS
from .own_steps import all_or_one_by_one, forward_of, is_real
from .storage import PROBE, give

OWN_SLOPES = Tolerance(
    2e-11,
    "The slopes of the student's own forward pass are known to about 3e-12 (eighth order, step "
    "0.005); a plain difference quotient in place of backpropagation is off by 8e-11 and more.",
    floor=0.1,
)
CLOSE_STEP = 1e-3  # off by at most 7e-12
FINE_STEP = 5e-3  # with eighth order: off by at most 3e-12 over all cases, measured


def own_slopes(
    code: Code,
    case: Case,
    names: Sequence[str],
    d_loss: Any,
    step: float = FINE_STEP,
    *,
    order: int = 8,
) -> dict[str, float]:
    """The slopes of whatever forward pass this code has, one along a random direction each.

    A gradient that is wrong in any entry gives another slope along a random direction, so that
    eight evaluations for each parameter do what eight for each entry would.

    Raises:
        PassOver: the forward pass raises for this case, or doesn't depend on a parameter.
        NoCredit: the output or its slopes don't depend on the sequence, or it has the wrong size.
    """
    places = [k * step for k in offsets(order)]
    directions = _directions(case, names)
    moves = [(name, s * directions[name]) for name in names for s in places]
    losses = _losses(code, case, moves, d_loss)
    slopes = {}
    for number, name in enumerate(names):
        values = losses[number * len(places) : (number + 1) * len(places)]
        slopes[name] = float(slope(values, step, order))
        _must_count(name, slopes[name], case)
    _must_read(code, case)
    if case.steps > 1:
        _must_read_on(code, case, d_loss)
    return slopes


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
        fits = is_real(gradient) and gradient.shape == direction.shape
        slopes[name] = float(np.vdot(direction, gradient)) if fits else None
    return slopes


def by_own_slopes(
    slopes_of: Callable[..., dict[str, float]],
    code: Code,
    _: Code,
    case: Case,
    *,
    ask: Callable[[Code, Case], Any],
    names: Sequence[str],
    claims: Sequence[str],
) -> tuple[Any, Any]:
    """The gradients that a question asks for against the slopes of this code's own forward pass.

    Args:
        slopes_of: `own_slopes` or `own_slopes_beside_kinks`.
        code: who is asked.
        case: the network and the sequence.
        ask: the question.
        names: of the gradients.
        claims: what must hold besides.
    """
    case = case.on_its_own()
    slopes = slopes_of(code, case, names, case.d_loss)
    answer = along_directions(ask(code, case), case, names)
    return answer, {**slopes, **dict.fromkeys(claims, True)}


def own_quotients(code: Code, case: Case) -> dict[str, Any]:
    """Some two-sided difference quotients, with the step of the case, of this code's own forward.

    Raises:
        PassOver: the forward pass raises for this case, or doesn't depend on a weight matrix.
        NoCredit: the output doesn't depend on the sequence, or has the wrong size.
    """
    moves = [
        (name, _only(entry, sign * case.eps, case.weights[name[2:]].shape))
        for name, entries in _entries(case).items()
        for entry in entries
        for sign in offsets(2)
    ]
    losses = iter(_losses(code, case, moves, np.ones(case.outputs)))
    quotients = {}
    for name, entries in _entries(case).items():
        pairs = [(next(losses), next(losses)) for _ in entries]
        quotients[name] = np.array([slope(pair, case.eps) for pair in pairs])
        if name in WEIGHT_GRADIENTS:
            _must_count(name, quotients[name], case)
    _must_read(code, case)
    return quotients


def _only(entry: tuple[int, ...], size: float, shape: tuple[int, ...]) -> Any:
    """Zeros but for one entry."""
    array = np.zeros(shape)
    array[entry] = size
    return array


def at_entries(gradients: Any, case: Case) -> Any:
    """Replace gradients of the right shape by those of their entries that `own_quotients` gives."""
    if not isinstance(gradients, dict):
        return gradients
    chosen = dict(gradients)
    for name, entries in _entries(case).items():
        if name in chosen:
            gradient = chosen[name]
            fits = is_real(gradient) and gradient.shape == case.weights[name[2:]].shape
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


def _losses(code: Code, case: Case, moves: Sequence[tuple[str, Any]], d_loss: Any) -> list[float]:
    """The weighted sum of the outputs, each time with one parameter moved.

    Without weights it is the sum of the last outputs, be there more than asked for.

    Args:
        code: who is asked.
        case: the network and the sequence.
        moves: name of a gradient, and by what its parameter is moved.
        d_loss: the weights.
    """

    def outputs() -> list[Any]:
        first = case.model(code) if _forgets(code) else None
        found = []
        for name, shift in moves:
            parameter = name.removeprefix("d_")
            moved = case.with_weights(**{parameter: case.weights[parameter] + shift})
            if first is not None:
                give(code, first, moved.weights)
            found.append(forward_of(moved.model(code) if first is None else first, case))
        return found

    losses = []
    for output in all_or_one_by_one(code, outputs):
        if d_loss is None:
            losses.append(float(np.sum(_numbers_of(output)[-case.outputs :])))
        else:
            losses.append(float(np.dot(d_loss, _flat_output(output, case))))
    return losses


@once
def _forgets(code: Code) -> bool:
    """Whether a network answers to a sequence as if it had read none before."""
    model = code.RNN(*PROBE)
    first, other = np.ones((3, PROBE[0])), np.full((4, PROBE[0]), -2.0)
    try:
        before, _, after = code.at_once(
            lambda: (model.forward(first), model.forward(other), model.forward(first))
        )
        return bool(np.array_equal(before, after))
    except (StudentError, TypeError, ValueError):
        return False


def _must_count(name: str, slopes: Any, case: Case) -> None:
    """Pass over a parameter that the output doesn't depend on; R is not used in one step."""
    if not np.any(slopes) and not (name == "d_R" and case.steps == 1):
        raise PassOver(
            f"The output of `forward` does not depend on `{name[2:]}`, so there is no "
            "gradient to find."
        )


def _elsewhere(case: Case) -> Case:
    """The same network before another sequence."""
    return replace(case, x=case.x[::-1] + 1.0)


def _must_read(code: Code, case: Case) -> None:
    """Give no credit for an output that is the same for every sequence."""
    cases = (case, _elsewhere(case))
    outputs = all_or_one_by_one(code, lambda: [forward_of(one.model(code), one) for one in cases])
    if np.array_equal(*map(_numbers_of, outputs)):
        raise NoCredit("The output of `forward` does not depend on the sequence `x`.")


def _must_read_on(code: Code, case: Case, d_loss: Any) -> None:
    """Give no credit for a forward pass in which R meets no state, only numbers that stay."""
    direction = _directions(case, ["d_R"])["d_R"]
    moves = [("d_R", 0.1 * direction), ("d_R", -0.1 * direction)]
    (above, below), (other_above, other_below) = (
        _losses(code, one, moves, d_loss) for one in (case, _elsewhere(case))
    )
    rise, other = above - below, other_above - other_below
    if rise and abs(rise - other) <= 1e-9 * abs(rise):
        raise NoCredit("What `R` does in `forward` does not depend on the sequence `x`.")


def _flat_output(output: Any, case: Case) -> Any:
    flat = _numbers_of(output)
    if flat.size != case.outputs:
        raise NoCredit(f"`forward` does not give {case.outputs} numbers for {case}.")
    return flat


def _numbers_of(output: Any) -> Any:
    """All numbers of an output in one row; none if it holds anything else."""
    flat = np.ravel(output) if isinstance(output, np.ndarray | float | list) else np.zeros(0)
    return flat if flat.dtype.kind in "fiu" else np.zeros(0)
