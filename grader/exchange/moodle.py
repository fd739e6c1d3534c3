"""Reads the names in a Moodle assignment's “Download all submissions”."""

import re
from collections.abc import Callable, Collection, Iterable
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
FEWEST_OF_A_GROUP = 3  # of one or two people the first names may begin in the same way
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
    matches = {}
    for place in places:
        for part in place.parts:
            if match := PERSON.fullmatch(part):
                matches[place] = match
                break
    group = _group({match["name"] for match in matches.values()})
    return {place: _origin(match, place, group) for place, match in matches.items()}


def _group(names: Collection[str]) -> str:
    """With what all names begin: the name of their group and a dash, where one was chosen."""
    if len(names) < FEWEST_OF_A_GROUP:
        return ""
    first = min(names)
    heads = [first[: dash.end()] for dash in re.finditer("-", first)]
    shared = [head for head in heads if all(name.startswith(head) for name in names)]
    return shared[-1] if shared else ""


def _origin(match: re.Match[str], place: PurePosixPath, group: str) -> Origin:
    part, number = match[0], match["number"]
    name, is_file = match["name"].removeprefix(group), part == place.name
    blind = BLIND.fullmatch(name) is not None or name in BLIND_NAMES
    stem = f"{match['name']}_{number}_assignsubmission_{match['kind']}"
    return Origin(
        platform="Moodle",
        place=f"{stem}_" if is_file else part,
        people=() if blind else (Student(name=one_line(name)),),
        identifier=number,
    )
