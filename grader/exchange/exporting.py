"""Writes grades in the form that a learning platform takes."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from grader.errors import UsageError
from grader.exchange import canvas_grades, moodle_grades, nbgrader_grades
from grader.exchange.graded import Graded, not_graded_yet, read_graded, read_left_out
from grader.exchange.placing import Exported, countable
from grader.exchange.platform import Platform

SHEETS = {
    Platform.MOODLE: "the grading worksheet, downloaded from the assignment in Moodle",
    Platform.CANVAS: "the gradebook, exported from Canvas",
}


def export(
    platform: Platform,
    results: Path,
    sheet: Path | None,
    folder: Path,
    *,
    column: str = "",
    scale: bool = False,
) -> Exported:
    """Write what a platform takes.

    Args:
        platform: which.
        results: the folder that `grader grade` wrote.
        sheet: the table that the teacher downloaded from it; for nbgrader a roster, or None.
        folder: where the files go.
        column: title of the column of grades, where it can't be found.
        scale: whether points may be multiplied to fit the platform's maximum.

    Raises:
        UsageError: something needed is missing or doesn't fit.
    """
    graded, left_out, due = read_graded(results), read_left_out(results), not_graded_yet(results)
    if results.resolve() in (folder.resolve(), *folder.resolve().parents):
        raise UsageError(f"{folder}: is where the results themselves are; give another --output.")
    if platform is Platform.GRADESCOPE:
        done = _gradescope(graded, results, folder)
    elif platform is Platform.NBGRADER:
        done = nbgrader_grades.export(graded, sheet, folder, left_out, whole=not due)
    elif sheet is None:
        raise UsageError(f"Give {SHEETS[platform]}, with --sheet: it is filled in, not replaced.")
    elif platform is Platform.MOODLE:
        done = moodle_grades.export(graded, results, sheet, folder, column=column, scale=scale)
    else:
        done = canvas_grades.export(graded, sheet, folder, column=column, scale=scale)
    lost = [
        f"{name}: isn't graded yet. Give the same `grader grade` command again." for name in due
    ]
    notes = [*done.notes, *_not_in_the_last_run(left_out)]
    return done._replace(lost=[*done.lost, *lost], notes=notes)


def _not_in_the_last_run(left_out: Sequence[Graded]) -> Iterator[str]:
    if left_out:
        names = ", ".join(item.submission for item in left_out)
        yield f"{len(left_out)} graded earlier are not in the last run, and left out: {names}."


def _gradescope(graded: Sequence[Graded], results: Path, folder: Path) -> Exported:
    """Each submission's `results.json`, under Gradescope's own name where that is known."""
    kept, lost, notes = countable(graded)
    files = []
    for item in kept:
        own = item.origin.platform == "Gradescope"
        content = json.loads((results / item.submission / "results.json").read_text("utf-8"))
        # What was found out about the person is for the instructor.
        for private in ("flags", "students", "origin", "identity"):
            content["extra_data"].pop(private, None)
        path = folder / (Path(item.origin.place).name if own else item.submission)
        path.mkdir(parents=True, exist_ok=True)
        files.append(path / "results.json")
        text = json.dumps(content, indent=2, ensure_ascii=False)
        files[-1].write_bytes(text.encode(errors="replace") + b"\n")
    return Exported(files, len(kept), lost, notes)
