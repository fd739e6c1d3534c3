"""What the instructor's page says of an answer, whatever the answer is."""

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.evidence import LONGEST, evidence_of, side_by_side, words_of
from grader.examiner import Answer, Examiner
from grader.result import Value
from grader.sandbox.session import Session
from grader.scoring import score
from grader.submission import Cell

SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.complex_numbers()
ANSWERS = st.recursive(
    SCALARS, lambda inner: st.lists(inner) | st.dictionaries(SCALARS, inner), max_leaves=30
)


@pytest.fixture
def evidence_for(halves, zygote):
    examiner = Examiner(halves)

    def evidence_for(source):
        session = Session(zygote, [Cell(0, "code", source)], halves.settings.limits)
        session.run_notebook()
        try:
            return {one.criterion: one for one in evidence_of(examiner, score(examiner, session))}
        finally:
            session.close()

    return evidence_for


def test_right_values_stand_beside_those_given_of_the_first_cases_that_were_wrong(evidence_for):
    found = evidence_for("def half(x): return x / 3\ndef double(x): return x + x")
    half = found["half"]
    assert [case.ended for case in half.cases] == ["not right at once"] * 3
    assert [len(case.values) for case in half.cases] == [1, 1, 0]
    [value] = half.cases[0].values
    assert value.expected.startswith("float64 [4]\n[")
    assert value.expected != value.given
    assert half.seconds > 0
    assert half.memory > 5
    assert half.tolerance == "1e-12: rounding."
    assert "why" not in found  # a person scores that


def test_what_is_right_needs_no_values(evidence_for):
    found = evidence_for("def half(x): return x / 2\ndef double(x): return x + x")
    assert [(case.ended, case.values) for case in found["half"].cases] == [("right", ())] * 3


def test_a_case_whose_answer_was_lost_with_the_process_says_so(evidence_for):
    found = evidence_for("import os\ndef half(x): os._exit(1)")
    assert {case.ended for case in found["half"].cases} == {"no answer"}


def test_an_exception_stands_where_the_values_would():
    [value] = side_by_side(1.5, Answer(raised="ValueError"))
    assert value == Value("", "1.5", "raised ValueError")


def test_a_dictionary_is_compared_part_by_part_without_the_claims_that_hold():
    right = {"a": 1, "it holds": True, "it fails": True}
    given_ = {"it holds": True, "it fails": False, "b": 2}
    assert side_by_side(right, Answer(given_)) == (
        Value("a", "1", "nothing"),
        Value("it fails", "True", "False"),
        Value("b", "nothing", "2"),
    )


@settings(max_examples=200)
@given(ANSWERS, ANSWERS)
def test_any_answer_has_bounded_words_that_can_be_stored(right, answer):
    values = side_by_side(right, Answer(answer))
    assert len(values) <= 12
    for value in values:
        assert max(map(len, (value.what, value.expected, value.given))) <= LONGEST
    assert msgspec.json.decode(msgspec.json.encode(values), type=tuple[Value, ...]) == values


@pytest.mark.parametrize(
    "value",
    [
        np.zeros((1000, 1000)),
        np.array([]),
        "\ud800" * 9999,
        10**9999,
        {10**9999: [[[[[0]]]]] * 999},
    ],
    ids=["large", "empty", "text", "number", "nested"],
)
def test_an_immense_answer_is_cut(value):
    assert len(words_of(value)) <= LONGEST
    words_of(value).encode()
