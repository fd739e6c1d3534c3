"""The words in which a rubric is written: parts, criteria, questions and following through.

A check is a question. It is put to the reference and to the student's code, and the two answers
are compared:

    rubric = Rubric("Sorting", total=2)
    exercise = rubric.part("Exercise 1", points=2)

    @exercise.criterion("sorted", points=2, cases=lists, tolerance=EXACT, hint="Try [2, 1].")
    def sorts(code, case):
        '''The list comes back in ascending order.'''
        return code.sort(case)
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from math import isfinite
from typing import Any

import msgspec
import numpy as np

from grader.case import Case, counted
from grader.compare import Tolerance
from grader.errors import RubricError, StudentError
from grader.names import Code, NoCredit, PassOver, if_it_runs, once, once_a_case, raised_by
from grader.question import Question, follow_through
from grader.result import Level
from grader.texts import later

__all__ = [
    "Case",
    "Code",
    "Criterion",
    "NoCredit",
    "Part",
    "PassOver",
    "Question",
    "Rubric",
    "RubricError",
    "StudentError",
    "Tolerance",
    "Variant",
    "counted",
    "follow_through",
    "if_it_runs",
    "once",
    "once_a_case",
    "raised_by",
]

MOST_LEVELS = 9  # each has a key
NOTHING = later("What was asked for isn’t there yet.")
HALF = later("Partly there.")
ALL = later("All there.")

Cases = Callable[[np.random.Generator, Any], Iterable[Any]]


class Measuring(msgspec.Struct, frozen=True):
    """A question for two durations that a notebook has measured."""

    title: str
    ask: Callable[[Code], Mapping[str, Any]]


class Variant(msgspec.Struct, frozen=True):
    """One of several criteria that come from one question.

    Args:
        words: added to the sentence that students read: "one output neuron".
        value: handed to the cases.
    """

    words: str
    value: Any


class Criterion(msgspec.Struct, frozen=True):
    """One line of the marking scheme."""

    identifier: str
    number: str
    part: str
    points: float
    title: str
    hint: str
    question: Question | None = None  # None: graded by a person
    levels: tuple[Level, ...] = ()  # for a person, from the least points to the most
    cases: Cases | None = None
    drawn_as: str = ""  # identifier of the criterion that has the same cases; empty: none has
    variant: str = ""  # "single" in "name.single"
    parameter: Any = None  # the variant's value
    tolerance: Tolerance = Tolerance(0.0, "exact")
    calls: str = ""  # what students see of what is asked: "model.forward(x)"
    axes: Mapping[str, tuple[str, ...]] = {}  # part of the answer -> what its axes are
    over: str = ""  # one of the sizes of the cases

    @property
    def cases_of(self) -> str:
        """Identifier of the criterion whose cases these are: another one's, or its own."""
        return self.drawn_as or self.identifier


class Part:
    """An exercise: criteria whose points add up to what is stated."""

    def __init__(
        self, title: str, points: float, number: int, tolerance: Tolerance | None = None
    ) -> None:
        self.title, self.points, self._number, self._tolerance = title, points, number, tolerance
        self.criteria: list[Criterion] = []

    def criterion(
        self,
        identifier: str,
        *,
        points: float,
        cases: Cases,
        drawn_as: str = "",
        hint: str,
        tolerance: Tolerance | None = None,
        each: Mapping[str, Variant] | None = None,
        calls: str = "",
        axes: Mapping[str, Sequence[str]] | None = None,
        over: str = "",
    ) -> Callable[[Callable[[Code, Any], Any]], Question]:
        """Make a criterion of a question, or one for each variant.

        Args:
            identifier: fixed name; with `each`, "identifier.variant".
            points: for each variant.
            cases: (random, variant's value) -> cases; all randomness must come from `random`.
            drawn_as: identifier of an earlier check of this part with these `cases` and variants:
                both are asked about the same ones, so that one run can answer both (`once_a_case`).
            hint: what a student who lost the points is told, without the answer.
            tolerance: how close the numbers must be, with the reason; None for that of the part.
            each: name of the variant -> what it is.
            calls: what is called, in the notebook's own terms: "model.forward(x)". Reports show
                it, and find the students' cell by the name of the function that comes last.
            axes: part of the answer -> what its axes are, in words: {"x": ("row", "column")}; ""
                for an answer without parts. Reports draw the sizes of its errors.
            over: one of the `sizes` of the cases. Reports draw the errors over it.
        """

        close = tolerance or self._tolerance
        if close is None:
            raise RubricError(f"The check '{identifier}' needs a tolerance, or its part does.")

        def register(ask: Callable[[Code, Any], Any]) -> Question:
            question = Question(ask, close)
            if not question.title:
                raise RubricError(f"The check '{identifier}' needs a docstring: students read it.")
            for name, variant in (each or {"": Variant("", None)}).items():
                words = f" ({variant.words})" if variant.words else ""
                self._add(
                    identifier=f"{identifier}.{name}" if name else identifier,
                    points=points,
                    title=f"{question.title.rstrip('.')}{words}.",
                    hint=hint,
                    question=question,
                    cases=cases,
                    drawn_as=f"{drawn_as}.{name}" if drawn_as and name else drawn_as,
                    variant=name,
                    parameter=variant.value,
                    tolerance=close,
                    calls=calls,
                    axes={what: tuple(names) for what, names in (axes or {}).items()},
                    over=over,
                )
            return question

        return register

    def by_hand(
        self,
        identifier: str,
        *,
        points: float,
        title: str,
        levels: Mapping[float, str] | None = None,
    ) -> None:
        """Add a criterion that a person grades.

        Args:
            identifier: fixed name, also of the question's cell in the notebook.
            points: for the best level.
            title: what a good answer says, one sentence for the students.
            levels: points -> what an answer has that earns them, one sentence for the students;
                at most nine. None: nothing, half of the points, all.
        """
        steps = levels or {0: NOTHING, points / 2: HALF, points: ALL}
        levels_in_order = tuple(Level(float(step), steps[step]) for step in sorted(steps))
        if len(steps) > MOST_LEVELS:
            raise RubricError(f"'{identifier}' has more than {MOST_LEVELS} levels.")
        if levels_in_order[0].points < 0 or levels_in_order[-1].points != points:
            raise RubricError(
                f"The levels of '{identifier}' must go from 0 or more up to its {points:g} points."
            )
        if not all(step.sentence.strip() for step in levels_in_order):
            raise RubricError(f"Each level of '{identifier}' needs a sentence: students read it.")
        self._add(
            identifier=identifier, points=points, title=title, hint="", levels=levels_in_order
        )

    def _add(self, **fields: Any) -> None:
        number = f"{self._number}.{len(self.criteria) + 1}"
        self.criteria.append(Criterion(number=number, part=self.title, **fields))


class Rubric:
    """The marking scheme of an assignment.

    Args:
        title: of the assignment.
        total: points of all parts together.
    """

    def __init__(self, title: str, total: float) -> None:
        self.title, self.total = title, total
        self._parts: list[Part] = []
        self.measurements: list[Measuring] = []

    def measurement(
        self, title: str
    ) -> Callable[[Callable[[Code], Mapping[str, Any]]], Callable[[Code], Mapping[str, Any]]]:
        """Ask for two durations that a notebook has measured, to be drawn: they give no points.

        What is decorated takes the code and returns two names, of what takes long and of what is
        quick, each with its seconds: {"search in a list": code.time_list.average, …}, where
        `time_list` is what a cell has kept of `%timeit -o`. (The loops of `%timeit` are few here.)

        Args:
            title: what is compared, for students.
        """

        def register(ask: Callable[[Code], Mapping[str, Any]]) -> Any:
            self.measurements.append(Measuring(title, ask))
            return ask

        return register

    def part(self, title: str, points: float, tolerance: Tolerance | None = None) -> Part:
        """Open a part whose criteria add up to `points`, with a tolerance for those without one."""
        self._parts.append(Part(title, points, len(self._parts) + 1, tolerance))
        return self._parts[-1]

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        """All criteria in the order of the marking scheme."""
        return tuple(criterion for part in self._parts for criterion in part.criteria)

    def check(self) -> None:
        """Make sure that identifiers are unique and that the points add up.

        Raises:
            RubricError: saying what doesn't hold.
        """
        names = [criterion.identifier for criterion in self.criteria]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise RubricError(f"Two criteria are called '{twice[0]}'.")
        for one in self.criteria:
            if one.drawn_as and not any(_has_the_cases(one, other) for other in self.criteria):
                raise RubricError(
                    f"'{one.identifier}' is drawn as '{one.drawn_as}', which is no check with the "
                    "same cases and variants."
                )
        for part in self._parts:
            _add_up(part.title, part.points, part.criteria)
        _add_up("The rubric", self.total, self.criteria)


def _has_the_cases(one: Criterion, other: Criterion) -> bool:
    named = other.identifier == one.drawn_as and not other.drawn_as
    return named and (other.cases, other.parameter) == (one.cases, one.parameter)


def _add_up(title: str, points: float, criteria: Sequence[Criterion]) -> None:
    found = sum(criterion.points for criterion in criteria)
    if not isfinite(found) or abs(found - points) > 1e-9:
        raise RubricError(f"{title} says {points:g} points; its criteria add up to {found:g}.")
