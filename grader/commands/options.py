"""Options and helpers that several commands share."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from grader.errors import UsageError
from grader.sandbox.choice import Isolation

if TYPE_CHECKING:
    from grader.assignment import Assignment

SOLUTION_HELP = "Folder of the solution, or its name; not needed if there is only one."
ISOLATION_HELP = (
    "full: every wall there is, or a refusal. container: those that need no namespaces, or a "
    "refusal. process: for authors you trust."
)
REPORTS = Path("reports")

OutputOption = Annotated[
    Path, typer.Option("--output", "-o", help="Folder for results and reports.")
]
IsolationOption = Annotated[Isolation, typer.Option(help=ISOLATION_HELP)]
SolutionArgument = Annotated[Path | None, typer.Argument(help=SOLUTION_HELP, show_default=False)]
AllOption = Annotated[bool, typer.Option("--all", help="Every assignment of the course.")]


def chosen(solution: Path | None, every: bool) -> "tuple[Assignment, ...]":
    """The assignments that a command is about.

    Raises:
        UsageError: one is named besides `--all`, or there is none.
    """
    from grader.assignment import find_course, load_assignment
    from grader.course import assignments_of

    if not every:
        return (load_assignment(solution),)
    if solution is not None:
        raise UsageError(f"Give either --all or {solution}, not both.")
    return assignments_of(find_course(Path.cwd()))


def short(path: Path) -> Path:
    """The path as seen from here, where that is shorter."""
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path


def said(text: str, option: str) -> str:
    """A text that stands in reports, without blanks around it.

    Raises:
        UsageError: nothing is left of it.
    """
    if not text.strip():
        raise UsageError(f"{option} must say something: it stands in the report.")
    return text.strip()
