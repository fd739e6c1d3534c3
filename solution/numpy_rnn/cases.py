"""The random networks and sequences that submissions are asked about.

Within a case all sizes differ, so that mixing two of them up shows. All randomness comes from the
generator that the grader hands over, and that comes from the assignment's seed.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any

import numpy as np

from grader.rubric import Code, counted

from .storage import give, shapes_of

NOTEBOOK = (5, 5, 10)  # time steps, inputs, hidden units as they are tried there


@dataclass(frozen=True)
class Case:
    """One network and one sequence, together with what a check may want besides."""

    steps: int
    inputs: int
    hidden: int
    outputs: int
    x: Any = field(repr=False)  # [steps, inputs]
    weights: dict[str, Any] = field(repr=False)  # canonical shapes
    d_loss: Any = field(repr=False)  # [outputs], not all ones
    earlier: Any = field(repr=False, default=None)  # a sequence that goes through before x
    eps: float = 0.1  # so coarse that a one-sided or an analytical answer is visibly off

    @property
    def traits(self) -> tuple[str, ...]:
        """What reports may say that the cases which go wrong have in common."""
        steps = "one time step" if self.steps == 1 else "more than one time step"
        fewer = "fewer" if self.steps < self.inputs else "more"
        hidden = "one hidden unit" if self.hidden == 1 else "more than one hidden unit"
        found = [steps, hidden, f"{fewer} time steps than inputs"]
        if self.earlier is not None:
            found.append("a sequence read before")
        if np.abs(self.weights["by"]).max() >= 1:
            found.append("a large output bias")
        return tuple(found)

    @property
    def sizes(self) -> dict[str, int]:
        """How many there are of what a factor may stem from."""
        return {"time steps": self.steps, "hidden units": self.hidden, "outputs": self.outputs}

    def model(self, code: Code) -> Any:
        """Make a network of this code's own class, holding the weights of the case."""

        def made() -> Any:
            model = code.RNN(self.inputs, self.hidden, self.outputs)
            give(code, model, self.weights)
            return model

        return code.at_once(made)

    def with_weights(self, **weights: Any) -> "Case":
        """Return the same case with some other weights."""
        return replace(self, weights={**self.weights, **weights})

    def on_its_own(self) -> "Case":
        """Return the same case without a sequence before it, and with a small output bias."""
        largest = np.abs(self.weights["by"]).max()
        small = self.weights["by"] / max(largest, 1.0)
        return replace(self.with_weights(by=small), earlier=None)

    def in_the_notebook(self) -> "Case":
        """Return a case of the sizes that the notebook tries, with an output bias as large."""
        random = np.random.default_rng(self.steps)
        outputs = 1 if self.outputs == 1 else 5
        case = make_case(random, NOTEBOOK, outputs, scale=0.2, spread=0.4)
        by = np.resize(self.weights["by"], outputs)
        return replace(case.with_weights(by=by), eps=self.eps)

    def __str__(self) -> str:
        before = " after another sequence" if self.earlier is not None else ""
        sizes = [(self.inputs, "input"), (self.hidden, "hidden unit"), (self.outputs, "output")]
        words = [counted(count, name) for count, name in sizes]
        steps = f"a sequence of {counted(self.steps, 'time step')}{before}"
        return f"a network of {', '.join(words)} and {steps}"


def make_case(
    random: np.random.Generator,
    sizes: tuple[int, int, int],
    outputs: int,
    *,
    scale: float = 0.5,
    earlier: bool = False,
    spread: float = 1.0,
) -> Case:
    """Draw a case of (steps, inputs, hidden).

    Args:
        random: where all of it comes from.
        sizes: time steps, inputs, hidden units.
        outputs: output neurons.
        scale: weights and biases lie within ± scale.
        earlier: whether another sequence goes through before.
        spread: standard deviation of the inputs.
    """
    steps, inputs, hidden = sizes
    weights = {
        name: random.uniform(-scale, scale, shape)
        for name, shape in shapes_of(inputs, hidden, outputs).items()
    }
    x = spread * random.normal(size=(steps, inputs))
    d_loss = random.uniform(0.5, 2.0, outputs) * random.choice([-1.0, 1.0], outputs)
    before = random.normal(size=(steps + 2, inputs)) if earlier else None
    return Case(steps, inputs, hidden, outputs, x, weights, d_loss, before)


def ordinary(random: np.random.Generator, outputs: Sequence[int]) -> Iterator[Case]:
    """Long and short sequences, T = 1, one hidden unit, larger weights, two calls in a row."""
    sizes = ((7, 3, 4), (1, 3, 4), (3, 6, 4), (6, 3, 1), (8, 4, 3), (6, 4, 3))
    for count in outputs:
        yield from _of_each_kind(random, count, sizes)


def quotients(random: np.random.Generator, outputs: Sequence[int]) -> Iterator[Case]:
    """Of the kinds of the ordinary ones, but small, as quotients take two passes for each weight.

    The numbers of outputs take turns.
    """
    sizes = ((4, 2, 3), (1, 3, 4), (2, 4, 3), (4, 3, 1), (3, 4, 2), (5, 4, 3))
    for turn, count in enumerate(outputs):
        yield from islice(_of_each_kind(random, count, sizes), turn, None, len(outputs))


def _of_each_kind(
    random: np.random.Generator, outputs: int, sizes: Sequence[tuple[int, int, int]]
) -> Iterator[Case]:
    """The last but one has larger weights, and before the last another sequence goes through."""
    *plain, with_large_weights, after_another = sizes
    for size in plain:
        yield make_case(random, size, outputs)
    yield make_case(random, with_large_weights, outputs, scale=1.5)
    yield make_case(random, after_another, outputs, earlier=True)


def backward(random: np.random.Generator, outputs: Sequence[int]) -> Iterator[Case]:
    """The ordinary ones, and one with an output bias of about a million.

    The gradients don't feel it, but a quotient of outputs so large drowns in their rounding.
    """
    for count in outputs:
        yield from ordinary(random, (count,))
        case = make_case(random, (5, 4, 3), count)
        yield case.with_weights(by=1e6 * (1 + case.weights["by"]))


def gentle(random: np.random.Generator, outputs: Sequence[int]) -> Iterator[Case]:
    """Networks gentle enough for quotients with a step of 1e-7, with as many steps as inputs.

    So it is in the notebook. Even a one-sided quotient passes, and a loop over the inputs: they
    cost what asks for two sides and for all steps, and not this as well.
    """
    for count in outputs:
        yield make_case(random, (3, 3, 4), count, scale=0.2, spread=0.4)


def updates(random: np.random.Generator, _: None) -> Iterator[Case]:
    """Networks with several outputs and with one."""
    yield make_case(random, (7, 3, 4), 2)
    yield make_case(random, (3, 6, 4), 5, scale=1.0)
    yield make_case(random, (5, 4, 3), 1)


def of_summed_outputs(random: np.random.Generator, _: None) -> Iterator[Case]:
    """Cases for `backward` with one and with several outputs, where the loss is their sum."""
    for case in backward(random, (1, 5)):
        yield replace(case, d_loss=np.ones(case.outputs))


def large(random: np.random.Generator, _: None) -> Iterator[Case]:
    """Networks with so many weights that their distribution shows."""
    yield make_case(random, (2, 30, 40), 25)
    yield make_case(random, (2, 40, 25), 30)
