"""Reads the names in Canvas' “Download Submissions”."""

import re
from collections.abc import Callable, Iterable
from pathlib import PurePosixPath

from grader.result import Origin, Student
from grader.submission import one_line

FILE = re.compile(
    r"(?:(?P<anon_late>LATE_)?anon|(?P<name>\w+?)(?P<late>_LATE)?)_(?P<user>[0-9]{1,18})_(?P<attachment>[0-9]{1,18})_.+",
    re.DOTALL,
)


def read_names(
    places: Iterable[PurePosixPath],
    _text: Callable[[PurePosixPath], str],
) -> dict[PurePosixPath, Origin]:
    """Return what the names say, or nothing unless all notebooks' names are of Canvas' form.

    A name such as `exercise_1_2_final.ipynb` is of that form by chance, but not a whole class.

    Args:
        places: of all files.
        _text: reads a file; Canvas' download needs none.
    """
    found = {}
    for place in places:
        match = FILE.fullmatch(place.name)
        if match:
            found[place] = _origin(match)
        elif place.suffix.lower() == ".ipynb" and not place.name.startswith("."):
            return {}
    return found


def _origin(match: re.Match[str]) -> Origin:
    return Origin(
        platform="Canvas",
        place=match["user"],
        people=(Student(name=one_line(match["name"])),) if match["name"] else (),
        identifier=match["user"],
        late=bool(match["late"] or match["anon_late"]),
        order=int(match["attachment"]),
    )
