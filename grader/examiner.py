"""An assignment ready to be graded: its rubric, its cases and the answers to them."""

import contextlib
import copy
import io
import zlib
from functools import cached_property
from typing import Any

import msgspec
import numpy as np

from grader.answers import Questions
from grader.assignment import Assignment, load_module
from grader.errors import AuthoringError, RubricError
from grader.misconceptions import Misconception, Misconceptions, module_of
from grader.rubric import Code, Criterion, NoCredit, Rubric

MOST_ANSWERS = 20_000  # of mistakes and pairs of them, kept for the next submission


class Answer(msgspec.Struct, frozen=True):
    """What some code gave to a question: a value, or the exception that came instead."""

    value: Any = None
    raised: str = ""  # name of the exception's class


class Examiner:
    """Holds what is the same for all submissions of an assignment.

    Raises:
        AuthoringError: the reference, the rubric or the misconceptions can't be loaded or break a
            rule.
    """

    def __init__(self, assignment: Assignment) -> None:
        self.assignment = assignment
        self.reference = Code(load_module(assignment.notebook_source))
        self.rubric = rubric_of(assignment)
        self.misconceptions = _misconceptions_of(assignment)
        self._cases: dict[str, tuple[Any, ...]] = {}
        self._answers: dict[tuple[str, int], Any] = {}
        self._slips: dict[tuple[str, ...], Code | None] = {}
        self._answers_with: dict[tuple[tuple[str, ...], str, int], Answer] = {}

    @cached_property
    def questions(self) -> Questions:
        """Those that are answered in words."""
        return Questions(self.assignment, self.rubric.criteria)

    @cached_property
    def source(self) -> str:
        """The reference as text."""
        return str(self.assignment.notebook_source.read_text(encoding="utf-8"))

    def cases(self, criterion: Criterion) -> tuple[Any, ...]:
        """The criterion's cases, the same in every run."""
        name = criterion.cases_of
        if name not in self._cases and criterion.cases:
            seed = [self.assignment.settings.seed, zlib.crc32(name.encode())]
            cases = criterion.cases(np.random.default_rng(seed), criterion.parameter)
            self._cases[name] = tuple(cases)
        return self._cases[name]

    def right_answer(self, criterion: Criterion, index: int) -> Any:
        """The reference's answer to a case, asked for once."""
        key = (criterion.identifier, index)
        if key not in self._answers:
            self._answers[key] = self._ask(self.reference, criterion, index)
        return self._answers[key]

    def answer_with(
        self, slips: tuple[Misconception, ...], criterion: Criterion, index: int
    ) -> Answer | None:
        """What the reference would answer with these slips in it; None when they exclude another.

        Args:
            slips: one or more, applied in this order.
            criterion: whose question.
            index: of the case.
        """
        names = tuple(slip.name for slip in slips)
        key = (names, criterion.identifier, index)
        if key not in self._answers_with:
            code = self._with(slips, names)
            if code is None:
                return None
            try:
                answer = Answer(self._ask(code, criterion, index))
            except NoCredit as reason:
                answer = Answer(raised=f"NoCredit: {reason}")
            except Exception as error:  # a slip may break the reference in any way
                answer = Answer(raised=type(error).__name__)
            if len(self._answers_with) >= MOST_ANSWERS:
                del self._answers_with[next(iter(self._answers_with))]  # the oldest
            self._answers_with[key] = answer
        return self._answers_with[key]

    def seed(self, criterion: Criterion, index: int) -> int:
        """Seed of the global generators while a case is asked."""
        words = f"{self.assignment.settings.seed} {criterion.cases_of} {index}"
        return zlib.crc32(words.encode())

    def _ask(self, code: Code, criterion: Criterion, index: int) -> Any:
        assert criterion.question is not None
        np.random.seed(self.seed(criterion, index))
        with contextlib.redirect_stdout(io.StringIO()), np.errstate(all="ignore"):
            # A copy: code in this process could write into the case.
            return criterion.question(code, copy.deepcopy(self.cases(criterion)[index]))

    def _with(self, slips: tuple[Misconception, ...], names: tuple[str, ...]) -> Code | None:
        if names not in self._slips:
            source = self.source
            try:
                for slip in slips:
                    source = slip.applied_to(source)
                self._slips[names] = Code(module_of(source, "+".join(names)))
            except RubricError:  # both change the same place
                self._slips[names] = None
        return self._slips[names]


def rubric_of(assignment: Assignment) -> Rubric:
    """The marking scheme of an assignment.

    Raises:
        AuthoringError: it can't be loaded or its points don't add up.
    """
    rubric = getattr(load_module(assignment.rubric_source), "rubric", None)
    if not isinstance(rubric, Rubric):
        raise AuthoringError("defines no `rubric = Rubric(…)`.", assignment.rubric_source)
    try:
        rubric.check()
    except RubricError as error:
        raise AuthoringError(str(error), assignment.rubric_source) from None
    return rubric


def _misconceptions_of(assignment: Assignment) -> Misconceptions:
    path = assignment.misconceptions_source
    if not path.exists():
        return Misconceptions()
    known = getattr(load_module(path), "misconceptions", None)
    if not isinstance(known, Misconceptions):
        raise AuthoringError("defines no `misconceptions = Misconceptions()`.", path)
    source = assignment.notebook_source.read_text(encoding="utf-8")
    for misconception in known:
        try:
            misconception.applied_to(source)
        except RubricError as error:
            raise AuthoringError(str(error), path) from None
    return known
