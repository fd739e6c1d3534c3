"""Digests: the same for the same parts, and for no others."""

from hypothesis import given
from hypothesis import strategies as st

from grader.digest import digest_of

PARTS = st.lists(st.binary(max_size=4), max_size=4)


@given(PARTS, PARTS)
def test_other_parts_or_other_divisions_have_another_digest(some, others):
    assert (digest_of(some) == digest_of(others)) == (some == others)


def test_where_a_part_ends_matters():
    assert digest_of([b"ab", b"c"]) != digest_of([b"a", b"bc"])
