"""Changed references side by side: what is found for each, and what is said when it can't be."""

import os
import signal

import pytest

from grader.errors import GradingFault
from grader.sandbox.choice import Isolation
from grader.scoring import first_loss
from grader.trials import outcomes_of, side_by_side


@pytest.fixture
def texts(halves):
    """The reference, with a fault in one function, in the other, in none, over and over."""
    right = halves.notebook_source.read_text(encoding="utf-8")
    changed = [right.replace("x / 2", "x / 3"), right.replace("x + x", "x"), right]
    return changed * 4


def dies(_, __):
    os.kill(os.getpid(), signal.SIGKILL)


def test_what_is_found_comes_in_the_order_of_the_texts(halves, texts):
    assert side_by_side(first_loss, halves, texts, Isolation.FULL) == ["half", "double", None] * 4


def test_outcomes_are_those_of_a_submission(halves, texts):
    (outcomes,) = side_by_side(outcomes_of, halves, texts[:1], Isolation.FULL)
    assert {o.criterion: o.earned for o in outcomes} == {"half": 0, "double": 2, "why": None}


def test_without_texts_nothing_is_started(halves):
    assert side_by_side(first_loss, halves, [], Isolation.FULL) == []


def test_workers_that_die_again_and_again_are_said(halves, texts):
    with pytest.raises(GradingFault, match="A worker process died each of the 3 times"):
        side_by_side(dies, halves, texts[:1], Isolation.FULL)
