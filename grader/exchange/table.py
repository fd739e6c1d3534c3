"""Writes the scores of many submissions as one CSV table that spreadsheets can open safely."""

import csv
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from grader.result import Result, Student

STUDENT = ("student", "student number", "e-mail")
HANDED_IN = ("handed in", "late", "counts")
NOTHING = "Nothing was handed in."
NOTHING_KNOWN = "Nothing was handed in that is known to be theirs."
_YES_OR_NO = {True: "yes", False: "no", None: ""}
# At the start, and behind what spreadsheets split at in countries where commas stand in numbers.
_FORMULA = re.compile(r"\A(?=\s*[=+\-@]|[\t\r])|(?<=;)(?=[=+\-@])")
_GUARD = re.compile(r"\A'(?=\s*[=+\-@]|[\t\r])|(?<=;)'(?=[=+\-@])")


def write_grades_csv(
    results: Sequence[Result], path: Path, missing: Sequence[Student] = ()
) -> None:
    """Write one row for each submission, then one for each student who handed in nothing.

    Columns: submission, file, what the fill-in cell says; student, student number and e-mail as
    the roster or the platform has them; when it was handed in, whether that is late, and whether
    it is the one that counts; points taken off by rules; score, with these taken off (empty where
    the grader failed); pending points, total, remark (why there is no fair score), flags (what a
    person should look at, forbidden packages among it), and one column for each criterion (empty
    while a person has yet to grade it).
    """
    labels = _in_order(label for result in results for label in result.identity)
    known = all(result.students for result in results)
    criteria = _in_order(o.criterion for result in results for o in result.outcomes)
    with path.open("w", encoding="utf-8", errors="replace", newline="") as file:
        writer = csv.writer(file)
        head = ["submission", "file", *labels, *STUDENT, *HANDED_IN]
        head += ["taken off", "score", "pending", "total", "remark", "flags", *criteria]
        writer.writerow(map(guarded, head))
        for result in results:
            writer.writerow(_row(result, labels, criteria))
        for student in missing:
            row = ["", "", *("" for _ in labels), *_students([student]), *("" for _ in HANDED_IN)]
            row += ["", "", "", "", NOTHING if known else NOTHING_KNOWN, ""]
            writer.writerow([*row, *("" for _ in criteria)])


def _not_allowed(result: Result) -> tuple[str, ...]:
    """What a notebook uses beyond the assignment's packages, as one sentence."""
    names = sorted({finding.package for finding in result.policy} - {""})
    return (f"Not allowed: {', '.join(names)}.",) if names else ()


def guarded(text: str) -> str:
    """The text, quoted with an apostrophe where a spreadsheet would read it as a formula."""
    return _FORMULA.sub("'", text)


def unguarded(text: str) -> str:
    """The text as it was before `guarded`."""
    plain = _GUARD.sub("", text)
    return plain if guarded(plain) == text else text


def _row(result: Result, labels: Sequence[str], criteria: Sequence[str]) -> list[str]:
    earned = {outcome.criterion: outcome.earned for outcome in result.outcomes}
    return [
        guarded(result.submission),
        guarded(result.file),
        *(guarded(result.identity.get(label, "")) for label in labels),
        *_students(result.students),
        result.origin.time.isoformat(" ") if result.origin.time else "",
        _YES_OR_NO[result.late],
        _YES_OR_NO[result.counts],
        _number(sum(adjustment.points for adjustment in result.adjustments)),
        "" if result.fault else _number(result.score),
        _number(result.pending),
        _number(result.total),
        guarded(result.fault or result.refusal),
        guarded(" ".join((*result.flags, *_not_allowed(result)))),
        *(_number(earned.get(criterion)) for criterion in criteria),
    ]


def _students(students: Sequence[Student]) -> list[str]:
    """The three cells of the people a submission belongs to."""
    fields = [(student.name, student.number, student.email) for student in students]
    joined = ["; ".join(filter(None, texts)) for texts in zip(*fields, strict=True)]
    return list(map(guarded, joined)) or ["", "", ""]


def _number(value: float | None) -> str:
    return "" if value is None else f"{value + 0.0:.15g}"  # no -0


def _in_order(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(names))
