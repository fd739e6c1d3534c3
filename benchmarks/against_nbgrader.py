"""Grades the same notebooks with nbgrader and with this grader, with reports, in turns."""

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from measuring import ROOT, Run, grade_class, right_notebook, run, write_class

HOME = ROOT / "benchmarks" / ".nbgrader"  # an environment of its own, kept for the next time
NBGRADER = HOME / "venv" / "bin" / "nbgrader"
NAME = "numpy_rnn"
CHECKS = {
    "forward": "assert RNN(3, 4, 2).forward(np.ones((6, 3))).shape == (2,)",
    "gradients": "m = RNN(3, 4, 2)\nassert all(gradient_check(m, np.ones((6, 3))).values())",
    "update": "m = RNN(3, 4, 2)\nm.forward(np.ones((6, 3)))\nm.backward(np.ones(2))\nm.update(0.1)",
}


def main() -> None:
    """Print seconds of both, and the ratio, for each size of a class."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--sizes", type=int, nargs="*", default=[1, 50], help="of the classes")
    options.add_argument("--timed-sizes", type=int, nargs="*", default=[1, 50])
    options.add_argument("--quick", action="store_true", help="1 and 5 submissions, no %%timeit")
    given = options.parse_args()
    if given.quick:
        given.sizes, given.timed_sizes = [1, 5], []
    _set_up()
    cases = [(size, False) for size in given.sizes] + [(size, True) for size in given.timed_sizes]
    for size, timing in cases:
        with tempfile.TemporaryDirectory() as name:
            theirs = _theirs(Path(name), size, timing)
            submissions = write_class(Path(name) / "ours", size, timing)
            ours, alone = (grade_class(submissions, jobs) for jobs in (2, 1))
        print(
            f"{size} submissions {'with' if timing else 'without'} %timeit cells: "
            f"nbgrader {theirs.seconds:.1f} s, grader --jobs 2 {ours.seconds:.1f} s, "
            f"ratio {theirs.seconds / ours.seconds:.1f}; computing: nbgrader "
            f"{theirs.computing:.1f} s, grader --jobs 1 {alone.computing:.1f} s, "
            f"ratio {theirs.computing / alone.computing:.1f}",
            flush=True,
        )


def _set_up() -> None:
    """Install nbgrader, if it isn't there."""
    if NBGRADER.exists():
        return
    subprocess.run([sys.executable, "-m", "venv", HOME / "venv"], check=True)
    pip = [HOME / "venv" / "bin" / "pip", "install", "--quiet", "nbgrader==0.9.*", "numpy"]
    subprocess.run(pip, check=True)


def _theirs(folder: Path, size: int, timing: bool) -> Run:
    """What `autograde` and `generate_feedback` take, for a course made ready before."""
    course = folder / "course"
    _write(course / "source" / NAME, _with_checks(_skeleton(timing)))
    (course / "nbgrader_config.py").write_text(
        "c = get_config()\n"
        f"c.CourseDirectory.root = {str(course)!r}\n"
        "c.ExecutePreprocessor.timeout = 300\n"
        "c.ClearSolutions.enforce_metadata = False\n"
    )
    run([NBGRADER, "generate_assignment", NAME], course)
    for number in range(size):
        submitted = course / "submitted" / f"student{number:05}" / NAME
        _write(submitted, _with_checks(right_notebook(timing, mark=str(number))))
    graded = run([NBGRADER, "autograde", NAME], course)
    _require_points(course, size)
    feedback = run([NBGRADER, "generate_feedback", NAME], course)
    return Run(graded.seconds + feedback.seconds, graded.computing + feedback.computing, 0, 0)


def _require_points(course: Path, size: int) -> None:
    """Make sure that nbgrader did its work: every submission has all points of the checks."""
    run([NBGRADER, "export"], course)
    head, *rows = (course / "grades.csv").read_text().splitlines()
    scores = [float(row.split(",")[head.split(",").index("score")]) for row in rows]
    if scores != [float(len(CHECKS))] * size:
        raise SystemExit(f"nbgrader gave {scores}, not {len(CHECKS)} to each of {size}.")


def _skeleton(timing: bool) -> dict[str, Any]:
    path = ROOT / "assignment" / NAME / f"{NAME}.ipynb"
    notebook: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    if not timing:
        notebook["cells"] = [c for c in notebook["cells"] if "time_" not in "".join(c["source"])]
    return notebook


def _with_checks(notebook: dict[str, Any]) -> dict[str, Any]:
    """The notebook with cells that nbgrader grades, as its own tests are."""
    for name, source in CHECKS.items():
        metadata = {"schema_version": 3, "grade": True, "locked": True, "solution": False}
        metadata |= {"task": False, "grade_id": f"check_{name}", "points": 1}
        notebook["cells"].append(
            {
                "cell_type": "code",
                "execution_count": None,
                "metadata": {"nbgrader": metadata},
                "outputs": [],
                "source": source,
            }
        )
    for number, cell in enumerate(notebook["cells"]):
        cell.setdefault("id", f"cell-{number}")
    return notebook


def _write(folder: Path, notebook: dict[str, Any]) -> None:
    folder.mkdir(parents=True)
    (folder / f"{NAME}.ipynb").write_text(json.dumps(notebook), encoding="utf-8")


if __name__ == "__main__":
    main()
