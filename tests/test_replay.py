"""A case asked again, as the instructor's page says how."""

import pytest

from grader.errors import UsageError
from grader.replay import replay

WRONG = ("import numpy as np", "def half(x): return x / 3", "def double(x): return x + x")


def test_a_replay_shows_the_case_with_right_and_given_values(halves, write_notebook):
    seen = replay(write_notebook(*WRONG), "half", 2, solution=halves.folder)
    [value] = seen.values
    assert value.expected != value.given
    assert str(seen).splitlines()[1] == "right is float64 [4]"
    assert replay(write_notebook(*WRONG), "half", 2, solution=halves.folder) == seen


def test_an_answer_that_does_not_come_says_why(halves, write_notebook):
    path = write_notebook("def half(x): raise KeyError(x[0])")
    assert "the notebook gave raised KeyError" in str(
        replay(path, "half", 0, solution=halves.folder)
    )
    path = write_notebook("def half(x):\n    while True: pass")
    [value] = replay(path, "half", 0, solution=halves.folder).values
    assert value.given == "Stopped after 1 second in `half`."
    [value] = replay(write_notebook("x = 1"), "half", 0, solution=halves.folder).values
    assert "does not define `half`" in value.given


@pytest.mark.parametrize(
    ("criterion", "case"), [("halve", 0), ("why", 0), ("half", 3), ("half", -1)]
)
def test_what_can_not_be_asked_is_an_error_that_says_what_can(
    halves, write_notebook, criterion, case
):
    with pytest.raises(UsageError, match=r"half, double|half has the cases 0 to 2"):
        replay(write_notebook(*WRONG), criterion, case, solution=halves.folder)
