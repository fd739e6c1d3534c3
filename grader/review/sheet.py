"""Written answers as a table that a spreadsheet can fill in, and the filled-in table read back."""

import csv
import io
import re
from pathlib import Path
from typing import NamedTuple

from grader.decisions import Conflict, Decision, Decisions, Item, Verdict, standing
from grader.errors import UsageError
from grader.exchange.sheet import folded, read_sheet
from grader.exchange.table import guarded, unguarded
from grader.files import replacing
from grader.gradebook import Gradebook
from grader.review.queue import Queue, Task, level_of, task_in

COLUMNS = (
    "submission",
    "criterion",
    "answer",
    "model answer",
    "levels",
    "at most",
    "points",
    "comment",
    "by",
    "version",
)
_VERSION = re.compile(r"v([0-9]{1,9}) ([0-9a-f]{8})")
_NEEDED = ("submission", "criterion", "points", "comment", "version")


class Taken(NamedTuple):
    """What came of a filled-in table."""

    saved: int  # decisions
    lost: tuple[str, ...]  # what could not be taken over, a sentence each


def write_sheet(folder: Path, path: Path) -> int:
    """Write a row for each written answer, with what is decided so far, and return how many.

    Args:
        folder: that `grader grade` wrote.
        path: of the table; what stands there is replaced.

    Raises:
        UsageError: there is no gradebook.
    """
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    with Gradebook(folder, new=False, reading=True) as book:
        decisions, items = Decisions(book), Queue(book).items
        for item in items:
            task = task_in(book, item.submission, item.criterion)
            writer.writerow(map(guarded, _row(task, decisions)))
    with replacing(path) as temporary:
        temporary.write_bytes(text.getvalue().encode("utf-8-sig", errors="replace"))
    return len(items)


def read_reviews(folder: Path, path: Path, by: str) -> Taken:
    """Take over what a person filled in; a row that says what is decided already changes nothing.

    What somebody else decided after the table was written isn't overwritten. Rows may be of any
    criterion: the points of one that a machine scores are changed, which needs a comment.

    Args:
        folder: that `grader grade` wrote.
        path: of the table.
        by: who filled it in.

    Raises:
        UsageError: there is no gradebook, the table can't be read, or it lacks a column.
    """
    sheet = read_sheet(path)
    places = {title: sheet.column({folded(title)}) for title in _NEEDED}
    if missing := [title for title, place in places.items() if place is None]:
        raise UsageError(f"{path}: needs the column “{missing[0]}”.")
    saved, lost = 0, []
    with Gradebook(folder, new=False) as book:
        for number, row in enumerate(sheet.rows):
            cells = {title: unguarded(row[place or 0].strip()) for title, place in places.items()}
            if not (cells["points"] or cells["comment"]):
                continue
            try:
                saved += _take(book, cells, by)
            except Conflict as conflict:
                said = f"{conflict} Write the table again, and compare."
                lost.append(f"{sheet.line(number)}: {said}")
            except UsageError as error:
                lost.append(f"{sheet.line(number)}: {error}")
    return Taken(saved, tuple(lost))


def _row(task: Task, decisions: Decisions) -> list[str]:
    item, written = task.item, task.written
    assert written is not None
    now, version = _now(decisions, item)
    points = now.verdict.points if now else None
    return [
        item.submission,
        item.criterion,
        written.answer.replace("\0", ""),
        written.model,
        " | ".join(f"{level.points:g}: {level.sentence}" for level in task.levels),
        f"{item.at_most:g}",
        "" if points is None else f"{points:g}",
        now.verdict.comment if now else "",
        now.by if now else "",
        version,
    ]


def _now(decisions: Decisions, item: Item) -> tuple[Decision | None, str]:
    """What holds for an item, and what tells whether it or its answer changed since."""
    found = standing(decisions.of(item.submission), item)
    return found, f"v{decisions.version(item)} {item.subject[:8]}"


def _take(book: Gradebook, cells: dict[str, str], by: str) -> bool:
    """Save one row; False where it says what is decided already."""
    decisions = Decisions(book)
    task = task_in(book, cells["submission"], cells["criterion"])
    now, _ = _now(decisions, task.item)
    before = now.verdict if now else Verdict()
    points = _number(cells["points"]) if cells["points"] else before.points
    verdict = Verdict(points, level_of(task.levels, points), cells["comment"])
    if verdict == before:
        return False
    decisions.save(task.item, verdict, _base(cells["version"], task.item), by)
    return True


def _base(version: str, item: Item) -> int:
    """The version that a person saw; 0 for a row that a person made."""
    if not version:
        return 0
    seen = _VERSION.fullmatch(version)
    if seen is None:
        raise UsageError("the version was changed: leave that column as it was written.")
    if seen[2] != item.subject[:8]:
        raise UsageError("what was handed in has changed since. Write the table again.")
    return int(seen[1])


def _number(text: str) -> float:
    try:
        return float(text.replace(",", "."))
    except ValueError:
        raise UsageError(f"the points “{text}” are no number.") from None
