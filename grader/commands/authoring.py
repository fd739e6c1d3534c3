"""Commands for those who write an assignment."""

from pathlib import Path
from typing import Annotated

import typer

from grader.commands.options import AllOption, IsolationOption, SolutionArgument, chosen, short
from grader.sandbox.choice import Isolation

app = typer.Typer()


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
    typer.echo(f"Wrote {short(started.folder)}")
    for sentence in started.left:
        typer.echo(f"To do: {sentence}")
    typer.echo(f"Next: change its files, then `grader generate {name}`, `grader verify {name}`.")


@app.command("list")
def list_assignments() -> None:
    """List the assignments of the course."""
    from grader.examiner import rubric_of

    for assignment in chosen(None, every=True):
        settings = assignment.settings
        points = f"{rubric_of(assignment).total:g} points"
        typer.echo(f"{settings.name:<24} {points:>10}  {settings.title} ({settings.version})")


@app.command()
def generate(
    solution: SolutionArgument = None,
    check: Annotated[
        bool, typer.Option("--check", help="Change nothing; exit 1 with a diff if out of date.")
    ] = False,
    every: AllOption = False,
) -> None:
    """Write the students' notebook from the instructor's solution."""
    from grader.handout import handout_difference, write_handout

    outdated = False
    for assignment in chosen(solution, every):
        if not check:
            for path in write_handout(assignment):
                typer.echo(f"Wrote {short(path)}")
        elif difference := handout_difference(assignment):
            typer.echo(difference.rstrip("\n"))
            name = short(assignment.skeleton)
            typer.echo(f"{name} is out of date: run `grader generate`.", err=True)
            outdated = True
        else:
            typer.echo(f"{short(assignment.skeleton)} is up to date.")
    if outdated:
        raise typer.Exit(1)


@app.command()
def verify(
    solution: SolutionArgument = None,
    isolation: IsolationOption = Isolation.FULL,
    every: AllOption = False,
) -> None:
    """Prove reference, rubric, skeleton and grader against each other."""
    from grader.pool import prepare

    prepare("grader.trials")  # while this process loads what it needs itself
    from grader.verify import verify as verify_assignment

    sound = True
    for assignment in chosen(solution, every):
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
    """Say what isolation this machine gives; exit 1 with the remedy if the one asked for fails."""
    from grader.sandbox.examining import examine
    from grader.sandbox.host import Zygote

    for name, sentence in examine():
        typer.echo(f"{name:<10} {sentence}")
    with Zygote(isolation):
        pass
