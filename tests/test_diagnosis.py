"""Naming the mistakes that explain wrong answers."""

import pytest

from grader.diagnosis import explained
from grader.examiner import Examiner
from grader.result import Status
from grader.sandbox.session import Session
from grader.scoring import score
from grader.submission import Cell

KNOWN = """
from grader.misconceptions import Misconceptions

misconceptions = Misconceptions()
misconceptions.slip(
    "third", "A third is returned.", look="`half`", patch={"x / 2": "x / 3"}, costs=["half"]
)
misconceptions.slip(
    "negative", "The sign is wrong.", look="`half`", patch={"return x / 2": "return -x / 2"},
    costs=["half"],
)
misconceptions.slip(
    "square", "It is squared.", look="`double`", patch={"x + x": "x * x"}, costs=["double"]
)
misconceptions.slip(
    "raises", "It raises.", look="`double`", patch={"x + x": "x + 1 / 0"}, costs=["double"]
)
misconceptions.slip(
    "quarter", "A quarter is returned.", look="`half`", costs=["half"],
    patch={"x / 2": "x / 4", "x + x": "x + [][0]"},
)
"""


@pytest.fixture
def outcomes_of(halves, zygote):
    halves.misconceptions_source.write_text(KNOWN)
    examiner = Examiner(halves)

    def outcomes_of(half, double="return 2 * x"):
        source = f"def half(x):\n    {half}\ndef double(x):\n    {double}"
        session = Session(zygote, [Cell(0, "code", source)], halves.settings.limits)
        session.run_notebook()
        try:
            found = explained(examiner, score(examiner, session))
        finally:
            session.close()
        return {outcome.criterion: outcome for outcome in found}

    return outcomes_of


def names(outcome):
    return [mistake.name for mistake in outcome.mistakes]


def test_a_mistake_is_named_by_its_numbers_however_it_was_written(outcomes_of):
    found = outcomes_of("y = 0 * x\n    for i in range(4): y[i] = x[i] * (1 / 3)\n    return y")
    assert names(found["half"]) == ["third"]
    assert found["half"].mistakes[0].sentence == "A third is returned."


def test_what_only_raises_the_exception_that_follows_from_a_mistake_keeps_no_points(outcomes_of):
    found = outcomes_of("return x / 4", double="raise IndexError")
    assert names(found["half"]) == names(found["double"]) == ["quarter"]
    assert found["double"].earned == 0


def test_a_mistake_that_nobody_knows_is_not_named(outcomes_of):
    found = outcomes_of("return x / 5", "return x - x")
    assert names(found["half"]) == names(found["double"]) == []
    assert found["half"].findings


def test_a_slip_that_one_question_rules_out_is_asked_no_other(outcomes_of, monkeypatch):
    asked, ask = set(), Examiner.answer_with

    def answer_with(self, slips, criterion, index):
        asked.add((*(slip.name for slip in slips), criterion.identifier))
        return ask(self, slips, criterion, index)

    monkeypatch.setattr(Examiner, "answer_with", answer_with)
    outcomes_of("return x / 5", "return x - x")
    assert {("third", "half"), ("square", "double")} <= asked
    assert not {("third", "double"), ("square", "half")} & asked


def test_what_follows_from_a_named_mistake_keeps_its_points(outcomes_of):
    # The follow-through of this tiny rubric can't judge zeros; the named mistake can.
    found = outcomes_of("return -x / 2")
    assert names(found["half"]) == ["negative"]
    assert (found["double"].earned, found["double"].status) == (2, Status.RIGHT)
    assert (found["double"].case, found["double"].pattern) == ("", "")


def test_two_mistakes_in_different_places_are_both_named(outcomes_of):
    found = outcomes_of("return x / 3", "return x * x")
    assert names(found["half"]) == ["third"]
    assert names(found["double"]) == ["third", "square"]
    assert (found["half"].earned, found["double"].earned) == (0, 0)


def test_a_right_answer_is_never_accused(outcomes_of):
    found = outcomes_of("return x * 0.5")
    assert names(found["half"]) == names(found["double"]) == []
    assert found["half"].earned == 1


def test_an_exception_is_the_same_mistake_if_it_is_the_same_exception(outcomes_of):
    assert names(outcomes_of("return x / 2", "return 1 // 0")["double"]) == ["raises"]
    assert names(outcomes_of("return x / 2", "raise ValueError")["double"]) == []


def test_a_mistake_that_would_cost_what_is_right_is_not_named(outcomes_of):
    # Here `double` gives -x: the numbers of a negative half, but half is right.
    found = outcomes_of("return x / 2", "return -(x + x)")
    assert found["half"].earned == 1
    assert (found["double"].earned, names(found["double"])) == (0, [])


def test_what_was_not_attempted_or_lost_has_no_name(outcomes_of):
    found = outcomes_of("raise NotImplementedError", "import os; os._exit(1)")
    assert names(found["half"]) == names(found["double"]) == []


CLAIMS = '''

@first.criterion("even", points=1, cases=vectors, tolerance=CLOSE, hint="Add.")
def even(code, case):
    """Half and half make a whole."""
    return {"two halves make a whole": bool(abs(2 * code.half(case) - case).max() < 1e-9)}
'''


def test_a_broken_claim_alone_names_no_mistake(halves, zygote):
    text = halves.rubric_source.read_text()
    text = text.replace("total=4", "total=5").replace("points=4)", "points=5)") + CLAIMS
    halves.rubric_source.write_text(text)
    known = KNOWN.replace('costs=["half"]', 'costs=["half", "even"]')
    halves.misconceptions_source.write_text(known)
    examiner = Examiner(halves)

    def outcomes_of(half):
        source = f"def half(x): return {half}\ndef double(x): return 2 * x"
        session = Session(zygote, [Cell(0, "code", source)], halves.settings.limits)
        session.run_notebook()
        found = explained(examiner, score(examiner, session))
        session.close()
        return {outcome.criterion: outcome for outcome in found}

    unknown = outcomes_of("x / 7")
    assert unknown["even"].earned == 0
    assert names(unknown["even"]) == []
    third = outcomes_of("x / 3")
    assert names(third["half"]) == names(third["even"]) == ["third"]
