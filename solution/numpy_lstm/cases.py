"""The random networks and minibatches that submissions are asked about.

Within a case all sizes differ, so that mixing two of them up shows.
"""

from collections.abc import Iterator
from typing import Any

import numpy as np

from grader.rubric import Case, counted

NAMES = ("W", "R", "bg", "V", "by")
AXES = {
    "W": ("input", "unit of i, f, g, o"),
    "R": ("hidden", "unit of i, f, g, o"),
    "bg": ("unit of i, f, g, o",),
    "V": ("hidden", "output"),
    "by": ("output",),
}
STATE_AXES = {"h": ("sequence", "hidden"), "c": ("sequence", "hidden")}
Random = np.random.Generator


def make_case(
    random: Random,
    sizes: tuple[int, int, int, int, int],
    *,
    carried: bool = False,
    scale: float = 0.7,
) -> Case:
    """Draw a case of (time steps, samples, inputs, hidden units, outputs).

    Args:
        random: where all of it comes from.
        sizes: T, B, D, H and O.
        carried: whether it starts from a state instead of zeros.
        scale: parameters lie within ± scale.
    """
    steps, samples, inputs, hidden, outputs = sizes
    shapes = {
        "W": (inputs, 4 * hidden),
        "R": (hidden, 4 * hidden),
        "bg": (4 * hidden,),
        "V": (hidden, outputs),
        "by": (outputs,),
    }
    state = [random.uniform(-1, 1, (samples, hidden)) for _ in "hc"] if carried else None
    counts = ("time step", steps), ("sample", samples), ("hidden unit", hidden), ("output", outputs)
    words = [counted(count, name) for name, count in counts]
    from_state = "a state handed in" if carried else "a state of zeros"
    one_or_more = [f"{'one' if n == 1 else 'more than one'} {name}" for name, n in counts]
    return Case(
        f"{', '.join(words)}, from {from_state}",
        traits=[*one_or_more, from_state],
        sizes={f"{name}s": count for name, count in counts},
        params={name: random.uniform(-scale, scale, shape) for name, shape in shapes.items()},
        x=random.normal(size=(steps, samples, inputs)),
        state=state,
        d_y=random.normal(size=(steps, samples, outputs)),
        target=random.normal(size=(steps, samples, outputs)),
    )


def fresh(random: Random, _: None) -> Iterator[Case]:
    """From a state of zeros: long and short, one sample, one hidden unit, one output."""
    for sizes in ((6, 4, 3, 5, 2), (1, 4, 3, 5, 2), (4, 1, 2, 3, 5), (5, 3, 4, 1, 2)):
        yield make_case(random, sizes)
    yield make_case(random, (5, 4, 2, 3, 1), scale=1.5)


def carried_over(random: Random, _: None) -> Iterator[Case]:
    """From a state that is handed in."""
    for sizes in ((6, 4, 3, 5, 2), (2, 1, 3, 4, 5), (5, 3, 4, 1, 2)):
        yield make_case(random, sizes, carried=True)


def for_gradients(random: Random, _: None) -> Iterator[Case]:
    """From zeros, and from a state that is handed in."""
    for sizes in ((5, 4, 3, 2, 1), (1, 4, 3, 5, 2), (4, 1, 2, 3, 5)):
        yield make_case(random, sizes)
    yield make_case(random, (3, 2, 4, 3, 5), carried=True)
    yield make_case(random, (4, 3, 2, 1, 2), carried=True, scale=1.5)


def small(random: Random, _: None) -> Iterator[Case]:
    """From zeros, with so few parameters that quotients for all of them take no time."""
    for sizes in ((4, 3, 1, 2, 1), (2, 4, 3, 1, 2)):
        yield make_case(random, sizes)


def smallest(random: Random, _: None) -> Iterator[Case]:
    """A single one of these."""
    yield make_case(random, (3, 4, 1, 2, 2))


def initial(random: Random, _: None) -> Iterator[Case]:
    """Sizes and seeds of networks with so many weights that their distribution shows."""
    for inputs, hidden, outputs in ((20, 24, 31), (17, 30, 22)):
        yield Case(
            f"a network of {inputs} inputs, {hidden} hidden units and {outputs} outputs",
            arguments=(inputs, hidden, outputs, int(random.integers(1000))),
        )


def clipping(random: Random, _: None) -> Iterator[Case]:
    """Gradients with a norm above and below the largest one, and such that are zero."""
    for words, factor in (("too large", 0.3), ("small enough", 3.0), ("zero", 0.0)):
        grads = make_case(random, (1, 1, 3, 4, 2), scale=1.0).params
        norm = float(np.sqrt(sum(np.sum(grad**2) for grad in grads.values())))
        grads = {name: grad * bool(factor) for name, grad in grads.items()}
        yield Case(
            f"gradients that are {words}",
            traits=[f"gradients that are {words}"],
            grads=grads,
            max_norm=norm * (factor or 1.0),
        )


def updates(random: Random, _: None) -> Iterator[Case]:
    """Parameters and gradients that have nothing to do with each other."""
    params, grads = (make_case(random, (1, 1, 3, 4, 2)).params for _ in range(2))
    yield Case("random parameters and gradients", params=params, grads=grads, lr=0.3)


def start(random: Random, hidden: int) -> Any:
    """Parameters of a network for the memory task, and a seed for its minibatches."""
    bound = 1 / np.sqrt(hidden)
    params = make_case(random, (1, 1, 2, hidden, 1), scale=bound).params
    params["bg"] = np.repeat([0.0, 1.0, 0.0, 0.0], hidden)
    params["by"] = np.zeros(1)
    return {"params": params, "seed": int(random.integers(10_000, 1_000_000))}


def first_steps(random: Random, _: None) -> Iterator[Case]:
    """The first steps of training, with clipping and without."""
    for words, max_norm in (("clipping", 0.1), ("no clipping", 1e3)):
        yield Case(f"three steps with {words}", max_norm=max_norm, lr=0.7, **start(random, 5))


def whole_trainings(random: Random, _: None) -> Iterator[Case]:
    """The training that the notebook asks for."""
    yield Case("200 steps with 8 hidden units", lr=0.5, max_norm=1.0, **start(random, 8))
