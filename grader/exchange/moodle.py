"""Reads the names in a Moodle assignment's “Download all submissions”."""

import re
from collections.abc import Callable, Iterable
from pathlib import PurePosixPath

from grader.result import Origin, Student
from grader.submission import one_line

# Of several in one name the first is Moodle's; a student may have written those behind it.
# A folder for each person, with a trailing _ up to Moodle 4.0, or that in front of each file.
PERSON = re.compile(
    r"(?P<name>.+?)_(?P<number>[0-9]{1,18})_assignsubmission_(?P<kind>file|onlinetext)(?P<rest>_.*)?",
    re.DOTALL,
)
BLIND = re.compile(r"\D+[ _]?\d+")  # "Participant 123", in the language of the site
BLIND_NAMES = {"Participant", "Teilnehmerin", "Teilnehmer"}  # German: without the / of its name


def read_names(
    places: Iterable[PurePosixPath],
    _text: Callable[[PurePosixPath], str],
) -> dict[PurePosixPath, Origin]:
    """Return what the names say, for each file that belongs to a person.

    Args:
        places: of all files.
        _text: reads a file; Moodle's download needs none.
    """
    found = {}
    for place in places:
        for part in place.parts:
            if match := PERSON.fullmatch(part):
                found[place] = _origin(match, part, is_file=part == place.name)
                break
    return found


def _origin(match: re.Match[str], part: str, *, is_file: bool) -> Origin:
    name, number = match["name"], match["number"]
    blind = BLIND.fullmatch(name) is not None or name in BLIND_NAMES
    stem = f"{name}_{number}_assignsubmission_{match['kind']}"
    return Origin(
        platform="Moodle",
        place=f"{stem}_" if is_file else part,
        people=() if blind else (Student(name=one_line(name)),),
        identifier=number,
    )
