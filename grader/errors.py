"""The errors of the grader that a person gets to read, each saying what to do.

GraderError
├── UsageError            the command was used wrongly (exit code 2)
│   └── AuthoringError    the instructor's solution or rubric breaks a rule, with file and line
├── RubricError           the rubric breaks one of its own rules
├── StudentError          the student's code raised while it was asked; a lost point at most
├── Refusal               a submission can't be read; becomes a result with score 0 and the reason
└── GradingFault          the grader or the rubric failed; no student pays for it (exit code 1)
"""

from collections.abc import Sequence
from pathlib import Path

from grader.result import Trouble


class GraderError(Exception):
    """Root of all errors that the grader raises on purpose; its text is for people."""


class UsageError(GraderError):
    """The command can't do what was asked: a path, an option or a course folder is wrong."""


class AuthoringError(UsageError):
    """The instructor's own files break a rule.

    Args:
        message: what is wrong and what to do, one sentence.
        file: the file concerned.
        line: 1-based line in that file, when one line is to blame.
    """

    def __init__(self, message: str, file: Path | str, line: int | None = None) -> None:
        self.file, self.line = Path(file), line
        self._parts = (message, file, line)
        where = f"{file}:{line}" if line else f"{file}"
        super().__init__(f"{where}: {message}")

    def __reduce__(self) -> tuple[type["AuthoringError"], tuple[str, Path | str, int | None]]:
        """Let a worker process hand it on."""
        return type(self), self._parts


class RubricError(GraderError):
    """The rubric breaks one of its own rules; the text says which."""


class StudentError(GraderError):
    """The student's code raised an exception, or never defined the name asked for.

    Args:
        trouble: the exception, cut to the student's own lines.
        missing: the name was never defined.
        bases: names of the built-in exceptions that it is derived from.
    """

    def __init__(self, trouble: Trouble, missing: bool = False, bases: Sequence[str] = ()) -> None:
        super().__init__(f"{trouble.type}: {trouble.message}")
        self.trouble, self.missing, self._bases = trouble, missing, bases

    def is_a(self, kind: str) -> bool:
        """Whether the exception is the built-in one of this name, or derived from it."""
        return kind == self.trouble.type or kind in self._bases


class Refusal(GraderError):
    """A submission that can't be read; the text is the reason, one sentence for the student."""


class GradingFault(GraderError):
    """Something failed that no submission is to blame for."""
