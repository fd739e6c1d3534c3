"""The `grader` command: parses, calls, prints."""

import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress

from grader.assignment import Assignment, find_course, load_assignment
from grader.batch import grade_all
from grader.collecting import find_submissions, name_submissions
from grader.course import Pile, assignments_of, sort_out
from grader.errors import GraderError, UsageError
from grader.examiner import Examiner, rubric_of
from grader.result import Result
from grader.sandbox.host import Isolation, Zygote
from grader.skeleton import skeleton_difference, write_skeleton
from grader.starting import start
from grader.verify import verify as verify_assignment

app = typer.Typer(
    help="Generate, grade and verify notebook assignments.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

SOLUTION_HELP = "Folder of the solution, or its name; not needed if there is only one."
KIND_HELP = "Folder of the solution, or its name; if not given, each notebook is recognised."
ISOLATION_HELP = "full: every wall there is, or a refusal. process: for authors you trust."
IsolationOption = Annotated[Isolation, typer.Option(help=ISOLATION_HELP)]
SolutionArgument = Annotated[Path | None, typer.Argument(help=SOLUTION_HELP, show_default=False)]
AllOption = Annotated[bool, typer.Option("--all", help="Every assignment of the course.")]


@app.command()
def generate(
    solution: SolutionArgument = None,
    check: Annotated[
        bool, typer.Option("--check", help="Change nothing; exit 1 with a diff if out of date.")
    ] = False,
    every: AllOption = False,
) -> None:
    """Write the students' notebook from the instructor's solution."""
    outdated = False
    for assignment in _chosen(solution, every):
        if not check:
            typer.echo(f"Wrote {_short(write_skeleton(assignment))}")
        elif difference := skeleton_difference(assignment):
            typer.echo(difference.rstrip("\n"))
            name = _short(assignment.skeleton)
            typer.echo(f"{name} is out of date: run `grader generate`.", err=True)
            outdated = True
        else:
            typer.echo(f"{_short(assignment.skeleton)} is up to date.")
    if outdated:
        raise typer.Exit(1)


@app.command()
def grade(
    submissions: Annotated[list[Path], typer.Argument(help="Notebooks, or folders of them.")],
    output: Annotated[Path, typer.Option(help="Folder for results and reports.")] = Path("reports"),
    assignment: Annotated[Path | None, typer.Option(help=KIND_HELP, show_default=False)] = None,
    isolation: IsolationOption = Isolation.FULL,
) -> None:
    """Grade notebooks; write results.json and report.html for each, index.html and grades.csv."""
    names = name_submissions(find_submissions(submissions))
    kinds = _chosen(assignment, every=assignment is None)
    faults = 0
    for pile in sort_out(names, kinds, output):
        faults += _grade_pile(pile, isolation)
        typer.echo(f"Reports: {pile.folder / 'index.html'}   Grades: {pile.folder / 'grades.csv'}")
    if faults:
        typer.echo(f"{faults} could not be graded through no fault of theirs.", err=True)
        raise typer.Exit(1)


def _grade_pile(pile: Pile, isolation: Isolation) -> int:
    """Grade submissions of one assignment, line by line; return how many could not be."""
    examiner = Examiner(pile.assignment)
    faults = 0
    console = Console(stderr=True)
    quiet = not (console.is_terminal and sys.stdout.isatty())
    with Progress(console=console, disable=quiet, transient=True) as progress:
        task = progress.add_task("Grading", total=len(pile.names))
        for result in grade_all(examiner, pile.names, pile.folder, isolation, pile.refused):
            typer.echo(_line(result))
            faults += bool(result.fault)
            progress.advance(task)
    return faults


@app.command()
def new(
    name: Annotated[str, typer.Argument(help="Of the assignment: a name in Python.")],
    notebook: Annotated[
        Path | None,
        typer.Option("--from", help="An instructor's notebook to start from; nbgrader's, too."),
    ] = None,
) -> None:
    """Start an assignment: a notebook, a rubric, misconceptions and settings to change."""
    started = start(name, Path.cwd(), notebook)
    typer.echo(f"Wrote {_short(started.folder)}")
    for sentence in started.left:
        typer.echo(f"To do: {sentence}")
    typer.echo(f"Next: change its files, then `grader generate {name}`, `grader verify {name}`.")


@app.command("list")
def list_assignments() -> None:
    """List the assignments of the course."""
    for assignment in _chosen(None, every=True):
        settings = assignment.settings
        points = f"{rubric_of(assignment).total:g} points"
        typer.echo(f"{settings.name:<24} {points:>10}  {settings.title} ({settings.version})")


@app.command()
def verify(
    solution: SolutionArgument = None,
    isolation: IsolationOption = Isolation.FULL,
    every: AllOption = False,
) -> None:
    """Prove reference, rubric, skeleton and grader against each other."""
    sound = True
    for assignment in _chosen(solution, every):
        if every:
            typer.echo(f"{assignment.name}:")
        for proof in verify_assignment(assignment, isolation):
            typer.echo(f"{'holds' if proof.holds else 'FAILS'}  {proof.claim}")
            for failure in proof.failures:
                typer.echo(f"       {failure}")
            sound = sound and proof.holds
    if not sound:
        raise typer.Exit(1)


@app.command()
def doctor(isolation: IsolationOption = Isolation.FULL) -> None:
    """Say what isolation this machine gives; exit 1 with the remedy for what is missing."""
    with Zygote(isolation) as zygote:
        typer.echo(f"Notebooks run in {zygote.isolation}.")


def main() -> None:
    """Run the command line; errors are sentences, exit codes 0 (done), 1 (failed), 2 (misused)."""
    try:
        app()
    except GraderError as error:
        typer.echo(f"grader: {error}", err=True)
        sys.exit(2 if isinstance(error, UsageError) else 1)
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        typer.echo(f"grader: {where}{error.strerror or error}.", err=True)
        sys.exit(2)


def _chosen(solution: Path | None, every: bool) -> tuple[Assignment, ...]:
    """The assignments that a command is about."""
    if not every:
        return (load_assignment(solution),)
    if solution is not None:
        raise UsageError(f"Give either --all or {solution}, not both.")
    return assignments_of(find_course(Path.cwd()))


def _line(result: Result) -> str:
    """One line about one submission."""
    if result.fault:
        return f"{result.submission}: not graded. {result.fault}"
    if result.refusal:
        return f"{result.submission}: 0 of {result.total:g}. {result.refusal}"
    pending = f", {result.pending:g} pending" if result.pending else ""
    return f"{result.submission}: {result.score:g} of {result.automatic:g}{pending}"


def _short(path: Path) -> Path:
    """The path as seen from here, where that is shorter."""
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path
