"""The `grader` command: all that can be typed, and how it ends."""

import errno
import sys
import tempfile

import typer

from grader.commands import authoring, checking, grading, packing, reviewing
from grader.errors import GraderError, UsageError
from grader.threads import keep_to_one_thread

app = typer.Typer(
    help="Generate, grade and verify notebook assignments.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
for commands in (authoring, grading, reviewing, packing, checking):
    app.add_typer(commands.app)


def main(arguments: list[str] | None = None) -> None:
    """Run the command line; errors are sentences, exit codes 0 (done), 1 (failed), 2 (misused).

    Grading that Ctrl-C ends gives 130, as shells do.

    Args:
        arguments: words after the command's name; None for those that this process was given.
    """
    keep_to_one_thread()
    try:
        app(arguments)
    except GraderError as error:
        typer.echo(f"grader: {error}", err=True)
        sys.exit(2 if isinstance(error, UsageError) else 1)
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        hint = ""
        if error.errno == errno.ENOSPC:
            hint = (
                f" What is unpacked lies in {tempfile.gettempdir()}; TMPDIR may name another place."
            )
        typer.echo(f"grader: {where}{error.strerror or error}.{hint}", err=True)
        sys.exit(2)
