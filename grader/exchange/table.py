"""Writes the scores of many submissions as one CSV table that spreadsheets can open safely."""

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path

from grader.result import Result

_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write_grades_csv(results: Sequence[Result], path: Path) -> None:
    """Write one row for each submission.

    Columns: submission, file, what the fill-in cell says, score (empty where the grader failed),
    pending points, total, remark (why there is no fair score), and one column for each criterion
    (empty while a person has yet to grade it).
    """
    labels = _in_order(label for result in results for label in result.identity)
    criteria = _in_order(o.criterion for result in results for o in result.outcomes)
    with path.open("w", encoding="utf-8", errors="replace", newline="") as file:
        writer = csv.writer(file)
        head = ["submission", "file", *labels, "score", "pending", "total", "remark", *criteria]
        writer.writerow(map(guarded, head))
        for result in results:
            writer.writerow(_row(result, labels, criteria))


def guarded(text: str) -> str:
    """The text, quoted with an apostrophe where a spreadsheet would read it as a formula."""
    return f"'{text}" if text.lstrip().startswith(_STARTS_A_FORMULA) else text


def _row(result: Result, labels: Sequence[str], criteria: Sequence[str]) -> list[str]:
    earned = {outcome.criterion: outcome.earned for outcome in result.outcomes}
    return [
        guarded(result.submission),
        guarded(result.file),
        *(guarded(result.identity.get(label, "")) for label in labels),
        "" if result.fault else _number(result.score),
        _number(result.pending),
        _number(result.total),
        guarded(result.fault or result.refusal),
        *(_number(earned.get(criterion)) for criterion in criteria),
    ]


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.15g}"


def _in_order(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(names))
