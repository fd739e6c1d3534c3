"""What the benchmarks share: the notebooks, and commands measured by clock and memory."""

import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from grader.assignment import load_assignment
from grader.skeleton import code_of

ROOT = Path(__file__).parent.parent
RIGHT = ROOT / "tests" / "submissions" / "right.ipynb"
SOLUTION = ROOT / "solution" / "numpy_rnn"
SMALL = ROOT / "solution" / "least_squares"
GRADER = (sys.executable, "-m", "grader")


class Run(NamedTuple):
    """One command that has ended."""

    seconds: float  # on the clock
    computing: float  # seconds of all its processes but those that it doesn't wait for: workers
    memory: float  # MiB that the command's own process had at most, without its workers
    workers: float  # MiB that the largest of its workers had at most


def right_notebook(timing: bool, mark: str = "") -> dict[str, Any]:
    """The right submission, with or without the two `%timeit` cells and what builds on them."""
    notebook: dict[str, Any] = json.loads(RIGHT.read_text(encoding="utf-8"))
    if not timing:
        notebook["cells"] = [c for c in notebook["cells"] if "time_" not in "".join(c["source"])]
    if mark:
        notebook["cells"].append(
            {"cell_type": "markdown", "metadata": {}, "source": f"Submission {mark}"}
        )
    return notebook


def write_class(folder: Path, count: int, timing: bool) -> Path:
    """Write so many notebooks, each a file of its own."""
    return _write(folder, (right_notebook(timing, mark=str(number)) for number in range(count)))


def write_small_class(folder: Path, count: int) -> Path:
    """Write so many right notebooks of a small assignment, each with some code of its own."""
    assignment = load_assignment(SMALL)
    right = code_of(assignment, assignment.notebook_source.read_text(encoding="utf-8"))
    return _write(folder, (_notebook(*right, _own_code(n)) for n in range(count)))


def _own_code(number: int) -> str:
    """Code that shares a line with a few of the class, as what students write does."""
    draw = random.Random(number).randrange
    lines = [f"submission = {number}"]
    for place in range(12):
        a, b, c = (draw(200) for _ in range(3))
        lines.append(f"step_{place} = lambda x: [x * {a}, x ** 2 + {b}, (x - {c}) / (1 + x * x)]")
    return "\n".join(lines)


def _notebook(*sources: str) -> dict[str, Any]:
    nothing_run = {"execution_count": None, "metadata": {}, "outputs": []}
    cells = [{"cell_type": "code", "source": source, **nothing_run} for source in sources]
    return {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 4}


def _write(folder: Path, notebooks: Iterable[dict[str, Any]]) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for number, notebook in enumerate(notebooks):
        path = folder / f"student{number:05}.ipynb"
        path.write_text(json.dumps(notebook), encoding="utf-8")
    return folder


def grade_class(submissions: Path, jobs: int, solution: Path = SOLUTION) -> Run:
    """Grade a class with so many workers, into a folder that is thrown away."""
    with tempfile.TemporaryDirectory(dir=submissions.parent) as output:
        words = ["grade", submissions, "--assignment", solution, "--output", output]
        return run([*GRADER, *words, "--jobs", str(jobs), "--quiet"])


def run(command: Sequence[str | Path], cwd: Path = ROOT) -> Run:
    """Run a command to its end; it finds the programs of its own environment first.

    Raises:
        SystemExit: it failed; with what it said.
    """
    path = f"{Path(command[0]).parent}{os.pathsep}{os.environ['PATH']}"
    started, before = time.perf_counter(), _computed()
    with subprocess.Popen(
        [str(word) for word in command],
        cwd=cwd,
        env={**os.environ, "PATH": path},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    ) as process:
        memory = workers = 0.0
        assert process.stdout is not None
        os.set_blocking(process.stdout.fileno(), False)
        said = b""
        while process.poll() is None:
            memory = max(memory, _memory_of(process.pid))
            children = _children_of(process.pid)
            forked = [pid for child in children for pid in _children_of(child)]
            workers = max([workers, *map(_memory_of, (*children, *forked))])
            said += process.stdout.read() or b""
            time.sleep(0.02)
        seconds = time.perf_counter() - started
        said += process.stdout.read() or b""
    if process.returncode:
        raise SystemExit(f"{' '.join(map(str, command))} failed:\n{said.decode()[-2000:]}")
    return Run(seconds, _computed() - before, memory, workers)


def _computed() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _memory_of(pid: int) -> float:
    """MiB of a process; 0 when it is gone."""
    try:
        with open(f"/proc/{pid}/status", encoding="utf-8") as lines:
            found = [line.split()[1] for line in lines if line.startswith("VmRSS")]
    except OSError:
        return 0.0
    return int(found[0]) / 1024 if found else 0.0


def _children_of(pid: int) -> list[int]:
    try:
        return [int(n) for n in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []
