"""Commands for persons who grade: written answers, and points that a machine got wrong."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from grader.commands.options import REPORTS, OutputOption, said
from grader.errors import UsageError

if TYPE_CHECKING:
    from grader.decisions import Item

app = typer.Typer()

FolderArgument = Annotated[Path, typer.Argument(help="Folder that `grader grade` wrote.")]
BY_HELP = "Who grades; stands in the report."
THEN = "Then `grader report {}` writes reports and tables with these points."


@app.command()
def review(
    folder: FolderArgument = REPORTS,
    *,
    by: Annotated[str, typer.Option(help=BY_HELP, show_default=False)] = "",
    port: Annotated[int, typer.Option(min=0, max=65535, help="0: any that is free.")] = 0,
    write_csv: Annotated[
        Path | None, typer.Option(help="Write the answers as a table to fill in, and end.")
    ] = None,
    read_csv: Annotated[
        Path | None, typer.Option(help="Take over a table that was filled in, and end.")
    ] = None,
) -> None:
    """Grade written answers, on a page that only this machine's browser sees, or in a table."""
    if write_csv and read_csv:
        raise UsageError("Give either --write-csv or --read-csv.")
    if write_csv:
        _write(folder, write_csv)
        return
    if not by.strip():
        raise UsageError("Say who grades: --by NAME. It stands in the report.")
    if read_csv:
        _read(folder, read_csv, by.strip())
        return
    from grader.review.serving import serve

    serve(folder, by.strip(), port, typer.echo)
    typer.echo(THEN.format(folder))


def _write(folder: Path, path: Path) -> None:
    from grader.review.sheet import write_sheet

    count = write_sheet(folder, path)
    typer.echo(f"Wrote {path}: {count} {'answer' if count == 1 else 'answers'}.")
    typer.echo("Fill in points and comment, then read it with --read-csv.")


def _read(folder: Path, path: Path, by: str) -> None:
    from grader.review.sheet import read_reviews

    taken = read_reviews(folder, path, by)
    typer.echo(f"{taken.saved} {'decision' if taken.saved == 1 else 'decisions'} saved.")
    for lost in taken.lost:
        typer.echo(f"not saved: {lost}", err=True)
    typer.echo(THEN.format(folder))
    if taken.lost:
        raise typer.Exit(1)


@app.command()
def override(
    submission: Annotated[str, typer.Argument(help="Name of the submission's folder.")],
    criterion: Annotated[str, typer.Argument(help="Identifier, such as evaluate.low.")],
    points: Annotated[float | None, typer.Argument(min=0, help="What it gets instead.")] = None,
    *,
    take_back: Annotated[
        bool, typer.Option("--take-back", help="Give no points: what was decided holds no longer.")
    ] = False,
    by: Annotated[str, typer.Option(help="Who decides.")],
    reason: Annotated[str, typer.Option(help="Why; stands in the report and the history.")],
    output: OutputOption = REPORTS,
) -> None:
    """Change points that a machine gave; it holds while the notebook stays as it is."""
    from grader.decisions import Decisions, Verdict
    from grader.gradebook import Gradebook
    from grader.review.queue import level_of, task_in

    if take_back == (points is not None):
        raise UsageError("Give either the points or --take-back.")
    by = said(by, "--by")
    with Gradebook(output, new=False) as book:
        decisions, task = Decisions(book), task_in(book, submission, criterion)
        if take_back:
            decisions.take_back(task.item, reason, by)
        else:
            verdict = Verdict(points, level_of(task.levels, points), reason)
            decisions.save(task.item, verdict, decisions.version(task.item), by)
    typer.echo(_came_of_it(task.item, points))
    typer.echo(THEN.format(output))


def _came_of_it(item: "Item", points: float | None) -> str:
    """What a criterion gets now."""
    name = f"{item.submission}: {item.criterion}"
    if points is not None:
        return f"{name} gets {points:g} of {item.at_most:g}."
    if item.was is None:
        return f"{name} waits for a person again."
    return f"{name} gets {item.was:g} of {item.at_most:g} again, as the machine gave."


@app.command()
def report(folder: FolderArgument = REPORTS) -> None:
    """Write all reports and tables again, with what persons decided; nothing is run."""
    from grader.progress import line_of
    from grader.publishing import publish_again
    from grader.result import Result

    left = 0
    for result in publish_again(folder):
        if isinstance(result, Result):
            typer.echo(line_of(result))
        else:
            left += 1
            typer.echo(f"{result}: not graded yet. Give the same `grader grade` command again.")
    typer.echo(f"Reports: {folder / 'index.html'}   Grades: {folder / 'grades.csv'}")
    if left:
        raise typer.Exit(1)
