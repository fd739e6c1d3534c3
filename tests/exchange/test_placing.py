"""Numbers that others read as we meant them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.exchange.placing import has_commas, read_number, written

SCORES = st.floats(0, 1000).map(lambda value: round(value, 6))


@given(SCORES, st.booleans())
def test_every_score_comes_back_as_it_was(score, comma):
    assert read_number(written(score, comma=comma)) == score


@pytest.mark.parametrize(
    ("value", "text"), [(7.0, "7"), (0.3, "0.3"), (0.0, "0"), (9.999999, "9.999999")]
)
def test_the_shortest_text_is_written(value, text):
    assert written(value) == text


def test_decimal_commas_are_recognised_by_the_numbers_that_are_there():
    assert has_commas(["", "10,00"])
    assert not has_commas(["10.00", "", "1,000", "a,b"])


@pytest.mark.parametrize("text", ["", "EX", "10 %", "1,2,3"])
def test_what_is_no_number_is_none(text):
    assert read_number(text) is None
