"""How the assignment is scored. Read it from top to bottom: it is the marking scheme."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from grader.rubric import Case, Code, NoCredit, Rubric, Tolerance

# A tolerance states its reason. Relative to the largest number of the right answer.
ROUNDING = Tolerance(1e-12, "Another order of summation changes the last digits only.")

rubric = Rubric("TITLE", total=3)
exercise = rubric.part("Exercise 1: how far numbers spread", points=3)


def samples(random: np.random.Generator, _: None) -> Iterator[Case]:
    """What both sides are asked about. All randomness comes from `random`, which has a seed.

    The words are what students read of a case; its values stay hidden. Think of edges: one number
    only, and numbers whose mean is far from zero.
    """
    yield Case("one number", x=random.normal(size=1))
    yield Case("some numbers", x=random.normal(size=7))
    yield Case("numbers far from zero", x=random.normal(size=9) + 30)


# A check is a question. It is put to your reference and to the student's code, and the two answers
# are compared. Its docstring is what students read, the hint what they read when it went wrong.
@exercise.criterion(
    "centred",
    points=1,
    cases=samples,
    tolerance=ROUNDING,
    hint="Add up what you get for [1, 2, 6]: what must the sum be?",
)
def centred(code: Code, case: Case) -> Any:
    """The mean is taken off every number."""
    return code.centred(case.x)


@exercise.criterion(
    "spread",
    points=1,
    cases=samples,
    tolerance=ROUNDING,
    hint="Work out [1, 3] by hand, step by step, and compare each step.",
)
def spread(code: Code, case: Case) -> Any:
    """The spread is the root of the mean squared distance from the mean."""
    return code.spread(case.x)


# A second question, for when an earlier step was wrong: a mistake costs its own points and no more.
# It returns what the student's code gave, and what would be right for this code.
@spread.follow_through(after=[centred], tolerance=ROUNDING, note="Judged by your own `centred`.")
def spread_of_own_centred(code: Code, _: Code, case: Case) -> tuple[Any, Any]:
    """The spread of whatever this code's `centred` gives."""
    own = code.centred(case.x)
    if not np.any(own):  # otherwise code that does nothing would agree with itself
        raise NoCredit("`centred` gives nothing but zeros.")
    return code.spread(case.x), np.sqrt(np.mean(own**2))


# What a person grades. The notebook asks for it in a cell with the role "question".
exercise.by_hand("outlier", points=1, title="What one far number does to the spread.")
