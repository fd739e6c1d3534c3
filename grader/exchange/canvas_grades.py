"""Fills in one assignment's column of the gradebook that a teacher exported from Canvas."""

import re
from collections.abc import Sequence
from pathlib import Path

from grader.errors import UsageError
from grader.exchange.graded import Graded
from grader.exchange.placing import (
    Exported,
    factor,
    has_commas,
    note_on_replaced,
    place,
    target,
    written,
)
from grader.exchange.sheet import Sheet, folded, read_sheet
from grader.roster import roster_of

TITLE = re.compile(r"(?P<title>.*\S)\s*\((?P<id>\d+)\)\s*", re.DOTALL)
POSSIBLE, READ_ONLY, EXCUSED = "Points Possible", "(read only)", "EX"


def export(
    graded: Sequence[Graded], path: Path, folder: Path, *, column: str = "", scale: bool = False
) -> Exported:
    """Write the gradebook with this assignment's scores filled in, and nothing else changed.

    Args:
        graded: all submissions.
        path: the gradebook that the teacher exported.
        folder: where the filled one is written.
        column: title or number of the assignment in Canvas; "" to find it by its title.
        scale: whether points may be multiplied to fit Canvas' points possible.

    Raises:
        UsageError: no column fits, or several; its points possible are others; it is read only.
    """
    sheet = read_sheet(path)
    index = _column(sheet, column, graded[0])
    where = f"{path}, “{sheet.header[index]}”"
    possible = next((row[index] for row in sheet.rows if POSSIBLE in row[0]), "").strip()
    if possible == READ_ONLY:
        raise UsageError(f"{where}: Canvas takes no scores for this column, it is read only.")
    times = factor(graded, possible, scale=scale, where=where)
    comma = has_commas([row[index] for row in sheet.rows])
    placed = place(graded, roster_of(sheet), "Canvas")
    lost, changes = list(placed.lost), []
    for number, item in placed.rows.items():
        row = sheet.rows[number]
        if row[index].strip().upper() == EXCUSED:
            lost.append(f"{item.submission}: is excused in Canvas, which stays.")
        else:
            before = row[index]
            row[index] = written(round((item.score or 0.0) * times, 6), comma=comma)
            changes.append((before, row[index]))
    out = target(path, folder)
    sheet.write(out)
    done = len(placed.rows) - (len(lost) - len(placed.lost))
    return Exported([out], done, lost, [*placed.notes, *note_on_replaced(changes)])


def _column(sheet: Sheet, wanted: str, item: Graded) -> int:
    """The column of the assignment."""
    titles = {
        index: match
        for index, title in enumerate(sheet.header)
        if (match := TITLE.fullmatch(title))
    }
    names = {folded(wanted)} if wanted else {folded(item.title), folded(item.assignment)}
    found = [
        index
        for index, match in titles.items()
        if {folded(match["title"]), folded(match[0])} & names or (wanted and match["id"] == wanted)
    ]
    if len(found) == 1:
        return found[0]
    which = ", ".join(match[0].strip() for match in titles.values()) or "none"
    raise UsageError(
        f"{sheet.path}: which column is the assignment's? Give its title or number with --column; "
        f"there are: {which}."
    )
