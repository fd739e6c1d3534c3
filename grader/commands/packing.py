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


@package.command()
def github(solution: SolutionArgument = None, *, output: FileOption = None) -> None:
    """Write a template repository for GitHub Classroom, and a workflow for your private one."""
    from grader.packing.boxes import write_folder
    from grader.packing.github import github_box

    (assignment,) = chosen(solution, every=False)
    folder = output or Path(f"{assignment.name}-github")
    write_folder(github_box(assignment), folder)
    typer.echo(f"Wrote {short(folder / 'template')}, for students: no solution is in it.")
    typer.echo(f"Wrote {short(folder / 'private')}, for the repository with the solution.")


@package.command()
def nbgrader(solution: SolutionArgument = None, *, output: FileOption = None) -> None:
    """Write `release/NAME` and `source/NAME` into the folder of an nbgrader course."""
    from grader.packing.boxes import write_folder
    from grader.packing.nbgrader import nbgrader_box

    (assignment,) = chosen(solution, every=False)
    box = nbgrader_box(assignment)
    folder = output or Path()
    write_folder(box, folder)
    for name in box:
        typer.echo(f"Wrote {short(folder / name)}")
