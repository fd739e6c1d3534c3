"""How grading grows: with two workers, with many submissions; and what `grader --help` takes."""

import argparse
import statistics
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from measuring import GRADER, SMALL, Run, grade_class, run, write_class, write_small_class


def main() -> None:
    """Print medians and ratios of runs that take turns."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--few", type=int, default=100, help="small notebooks of a small class")
    options.add_argument("--many", type=int, default=2000, help="of a large one")
    options.add_argument(
        "--rounds", type=int, default=3, help="of one and two workers; 0: leave out"
    )
    options.add_argument(
        "--turns", type=int, default=5, help="of small classes before and after the large one"
    )
    options.add_argument("--quick", action="store_true", help="one round, 10 and 40 submissions")
    given = options.parse_args()
    if given.quick:
        given.few, given.many, given.rounds, given.turns = 10, 40, 1, 1
    with tempfile.TemporaryDirectory() as name:
        if given.rounds:
            _workers(Path(name), given.rounds)
        _growth(Path(name), given.few, given.many, given.turns)
    helps = [run([*GRADER, "--help"]) for _ in range(11)]
    clock = 1000 * statistics.median(found.seconds for found in helps)
    computing = 1000 * statistics.median(found.computing for found in helps)
    print(f"grader --help: {clock:.0f} ms, of which computing {computing:.0f} ms")


def _workers(folder: Path, rounds: int) -> None:
    """The slope between 10 and 40 submissions leaves out what starting takes.

    Two commands at once that share nothing show what the machine itself can do.
    """
    few, more = (write_class(folder / f"class{count}", count, False) for count in (10, 40))
    ways = (
        lambda submissions: grade_class(submissions, 1).seconds,
        lambda submissions: grade_class(submissions, 2).seconds,
        lambda submissions: _two_at_once(submissions) / 2,
    )
    rates: list[list[float]] = [[] for _ in ways]
    for _ in range(rounds):
        for way, found in zip(ways, rates, strict=True):
            found.append(30 / (way(more) - way(few)))
    one, two, apart = (statistics.median(found) for found in rates)
    print(
        f"1 worker: {one:.2f} submissions/s   2 workers: {two:.2f}/s   ratio {two / one:.2f}   "
        f"two commands at once: {apart:.2f}/s   ratio {apart / one:.2f}",
        flush=True,
    )


def _two_at_once(submissions: Path) -> float:
    """Seconds until two commands have graded the same submissions, with one worker each."""
    started = time.perf_counter()
    with ThreadPoolExecutor(2) as both:
        list(both.map(lambda _: grade_class(submissions, 1), range(2)))
    return time.perf_counter() - started


def _growth(folder: Path, few: int, many: int, turns: int) -> None:
    """The same unit cost and memory are wanted, whatever the size; starting is left out.

    The machine's speed changes while a large class is graded: small ones before and after it
    show by how much.
    """
    one, small, large = (write_small_class(folder / f"many{n}", n) for n in (2, few, many))
    starts: list[float] = []
    before: list[Run] = []

    def take_turns() -> None:
        for _ in range(turns):
            starts.append(grade_class(one, 2, SMALL).seconds)
            before.append(grade_class(small, 2, SMALL))

    take_turns()
    after = grade_class(large, 2, SMALL)
    take_turns()
    start = statistics.median(starts)
    units = sorted(1000 * (found.seconds - start) / few for found in before)
    unit, of_many = statistics.median(units), 1000 * (after.seconds - start) / many
    print(
        f"{few} submissions: {unit:.0f} ms each (from {units[0]:.0f} to {units[-1]:.0f}), ", end=""
    )
    print(_memory(before[0]))
    print(f"{many} submissions: {of_many:.0f} ms each, {_memory(after)}")
    print(f"unit cost of {many} / unit cost of {few}: {of_many / unit:.2f}", flush=True)


def _memory(found: Run) -> str:
    return f"at most {found.memory:.0f} MiB in the main process, {found.workers:.0f} in a worker"


if __name__ == "__main__":
    main()
