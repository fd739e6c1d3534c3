"""Texts of any origin on one line."""

from hypothesis import given
from hypothesis import strategies as st

from grader.printing import printable


@given(st.text())
def test_nothing_that_moves_the_cursor_or_hides_is_left(text):
    assert printable(text).isprintable()
    assert len(printable(text)) == len(text)


def test_what_takes_its_place_can_be_chosen():
    assert printable("a\n\x1b[2Jb", "?") == "a??[2Jb"
