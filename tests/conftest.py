"""What many tests use: the first assignment, a tiny second one, notebooks, and a warm process."""

import copy
import os
from pathlib import Path
from textwrap import dedent

import msgspec
import nbformat
import pytest
from hypothesis import HealthCheck, settings
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from grader.assignment import load_assignment, load_module
from grader.examiner import Examiner
from grader.sandbox.host import Zygote

pytest.register_assert_rewrite("tests.reported")
# How long an example takes is the machine's affair.
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")
PROJECT = Path(__file__).parent.parent

TINY_SETTINGS = """
name = "halves"
title = "Halves and doubles"
version = "3"
seed = 1
packages = ["numpy"]
student_fields = ["Name"]

[limits]
cell_seconds = 2.0
call_seconds = 1.0
submission_seconds = 30.0
"""
TINY_NOTEBOOK = '''
# %% [markdown]
# # Halves and doubles

# %% [markdown] role="fill_in"
# Name:

# %%
import numpy as np

# %% grade_id="half"
def half(x: np.ndarray) -> np.ndarray:
    """Half of every entry."""
    ### BEGIN SOLUTION: divide by two
    return x / 2
    ### END SOLUTION


# %% grade_id="double"
def double(x: np.ndarray) -> np.ndarray:
    """Twice every entry."""
    ### BEGIN SOLUTION
    return x + x
    ### END SOLUTION


# %% [markdown] role="question" grade_id="why" points=1
# Why?

# %% [markdown] role="answer" grade_id="why_answer"
# Because.

# %% active="ipynb"
# print(half(np.ones(3)))
'''
TINY_RUBRIC = '''
"""How halves and doubles are scored."""

from grader.rubric import NoCredit, PassOver, Rubric, Tolerance

rubric = Rubric("Halves and doubles", total=4)
first = rubric.part("Exercise 1", points=4)
CLOSE = Tolerance(1e-12, "rounding")


def vectors(random, count):
    """Three vectors."""
    for _ in range(3):
        yield random.normal(size=4)


@first.criterion("half", points=1, cases=vectors, tolerance=CLOSE, hint="Divide.")
def half(code, case):
    """Half of every entry."""
    return code.half(case)


@first.criterion("double", points=2, cases=vectors, tolerance=CLOSE, hint="Add.")
def double(code, case):
    """Twice every entry, of what `half` gives."""
    return code.double(code.half(case))


@double.follow_through(after=[half], tolerance=CLOSE, note="Judged by your own half.")
def double_of_own_half(code, reference, case):
    """Twice of whatever this code's half is."""
    own = code.half(case)
    if case[0] < 0:
        raise PassOver
    if not own.any():
        raise NoCredit("`half` gives zeros.")
    return code.double(own), 2 * own


first.by_hand("why", points=1, title="A reason.")
'''


@pytest.fixture(scope="session")
def numpy_rnn():
    return load_assignment(PROJECT / "solution" / "numpy_rnn")


@pytest.fixture(scope="session")
def numpy_rnn_reference(numpy_rnn):
    return load_module(numpy_rnn.notebook_source)


@pytest.fixture(scope="session")
def examiner(numpy_rnn):
    return Examiner(numpy_rnn)


@pytest.fixture(scope="session")
def examiner_within(examiner):
    """The same examiner, with all answers that it knows already, within other limits."""

    def within(limits):
        other, assignment = copy.copy(examiner), examiner.assignment
        settings = msgspec.structs.replace(assignment.settings, limits=limits)
        other.assignment = msgspec.structs.replace(assignment, settings=settings)
        return other

    return within


@pytest.fixture(scope="session")
def zygote():
    with Zygote() as process:
        yield process


@pytest.fixture
def course(tmp_path):
    """A course with one tiny assignment, freshly written."""
    folder = tmp_path / "course" / "solution" / "halves"
    folder.mkdir(parents=True)
    (folder / "assignment.toml").write_text(TINY_SETTINGS, encoding="utf-8")
    (folder / "halves.py").write_text(TINY_NOTEBOOK.lstrip(), encoding="utf-8")
    (folder / "rubric.py").write_text(TINY_RUBRIC.lstrip(), encoding="utf-8")
    return tmp_path / "course"


@pytest.fixture
def two_assignments(course):
    """The course with a second assignment, `signs`, which asks for `negative` and `double`."""
    folder = course / "solution" / "signs"
    folder.mkdir()
    for name, text in (
        ("assignment.toml", TINY_SETTINGS),
        ("signs.py", TINY_NOTEBOOK),
        ("rubric.py", TINY_RUBRIC),
    ):
        other = text.replace("halves", "signs").replace("x / 2", "-x").replace("half", "negative")
        (folder / name).write_text(other.lstrip(), encoding="utf-8")
    return course


@pytest.fixture
def halves(course):
    return load_assignment(course / "solution" / "halves")


def notebook_of(*cells):
    """A notebook as text: code cells, and Markdown cells where a text starts with `#md `."""
    made = [
        new_markdown_cell(cell[4:]) if cell.startswith("#md ") else new_code_cell(dedent(cell))
        for cell in cells
    ]
    return nbformat.writes(new_notebook(cells=made))


@pytest.fixture
def write_notebook(tmp_path):
    """Write a notebook of some cells and return its path."""

    def write(*cells, name="submission.ipynb"):
        path = tmp_path / name
        path.write_text(notebook_of(*cells), encoding="utf-8")
        return path

    return write


def status_of(pid):
    """The fields of /proc/<pid>/status; empty when the process is gone."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines()
    except (FileNotFoundError, ProcessLookupError):
        return {}
    return {name: content.strip() for name, _, content in (line.partition(":") for line in lines)}


def descendants(pid):
    """The processes that come from a process and are alive."""
    everybody = {int(name): status_of(name) for name in os.listdir("/proc") if name.isdigit()}
    found = {pid}
    while True:
        more = {p for p, status in everybody.items() if int(status.get("PPid", 0)) in found}
        if more <= found:
            return {p for p in found - {pid} if not everybody[p]["State"].startswith("Z")}
        found |= more


@pytest.fixture
def processes():
    """The processes that come from a zygote, given as such or by its number."""
    return lambda z: descendants(z if isinstance(z, int) else z._process.pid)


@pytest.fixture
def status():
    return status_of
