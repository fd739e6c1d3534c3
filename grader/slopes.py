"""Slopes of a loss that is only known by asking some code for it: what gradients must agree with.

The slopes of a student's own forward pass are right for whatever backward pass belongs to it. Where
a whole array of them takes too many questions, one along a random direction does: a gradient that
is wrong in any entry gives another one.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

import numpy as np

from grader.compare import Tolerance, compare
from grader.differences import offsets, slope
from grader.gradients import is_real
from grader.names import NoCredit, PassOver

__all__ = [
    "along_directions",
    "are_slopes",
    "at_entries",
    "directions",
    "quotients_at_entries",
    "slopes_along_directions",
]

Weights = Mapping[str, Any]  # name -> array
# The losses for some weights, in their order; known at once, or asked for one after another.
Losses = Callable[[Sequence[dict[str, Any]]], Iterable[float]]
Entries = Mapping[str, Sequence[tuple[int, ...]]]  # name -> indices of some entries

FLAT = 1e-10  # the rounding of a loss that doesn't depend on what is moved


def slopes_along_directions(
    losses: Losses,
    weights: Weights,
    step: float,
    *,
    names: Sequence[str] | None = None,
    order: int = 8,
    may_be_flat: Sequence[str] = (),
    what: str = "What your code gives",
) -> dict[str, float]:
    """The slope of a loss along the direction of each name, see `directions`.

    Args:
        losses: of some code, for several weights.
        weights: where the slopes are taken.
        step: of the differences; with order 8, 1e-3 to 1e-2 errs by little more than rounding.
        names: whose slopes; None for all.
        order: of accuracy, 2 or 8; so many losses are asked for each name.
        may_be_flat: names on which the loss need not depend.
        what: the loss is made of, as students know it: "The output of `forward`".

    Raises:
        PassOver: the loss doesn't depend on one of the others.
    """
    names = list(weights) if names is None else names
    along = directions({name: weights[name] for name in names})
    shifts = {name: [k * step * along[name] for k in offsets(order)] for name in names}
    slopes = {}
    for name, found in _losses_after(shifts, losses, weights):
        slopes[name] = float(slope(found, step, order))
        if name not in may_be_flat:
            _must_depend(what, name, slopes[name])
    return slopes


def along_directions(gradients: Any, like: Weights) -> Any:
    """Replace gradients by the slopes that they stand for in the directions.

    One of another shape becomes nothing: a number in its place could be the slope itself.

    Args:
        gradients: a dictionary; anything else is left as it is, and so are other names in it.
        like: gradient -> what it must have the shape of.
    """
    if not isinstance(gradients, dict):
        return gradients
    slopes = dict(gradients)
    for name, direction in directions(like).items():
        if name in gradients:
            fits = is_real(gradients[name]) and gradients[name].shape == direction.shape
            slopes[name] = float(np.vdot(direction, gradients[name])) if fits else None
    return slopes


def directions(like: Weights) -> dict[str, Any]:
    """A unit vector in the shape of each array, always the same for the same shape."""
    drawn = {
        name: np.random.default_rng(1).normal(size=np.shape(value)) for name, value in like.items()
    }
    return {name: direction / np.linalg.norm(direction) for name, direction in drawn.items()}


def are_slopes(
    gradients: Any, slopes: Callable[[], Mapping[str, float]], like: Weights, tolerance: Tolerance
) -> bool:
    """Whether gradients stand for these slopes; not if there are none.

    Args:
        gradients: a dictionary.
        slopes: gives those of `slopes_along_directions`, or raises `PassOver` or `NoCredit`.
        like: gradient -> what it must have the shape of.
        tolerance: for the slopes.
    """
    try:
        return not compare(slopes(), along_directions(gradients, like), tolerance)
    except (NoCredit, PassOver):
        return False


def quotients_at_entries(
    losses: Losses,
    weights: Weights,
    entries: Entries,
    step: float,
    *,
    may_be_flat: Sequence[str] = (),
    what: str = "What your code gives",
) -> dict[str, Any]:
    """Two-sided difference quotients of a loss with a certain step, at some entries.

    Args:
        losses: of some code, for several weights.
        weights: where the quotients are taken.
        entries: at which; two losses are asked for each.
        step: of the quotients, as large as the one that is asked for.
        may_be_flat: names on which the loss need not depend.
        what: the loss is made of, as students know it: "The output of `forward`".

    Raises:
        PassOver: the loss doesn't depend on one of the others.
    """
    shifts = {
        name: [
            _only(entry, sign * step, np.shape(weights[name]))
            for entry in chosen
            for sign in offsets(2)
        ]
        for name, chosen in entries.items()
    }
    quotients = {}
    for name, found in _losses_after(shifts, losses, weights):
        pairs = zip(found[::2], found[1::2], strict=True)
        quotients[name] = np.array([slope(pair, step) for pair in pairs])
        if name not in may_be_flat:
            _must_depend(what, name, quotients[name])
    return quotients


def at_entries(gradients: Any, entries: Entries, like: Weights) -> Any:
    """Replace gradients by those of their entries that `quotients_at_entries` gives.

    One of another shape becomes nothing.

    Args:
        gradients: a dictionary; anything else is left as it is, and so are other names in it.
        entries: of each gradient.
        like: gradient -> what it must have the shape of.
    """
    if not isinstance(gradients, dict):
        return gradients
    chosen = dict(gradients)
    for name, places in entries.items():
        if name in gradients:
            value = gradients[name]
            fits = is_real(value) and value.shape == np.shape(like[name])
            chosen[name] = np.array([value[place] for place in places]) if fits else None
    return chosen


def _losses_after(
    shifts: Mapping[str, Sequence[Any]], losses: Losses, weights: Weights
) -> Iterator[tuple[str, list[float]]]:
    """Each name, with the losses after each shift of its array.

    The first name is asked about alone: where nothing moves the loss, it shows that for all.
    """
    names = list(shifts)
    for group in filter(None, (names[:1], names[1:])):
        moved = [
            {**weights, name: weights[name] + shift} for name in group for shift in shifts[name]
        ]
        values = iter(losses(moved))
        for name in group:
            yield name, list(islice(values, len(shifts[name])))


def _only(entry: tuple[int, ...], size: float, shape: tuple[int, ...]) -> Any:
    """Zeros but for one entry."""
    array = np.zeros(shape)
    array[entry] = size
    return array


def _must_depend(what: str, name: str, slopes: Any) -> None:
    if not np.abs(slopes).max() > FLAT:
        raise PassOver(f"{what} does not depend on `{name}`, so there is no gradient to find.")
