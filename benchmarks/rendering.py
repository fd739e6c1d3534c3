"""How long a report takes once its result is known, and how large it is.

The sample submissions are graded once. Templates and lexers are warm. "Warm" is a worker that has
written the report of another submission before, so that the cells which the assignment gives are
known and what the student wrote is new; "all new" is one that has forgotten every cell. Best of
several rounds, because others may use the machine.
"""

import argparse
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from measuring import ROOT, SOLUTION

from grader import markdown, rendering
from grader.assignment import load_assignment
from grader.examiner import Examiner
from grader.grading import grade
from grader.report import render_instructor_page, render_report
from grader.result import Result
from grader.sandbox.host import Zygote

CACHES = (rendering._code_lines, markdown._markdown, markdown.formula)


def graded(paths: list[Path]) -> list[Result]:
    """Grade some notebooks."""
    examiner = Examiner(load_assignment(SOLUTION))
    with Zygote() as zygote:
        return [grade(examiner, zygote, path, path.stem) for path in paths]


def seconds_of(
    render: Callable[[Result], str], result: Result, other: Result | None, rounds: int
) -> tuple[float, float]:
    """The least seconds on the clock and of computing that one page takes, after another one."""
    clock, computing = [], []
    for _ in range(rounds):
        for cache in CACHES:
            cache.cache_clear()
        if other:
            render(other)
        started, before = time.perf_counter(), time.process_time()
        render(result)
        clock.append(time.perf_counter() - started)
        computing.append(time.process_time() - before)
    return min(clock), min(computing)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--submissions", type=int, default=20, help="of the samples, in order")
    parser.add_argument("--rounds", type=int, default=5, help="of which the quickest counts")
    options = parser.parse_args()
    paths = sorted((ROOT / "tests" / "submissions").glob("*.ipynb"))[: options.submissions]
    results = graded(paths)
    print("| page | cells | median | slowest | computing, median | median size | largest |")
    print("|---|---|---:|---:|---:|---:|---:|")
    for name, render in (("report", render_report), ("instructor’s page", render_instructor_page)):
        sizes = [len(render(result).encode()) for result in results]
        for cells in ("warm", "all new"):
            others = [results[n - 1] if cells == "warm" else None for n in range(len(results))]
            taken = [
                seconds_of(render, result, other, options.rounds)
                for result, other in zip(results, others, strict=True)
            ]
            clock, computing = ([1000 * pair[n] for pair in taken] for n in (0, 1))
            print(
                f"| {name} | {cells} | {median(clock):.0f} ms | {max(clock):.0f} ms "
                f"| {median(computing):.0f} ms | {median(sizes) / 1000:.0f} kB "
                f"| {max(sizes) / 1000:.0f} kB |"
            )


if __name__ == "__main__":
    main()
