"""Finds the slopes of a student's own forward pass, whatever it computes."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np

from grader.rubric import Code, NoCredit, PassOver, StudentError, once
from grader.slopes import at_entries, directions, quotients_at_entries, slopes_along_directions

from .cases import Case
from .conventions import by_gradient
from .own_steps import all_or_one_by_one, forward_of
from .rounding import UNSTEADY, is_steady
from .storage import PARAMETERS, PROBE, give

OUTPUT = "The output of `forward`"
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

    Args:
        code: who is asked.
        case: the network and the sequence.
        names: of gradients.
        d_loss: what the outputs are weighted by; None for the sum of the last outputs, be there
            more than asked for.
        step: of the differences.
        order: of accuracy, 2 or 8.

    Raises:
        PassOver: the forward pass raises for this case, or doesn't depend on a parameter.
        NoCredit: the output or its slopes don't depend on the sequence, or it has the wrong size.
    """
    if not is_steady(code):
        raise NoCredit(UNSTEADY)
    slopes = slopes_along_directions(
        partial(_losses, code, case, d_loss),
        case.weights,
        step,
        names=[name.removeprefix("d_") for name in names],
        order=order,
        may_be_flat=_unused(case),
        what=OUTPUT,
    )
    _must_read(code, case)
    if case.steps > 1:
        _must_read_on(code, case, d_loss)
    return by_gradient(slopes)


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


def own_quotients(code: Code, case: Case) -> dict[str, Any]:
    """Some two-sided difference quotients, with the step of the case, of this code's own forward.

    Raises:
        PassOver: the forward pass raises for this case, or doesn't depend on a weight matrix.
        NoCredit: the output doesn't depend on the sequence, or has the wrong size.
    """
    losses = partial(_losses, code, case, np.ones(case.outputs))
    flat = ("bs", "by", *_unused(case))
    quotients = quotients_at_entries(
        losses, case.weights, _entries(case), case.eps, may_be_flat=flat, what=OUTPUT
    )
    _must_read(code, case)
    return by_gradient(quotients)


def _unused(case: Case) -> tuple[str, ...]:
    """In a single step R meets a state of zeros."""
    return ("R",) if case.steps == 1 else ()


def at_own_entries(gradients: Any, case: Case) -> Any:
    """Replace gradients of the right shape by those of their entries that `own_quotients` gives."""
    return at_entries(gradients, by_gradient(_entries(case)), by_gradient(case.weights))


def _entries(case: Case) -> dict[str, list[tuple[int, ...]]]:
    """Up to three entries of each parameter, in another place for each length of the sequence."""
    random = np.random.default_rng(case.steps)
    entries = {}
    for name in PARAMETERS:
        every = list(np.ndindex(case.weights[name].shape))
        entries[name] = [every[i] for i in random.permutation(len(every))[:3]]
    return entries


def _losses(
    code: Code, case: Case, d_loss: Any, many_weights: Sequence[dict[str, Any]]
) -> list[float]:
    """For each of these weights the weighted sum of the outputs; see `own_slopes`."""

    def outputs() -> list[Any]:
        one_for_all = case.model(code) if _forgets(code) else None
        found = []
        for weights in many_weights:
            if one_for_all is None:
                model = case.with_weights(**weights).model(code)
            else:
                model = one_for_all
                give(code, model, weights)
            found.append(forward_of(model, case))
        return found

    losses = []
    for output in all_or_one_by_one(code, outputs):
        if d_loss is None:
            losses.append(float(np.sum(_numbers_of(_one_of(output, case))[-case.outputs :])))
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


def _elsewhere(case: Case) -> Case:
    """The same network before another sequence."""
    return replace(case, x=case.x[::-1] + 1.0)


def _must_read(code: Code, case: Case) -> None:
    """Give no credit for an output that is the same for every sequence."""
    cases = (case, _elsewhere(case))
    outputs = all_or_one_by_one(code, lambda: [forward_of(one.model(code), one) for one in cases])
    if np.array_equal(*(_numbers_of(_one_of(output, case)) for output in outputs)):
        raise NoCredit("The output of `forward` does not depend on the sequence `x`.")


def _must_read_on(code: Code, case: Case, d_loss: Any) -> None:
    """Give no credit for a forward pass in which R meets no state, or only that of one step."""
    here, elsewhere = (_along_r(code, one, d_loss, 0.1) for one in (case, _elsewhere(case)))
    bends = case.steps == 2 or _bends(*here) or _bends(*elsewhere)
    # Where activations have kinks, R may act on one step alone, but not for all R.
    if not bends and not _bends(*_along_r(code, _elsewhere(case), d_loss, 3.0)):
        raise NoCredit("`forward` uses `R` for a single step, however long the sequence is.")
    rise, other = here[0] - here[1], elsewhere[0] - elsewhere[1]
    if rise and abs(rise - other) <= 1e-9 * abs(rise):
        raise NoCredit("What `R` does in `forward` does not depend on the sequence `x`.")


def _along_r(code: Code, case: Case, d_loss: Any, far: float) -> list[float]:
    """The losses for R moved to one side, to the other, and not at all."""
    shift = far * directions({"R": case.weights["R"]})["R"]
    moved = [{**case.weights, "R": case.weights["R"] + by} for by in (shift, -shift, 0)]
    return _losses(code, case, d_loss, moved)


def _bends(above: float, below: float, middle: float) -> bool:
    """Whether three losses in a row don't lie on a line."""
    return abs(above + below - 2 * middle) > 1e-9 * abs(above - below)


def _flat_output(output: Any, case: Case) -> Any:
    flat = _numbers_of(output)
    if flat.size != case.outputs:
        raise NoCredit(f"`forward` does not give {case.outputs} numbers for {case}.")
    return flat


def _one_of(output: Any, case: Case) -> Any:
    """Of several answers, output and states say, the first with as many numbers as outputs."""
    parts = list(output.values()) if isinstance(output, dict) else output
    fitting = [
        part
        for part in (parts if isinstance(parts, list) else ())
        if isinstance(part, np.ndarray) and part.size == case.outputs
    ]
    return fitting[0] if fitting else output


def _numbers_of(output: Any) -> Any:
    """All numbers of an output in one row; none if it holds anything else."""
    flat = np.ravel(output) if isinstance(output, np.ndarray | float | list) else np.zeros(0)
    return flat if flat.dtype.kind in "fiu" else np.zeros(0)
