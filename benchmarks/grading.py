"""What grading one right notebook takes, part by part, and how much of it is in the guest."""

import argparse
import statistics
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

from measuring import RIGHT, SOLUTION, grade_class, write_class

from grader.assignment import load_assignment
from grader.examiner import Examiner
from grader.grading import grade
from grader.report import render_report
from grader.sandbox.host import Zygote
from grader.sandbox.session import Session
from grader.submission import read_submission

ROUNDS = 15


def main() -> None:
    """Print medians of one run in which all parts take turns."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--quick", action="store_true", help="three rounds only")
    rounds = 3 if options.parse_args().quick else ROUNDS
    times: dict[str, list[float]] = defaultdict(list)
    assignment = load_assignment(SOLUTION)
    examiner = Examiner(assignment)
    _measure(times["zygote"], lambda: Zygote().close())
    with CountingZygote() as zygote:
        result = grade(examiner, zygote, RIGHT, "warm-up")
        submission = read_submission(RIGHT, "cells", ())
        for _ in range(rounds):
            _measure(times["guest"], lambda: zygote.fork().end())
            session = Session(zygote, submission.cells, assignment.settings.limits)
            _measure(times["cells"], session.run_notebook)
            session.close()
            zygote.computed, before = 0.0, time.process_time()
            _measure(times["all"], lambda: grade(examiner, zygote, RIGHT, "right"))
            _measure(times["report"], lambda: render_report(result))
            times["ours"].append(time.process_time() - before)
            times["theirs"].append(zygote.computed)
    found = {name: statistics.median(values) for name, values in times.items()}
    print(f"Median of {rounds} rounds, {RIGHT.name}:")
    print(f"  starting and ending the guests' process {found['zygote']:7.1f} ms (once a worker)")
    print(f"  starting and ending a guest   {found['guest']:7.1f} ms")
    print(f"  running the notebook's cells  {found['cells']:7.1f} ms (guest included)")
    print(f"  grading, all in all           {found['all']:7.1f} ms")
    print(f"  rendering the report          {found['report']:7.1f} ms")
    print(f"  grading / running the cells   {found['all'] / found['cells']:7.1f}")
    print(f"  computing in the guest        {1000 * found['theirs']:7.1f} ms")
    print(f"  computing outside of it       {1000 * found['ours']:7.1f} ms")
    print(f"  both / in the guest           {1 + found['ours'] / found['theirs']:7.2f}")
    with tempfile.TemporaryDirectory() as folder:
        whole = _of_a_class(Path(folder), max(1, rounds // 3))
    print(f"  one more of a class, all processes' computing {whole:7.1f} ms")
    print(f"  that / in the guest           {whole / (1000 * found['theirs']):7.2f}")


def _of_a_class(folder: Path, rounds: int) -> float:
    """Milliseconds of computing that a submission adds to `grader grade`, whatever it is for."""
    few, more = (write_class(folder / f"class{count}", count, True) for count in (5, 25))

    def computing(submissions: Path) -> float:
        return 1000 * grade_class(submissions, 1).computing

    return statistics.median((computing(more) - computing(few)) / 20 for _ in range(rounds))


class CountingZygote(Zygote):
    """Adds up what its guests have computed."""

    computed = 0.0  # seconds

    def end(self, pid: int, patience: float) -> tuple[int | None, float]:
        """End a guest."""
        status, computed = super().end(pid, patience)
        self.computed += computed
        return status, computed


def _measure(times: list[float], work: Callable[[], object]) -> None:
    started = time.perf_counter()
    work()
    times.append(1000 * (time.perf_counter() - started))


if __name__ == "__main__":
    main()
