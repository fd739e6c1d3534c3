"""What persons decided, put into results: points, rules on top, and what no longer holds."""

from datetime import UTC, datetime

import msgspec
import pytest

from grader.decisions import Decision, Verdict
from grader.exchange.gradescope import results_of
from grader.report import render_report
from grader.result import Adjustment, CellRun, Level, Mistake, Outcome, Result, Status, Written
from grader.reviewing import apply_reviews, items_of, settled, without_lapsed

MISTAKE = Mistake("thirds", "It divides by three.", "the divisor")
HALF = Outcome("half", "1.1", "One", "Half.", 1.0, 0.0, Status.WRONG, mistakes=(MISTAKE,))
WHY = Outcome("why", "1.2", "One", "Why.", 2.0, None, Status.PENDING)


def result_of(answer="Because.", code="x = 1", **more):
    levels = (Level(0, "No."), Level(2, "Yes."))
    written = Written("why", "Why?", answer, "THE MODEL ANSWER", levels)
    cells = (CellRun(0, "code", code), CellRun(1, "markdown", answer))
    result = Result("a", "a.ipynb", "h", "H", "1", 3.0, (HALF, WHY), cells, written=(written,))
    return msgspec.structs.replace(result, **more)


def decided(result, criterion, points, comment="", level=""):
    (item,) = [item for item, _ in items_of(result) if item.criterion == criterion]
    when = datetime(2026, 1, 2, tzinfo=UTC)
    return Decision(1, item, 1, "Ada", "", when, Verdict(points, level, comment))


def half_off(result):
    """A rule that takes off half of what was earned, and sets the flags."""
    line = Adjustment("lateness", "Half is taken off.", result.earned / 2)
    return msgspec.structs.replace(result, adjustments=(line,), flags=("Late.",))


def test_rules_count_on_the_points_that_a_person_gave():
    result = result_of()
    settled_once = settled(result, [decided(result, "why", 2.0)], half_off)
    assert (settled_once.earned, settled_once.score, settled_once.pending) == (2, 1, 0)


@pytest.mark.parametrize("points", [0.0, 1.0, None])
def test_settled_again_with_other_decisions_is_as_if_settled_at_first(points):
    result = result_of()
    first = [decided(result, "why", 2.0), decided(result, "half", 1.0, "A typo.")]
    then = [*first, decided(result, "why", points), decided(result, "half", points, "No.")]
    again = settled(settled(result, first, half_off), then, half_off)
    assert again == settled(result, then, half_off)
    assert settled(again, then, half_off) == again
    assert settled(again, [], half_off) == half_off(result)


def test_a_review_survives_another_notebook_with_the_same_answer_only():
    decisions = [decided(result_of(), "why", 2.0)]
    assert apply_reviews(result_of(code="y = 2"), decisions).pending == 0
    assert apply_reviews(result_of(" Because.\n"), decisions).pending == 0
    assert apply_reviews(result_of("Because not."), decisions).pending == 2


def test_changed_points_of_the_machine_hold_for_this_notebook_and_it_is_said_when_it_changes():
    result = result_of()
    decisions = [decided(result, "half", 1.0, "A typo.")]
    assert settled(result, decisions, half_off).earned == 1
    other = settled(result_of(code="x = 2"), decisions, half_off)
    assert other.earned == 0
    assert other.flags[0] == "Late."
    assert other.flags[1].startswith(
        "The notebook has changed since Ada changed the points of half to 1"
    )
    assert without_lapsed(other) == ("Late.",)


def test_full_points_by_hand_leave_no_mistake_to_mend_and_taking_them_back_does():
    result = result_of()
    (half, _) = apply_reviews(result, [decided(result, "half", 1.0, "A typo.")]).outcomes
    assert (half.status, half.mistakes) == (Status.RIGHT, ())
    assert apply_reviews(result, [decided(result, "half", None)]).outcomes[0] == HALF


def test_what_could_not_be_read_has_no_points_to_change():
    refused = result_of(refusal="It is empty.")
    assert apply_reviews(refused, [decided(refused, "half", 1.0, "So.")]) == refused


def test_students_read_who_decided_and_why_and_never_the_model_answer():
    result = result_of()
    comment = "See $x^2$.\n\n<script>alert(1)</script> <img src=https://example.org/a.png>"
    decisions = [decided(result, "why", 0.0, comment, "No."), decided(result, "half", 1.0, "Typo.")]
    page = render_report(settled(result, decisions, half_off))
    assert "Read by Ada: No." in page
    assert "<msup>" in page
    assert "alert(1)" not in page
    assert "example.org" not in page
    assert "Ada looked at this and changed the points from 0 to 1." in page
    assert "THE MODEL ANSWER" not in page
    tests = results_of(settled(result, decisions, half_off))["tests"]
    assert [test["score"] for test in tests] == [1, 0]
    assert "Read by Ada: No.\nSee $x^2$." in tests[1]["output"]
    assert "THE MODEL ANSWER" not in str(tests)


def test_what_lapsed_is_known_again_in_german():
    result = msgspec.structs.replace(result_of(), language="de")
    decisions = [decided(result, "half", 1.0, "A typo.")]
    changed = msgspec.structs.replace(result_of(code="x = 2"), language="de")
    once = settled(changed, decisions, half_off)
    assert once.flags[1].startswith("Das Notebook ist nicht mehr dasselbe, für das Ada die Punkte")
    assert without_lapsed(once) == ("Late.",)
