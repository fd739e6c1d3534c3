"""Writes grades as the table that `nbgrader export` writes."""

import csv
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from grader.exchange.graded import Graded
from grader.exchange.placing import Exported, countable, place
from grader.exchange.table import guarded
from grader.result import Student
from grader.roster import read_roster

COLUMNS = [
    "assignment",
    "duedate",
    "timestamp",
    "student_id",
    "last_name",
    "first_name",
    "email",
    "raw_score",
    "late_submission_penalty",
    "score",
    "max_score",
]


def export(
    graded: Sequence[Graded],
    roster: Path | None,
    folder: Path,
    left_out: Sequence[Graded] = (),
    *,
    whole: bool = True,
) -> Exported:
    """Write one row for each student who handed in, and for each other one on the roster.

    Args:
        graded: all submissions.
        roster: the class; who handed in nothing has 0 points, as in nbgrader. Whose grade isn't
            known is left out.
        folder: where `grades.csv` is written.
        left_out: submissions that were graded earlier; whose they may be isn't said to have 0.
        whole: whether all of the class is graded; else nobody is said to have 0.

    Raises:
        UsageError: the roster can't be read.
    """
    if roster is None:
        kept, lost, notes = countable(graded)
        rows = [_row(item, student) for item in kept for student in _students(item)]
    else:
        people = read_roster(roster)
        placed = place(graded, people, "nbgrader", left_out)
        lost, notes = placed.lost, placed.notes
        rows, nothing = [], 0
        for index, student in enumerate(people.students):
            if index in placed.rows:
                rows.append(_row(placed.rows[index], student))
            elif student.label and whole and index not in placed.doubtful:
                rows.append(_missing(graded[0], student))
                nothing += 1
        if nothing:
            notes.append(f"{nothing} of these are 0: nothing handed in is known to be theirs.")
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "grades.csv"
    with path.open("w", encoding="utf-8", errors="replace", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(rows)
    return Exported([path], len(rows), lost, notes)


def _students(item: Graded) -> tuple[Student, ...]:
    return item.people or (Student(number=item.submission),)


def _row(item: Graded, student: Student) -> list[str]:
    score = item.score or 0.0
    return [
        item.assignment,
        _moment(item.due),
        _moment(item.origin.time),
        *_who(student),
        *_numbers(item.earned, item.earned - score, score),
        _number(item.max_score),
    ]


def _missing(any_item: Graded, student: Student) -> list[str]:
    most = _number(any_item.max_score)
    return [
        any_item.assignment,
        _moment(any_item.due),
        "",
        *_who(student),
        *_numbers(0, 0, 0),
        most,
    ]


def _who(student: Student) -> list[str]:
    """Number, last name, first name and e-mail."""
    last, comma, first = student.name.partition(",")
    if not comma:
        first, _, last = student.name.rpartition(" ")
    texts = (student.number or student.email or student.name, last, first, student.email)
    return [guarded(text.strip()) for text in texts]


def _numbers(*values: float) -> list[str]:
    return [_number(value) for value in values]


def _number(value: float) -> str:
    return repr(float(round(value, 6)))


def _moment(moment: datetime | None) -> str:
    """In UTC and without saying so, as nbgrader has it."""
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M:%S}" if moment else ""
