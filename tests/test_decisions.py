"""What persons decide, in a real SQLite file: nothing lost, nothing overwritten unseen."""

import threading

import msgspec
import pytest

from grader.decisions import Conflict, Decisions, Item, Verdict, standing
from grader.errors import UsageError
from grader.gradebook import Gradebook

WHY = Item("anna", "why", "digest", 2.0)
HALF = Item("anna", "half", "digest", 1.0, was=0.0)
GOOD, POOR = Verdict(2.0, "All there."), Verdict(0.0, "Not there.")


@pytest.fixture
def book(tmp_path):
    with Gradebook(tmp_path) as book:
        yield book


@pytest.fixture
def decisions(book):
    return Decisions(book)


def verdicts(decisions):
    return [decision.verdict for decision in decisions.of("anna")]


def test_every_decision_stays_and_the_last_one_holds(decisions, tmp_path):
    first = decisions.save(WHY, GOOD, 0, "ada")
    decisions.save(WHY, POOR, first.version, "ben")
    with Gradebook(tmp_path) as again:
        found = Decisions(again).of("anna")
    assert [(one.by, one.verdict) for one in found] == [("ada", GOOD), ("ben", POOR)]
    assert standing(found, WHY).by == "ben"


def test_who_has_not_seen_the_last_decision_is_shown_it_instead(decisions):
    decisions.save(WHY, GOOD, 0, "ada")
    with pytest.raises(Conflict) as conflict:
        decisions.save(WHY, POOR, 0, "ben")
    assert (conflict.value.theirs.by, conflict.value.theirs.verdict) == ("ada", GOOD)
    assert verdicts(decisions) == [GOOD]


def test_of_many_who_decide_at_once_one_does_and_all_others_are_told(tmp_path):
    Gradebook(tmp_path).__exit__(None, None, None)
    start, told = threading.Barrier(6), []

    def decide(name):
        with Gradebook(tmp_path) as book:
            start.wait()
            try:
                Decisions(book).save(WHY, Verdict(1.0, comment=name), 0, name)
            except Conflict as conflict:
                told.append(conflict.theirs.by)

    threads = [threading.Thread(target=decide, args=(name,)) for name in "abcdef"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with Gradebook(tmp_path) as book:
        (decision,) = Decisions(book).of("anna")
    assert told == [decision.by] * 5


def test_a_comment_that_is_being_typed_is_one_line(decisions):
    last = decisions.save(WHY, GOOD, 0, "ada", "one")
    for text in ("W", "We", "Wel", "Well done."):
        typed = msgspec.structs.replace(GOOD, comment=text)
        last = decisions.save(WHY, typed, last.version, "ada", "one")
    assert verdicts(decisions) == [GOOD, msgspec.structs.replace(GOOD, comment="Well done.")]
    assert last.version == 5
    with pytest.raises(Conflict):  # what the other one saw was "We"
        decisions.save(WHY, POOR, 3, "ben", "two")


def test_undoing_a_comment_leaves_the_points_and_undoing_again_takes_them(decisions):
    points = decisions.save(WHY, GOOD, 0, "ada", "one")
    said = decisions.save(WHY, msgspec.structs.replace(GOOD, comment="So."), 1, "ada", "one")
    undone = decisions.undo(said.number, "ada")
    assert undone.verdict == GOOD
    assert decisions.undo(points.number, "ada", undone.number).verdict == Verdict()
    assert len(verdicts(decisions)) == 4


def test_nothing_is_undone_that_somebody_else_built_on(decisions):
    first = decisions.save(WHY, GOOD, 0, "ada", "one")
    decisions.save(WHY, POOR, 1, "ben", "two")
    with pytest.raises(Conflict, match="ben decided meanwhile"):
        decisions.undo(first.number, "ada")


def test_what_is_taken_back_holds_no_longer_and_stays_in_the_history(decisions):
    given = Verdict(1.0, "", "A typo in the sheet.")
    decisions.save(HALF, given, 0, "ada")
    decisions.take_back(HALF, " It was none. ", "ben")
    found = decisions.of("anna")
    assert [one.verdict for one in found] == [given, Verdict(None, "", "It was none.")]
    assert standing(found, HALF).by == "ben"
    with pytest.raises(UsageError, match="no points of a person"):
        decisions.take_back(HALF, "Again.", "ben")


def test_only_what_holds_is_taken_back_and_only_with_a_reason(decisions):
    with pytest.raises(UsageError, match="anna, half: there are no points of a person"):
        decisions.take_back(HALF, "Nothing is there.", "ben")
    decisions.save(WHY, GOOD, 0, "ada")
    changed = msgspec.structs.replace(WHY, subject="another digest")
    with pytest.raises(UsageError, match="no points of a person"):
        decisions.take_back(changed, "It is another answer.", "ben")
    with pytest.raises(UsageError, match="say why the points are taken back"):
        decisions.take_back(WHY, " ", "ben")
    assert verdicts(decisions) == [GOOD]


def test_the_same_said_again_is_no_line(decisions):
    first = decisions.save(WHY, GOOD, 0, "ada")
    assert decisions.save(WHY, GOOD, 1, "ben") == first


def test_what_was_decided_on_another_answer_does_not_hold_but_does_again_for_the_old_one(decisions):
    decisions.save(WHY, GOOD, 0, "ada")
    other = msgspec.structs.replace(WHY, subject="other")
    assert standing(decisions.of("anna"), other) is None
    decisions.save(other, POOR, 1, "ada")
    assert standing(decisions.of("anna"), WHY).verdict == GOOD
    worth_more = msgspec.structs.replace(WHY, at_most=5.0)
    assert standing(decisions.of("anna"), worth_more) is None


def test_the_same_said_of_another_answer_in_the_same_sitting_is_a_line_of_its_own(decisions):
    first = decisions.save(WHY, GOOD, 0, "ada", "one")
    commented = msgspec.structs.replace(GOOD, comment="Well done.")
    decisions.save(WHY, commented, first.version, "ada", "one")
    other = msgspec.structs.replace(WHY, subject="other")
    decisions.save(other, GOOD, 2, "ada", "one")
    assert standing(decisions.of("anna"), other).verdict == GOOD
    assert standing(decisions.of("anna"), WHY).verdict == commented


@pytest.mark.parametrize(
    ("item", "verdict", "sentence"),
    [
        (WHY, Verdict(2.5), "2.5 points aren't between 0 and 2"),
        (WHY, Verdict(-1.0), "aren't between"),
        (WHY, Verdict(float("nan")), "aren't between"),
        (WHY, Verdict(1.0, comment="x" * 10_001), "longer than 10000"),
        (HALF, Verdict(1.0), "say why the points change"),
    ],
)
def test_what_makes_no_sense_is_refused(decisions, item, verdict, sentence):
    with pytest.raises(UsageError, match=sentence):
        decisions.save(item, verdict, 0, "ada")
    assert decisions.of("anna") == []


def test_comments_are_kept_to_be_used_again_for_the_same_criterion(decisions):
    decisions.keep_snippet("why", " The *rule* has no name. ")
    decisions.keep_snippet("why", "The *rule* has no name.")
    assert decisions.snippets("why") == ["The *rule* has no name."]
    assert decisions.snippets("half") == []
    for number in range(8):
        decisions.keep_snippet("why", str(number))
    with pytest.raises(UsageError, match="9 comments are kept already"):
        decisions.keep_snippet("why", "one more")
    decisions.drop_snippet("why", "3")
    decisions.keep_snippet("why", "one more")
    assert decisions.snippets("why")[-1] == "one more"
