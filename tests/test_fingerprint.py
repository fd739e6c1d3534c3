"""What code is compared by: bounded whatever the code is, and the same when it comes back."""

import numpy as np
import pytest
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from grader.fingerprint import NO_CODE, Fingerprint, among, fingerprint

LINES = st.integers(0, 30).map(lambda n: f"a{n} = np.f{n}(b, {n}) + c.d{n}")


@settings(max_examples=60)
@for_all(st.lists(st.text(alphabet=st.characters() | st.sampled_from("\"'\\#\n.ab"))))
def test_whatever_the_cells_hold_has_a_fingerprint(sources):
    print_ = fingerprint(sources)
    assert isinstance(print_, Fingerprint)
    assert print_.lines.max(initial=1) <= sum(source.count("\n") + 1 for source in sources) + 1


@pytest.mark.parametrize("unit", ['"\\', '"""', "'''", "#", " \n", "self.", "rb'", "1e+", "f"])
def test_hostile_code_is_looked_at_up_to_a_bound(unit):
    endless = unit * (3_000_000 // len(unit))
    assert len(fingerprint([endless]).hashes) < 3


@for_all(st.lists(st.lists(LINES, max_size=20).map("\n".join), max_size=4))
def test_what_was_packed_comes_back_and_says_the_same(sources):
    before = fingerprint(sources)
    after = Fingerprint.unpacked(before.packed())
    for one, other in zip(before, after, strict=True):
        np.testing.assert_array_equal(one, other)
    chosen = before.hashes % 2 == 0
    assert (after.extent(chosen), after.line_count(chosen), after.cells_of(chosen)) == (
        before.extent(chosen), before.line_count(chosen), before.cells_of(chosen),
    )  # fmt: skip


@for_all(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 5)), max_size=20))
def test_lines_are_counted_once_however_many_grams_lie_on_them(spans):
    lines = np.array([(first, first + more) for first, more in spans], np.int32).reshape(-1, 2)
    count = len(spans)
    one = Fingerprint(np.arange(count, dtype=np.uint64), lines[:, 0], lines, lines)
    expected = {line for first, more in spans for line in range(first, first + more + 1)}
    assert one.line_count(np.ones(count, np.bool_)) == len(expected)


@for_all(st.lists(st.integers(0, 20)), st.sets(st.integers(0, 20)))
def test_which_hashes_are_among_others(hashes, others):
    found = among(np.array(hashes, np.uint64), np.array(sorted(others), np.uint64))
    assert found.tolist() == [one in others for one in hashes]


def test_no_code_is_nothing_to_compare():
    assert len(Fingerprint.unpacked(NO_CODE.packed()).hashes) == 0


def test_what_another_grader_packed_is_no_fingerprint():
    packed = NO_CODE.packed()
    for other in (b"", packed[:-1], packed + b"x", b"x" + packed[1:], b"grams 1\0"):
        assert Fingerprint.unpacked(other) is None
