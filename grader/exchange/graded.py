"""Reads back what `grader grade` wrote: the results of each submission."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import msgspec

from grader.earlier import class_in, names_in
from grader.errors import UsageError
from grader.gradebook import several_in
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
    lost_for: tuple[Student, ...] = ()
    adjustments: tuple[Adjustment, ...] = ()
    flags: tuple[str, ...] = ()
    language: str = ENGLISH
    score: float | None = None  # None where the grader failed

    @property
    def people(self) -> tuple[Student, ...]:
        """Those whom it is of, as far as that is known, and for whom it counts."""
        known = self.students or self.origin.people
        return tuple(one for one in known if one not in self.lost_for)


class _File(msgspec.Struct, frozen=True):
    extra_data: Graded
    score: float | None = None


def read_graded(folder: Path) -> list[Graded]:
    """Return all submissions of the class in a folder of results; see `read_class`.

    Raises:
        UsageError: there are none, or one can't be read.
    """
    found = read_class(folder)
    if not found:
        if inside := {path.parents[1] for path in folder.glob("*/*/results.json")}:
            raise UsageError(several_in(folder, inside))
        raise UsageError(f"{folder}: holds no results. Give the folder that `grader grade` wrote.")
    return found


def read_class(folder: Path) -> list[Graded]:
    """Return all submissions in a folder of results, by name; where a gradebook is, of its class.

    What was handed in before and isn't any more has its reports there, too, but no place in tables.

    Raises:
        UsageError: one can't be read.
    """
    return [read_one(home) for home, is_in_class in _homes(folder) if is_in_class]


def read_left_out(folder: Path) -> list[Graded]:
    """Return what has results in a folder and was not in its last run: replaced, or withdrawn.

    Raises:
        UsageError: one can't be read.
    """
    return [read_one(home) for home, is_in_class in _homes(folder) if not is_in_class]


def not_graded_yet(folder: Path) -> list[str]:
    """Return the submissions of a folder's last run that have no results there.

    Raises:
        UsageError: the gradebook can't be used.
    """
    names = names_in(folder)
    return [name for name in names if not (folder / name / "results.json").is_file()]


def _homes(folder: Path) -> Iterator[tuple[Path, bool]]:
    """Each submission's folder, and whether the last run had it."""
    known = class_in(folder)
    names = set(known.names) if known else None
    for path in sorted(folder.glob("*/results.json")):
        yield path.parent, names is None or path.parent.name in names


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
        raise UsageError(
            f"{path}: can't be read ({error}). Write it again with `grader report`."
        ) from error
    return msgspec.structs.replace(file.extra_data, score=file.score)
