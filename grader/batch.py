"""Grades many submissions one after the other and writes results, reports, index and table."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from grader.errors import UsageError
from grader.examiner import Examiner
from grader.exchange.gradescope import write_results_json
from grader.exchange.table import write_grades_csv
from grader.grading import grade
from grader.report import render_index, render_report
from grader.result import Result, Student
from grader.sandbox.host import Isolation, Zygote


def grade_all(
    examiner: Examiner,
    names: Mapping[Path, str],
    folder: Path,
    isolation: Isolation = Isolation.FULL,
    *,
    finish: Callable[[Result], Result] = lambda result: result,
    missing: Sequence[Student] = (),
) -> Iterator[Result]:
    """Grade files and write what belongs to each as soon as it is known.

    Args:
        examiner: of the assignment.
        names: file -> unique, safe name of the submission.
        folder: gets a folder for each submission, `index.html` and `grades.csv`.
        isolation: what stands between the notebooks and this machine.
        finish: adds to a graded result what is known of the student and what the rules say.
        missing: students who handed in nothing; the table has a row for each.

    Yields:
        Each result; when the last one is taken, index and table are written.

    Raises:
        UsageError: the folder can't be written to.
        GradingFault: the guests' process can't be started or isolated.
    """
    results = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with Zygote(isolation) as zygote:
            for path, name in names.items():
                result = finish(grade(examiner, zygote, path, name))
                _write(result, folder / name)
                results.append(result)
                yield result
        write_grades_csv(results, folder / "grades.csv", missing)
        (folder / "index.html").write_text(render_index(results), encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{folder}: can't write the results there ({error}).") from error


def _write(result: Result, folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    write_results_json(result, folder / "results.json")
    (folder / "report.html").write_text(render_report(result), encoding="utf-8")
