"""Reads the names in Canvas' “Download Submissions”."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from pathlib import PurePosixPath

import msgspec

from grader.result import Origin, Student
from grader.submission import one_line

FILE = re.compile(
    r"(?:(?P<anon_late>LATE_)?anon|(?P<name>[^\s.]+?)(?P<late>_LATE)?)"
    r"_(?P<user>[0-9]{1,18})_(?P<attachment>[0-9]{1,18})_(?P<file>.+)",
    re.DOTALL,
)
VERSION = re.compile(r"-[0-9]+(?=\.[^.]+$|$)")  # what Canvas puts behind the name of a later upload


def read_names(
    places: Iterable[PurePosixPath],
    _text: Callable[[PurePosixPath], str],
) -> dict[PurePosixPath, Origin]:
    """Return what the names say, or nothing unless most notebooks' names are of Canvas' form.

    A name such as `exercise_1_2_final.ipynb` is of that form by chance, but not most of a class.

    Args:
        places: of all files.
        _text: reads a file; Canvas' download needs none.
    """
    found, own_names, others = {}, defaultdict(list), 0
    for place in places:
        match, notebook = FILE.fullmatch(place.name), place.suffix.lower() == ".ipynb"
        if match:
            found[place] = _origin(match)
            if notebook:
                own_names[match["user"]].append(match["file"])
        elif notebook and not place.name.startswith("."):
            others += 1
    if sum(map(len, own_names.values())) <= others:
        return {}
    several = {user for user, names in own_names.items() if len(_apart_from_versions(names)) > 1}
    return {place: _without_order(one, several) for place, one in found.items()}


def _apart_from_versions(names: list[str]) -> set[str]:
    """The names without those that Canvas has numbered, as the file was there already."""
    return {
        name for name in names if (first := VERSION.sub("", name)) == name or first not in names
    }


def _origin(match: re.Match[str]) -> Origin:
    return Origin(
        platform="Canvas",
        place=match["user"],
        people=(Student(name=one_line(match["name"])),) if match["name"] else (),
        identifier=match["user"],
        late=bool(match["late"] or match["anon_late"]),
        order=int(match["attachment"]),
    )


def _without_order(origin: Origin, several: set[str]) -> Origin:
    """Of files handed in together none is the later one, whatever their numbers."""
    return msgspec.structs.replace(origin, order=0) if origin.identifier in several else origin
