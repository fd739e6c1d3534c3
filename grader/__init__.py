"""The auto-grader for notebooks whose answers are numbers, arrays and gradients.

Names are loaded when they are first asked for: the guest process, which lives with a stranger's
code, imports `grader.sandbox` and must not bring the rest of the house along.
"""

from importlib import import_module
from typing import Any

_HOME = {
    "Assignment": "grader.assignment",
    "GraderError": "grader.errors",
    "NoCredit": "grader.rubric",
    "Result": "grader.result",
    "Rubric": "grader.rubric",
    "Submission": "grader.submission",
    "grade": "grader.grading",
}

__all__ = sorted(_HOME)  # noqa: PLE0605


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'grader' has no attribute {name!r}")
    return getattr(import_module(_HOME[name]), name)
