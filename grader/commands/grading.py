"""Commands for those who grade a class."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer

from grader.commands.options import REPORTS, IsolationOption, OutputOption, chosen, said
from grader.errors import UsageError
from grader.exchange.platform import Platform
from grader.sandbox.choice import Isolation

app = typer.Typer()

INTERRUPTED = 130  # as shells say it of Ctrl-C
KIND_HELP = "Folder of the solution, or its name; if not given, each notebook is recognised."
SUBMISSIONS_HELP = "Notebooks, folders of them, or a platform's zip."
ROSTER_HELP = "CSV of the class, with student number, e-mail or name."
TIMES_HELP = "CSV of when who handed in, such as Moodle's grading worksheet."
SHEET_HELP = "What you downloaded to fill in: Moodle's worksheet, Canvas' gradebook, a roster."
EXPORT = Path("export")


@app.command()
def grade(
    submissions: Annotated[list[Path], typer.Argument(help=SUBMISSIONS_HELP)],
    *,
    output: OutputOption = REPORTS,
    assignment: Annotated[Path | None, typer.Option(help=KIND_HELP, show_default=False)] = None,
    isolation: IsolationOption = Isolation.FULL,
    roster: Annotated[Path | None, typer.Option(help=ROSTER_HELP, show_default=False)] = None,
    times: Annotated[Path | None, typer.Option(help=TIMES_HELP, show_default=False)] = None,
    trust_file_times: Annotated[
        bool, typer.Option("--trust-file-times", help="A file's own time is when it came in.")
    ] = False,
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
    from grader.pool import prepare

    if jobs != 1 and not cluster and [path.suffix for path in submissions] != [".ipynb"]:
        prepare("grader.jobs")  # while this process loads what it needs itself
    from grader.collecting import find_submissions
    from grader.naming import name_submissions

    with TemporaryDirectory(prefix="grader-") as workspace:
        found = find_submissions(submissions, Path(workspace))  # a wrong path shows before the rest
        from grader.batch import Batch, crew_for
        from grader.course import sort_out
        from grader.earlier import names_by_content, names_in
        from grader.intake import Intake, Sources
        from grader.progress import GO_ON, Watch

        sources = Sources.read(roster, times, trust_file_times=trust_file_times)
        names = name_submissions(found, names_by_content(output))
        piles = sort_out(names, chosen(assignment, every=assignment is None), output)
        watch = Watch(len(names), quiet, log)
        try:
            with watch:
                intakes = [
                    Intake(pile.names, found, pile.assignment.settings, sources, pile.folder)
                    for pile in piles
                ]
                for doubt in dict.fromkeys(one for intake in intakes for one in intake.doubts):
                    typer.echo(doubt, err=True)
                for pile, intake in zip(piles, intakes, strict=True):
                    before = {*names_in(pile.folder)} - {*pile.names.values()}
                    batch = Batch(
                        pile.assignment,
                        pile.names,
                        pile.folder,
                        isolation=isolation,
                        regrade=regrade,
                        carried=bool(cluster),
                        refused=pile.refused,
                        intake=intake,
                    )
                    for graded in batch.grade(crew_for(len(pile.names), jobs, cluster)):
                        watch.saw(graded)
                    watch.saw_all(pile.folder, intake.missing, all_known=intake.all_known)
                    watch.missed(before)
        except KeyboardInterrupt:
            typer.echo(f"Stopped; {watch.left} are left. {GO_ON}", err=True)
            raise typer.Exit(INTERRUPTED) from None
    if watch.faults:
        typer.echo(f"{watch.faults} could not be graded through no fault of theirs.", err=True)
        raise typer.Exit(1)


@app.command()
def history(
    student: Annotated[
        str, typer.Argument(help="A submission, or a name, number or e-mail of its student.")
    ],
    output: OutputOption = REPORTS,
) -> None:
    """Show every grading of a student, and what persons decided: what, when, by whom and why."""
    from grader.confirmations import all_confirmations
    from grader.decisions import Decisions
    from grader.gradebook import Gradebook
    from grader.progress import history_lines

    with Gradebook(output, new=False, reading=True) as book:
        gradings = list(book.history(student))
        names = dict.fromkeys(grading.submission for grading in gradings)
        decisions = [one for name in names for one in Decisions(book).of(name)]
    confirmed = [one for one in all_confirmations(output) if one.submission in names]
    lines = history_lines(gradings, decisions, confirmed)
    if not lines:
        raise UsageError(f"{output}: the gradebook knows no submission or student {student!r}.")
    for line in lines:
        typer.echo(line)


@app.command()
def confirm(
    submission: Annotated[str, typer.Argument(help="Name of the submission's folder.")],
    by: Annotated[str, typer.Option(help="Who decides.")],
    reason: Annotated[str, typer.Option(help="Why; stands in the report.")],
    dismiss: Annotated[bool, typer.Option("--dismiss", help="It costs nothing.")] = False,
    output: OutputOption = REPORTS,
) -> None:
    """Decide that forbidden packages cost what the assignment says, or, with --dismiss, nothing."""
    from grader.confirmations import OnViolation, add_confirmation, confirmation_of, rule_in
    from grader.gradebook import Gradebook

    by, reason = said(by, "--by"), said(reason, "--reason")
    # Whoever decides at this moment, too, waits for their turn to write the file.
    with Gradebook(output, new=False) as book, book.changing():
        decided = confirmation_of(book, submission, by, reason, dismiss=dismiss)
        path, rule = add_confirmation(output, decided), rule_in(book)
    typer.echo(f"Wrote {path}. `grader report {output}` applies it.")
    if rule is OnViolation.FLAG:
        typer.echo("It changes no points: the assignment only flags packages (on_violation).")


@app.command()
def totals(
    results: Annotated[Path, typer.Argument(help="Folder that `grader grade` wrote.")] = REPORTS,
    *,
    roster: Annotated[Path | None, typer.Option(help=ROSTER_HELP, show_default=False)] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="The table.", show_default=False)
    ] = None,
) -> None:
    """Add up all assignments in a folder of reports: one row for each student, in totals.csv."""
    from grader.case import counted
    from grader.roster import read_roster
    from grader.totals import FILE, add_up, read_all, still_due, write_totals

    table = add_up(read_all(results), read_roster(roster) if roster else None)
    path = output or results / FILE
    write_totals(table, path)
    rows, maxima = counted(len(table.rows), "row"), counted(len(table.maxima), "assignment")
    typer.echo(f"Wrote {path}: {rows}, {maxima}.")
    if table.flagged:
        typer.echo(f"{table.flagged} to look at: see the column of flags.", err=True)
    if due := still_due(results):
        again = "Give the same `grader grade` command again."
        typer.echo(f"Not graded yet, and left out: {', '.join(due)}. {again}", err=True)
        raise typer.Exit(1)


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
    from grader.exchange.exporting import export as write_export

    done = write_export(platform, results, sheet, output, column=column, scale=scale)
    for file in done.files if len(done.files) <= 2 else [output]:
        typer.echo(f"Wrote {file}")
    typer.echo(f"{done.placed} {'grade' if done.placed == 1 else 'grades'} written.")
    for note in (*done.notes, *(f"not written: {lost}" for lost in done.lost)):
        typer.echo(note, err=True)
    if done.lost:
        raise typer.Exit(1)
