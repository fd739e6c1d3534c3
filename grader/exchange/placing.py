"""Finds for each grade its row in a table that a teacher downloaded, and writes it as it does."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from grader.errors import UsageError
from grader.exchange.graded import Graded
from grader.result import Origin, Student
from grader.roster import Roster

COMMA_NUMBER = re.compile(r"\s*\d+,\d{1,2}\s*")


class Exported(NamedTuple):
    """What an export wrote, and what a person should know of it."""

    files: list[Path]
    placed: int  # grades that were written
    lost: list[str]  # submissions whose grade could not be written, one sentence each
    notes: list[str]


class Placed(NamedTuple):
    """Which grade belongs into which row."""

    rows: dict[int, Graded]
    lost: list[str]
    notes: list[str]
    doubtful: frozenset[int]  # rows that a grade which could not be written may belong to


def countable(graded: Sequence[Graded]) -> tuple[list[Graded], list[str], list[str]]:
    """Return the submissions that have a grade, which ones have lost it, and notes."""
    kept, lost, notes = [], [], []
    for item in graded:
        if item.score is None:
            lost.append(f"{item.submission}: has no score, as the grader failed: {item.fault}")
        elif item.counts:
            kept.append(item)
        elif not item.later:
            lost.append(f"{item.submission}: {' '.join(item.flags)}")
    waiting = [item.submission for item in kept if item.pending]
    if waiting:
        notes.append(
            f"{len(waiting)} of {len(kept)} have points that a person has yet to give: "
            "they are written without these."
        )
    return kept, lost, notes


def place(
    graded: Sequence[Graded], roster: Roster, platform: str, left_out: Sequence[Graded] = ()
) -> Placed:
    """Find the row of each submission that counts.

    Args:
        graded: all submissions.
        roster: of the table, one person for each row.
        platform: whose numbers for people the table has.
        left_out: others, that may belong to somebody and are not to be written.
    """
    kept, lost, notes = countable(graded)
    handed_in: dict[int, list[Graded]] = defaultdict(list)
    roster.compare(person for item in kept for person in item.people)
    for item in kept:
        people = item.people
        own_number = item.origin.identifier if item.origin.platform == platform else ""
        known = Origin(platform, people=people, identifier=own_number)
        rows, flags = roster.match(known, {} if people else item.identity)
        for row in rows:
            handed_in[row].append(item)
        if flags:
            told = lost if len(rows) < max(1, len(people)) else notes
            told.append(f"{item.submission}: {' '.join(flags)}")
    grades: dict[int, Graded] = {}
    for row, items in handed_in.items():
        if len(items) == 1:
            grades[row] = items[0]
            continue
        names = " and ".join(item.submission for item in items)
        lost.append(f"{names}: belong to one person, {roster.students[row].label}.")
    return Placed(grades, lost, notes, _doubtful([*graded, *left_out], grades, roster))


def _doubtful(
    graded: Sequence[Graded], grades: Mapping[int, Graded], roster: Roster
) -> frozenset[int]:
    """The rows without a grade that one of those without a row may belong to."""
    placed = {item.submission for item in grades.values()}
    replaced = {item.submission for item in graded if item.later and not item.counts}
    unplaced = (item for item in graded if item.submission not in placed | replaced)
    people = (one for item in unplaced for one in (*item.people, *_claimed(item)))
    rows = (row for one in people for row in roster.could_be(one) | roster.alike(one))
    return frozenset(rows) - grades.keys()


def _claimed(item: Graded) -> tuple[Student, ...]:
    """Whom a notebook names, each text as a name."""
    return tuple(Student(text) for text in item.identity.values() if text)


def factor(graded: Sequence[Graded], possible: str, *, scale: bool, where: str) -> float:
    """Return by what to multiply points, so that they fit to what the platform has as the most.

    Args:
        graded: all submissions.
        possible: the most points, as the table writes it; empty where it doesn't say.
        scale: whether they may be multiplied at all.
        where: the table and its column, for messages.

    Raises:
        UsageError: the two differ, and `scale` is off.
    """
    total = graded[0].max_score
    most = read_number(possible)
    if most is None or most == total:
        return 1.0
    if most <= 0:
        raise UsageError(f"{where}: the most there is {most:g} points. Change it on the platform.")
    if not scale:
        raise UsageError(
            f"{where}: the most there is {most:g} points, in the assignment {total:g}. Change it "
            "on the platform, or give --scale to multiply every score."
        )
    return most / total


def written(value: float, *, comma: bool = False) -> str:
    """The shortest text that is read as the same number, with a decimal comma if asked for."""
    text = repr(float(value)).removesuffix(".0")
    return text.replace(".", ",") if comma else text


def read_number(text: str) -> float | None:
    """A number with decimal point or comma; None for anything else."""
    try:
        return float(text.strip().replace(",", "."))
    except ValueError:
        return None


def note_on_replaced(changes: Iterable[tuple[str, str]]) -> list[str]:
    """A note on grades that stood in a table, as (before, now), and are other ones now."""
    numbers = [(read_number(before), read_number(now)) for before, now in changes]
    count = sum(before is not None and before != now for before, now in numbers)
    return [f"{count} of these replace another grade in the table."] if count else []


def has_commas(cells: Sequence[str]) -> bool:
    """Whether the numbers of a column have decimal commas."""
    return any(COMMA_NUMBER.fullmatch(cell) for cell in cells)


def target(sheet: Path, folder: Path) -> Path:
    """Where the filled table goes; never over the teacher's own.

    Raises:
        UsageError: it would.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / sheet.name
    if path.exists() and path.samefile(sheet):
        raise UsageError(f"{path}: is the table itself; give another folder with --output.")
    return path
