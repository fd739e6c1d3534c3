"""The `grader` command: parses, calls, prints."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from grader.errors import GraderError, UsageError
from grader.sandbox.choice import Isolation

if TYPE_CHECKING:
    from grader.assignment import Assignment

# Each command imports what it needs when it runs: `--help` shall not wait for all of them.
app = typer.Typer(
    help="Generate, grade and verify notebook assignments.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

INTERRUPTED = 130  # as shells say it of Ctrl-C
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
    from grader.skeleton import skeleton_difference, write_skeleton

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
    jobs: Annotated[
        int | None,
        typer.Option(min=1, help="Worker processes; as many as cores.", show_default=False),
    ] = None,
    cluster: Annotated[
        str | None,
        typer.Option(help="Scheduler of a dask cluster that does the work: tcp://host:port."),
    ] = None,
    regrade: Annotated[bool, typer.Option("--regrade", help="Grade again what stands.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="Print nothing but errors.")] = False,
    log: Annotated[Path | None, typer.Option(help="File to add a log to.")] = None,
) -> None:
    """Grade notebooks; write results.json and report.html for each, index.html and grades.csv."""
    from grader.batch import Batch, crew_for
    from grader.collecting import find_submissions, name_submissions
    from grader.course import sort_out
    from grader.progress import GO_ON, Watch

    names = name_submissions(find_submissions(submissions))
    piles = sort_out(names, _chosen(assignment, every=assignment is None), output)
    watch = Watch(len(names), quiet, log)
    try:
        with watch:
            for pile in piles:
                batch = Batch(
                    pile.assignment,
                    pile.names,
                    pile.folder,
                    isolation=isolation,
                    regrade=regrade,
                    carried=bool(cluster),
                    refused=pile.refused,
                )
                for graded in batch.grade(crew_for(len(pile.names), jobs, cluster)):
                    watch.saw(graded)
    except KeyboardInterrupt:
        typer.echo(f"Stopped; {watch.left} are left. {GO_ON}", err=True)
        raise typer.Exit(INTERRUPTED) from None
    for folder in (pile.folder for pile in piles if not quiet):
        typer.echo(f"Reports: {folder / 'index.html'}   Grades: {folder / 'grades.csv'}")
    if watch.faults:
        typer.echo(f"{watch.faults} could not be graded through no fault of theirs.", err=True)
        raise typer.Exit(1)


@app.command()
def history(
    student: Annotated[str, typer.Argument(help="A submission, or a name or number filled in.")],
    output: Annotated[Path, typer.Option(help="Folder of the reports.")] = Path("reports"),
) -> None:
    """Show every grading of a student: what was graded when, and what came of it."""
    from grader.gradebook import Gradebook
    from grader.progress import history_lines

    with Gradebook(output, new=False) as book:
        lines = history_lines(book.history(student))
    if not lines:
        raise UsageError(f"{output}: the gradebook knows no submission or student {student!r}.")
    for line in lines:
        typer.echo(line)


@app.command()
def new(
    name: Annotated[str, typer.Argument(help="Of the assignment: a name in Python.")],
    notebook: Annotated[
        Path | None,
        typer.Option("--from", help="An instructor's notebook to start from; nbgrader's, too."),
    ] = None,
) -> None:
    """Start an assignment: a notebook, a rubric, misconceptions and settings to change."""
    from grader.starting import start

    started = start(name, Path.cwd(), notebook)
    typer.echo(f"Wrote {_short(started.folder)}")
    for sentence in started.left:
        typer.echo(f"To do: {sentence}")
    typer.echo(f"Next: change its files, then `grader generate {name}`, `grader verify {name}`.")


@app.command("list")
def list_assignments() -> None:
    """List the assignments of the course."""
    from grader.examiner import rubric_of

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
    from grader.verify import verify as verify_assignment

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
    from grader.sandbox.host import Zygote

    with Zygote(isolation) as zygote:
        typer.echo(f"Notebooks run in {zygote.isolation}.")


def main(arguments: list[str] | None = None) -> None:
    """Run the command line; errors are sentences, exit codes 0 (done), 1 (failed), 2 (misused).

    Args:
        arguments: words after the command's name; None for those that this process was given.
    """
    try:
        app(arguments)
    except GraderError as error:
        typer.echo(f"grader: {error}", err=True)
        sys.exit(2 if isinstance(error, UsageError) else 1)
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        typer.echo(f"grader: {where}{error.strerror or error}.", err=True)
        sys.exit(2)


def _chosen(solution: Path | None, every: bool) -> "tuple[Assignment, ...]":
    """The assignments that a command is about."""
    from grader.assignment import find_course, load_assignment
    from grader.course import assignments_of

    if not every:
        return (load_assignment(solution),)
    if solution is not None:
        raise UsageError(f"Give either --all or {solution}, not both.")
    return assignments_of(find_course(Path.cwd()))


def _short(path: Path) -> Path:
    """The path as seen from here, where that is shorter."""
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path
