"""The command for students."""

from pathlib import Path
from typing import Annotated

import typer

from grader.commands.options import IsolationOption
from grader.sandbox.choice import Isolation

app = typer.Typer()

QUESTIONS_HELP = "The self-check's file; if not given, it is found in the course or beside."
CLASSROOM_HELP = "File to add the result to, as GitHub Classroom's reporter reads it."


@app.command()
def check(
    notebook: Annotated[Path, typer.Argument(help="Your own notebook.")],
    *,
    questions: Annotated[Path | None, typer.Option(help=QUESTIONS_HELP, show_default=False)] = None,
    isolation: IsolationOption = Isolation.PROCESS,
    classroom: Annotated[Path | None, typer.Option(help=CLASSROOM_HELP, show_default=False)] = None,
) -> None:
    """Check your own notebook before you hand it in: no solution is needed, nothing is graded."""
    from grader.checking import check_notebook, report_lines
    from grader.sandbox.host import Zygote

    with Zygote(isolation) as zygote:
        checked = check_notebook(notebook, questions, zygote)
    for line in report_lines(checked):
        typer.echo(line)
    if classroom:
        from grader.exchange.classroom import add_result

        add_result(checked, classroom)
    if not checked.holds:
        raise typer.Exit(1)
