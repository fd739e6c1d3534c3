"""What a notebook says that it measured: asked for, never believed blindly, never costly."""

import pytest

from grader.assignment import load_assignment
from grader.examiner import Examiner
from grader.measuring import measured
from grader.sandbox.session import Session
from grader.submission import Cell
from tests.conftest import TINY_RUBRIC

ASKED = (
    TINY_RUBRIC
    + """

@rubric.measurement("What a loop costs")
def loops(code):
    return {"loop": code.by_loop.average, "array": code.by_array.average}
"""
)
TIMED = "by_loop = %timeit -o sum(range(99999))\nby_array = %timeit -o 1 + 1"


@pytest.fixture
def measure(course, zygote):
    folder = course / "solution" / "halves"
    (folder / "rubric.py").write_text(ASKED, encoding="utf-8")
    examiner = Examiner(load_assignment(folder))

    def measure(*sources):
        cells = [Cell(n, "code", source) for n, source in enumerate(sources)]
        session = Session(zygote, cells, examiner.assignment.settings.limits)
        try:
            session.run_notebook()
            return measured(examiner, session)
        finally:
            session.close()

    return measure


def test_what_timeit_kept_is_compared(measure):
    [one] = measure(TIMED)
    assert (one.title, one.names) == ("What a loop costs", ("loop", "array"))
    assert 0 < one.seconds[1] < one.seconds[0] < 2
    assert one.ratio > 1


@pytest.mark.parametrize(
    "source",
    [
        "",
        "by_loop = 3",
        "class T: average = float('nan')\nby_loop = by_array = T()",
        "class T: average = -1.0\nby_loop = by_array = T()",
        "class T: average = 'fast'\nby_loop = by_array = T()",
        "class T: average = True\nby_loop = by_array = T()",
        "class T: average = 1e300\nby_loop = by_array = T()",
        "class T:\n    @property\n    def average(self): 1 / 0\nby_loop = by_array = T()",
        "class T:\n    @property\n    def average(self):\n        while True: pass\n"
        "by_loop = by_array = T()",
    ],
)
def test_without_durations_that_can_be_believed_there_is_no_measurement(measure, source):
    assert measure(source) == ()
