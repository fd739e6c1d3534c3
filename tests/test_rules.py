"""The assignment's rules, applied to what was graded."""

from datetime import UTC, datetime

import msgspec
import pytest

from grader.assignment import Settings
from grader.confirmations import Confirmation, OnViolation, Ruling
from grader.lateness import Deadline
from grader.result import Origin, Outcome, PolicyFinding, Result, Status, Student
from grader.rules import Placement, apply_rules
from grader.telling import standing

DUE = datetime(2026, 11, 30, 23, tzinfo=UTC)
SETTINGS = Settings(
    "halves",
    "Halves",
    "1",
    1,
    ("numpy",),
    deadline=Deadline(DUE, points_per_day=1),
    on_violation=OnViolation.CAP,
)
LATE = Placement(
    origin=Origin("Moodle", "A_1_", (Student("A"),), "1", datetime(2026, 12, 1, tzinfo=UTC)),
    students=(Student("A", "01"),),
    due=DUE,
    confirmation=Confirmation("a", Ruling.CONFIRMED, by="T", reason="seen"),
    flags=("Look.",),
)
GRADED = Result(
    "a",
    "a.ipynb",
    "halves",
    "Halves",
    "1",
    10.0,
    (Outcome("half", "1.1", "Part", "Half.", 10.0, 8.0, Status.WRONG),),
    policy=(PolicyFinding("`torch` is not allowed.", "torch", 0, 1),),
)


def test_lateness_comes_first_and_packages_cap_what_is_left():
    found = apply_rules(GRADED, LATE, SETTINGS)
    assert [(line.rule, line.points) for line in found.adjustments] == [
        ("lateness", 1.0),
        ("packages", 2.0),
    ]
    assert (found.earned, found.score) == (8.0, 5.0)


def test_a_notebook_that_says_it_is_for_another_assignment_is_flagged_once():
    strange = msgspec.structs.replace(GRADED, stated="thirds")
    ruled = apply_rules(apply_rules(strange, LATE, SETTINGS), LATE, SETTINGS)
    said = "The notebook says that it is for the assignment thirds."
    assert ruled.flags == ("Look.", said)
    again = msgspec.structs.replace(LATE, flags=ruled.flags)
    assert apply_rules(ruled, again, SETTINGS).flags == ruled.flags
    assert apply_rules(GRADED, LATE, SETTINGS).flags == ("Look.",)


def test_the_criteria_stay_as_they_were_scored():
    assert apply_rules(GRADED, LATE, SETTINGS).outcomes == GRADED.outcomes


def test_rules_applied_again_or_by_a_worker_give_the_same():
    once = apply_rules(GRADED, LATE, SETTINGS)
    sent = msgspec.json.decode(msgspec.json.encode(LATE), type=Placement)
    assert apply_rules(once, LATE, SETTINGS) == once
    assert apply_rules(GRADED, sent, SETTINGS) == once


def test_a_decision_that_is_withdrawn_gives_the_points_back():
    once = apply_rules(GRADED, LATE, SETTINGS)
    undecided = msgspec.structs.replace(LATE, confirmation=None)
    assert apply_rules(once, undecided, SETTINGS).score == 7.0


@pytest.mark.parametrize("changes", [{"refusal": "Empty."}, {"fault": "Broken."}])
def test_what_has_no_score_gets_no_lines_but_is_placed(changes):
    found = apply_rules(msgspec.structs.replace(GRADED, **changes), LATE, SETTINGS)
    assert (found.adjustments, found.late, found.students) == ((), True, LATE.students)


def test_a_time_and_a_deadline_decide_before_the_platforms_word():
    said = msgspec.structs.replace(LATE.origin, late=False)
    assert apply_rules(GRADED, msgspec.structs.replace(LATE, origin=said), SETTINGS).late
    no_rule = msgspec.structs.replace(SETTINGS, deadline=None)
    unruled = msgspec.structs.replace(LATE, origin=said, due=None)
    assert apply_rules(GRADED, unruled, no_rule).late is False


def test_no_more_is_taken_off_than_was_earned_so_that_the_lines_add_up():
    poor = msgspec.structs.replace(
        GRADED,
        outcomes=(msgspec.structs.replace(GRADED.outcomes[0], earned=0.25),),
        policy=(),
    )
    found = apply_rules(poor, LATE, SETTINGS)
    assert [line.points for line in found.adjustments] == [0.25]
    assert found.earned - sum(line.points for line in found.adjustments) == found.score == 0


def test_what_a_person_has_decided_is_not_said_to_wait_for_one():
    decided = apply_rules(GRADED, LATE, SETTINGS)
    open_ = apply_rules(GRADED, msgspec.structs.replace(LATE, confirmation=None), SETTINGS)
    assert "flagged for a person" in " ".join(standing(open_))
    assert "flagged for a person" not in " ".join(standing(decided))
