"""Fills in a Moodle assignment's offline grading worksheet, and packs the reports as feedback."""

import html
import re
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from grader.errors import UsageError
from grader.exchange.graded import Graded
from grader.exchange.placing import (
    Exported,
    factor,
    has_commas,
    note_on_replaced,
    place,
    read_number,
    target,
    written,
)
from grader.exchange.sheet import Sheet, folded, read_sheet
from grader.result import Student
from grader.roster import Roster, roster_of
from grader.telling import waiting
from grader.texts import decimal, languages, later, say, speaking

# Titles as `folded` writes them, in English and German. Other languages: by what is in the columns.
IDENTIFIER = {"identifier", "id"}
GRADE, MOST = {"grade", "bewertung"}, {"maximumgrade", "bestwertung"}
SCALE = {"scale", "skala"}
GRADED_AT = {"lastmodifiedgrade", "zuletztgeändertbewertung"}
CHANGEABLE, NO = {"gradecanbechanged", "bewertungkanngeändertwerden"}, {"No", "Nein"}
COMMENT = {"feedbackcomments", "feedbackalskommentar"}

PARTICIPANT = re.compile(r"\D+(\d+)")
OURS = later("Automatic grading:")  # what our comments start with, to know them again
FEEDBACK = "feedback.zip"
FIXED = (1980, 1, 1, 0, 0, 0)  # the same results give the same zip


def export(
    graded: Sequence[Graded],
    results: Path,
    path: Path,
    folder: Path,
    *,
    column: str = "",
    scale: bool = False,
    now: datetime | None = None,
) -> Exported:
    """Write the worksheet with grades and comments filled in, and a zip of the reports.

    A grade's own time is only filled in where there is none: by it, Moodle protects grades that
    were changed since the worksheet was downloaded. A comment that a person wrote stays.

    Args:
        graded: all submissions.
        results: the folder that they are in, with the reports.
        path: the worksheet that the teacher downloaded.
        folder: where both are written.
        column: title of the column of grades; "" to find it.
        scale: whether points may be multiplied to fit Moodle's maximum.
        now: time of the grades; the current time if None.

    Raises:
        UsageError: it isn't such a worksheet, or its maximum is another.
    """
    sheet = read_sheet(path)
    identifiers = _identifiers(sheet)
    grade, most = _grade_columns(sheet, column)
    mosts = [] if most is None else [row[most] for row in sheet.rows if row[most].strip()]
    possible = mosts[0] if mosts else ""
    times = factor(graded, possible, scale=scale, where=f"{path}, “{sheet.header[grade]}”")
    comma = has_commas([*mosts, *(row[grade] for row in sheet.rows)])
    numbers = [f"Moodle {number}" if number else "" for number in identifiers]
    placed = place(graded, Roster(_students(sheet), identifiers=numbers), "Moodle")
    graded_at, comment = sheet.column(GRADED_AT), sheet.column(COMMENT)
    changes = []
    for index, item in placed.rows.items():
        row, before = sheet.rows[index], sheet.rows[index][grade]
        row[grade] = written(round((item.score or 0.0) * times, 5), comma=comma)
        changes.append((before, row[grade]))
        if graded_at is not None and row[graded_at].strip() in ("", "-"):
            row[graded_at] = f"{now or datetime.now(UTC):%Y-%m-%d %H:%M} UTC"
        if comment is not None and _is_ours(row[comment]):
            row[comment] = _comment(item)
    out = target(path, folder)
    sheet.write(out)
    zipped = _feedback(placed.rows, sheet, identifiers, results, folder / FEEDBACK)
    notes = [*placed.notes, *_locked(sheet, placed.rows), *note_on_replaced(changes)]
    return Exported([out, zipped], len(placed.rows), placed.lost, notes)


def _locked(sheet: Sheet, rows: Iterable[int]) -> Iterator[str]:
    """A note on grades that Moodle will pass over."""
    column = sheet.column(CHANGEABLE)
    count = 0 if column is None else sum(sheet.rows[row][column].strip() in NO for row in rows)
    if count:
        yield f"{count} of these are locked in Moodle, which will pass over them."


def _identifiers(sheet: Sheet) -> list[str]:
    """The number of each row's participant; "" for a row without one."""
    known = sheet.column(IDENTIFIER)
    for column in range(len(sheet.header)) if known is None else [known]:
        numbers = [PARTICIPANT.fullmatch(row[column].strip()) for row in sheet.rows]
        found = [match[1] for match in numbers if match]
        people = sum(any(row) for row in sheet.rows)
        if not found or (known is None and not len(found) == people == len(set(found))):
            continue
        twice = [number for number, count in Counter(found).items() if count > 1]
        if twice:
            raise UsageError(
                f"{sheet.path}: participant {twice[0]} stands in more than one row. Download the "
                "grading worksheet again, or leave one."
            )
        return [match[1] if match else "" for match in numbers]
    raise UsageError(
        f"{sheet.path}: has no column of participants such as “Participant 123”. Download the "
        "grading worksheet of the assignment in Moodle, and give that."
    )


def _grade_columns(sheet: Sheet, title: str) -> tuple[int, int | None]:
    """The column of grades and that of the most that there is, which may be missing."""
    if sheet.column(SCALE) is not None and sheet.column(MOST) is None:
        raise UsageError(f"{sheet.path}: this assignment is graded by a scale, not by points.")
    grade = sheet.column({folded(title)} if title else GRADE)
    most = sheet.column(MOST)
    if most is None:
        after = 1 if grade is None else grade + 1
        places = (index for index in range(after, len(sheet.header)) if _is_most(sheet, index))
        most = max((place for place in places if _holds_grades(sheet, place - 1)), default=None)
    if grade is None and not title and most is not None:
        grade = most - 1
    if grade is None:
        titles = ", ".join(sheet.header)
        raise UsageError(
            f"{sheet.path}: which column holds the grades? Give its title with --column: {titles}."
        )
    return grade, most


def _is_most(sheet: Sheet, column: int) -> bool:
    """Whether a column holds one and the same number, with decimals as Moodle writes it."""
    cells = {row[column].strip() for row in sheet.rows if any(row)}
    return len(cells) == 1 and all(
        read_number(cell) and re.fullmatch(r"\d+[.,]\d+", cell) for cell in cells
    )


def _holds_grades(sheet: Sheet, column: int) -> bool:
    """Whether nothing but numbers stand in a column, and where there is none yet, nothing or -."""
    cells = (row[column].strip() for row in sheet.rows)
    return all(cell in ("", "-") or read_number(cell) is not None for cell in cells)


def _students(sheet: Sheet) -> Sequence[Student]:
    try:
        return roster_of(sheet).students
    except UsageError:  # no name in a language that we know: the participants' numbers remain
        return [Student()] * len(sheet.rows)


def _is_ours(comment: str) -> bool:
    """Whether nobody has written a comment, or this program has, in whatever language."""
    for language in languages():
        with speaking(language):
            if comment.startswith(say(OURS)):
                return True
    return not comment.strip()


def _comment(item: Graded) -> str:
    """For the student, in one line; Moodle takes it as HTML."""
    with speaking(item.language):
        points, most = (decimal(written(value)) for value in (item.score or 0.0, item.max_score))
        lines = [say(OURS), say("{points} of {most} points.", points=points, most=most)]
        if item.pending:
            lines.append(waiting(item.pending))
        if item.refusal:
            lines.append(say("The file could not be graded: {reason}", reason=item.refusal))
    lines += [line.sentence for line in item.adjustments]
    return html.escape(" ".join(lines).replace("`", ""), quote=False)


def _feedback(
    rows: dict[int, Graded], sheet: Sheet, identifiers: Sequence[str], results: Path, path: Path
) -> Path:
    """A zip of the reports in folders named as in Moodle's download."""
    names = [student.name for student in _students(sheet)]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for index, item in sorted(rows.items()):
            # Moodle takes what stands between the first two _ for the participant's number.
            name = re.sub(r"[_/\\]", " ", names[index]).strip(". ") or "Participant"
            place = f"{name}_{identifiers[index]}_assignsubmission_file_"
            own_number = item.origin.identifier == identifiers[index]
            if own_number and item.origin.platform == "Moodle" and len(item.origin.people) <= 1:
                place = item.origin.place
            report = results / item.submission / "report.html"
            if report.is_file():
                info = zipfile.ZipInfo(f"{place}/report.html", FIXED)
                file.writestr(info, report.read_bytes(), zipfile.ZIP_DEFLATED)
    return path
