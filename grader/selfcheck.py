"""The words in which a self-check is written: questions that need no reference, for students.

A rubric compares a student's answers with the reference's. A self-check has no reference: each of
its questions asks some code, and says what must fit together in what came.

    selfcheck = SelfCheck()

    @selfcheck.question(cases=vectors, tolerance=CLOSE, hint="Try `half(np.ones(3))`.")
    def half(code, case):
        '''Two halves make a whole.'''
        half = code.half(case)
        return {"half has the shape of x": half.shape == case.shape, "2 half(x)": (2 * half, case)}

Students get the file as it stands, so it must give no answer away.
"""

import ast
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import msgspec
import numpy as np

from grader.assignment import Assignment, Limits
from grader.compare import Tolerance
from grader.differences import central_differences
from grader.errors import AuthoringError, RubricError
from grader.rubric import Case, Code, once, raised_by
from grader.texts import ENGLISH

__all__ = [
    "Case",
    "Code",
    "Limits",
    "SelfCheck",
    "Tolerance",
    "central_differences",
    "once",
    "raised_by",
]

FILE = "selfcheck.py"
# What must fit: a claim that is true, or what came together with what it must be.
Fits = Mapping[str, bool | tuple[Any, Any]]
EXACT = Tolerance(0.0, "exact")


class Question(msgspec.Struct, frozen=True):
    """One thing that students can check by themselves."""

    name: str
    title: str  # what should hold: the docstring
    ask: Callable[[Code, Any], Fits]
    cases: Callable[[np.random.Generator], Iterable[Any]] | None
    tolerance: Tolerance
    hint: str


class SelfCheck:
    """The questions of an assignment's self-check.

    Args:
        limits: of the student's notebook; what `assignment.toml` says does not reach students.
        language: of what the grader says besides; "de" is German.
    """

    def __init__(self, limits: Limits | None = None, language: str = ENGLISH) -> None:
        self.limits, self.language = limits or Limits(), language
        self.questions: list[Question] = []

    def question(
        self,
        *,
        hint: str,
        cases: Callable[[np.random.Generator], Iterable[Any]] | None = None,
        tolerance: Tolerance = EXACT,
    ) -> Callable[[Callable[[Code, Any], Fits]], Callable[[Code, Any], Fits]]:
        """Make a question of a function (code, case) -> name -> claim, or (what came, what fits).

        Args:
            hint: what a student reads for whom it doesn't hold.
            cases: (random) -> cases; without them it is asked once, about None.
            tolerance: for what came and what fits.
        """

        def register(ask: Callable[[Code, Any], Fits]) -> Callable[[Code, Any], Fits]:
            title = " ".join((ask.__doc__ or "").split())
            if not title:
                raise RubricError(f"The question '{ask.__name__}' needs a docstring.")
            if any(question.name == ask.__name__ for question in self.questions):
                raise RubricError(f"Two questions are called '{ask.__name__}'.")
            self.questions.append(Question(ask.__name__, title, ask, cases, tolerance, hint))
            return ask

        return register


def text_for_students(assignment: Assignment) -> str:
    """The self-check as students get it; empty if the assignment has none.

    Raises:
        AuthoringError: it rests on what students don't get.
    """
    path = assignment.folder / FILE
    if not path.is_file():
        return ""
    text = path.read_text(encoding="utf-8")
    given = {"grader", *assignment.settings.packages, *sys.stdlib_module_names}
    try:
        tree = ast.parse(text)
    except SyntaxError as error:
        raise AuthoringError(f"{error.msg}.", path, error.lineno) from None
    for name, line in _imported(tree):
        if name.partition(".")[0] not in given:
            what = f"imports `{name}`" if name else "imports from beside itself"
            message = f"{what}, which students don't have: this file is handed out alone."
            raise AuthoringError(message, path, line)
    return text


def _imported(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """The modules that a file imports, and where; "" for one beside itself."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield ("" if node.level else node.module or ""), node.lineno
