"""Whatever plain data a notebook answers with, it is a wrong answer and never a fault."""

from pathlib import Path

import pytest
from hypothesis import given, settings

from grader.assignment import load_assignment
from grader.diagnosis import explained
from grader.examiner import Examiner
from grader.result import Status
from grader.scoring import score
from tests.solution.numpy_rnn.test_arbitrary_answers import (
    LIMITS,
    Notebook,
    Supply,
    Thing,
    mostly_things,
    steps,
)

SOLUTION = Path(__file__).parents[3] / "solution" / "numpy_lstm"


@pytest.fixture(scope="module")
def lstm():
    return Examiner(load_assignment(SOLUTION))


@given(steps | mostly_things)
@settings(LIMITS, max_examples=25)
def test_a_notebook_of_arbitrary_answers_is_wrong_everywhere(lstm, supplied):
    marked = score(lstm, Notebook(Thing(Supply([Thing, *supplied]))))
    outcomes = explained(lstm, marked)
    assert {outcome.status for outcome in outcomes if outcome.earned is None} == {Status.PENDING}
    assert [o.criterion for o in outcomes if o.status is Status.RIGHT or o.earned] == []
