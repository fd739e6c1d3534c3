"""Reads nbgrader's folders `submitted/<student>/<assignment>/`."""

from collections.abc import Callable, Iterable
from pathlib import PurePosixPath

from grader.exchange.times import read_time
from grader.result import Origin, Student
from grader.submission import one_line

SUBMITTED, TIME = "submitted", "timestamp.txt"


def read_names(
    places: Iterable[PurePosixPath],
    text: Callable[[PurePosixPath], str],
) -> dict[PurePosixPath, Origin]:
    """Return what the folders say of each file of a student.

    Args:
        places: of all files, seen from outside of the folder `submitted`.
        text: reads a file.
    """
    places = list(places)
    times = {place.parent: read_time(text(place).strip()) for place in places if place.name == TIME}
    found = {}
    for place in places:
        parts = place.parts
        at = parts.index(SUBMITTED) if SUBMITTED in parts else len(parts)
        if len(parts) < at + 4 or place.name == TIME:
            continue
        student = parts[at + 1]
        found[place] = Origin(
            platform="nbgrader",
            place=student,
            people=(Student(number=one_line(student)),),
            identifier=student,
            time=times.get(PurePosixPath(*parts[: at + 3])),
        )
    return found
