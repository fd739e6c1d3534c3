"""The `grader` command: parses, calls, prints."""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress

from grader.assignment import load_assignment
from grader.batch import grade_all
from grader.confirmations import Confirmation, Decision, add_confirmation
from grader.errors import GraderError, UsageError
from grader.examiner import Examiner
from grader.exchange.exporting import Platform
from grader.exchange.exporting import export as write_export
from grader.exchange.graded import read_one
from grader.intake import Intake, Sources, take_in
from grader.result import Result
from grader.sandbox.host import Isolation
from grader.skeleton import skeleton_difference, write_skeleton
from grader.verify import verify as verify_assignment

app = typer.Typer(
    help="Generate, grade and verify notebook assignments.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

SOLUTION_HELP = "Folder of the solution, such as solution/NAME; not needed if there is only one."
ISOLATION_HELP = "full: every wall there is, or a refusal. process: for authors you trust."
SUBMISSIONS_HELP = "Notebooks, folders of them, or a platform's zip."
ROSTER_HELP = "CSV of the class, with student number, e-mail or name."
TIMES_HELP = "CSV of when who handed in, such as Moodle's grading worksheet."
SHEET_HELP = "What you downloaded to fill in: Moodle's worksheet, Canvas' gradebook, a roster."
REPORTS, EXPORT = Path("reports"), Path("export")
OutputOption = Annotated[Path, typer.Option(help="Folder for results and reports.")]
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
    submissions: Annotated[list[Path], typer.Argument(help=SUBMISSIONS_HELP)],
    *,
    output: OutputOption = REPORTS,
    assignment: Annotated[Path | None, typer.Option(help=SOLUTION_HELP, show_default=False)] = None,
    isolation: IsolationOption = Isolation.FULL,
    roster: Annotated[Path | None, typer.Option(help=ROSTER_HELP, show_default=False)] = None,
    times: Annotated[Path | None, typer.Option(help=TIMES_HELP, show_default=False)] = None,
    trust_file_times: Annotated[
        bool, typer.Option("--trust-file-times", help="A file's own time is when it came in.")
    ] = False,
) -> None:
    """Grade notebooks; write results.json and report.html for each, index.html and grades.csv."""
    examiner = Examiner(load_assignment(assignment))
    sources = Sources(roster, times, trust_file_times)
    with TemporaryDirectory(prefix="grader-") as workspace:
        settings = examiner.assignment.settings
        intake = take_in(submissions, Path(workspace), settings, sources, output)
        faults = _grade(examiner, intake, output, isolation)
    if intake.missing:
        names = ", ".join(student.label for student in intake.missing)
        typer.echo(f"{len(intake.missing)} on the roster handed in nothing: {names}")
    typer.echo(f"Reports: {output / 'index.html'}   Grades: {output / 'grades.csv'}")
    if faults:
        typer.echo(f"{faults} could not be graded through no fault of theirs.", err=True)
        raise typer.Exit(1)


def _grade(examiner: Examiner, intake: Intake, output: Path, isolation: Isolation) -> int:
    """Grade all with a line and a step of the bar for each; return how many the grader failed."""
    faults = 0
    console = Console(stderr=True)
    quiet = not (console.is_terminal and sys.stdout.isatty())
    results = grade_all(
        examiner, intake.names, output, isolation, finish=intake.finish, missing=intake.missing
    )
    with Progress(console=console, disable=quiet, transient=True) as progress:
        task = progress.add_task("Grading", total=len(intake.names))
        for result in results:
            typer.echo(_line(result))
            for flag in result.flags:
                typer.echo(f"   {flag}")
            faults += bool(result.fault)
            progress.advance(task)
    return faults


@app.command()
def confirm(
    submission: Annotated[str, typer.Argument(help="Name of the submission's folder.")],
    by: Annotated[str, typer.Option(help="Who decides.")],
    reason: Annotated[str, typer.Option(help="Why; stands in the report.")],
    dismiss: Annotated[bool, typer.Option("--dismiss", help="It costs nothing.")] = False,
    output: OutputOption = REPORTS,
) -> None:
    """Decide that forbidden packages cost what the assignment says, or, with --dismiss, nothing."""
    graded = read_one(output / submission)
    if not graded.packages:
        raise UsageError(f"{submission}: no forbidden packages were found in it.")
    decision = Decision.DISMISSED if dismiss else Decision.CONFIRMED
    decided = Confirmation(submission, decision, frozenset(graded.packages), by, reason)
    path = add_confirmation(output, decided)
    typer.echo(f"Wrote {path}. Give the same `grader grade` command again to apply it.")


@app.command()
def export(
    platform: Annotated[Platform, typer.Argument(help="Where the grades go.")],
    results: Annotated[Path, typer.Argument(help="Folder that `grader grade` wrote.")] = REPORTS,
    *,
    sheet: Annotated[Path | None, typer.Option(help=SHEET_HELP, show_default=False)] = None,
    output: Annotated[Path, typer.Option("--output", "-o", help="Folder for the files.")] = EXPORT,
    column: Annotated[str, typer.Option(help="Title of the column of grades.")] = "",
    scale: Annotated[
        bool, typer.Option("--scale", help="Multiply points to fit the platform's maximum.")
    ] = False,
) -> None:
    """Write grades, and for Moodle reports, in the form that a platform takes."""
    done = write_export(platform, results, sheet, output, column=column, scale=scale)
    for file in done.files if len(done.files) <= 2 else [output]:
        typer.echo(f"Wrote {file}")
    typer.echo(f"{done.placed} {'grade' if done.placed == 1 else 'grades'} written.")
    for note in (*done.notes, *(f"not written: {lost}" for lost in done.lost)):
        typer.echo(note, err=True)
    if done.lost:
        raise typer.Exit(1)


@app.command()
def verify(solution: SolutionArgument = None, isolation: IsolationOption = Isolation.FULL) -> None:
    """Prove reference, rubric, skeleton and grader against each other."""
    assignment = load_assignment(solution)
    sound = True
    for proof in verify_assignment(assignment, isolation):
        typer.echo(f"{'holds' if proof.holds else 'FAILS'}  {proof.claim}")
        for failure in proof.failures:
            typer.echo(f"       {failure}")
        sound = sound and proof.holds
    if not sound:
        raise typer.Exit(1)


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
