"""A question of a rubric, and the second chances that it gives when an earlier step was wrong."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import msgspec

from grader.compare import Tolerance
from grader.names import Code


class FollowThrough(msgspec.Struct, frozen=True):
    """A second question to the student's own code, for when an earlier step was wrong.

    `ask(code, reference, case)` returns (what the code gave, what would be right for this code).
    """

    ask: Callable[[Code, Code, Any], tuple[Any, Any]]
    after: tuple["Question", ...]  # asked only when one of these lost its points
    tolerance: Tolerance
    note: str  # what the report says when it holds


class Beside(msgspec.Struct, frozen=True):
    """Two answers of the student's own code to one case, drawn against each other when wrong."""

    ask: Callable[[Code, Any], tuple[Any, Any]]
    names: tuple[str, str]  # of what goes across, and of what goes up


class Question:
    """A check: ask(code, case) returns data, compared between reference and student."""

    def __init__(self, ask: Callable[[Code, Any], Any], tolerance: Tolerance) -> None:
        self.ask, self.tolerance = ask, tolerance
        self.title = " ".join((ask.__doc__ or "").split())
        self.follow_throughs: list[FollowThrough] = []
        self.beside: Beside | None = None

    def __call__(self, code: Code, case: Any) -> Any:
        """Put the question."""
        return self.ask(code, case)

    def follow_through(
        self, *, after: Sequence["Question"], note: str, tolerance: Tolerance | None = None
    ) -> Callable[[Callable[[Code, Code, Any], tuple[Any, Any]]], Any]:
        """Add a second chance for when one of the questions in `after` lost its points.

        Args:
            after: earlier questions, of which one must have been lost.
            note: what the report says when credit is given this way.
            tolerance: for the second comparison; None for that of the first.
        """

        def register(ask: Callable[[Code, Code, Any], tuple[Any, Any]]) -> Any:
            chance = FollowThrough(ask, tuple(after), tolerance or self.tolerance, note)
            self.follow_throughs.append(chance)
            return ask

        return register

    def draw_beside(
        self, across: str, up: str
    ) -> Callable[[Callable[[Code, Any], tuple[Any, Any]]], Any]:
        """Add two answers that reports draw against each other when this question lost its points.

        What is decorated takes (code, case) and returns both: numbers, arrays, or dictionaries
        of them. It is asked once, about the case that the report tells of, and scores nothing.

        Args:
            across: what the first one is, for students: "your derivative".
            up: what the second one is.
        """

        def register(ask: Callable[[Code, Any], tuple[Any, Any]]) -> Any:
            self.beside = Beside(ask, (across, up))
            return ask

        return register


def follow_through(
    *questions: Question,
    after: Sequence[Question],
    note: str,
    tolerance: Tolerance | None = None,
) -> Callable[[Callable[[Question, Code, Code, Any], tuple[Any, Any]]], Any]:
    """Add the same second chance to several questions.

    What is decorated takes (question, code, reference, case): it is told which of them is asked.

    Args:
        questions: what it is a second chance for.
        after: see `Question.follow_through`.
        note: see there.
        tolerance: for the second comparison; None for that of each question.
    """

    def register(ask: Callable[[Question, Code, Code, Any], tuple[Any, Any]]) -> Any:
        for question in questions:
            add = question.follow_through(after=after, note=note, tolerance=tolerance)
            add(partial(ask, question))
        return ask

    return register
