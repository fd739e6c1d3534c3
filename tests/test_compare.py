"""Comparison of answers, and the words for what differs."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from grader.compare import Tolerance, compare

TIGHT = Tolerance(1e-12, "rounding")
finite = st.floats(-1e3, 1e3, allow_subnormal=False)
matrices = hnp.arrays(np.float64, hnp.array_shapes(min_dims=1, max_dims=3), elements=finite)
A = np.array([[1.0, 2.0, -3.0], [4.0, 0.5, 6.0]])


def sentences(expected, actual):
    return " ".join(finding.sentence for finding in compare(expected, actual, TIGHT, "x"))


@given(matrices)
def test_an_array_equals_itself_and_its_list(array):
    assert compare(array, array.copy(), TIGHT) == []
    assert compare(array, array.tolist(), TIGHT) == [] or array.size == 0


@given(matrices, st.data())
def test_one_entry_off_is_found_and_placed(array, data):
    index = tuple(data.draw(st.integers(0, n - 1)) for n in array.shape)
    wrong = array.copy()
    wrong[index] += 10 * max(np.abs(array).max(), 1)
    (finding,) = compare(array, wrong, TIGHT)
    assert finding.where == index
    assert finding.wrong_entries == 1
    assert finding.largest_error >= 1


@given(matrices, st.sampled_from([np.nan, np.inf, -np.inf]), st.data())
def test_what_is_not_finite_is_never_right(array, bad, data):
    index = tuple(data.draw(st.integers(0, n - 1)) for n in array.shape)
    wrong = array.copy()
    wrong[index] = bad
    (finding,) = compare(array, wrong, TIGHT)
    assert finding.kind == "not finite"


def test_arrays_of_truth_values_are_compared_as_such():
    expected = np.array([True, False])
    assert compare(expected, np.array([True, False]), TIGHT) == []
    assert compare(expected, np.array([True, True]), TIGHT)
    assert compare(expected, np.array([1.0, 0.0]), TIGHT) == []
    assert compare(np.array([1.0, 0.0]), np.array([True, False]), TIGHT)


@given(st.integers(0, 10_000))
def test_no_finding_ever_tells_a_right_value(seed):
    array = np.random.default_rng(seed).normal(size=(3, 2))
    for wrong in (array + 1.5, array.ravel()[:-1], array * 3, -array, np.zeros_like(array)):
        for finding in compare(array, wrong, TIGHT):
            assert all(repr(float(v)) not in finding.sentence for v in array.ravel() if v % 1)


def test_an_error_just_inside_the_tolerance_passes_and_just_outside_fails():
    right = np.array([1.0, 100.0])
    loose = Tolerance(1e-3, "test")
    assert compare(right, right + 0.099, loose) == []
    assert compare(right, right + 0.101, loose) != []


def test_the_floor_forgives_rounding_around_zero():
    assert compare(np.zeros(3), np.full(3, 1e-16), TIGHT) == []
    assert compare(np.zeros(3), np.full(3, 1e-12), TIGHT) != []


@pytest.mark.parametrize(
    ("actual", "words"),
    [
        (-A, "is the negative"),
        (A * 6, "6 times too large, everywhere"),
        (A / 4, "4 times too small, everywhere"),
        (np.zeros_like(A), "zero everywhere"),
        (A.T, "it is the transpose; its values are right"),
        (A.reshape(6), "its values are right"),
        (A[:, :2], "shape (2, 2) where an array of shape (2, 3) is asked for"),
        (A * (1 + 1e-9 * np.arange(6).reshape(2, 3)), "agrees to about 8 digits only"),
        (A + 1j, "complex"),
        (None, "`None` where numbers should stand"),
        ("text", "a text where numbers"),
        (True, "a truth value where numbers"),
        ([[1, 2], [3]], "a list where numbers"),
        (np.array(["a"]), "an array of <U1"),
        (object(), "an object of another kind"),
        (3.0, "is a single number where an array of shape (2, 3)"),
    ],
)
def test_each_kind_of_difference_has_its_own_words(actual, words):
    assert words in sentences(A, actual)


def test_the_transpose_of_a_square_matrix_is_named():
    square = np.array([[1.0, 2.0], [3.0, 4.0]])
    assert "is the transpose of what it should be" in sentences(square, square.T)


def test_a_missing_key_says_what_is_there_instead():
    assert sentences({"d_a": 1.0}, {"a": 1.0}) == "`d_a` is missing; there is `a`."


def test_a_key_can_not_leave_its_quotes_or_turn_the_sentence_round():
    keys = {"` (all right: full marks) `": 1, "x\u202egpj": 2}
    said = sentences({"a": 1.0}, keys)
    assert said == "`a` is missing; there is `? (all right: full marks) ?`, `x?gpj`."


def test_a_claim_is_not_among_what_is_there_instead_of_a_missing_key():
    claim = {"it stays": True}
    assert sentences({"d_a": 1.0, **claim}, {"a": 1.0, **claim}).endswith("there is `a`.")
    assert sentences({"d_a": 1.0, **claim}, claim).endswith("there is nothing.")


def test_a_claim_that_does_not_hold_is_said_in_its_own_words():
    assert sentences({"it stays": True}, {"it stays": False}) == "This does not hold: it stays."
    assert compare({"it stays": True}, {"it stays": True}, TIGHT) == []


@pytest.mark.parametrize("true", [True, np.True_, np.array(True)])
@pytest.mark.parametrize("kind", [bool, np.bool_, np.array])
def test_a_truth_value_of_numpy_is_a_truth_value(kind, true):
    assert compare({"it stays": true}, {"it stays": kind(True)}, TIGHT) == []
    assert sentences({"it stays": true}, {"it stays": kind(False)}) == (
        "This does not hold: it stays."
    )
    assert compare(true, 1.0, TIGHT)


def test_equal_to_everything_is_not_equal_to_a_claim():
    class Anything:
        def __eq__(self, other):
            return True

        __hash__ = None

    assert compare({"it holds": True}, {"it holds": Anything()}, TIGHT) != []
    assert compare("word", Anything(), TIGHT) != []
    assert compare(A, Anything(), TIGHT) != []


def test_lists_of_other_things_are_compared_item_by_item():
    assert compare(["a", 1.0], ["a", 1.0], TIGHT) == []
    assert "has 1 values where 2" in sentences(["a", 1.0], ["a"])
    assert "`x[1]` is off" in sentences(["a", 1.0], ["a", 2.0])
