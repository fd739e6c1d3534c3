"""Commands that make packages for handing in elsewhere."""

from pathlib import Path
from typing import Annotated

import typer

from grader.commands.options import IsolationOption, SolutionArgument, chosen, short
from grader.sandbox.choice import Isolation

app = typer.Typer()
package = typer.Typer(no_args_is_help=True, help="Make what takes submissions elsewhere.")
app.add_typer(package, name="package")

FileOption = Annotated[
    Path | None, typer.Option("--output", "-o", help="Where to write it.", show_default=False)
]


@package.command()
def gradescope(
    solution: SolutionArgument = None,
    *,
    output: FileOption = None,
    isolation: IsolationOption = Isolation.CONTAINER,
) -> None:
    """Write the zip of an autograder for Gradescope, with the grader and the solution in it."""
    from grader.packing.boxes import zip_of
    from grader.packing.gradescope import gradescope_box

    (assignment,) = chosen(solution, every=False)
    path = output or Path(f"{assignment.name}-gradescope.zip")
    path.write_bytes(zip_of(gradescope_box(assignment, isolation)))
    typer.echo(f"Wrote {short(path)}. It holds the solution: give it to Gradescope alone.")
