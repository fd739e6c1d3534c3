"""Reads a Gradescope assignment's “Export Submissions”: a folder for each, and one list of all."""

from collections.abc import Callable, Iterable
from pathlib import PurePosixPath
from typing import Any

import yaml

from grader.errors import UsageError
from grader.exchange.times import read_time
from grader.result import Origin, Student
from grader.submission import one_line

LIST = "submission_metadata.yml"


def read_names(
    places: Iterable[PurePosixPath],
    text: Callable[[PurePosixPath], str],
) -> dict[PurePosixPath, Origin]:
    """Return what the list says of each file in a submission's folder.

    Args:
        places: of all files.
        text: reads a file.

    Raises:
        UsageError: the list can't be read.
    """
    places = list(places)
    entries: dict[PurePosixPath, dict[str, Any]] = {}
    for listing in sorted((p for p in places if p.name == LIST), key=lambda p: len(p.parts)):
        # A list within a submission is a student's own.
        if not any(folder in entries for folder in listing.parents):
            entries[listing.parent] = _entries(text(listing), listing)
    found = {}
    for place in places:
        root = next((folder for folder in place.parents if folder in entries), None)
        if root is not None and root != place.parent:
            name = place.relative_to(root).parts[0]
            found[place] = _origin(name, entries[root].get(name))
    return found


def _entries(text: str, listing: PurePosixPath) -> dict[str, Any]:
    try:
        # The base loader makes nothing but texts, lists and dictionaries.
        entries = yaml.load(text, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader))
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        place = getattr(error, "problem_mark", None)
        where = f" in line {place.line + 1}" if place else ""
        raise UsageError(f"{listing}: this list can't be read as YAML{where}.") from error
    if not isinstance(entries, dict):
        raise UsageError(f"{listing}: this list names no submissions.")
    return entries


def _origin(folder: str, entry: Any) -> Origin:
    entry = entry if isinstance(entry, dict) else {}
    submitters = entry.get(":submitters")
    people = tuple(
        Student(*(one_line(person.get(key)) for key in (":name", ":sid", ":email")))
        for person in (submitters if isinstance(submitters, list) else [])
        if isinstance(person, dict)
    )
    number = folder.rpartition("_")[2]
    return Origin(
        platform="Gradescope",
        place=folder,
        people=people,
        identifier=number,
        time=read_time(one_line(entry.get(":created_at"))),
        order=int(number) if number.isascii() and number.isdigit() and len(number) < 19 else 0,
    )
