"""Right answers in other styles keep every point; each fault loses its own."""

from pathlib import Path

import msgspec
import pytest

from grader.assignment import load_assignment
from grader.examiner import Examiner
from grader.result import Status
from grader.sandbox.session import Session
from grader.scoring import score
from grader.skeleton import code_of
from grader.submission import Cell
from tests.corpus import labelled

HERE = Path(__file__).parent
RIGHT, WRONG = labelled.corpus("right", HERE), labelled.corpus("wrong", HERE)


@pytest.fixture(scope="module")
def lstm():
    return Examiner(load_assignment(HERE.parents[2] / "solution" / "numpy_lstm"))


def test_labels_name_criteria_and_mistakes_that_exist(lstm):
    criteria = [criterion.identifier for criterion in lstm.rubric.criteria]
    known = {slip.name for slip in lstm.misconceptions}
    assert not [one.name for one in RIGHT if one.lost or one.named]
    for one in WRONG:
        assert one.lost_of(criteria), one.name
        assert all(label in criteria or "*" in label for label in one.lost), one.name
        assert one.named <= known, one.name


@pytest.mark.parametrize("one", RIGHT, ids=lambda one: one.path.stem)
def test_a_right_submission_keeps_every_point_whatever_its_style(lstm, zygote, one):
    outcomes = labelled.outcomes_of(lstm, zygote, one.path)
    assert {o.criterion: o for o in outcomes if o.earned not in (None, o.points)} == {}
    assert labelled.named_in(outcomes) == set()


@pytest.mark.parametrize("one", WRONG, ids=lambda one: one.path.stem)
def test_a_wrong_submission_loses_what_it_deserves_and_no_more(lstm, zygote, one):
    outcomes = labelled.outcomes_of(lstm, zygote, one.path)
    assert labelled.lost_by(outcomes) == one.lost_of([o.criterion for o in outcomes])
    assert labelled.named_in(outcomes) <= one.named  # nothing is named wrongly


def test_a_training_that_never_ends_costs_the_training(lstm, zygote):
    assignment = lstm.assignment
    endless = "def train(params, steps, lr, max_norm, seed):\n    while True: pass"
    sources = (
        *code_of(assignment, assignment.notebook_source.read_text(encoding="utf-8")),
        endless,
    )
    cells = [Cell(n, "code", source) for n, source in enumerate(sources)]
    limits = msgspec.structs.replace(assignment.settings.limits, call_seconds=3.0)
    session = Session(zygote, cells, limits)
    session.run_notebook()
    outcomes = [marked.outcome for marked in score(lstm, session)]
    session.close()
    assert {o.criterion for o in outcomes if o.status is Status.TIMED_OUT} == {
        "training",
        "training_result",
    }
    assert labelled.lost_by(tuple(outcomes)) == {"training", "training_result"}
