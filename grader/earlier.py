"""Tells what a folder of reports holds from earlier runs: whose submissions, under which names."""

from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

import msgspec

from grader.errors import UsageError
from grader.gradebook import CLASS, FILE, Gradebook


class _Settings(msgspec.Struct, frozen=True):
    name: str  # of the assignment


class Earlier(msgspec.Struct, frozen=True):
    """Of what the last `grader grade` knew of a class only what is asked here."""

    names: tuple[str, ...]  # of the submissions
    settings: _Settings


def class_in(folder: Path) -> Earlier | None:
    """What the last run in a folder was about; None where there was none.

    Raises:
        UsageError: its gradebook can't be used.
    """
    if not (folder / FILE).is_file():
        return None
    with Gradebook(folder, new=False, reading=True) as book:
        return book.kept(CLASS, Earlier)


def names_in(folder: Path) -> tuple[str, ...]:
    """The submissions of the last run in a folder, in the order of its table.

    Raises:
        UsageError: its gradebook can't be used.
    """
    known = class_in(folder)
    return known.names if known else ()


def home_of(assignment: str, folder: Path, *, alone: bool) -> Path:
    """Where the reports of an assignment go: where they are already, if they are.

    Args:
        assignment: its name.
        folder: that reports are asked to go to.
        alone: whether no other assignment's reports go there now.

    Raises:
        UsageError: a gradebook that is there can't be used.
    """
    inside = folder / assignment
    if (inside / FILE).is_file():
        return inside
    before = class_in(folder)
    if before:
        return folder if before.settings.name == assignment else inside
    return folder if alone else inside


def names_by_content(folder: Path) -> dict[str, str]:
    """Digest of a file -> name of its submission in the last run, where it is the only such file.

    Args:
        folder: of reports; it may hold a folder for each assignment.
    """
    found: list[tuple[str, str]] = []
    for home in (folder, *_folders_in(folder)):
        # What can't be used is said to whoever grades there.
        with suppress(UsageError), Gradebook(home, new=False, reading=True) as book:
            before, contents = book.kept(CLASS, Earlier), book.contents()
            names = before.names if before else ()
            found += [(contents[name], name) for name in names if name in contents]
    uses = Counter(content for content, _ in found)
    return {content: name for content, name in found if uses[content] == 1}


def _folders_in(folder: Path) -> Iterable[Path]:
    return sorted(path.parent for path in folder.glob(f"*/{FILE}"))
