"""The `grader` command: parses, calls, prints."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from grader.errors import GraderError, UsageError
from grader.sandbox.choice import Isolation

# Each command imports what it needs when it runs: `--help` shall not wait for all of them.
app = typer.Typer(
    help="Generate, grade and verify notebook assignments.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

INTERRUPTED = 130  # as shells say it of Ctrl-C
SOLUTION_HELP = "Folder of the solution, such as solution/NAME; not needed if there is only one."
ISOLATION_HELP = "full: every wall there is, or a refusal. process: for authors you trust."
IsolationOption = Annotated[Isolation, typer.Option(help=ISOLATION_HELP)]
SolutionArgument = Annotated[Path | None, typer.Argument(help=SOLUTION_HELP, show_default=False)]


@app.command()
def generate(
    solution: SolutionArgument = None,
    check: Annotated[
        bool, typer.Option("--check", help="Change nothing; exit 1 with a diff if out of date.")
    ] = False,
) -> None:
    """Write the students' notebook from the instructor's solution."""
    from grader.assignment import load_assignment
    from grader.skeleton import skeleton_difference, write_skeleton

    assignment = load_assignment(solution)
    if not check:
        typer.echo(f"Wrote {_short(write_skeleton(assignment))}")
    elif difference := skeleton_difference(assignment):
        typer.echo(difference.rstrip("\n"))
        typer.echo(
            f"{_short(assignment.skeleton)} is out of date: run `grader generate`.", err=True
        )
        raise typer.Exit(1)
    else:
        typer.echo(f"{_short(assignment.skeleton)} is up to date.")


@app.command()
def grade(
    submissions: Annotated[list[Path], typer.Argument(help="Notebooks, or folders of them.")],
    output: Annotated[Path, typer.Option(help="Folder for results and reports.")] = Path("reports"),
    assignment: Annotated[Path | None, typer.Option(help=SOLUTION_HELP, show_default=False)] = None,
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
    from grader.assignment import load_assignment
    from grader.batch import Batch, crew_for
    from grader.collecting import find_submissions, name_submissions
    from grader.progress import GO_ON, Watch

    solution = load_assignment(assignment)
    names = name_submissions(find_submissions(submissions))
    crew = crew_for(len(names), jobs, cluster)
    batch = Batch(
        solution, names, output, isolation=isolation, regrade=regrade, carried=bool(cluster)
    )
    watch = Watch(len(names), quiet, log)
    try:
        with watch:
            for graded in batch.grade(crew):
                watch.saw(graded)
    except KeyboardInterrupt:
        typer.echo(f"Stopped; {watch.left} are left. {GO_ON}", err=True)
        raise typer.Exit(INTERRUPTED) from None
    if not quiet:
        typer.echo(f"Reports: {output / 'index.html'}   Grades: {output / 'grades.csv'}")
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
def verify(solution: SolutionArgument = None, isolation: IsolationOption = Isolation.FULL) -> None:
    """Prove reference, rubric, skeleton and grader against each other."""
    from grader.assignment import load_assignment
    from grader.verify import verify as verify_assignment

    assignment = load_assignment(solution)
    sound = True
    for proof in verify_assignment(assignment, isolation):
        typer.echo(f"{'holds' if proof.holds else 'FAILS'}  {proof.claim}")
        for failure in proof.failures:
            typer.echo(f"       {failure}")
        sound = sound and proof.holds
    if not sound:
        raise typer.Exit(1)


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


def _short(path: Path) -> Path:
    """The path as seen from here, where that is shorter."""
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path
