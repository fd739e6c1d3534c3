"""Measures what grading one right notebook takes, and how much of it is the student's own code."""

import statistics
import time
from collections.abc import Callable
from pathlib import Path

from grader.assignment import load_assignment
from grader.examiner import Examiner
from grader.grading import grade
from grader.report import render_report
from grader.sandbox.host import Zygote
from grader.sandbox.session import Session
from grader.submission import read_submission

ROOT = Path(__file__).parent.parent
NOTEBOOK = ROOT / "tests" / "submissions" / "right.ipynb"
ROUNDS = 15


def main() -> None:
    """Print medians, in milliseconds, of one run in which all parts take turns."""
    assignment = load_assignment(ROOT / "solution" / "numpy_rnn")
    examiner = Examiner(assignment)
    times: dict[str, list[float]] = {"guest": [], "cells": [], "all": [], "report": []}
    with Zygote() as zygote:
        result = grade(examiner, zygote, NOTEBOOK, "warm-up")
        submission = read_submission(NOTEBOOK, "cells", ())
        for _ in range(ROUNDS):
            _measure(times["guest"], lambda: zygote.fork().end())
            session = Session(zygote, submission.cells, assignment.settings.limits)
            _measure(times["cells"], session.run_notebook)
            session.close()
            _measure(times["all"], lambda: grade(examiner, zygote, NOTEBOOK, "right"))
            _measure(times["report"], lambda: render_report(result))
    medians = {name: statistics.median(values) for name, values in times.items()}
    print(f"Median of {ROUNDS} rounds, {NOTEBOOK.name}:")
    print(f"  starting and ending a guest   {medians['guest']:7.1f} ms")
    print(f"  running the notebook's cells  {medians['cells']:7.1f} ms (guest included)")
    print(f"  grading, all in all           {medians['all']:7.1f} ms")
    print(f"  rendering the report          {medians['report']:7.1f} ms")
    print(f"  grading / running the cells   {medians['all'] / medians['cells']:7.1f}")


def _measure(times: list[float], work: Callable[[], object]) -> None:
    started = time.perf_counter()
    work()
    times.append(1000 * (time.perf_counter() - started))


if __name__ == "__main__":
    main()
