"""Grades many submissions one after the other and writes results, reports, index and table."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import nbformat

from grader.assignment import Assignment
from grader.class_page import light, render_class_page
from grader.errors import UsageError
from grader.examiner import Examiner
from grader.exchange.gradescope import write_results_json
from grader.exchange.table import write_grades_csv
from grader.grading import grade
from grader.report import render_instructor_page, render_report
from grader.result import Result
from grader.sandbox.host import Isolation, Zygote
from grader.similarity import Fingerprint, Given, fingerprint, given_by, similar
from grader.skeleton import build_skeleton


def grade_all(
    examiner: Examiner,
    names: Mapping[Path, str],
    folder: Path,
    isolation: Isolation = Isolation.FULL,
) -> Iterator[Result]:
    """Grade files and write what belongs to each as soon as it is known.

    Args:
        examiner: of the assignment.
        names: file -> unique, safe name of the submission.
        folder: gets a folder for each submission, `index.html` and `grades.csv`.
        isolation: what stands between the notebooks and this machine.

    Yields:
        Each result; when the last one is taken, index and table are written.

    Raises:
        UsageError: the folder can't be written to.
        GradingFault: the guests' process can't be started or isolated.
    """
    results = []
    fingerprints = {}
    given = given_by_skeleton(examiner.assignment)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with Zygote(isolation) as zygote:
            for path, name in names.items():
                result = grade(examiner, zygote, path, name)
                _write(result, folder / name)
                fingerprints[name] = fingerprint_of(result, given)
                results.append(light(result))
                yield result
        write_grades_csv(results, folder / "grades.csv")
        page = render_class_page(results, similar(fingerprints))
        (folder / "index.html").write_text(page, encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{folder}: can't write the results there ({error}).") from error


def given_by_skeleton(assignment: Assignment) -> Given:
    """Return what is not a student's own code."""
    cells = nbformat.reads(build_skeleton(assignment), as_version=4).cells
    return given_by(cell.source for cell in cells if cell.cell_type == "code")


def fingerprint_of(result: Result, given: Given) -> Fingerprint:
    """Return the fingerprint of a notebook, to be compared with those of the class."""
    return fingerprint((run.source for run in result.cells if run.kind == "code"), given)


def _write(result: Result, folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    write_results_json(result, folder / "results.json")
    (folder / "report.html").write_text(render_report(result), encoding="utf-8")
    (folder / "instructor.html").write_text(render_instructor_page(result), encoding="utf-8")
