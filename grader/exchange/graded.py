"""Reads back what `grader grade` wrote: the results of each submission."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

import msgspec

from grader.earlier import class_in
from grader.errors import UsageError
from grader.result import Adjustment, Origin, Student
from grader.texts import ENGLISH


class Graded(msgspec.Struct, frozen=True):
    """What `results.json` holds beside the criteria; written by `gradescope.results_of`."""

    submission: str
    file: str
    assignment: str
    title: str
    max_score: float
    pending: float
    earned: float  # before rules took something off
    refusal: str = ""
    fault: str = ""
    identity: dict[str, str] = {}
    packages: tuple[str, ...] = ()
    origin: Origin = Origin()
    students: tuple[Student, ...] = ()
    due: datetime | None = None
    late: bool | None = None
    counts: bool = True
    later: str = ""
    adjustments: tuple[Adjustment, ...] = ()
    flags: tuple[str, ...] = ()
    language: str = ENGLISH
    score: float | None = None  # None where the grader failed


class _File(msgspec.Struct, frozen=True):
    extra_data: Graded
    score: float | None = None


def read_graded(folder: Path) -> list[Graded]:
    """Return all submissions in a folder of results, by name; where a gradebook is, of its class.

    What was handed in before and isn't any more has its reports there, too, but no place in tables.

    Raises:
        UsageError: there are none, or one can't be read.
    """
    homes = [path.parent for path in sorted(folder.glob("*/results.json"))]
    if known := class_in(folder):
        homes = [home for home in homes if home.name in known.names]
    found = [read_one(home) for home in homes]
    if not found:
        inside = sorted({str(path.parents[1]) for path in folder.glob("*/*/results.json")})
        if inside:
            raise UsageError(
                f"{folder}: holds several assignments. Name the folder of one: {', '.join(inside)}."
            )
        raise UsageError(f"{folder}: holds no results. Give the folder that `grader grade` wrote.")
    return found


def counting(results: Iterable[Graded]) -> list[Graded]:
    """Return those of one person's submissions that count for this person.

    What was handed in together may count for one person, and not for another who handed in later.
    """
    results = list(results)
    names = {graded.submission for graded in results}
    return [graded for graded in results if graded.counts and graded.later not in names]


def read_one(folder: Path) -> Graded:
    """Return one submission, of the folder that holds its `results.json`.

    Raises:
        UsageError: it isn't there, or is of another version of the grader.
    """
    path = folder / "results.json"
    try:
        file = msgspec.json.decode(path.read_bytes(), type=_File)
    except FileNotFoundError:
        raise UsageError(f"{path}: there is no such file: was this submission graded?") from None
    except msgspec.MsgspecError as error:
        raise UsageError(f"{path}: can't be read ({error}). Grade again, then export.") from error
    return msgspec.structs.replace(file.extra_data, score=file.score)
