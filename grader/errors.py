"""The errors of the grader that a person gets to read, each saying what to do.

GraderError
├── UsageError            the command was used wrongly (exit code 2)
│   └── AuthoringError    the instructor's solution or rubric breaks a rule, with file and line
├── Refusal               a submission can't be read; it becomes a result with score 0 and this reason
└── GradingFault          the grader or the rubric failed; no student pays for it (exit code 1)
"""

from pathlib import Path


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
        where = f"{file}:{line}" if line else f"{file}"
        super().__init__(f"{where}: {message}")


class Refusal(GraderError):
    """A submission that can't be read; the text is the reason, one sentence for the student."""


class GradingFault(GraderError):
    """Something failed that no submission is to blame for."""
