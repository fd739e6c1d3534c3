"""An assignment ready to be graded: its rubric, its cases and the reference's answers."""

import contextlib
import io
import zlib
from typing import Any

import numpy as np

from grader.assignment import Assignment, load_module
from grader.errors import AuthoringError, RubricError
from grader.rubric import Code, Criterion, Rubric


class Examiner:
    """Holds what is the same for all submissions of an assignment.

    Raises:
        AuthoringError: the reference or the rubric can't be loaded or breaks a rule.
    """

    def __init__(self, assignment: Assignment) -> None:
        self.assignment = assignment
        self.reference = Code(load_module(assignment.notebook_source))
        rubric = getattr(load_module(assignment.rubric_source), "rubric", None)
        if not isinstance(rubric, Rubric):
            raise AuthoringError("defines no `rubric = Rubric(…)`.", assignment.rubric_source)
        try:
            rubric.check()
        except RubricError as error:
            raise AuthoringError(str(error), assignment.rubric_source) from None
        self.rubric = rubric
        self._cases: dict[str, tuple[Any, ...]] = {}
        self._answers: dict[tuple[str, int], Any] = {}

    def cases(self, criterion: Criterion) -> tuple[Any, ...]:
        """The criterion's cases, the same in every run."""
        if criterion.identifier not in self._cases and criterion.cases:
            seed = [self.assignment.settings.seed, zlib.crc32(criterion.identifier.encode())]
            cases = criterion.cases(np.random.default_rng(seed), criterion.parameter)
            self._cases[criterion.identifier] = tuple(cases)
        return self._cases[criterion.identifier]

    def right_answer(self, criterion: Criterion, index: int) -> Any:
        """The reference's answer to a case, asked for once."""
        key = (criterion.identifier, index)
        if key not in self._answers and criterion.question:
            np.random.seed(self.seed(criterion, index))
            case = self.cases(criterion)[index]
            with contextlib.redirect_stdout(io.StringIO()):
                self._answers[key] = criterion.question(self.reference, case)
        return self._answers[key]

    def seed(self, criterion: Criterion, index: int) -> int:
        """Seed of the global generators while a case is asked."""
        words = f"{self.assignment.settings.seed} {criterion.identifier} {index}"
        return zlib.crc32(words.encode())
