"""Dictionaries of gradients in whatever form they come."""

import numpy as np
import pytest

from grader.gradients import (
    as_array,
    differs_by_axes_of_one,
    distance,
    is_finite,
    is_real,
    mend_shapes,
    names_in,
    pick,
)
from grader.rubric import Code

ASKED = {name: f"d_{name}" for name in ("W", "R", "V", "bs", "by")}
STYLES = ["d_{}", "{}", "d{}", "dL_d{}", "dL/d{}", "grad_{}", "{}_grad", "delta_{}", "d_{}x", "∂{}"]


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("case", [str, str.lower, str.upper])
def test_a_gradient_is_found_under_whatever_holds_the_name_of_its_parameter(style, case):
    answer = {case(style.format(name)): 0 for name in ASKED}
    assert list(names_in(answer, ASKED).values()) == list(answer)


def test_the_asked_name_wins_and_what_is_not_clear_is_left():
    assert names_in({"d_W": 0, "W": 0, "weights": 0}, ASKED)["d_W"] == "d_W"
    two = {"dW_old": 0, "dW_new": 0, "d_WR": 0, "steps": 0}
    assert all(name == key for name, key in names_in(two, ASKED).items())
    assert all(name == key for name, key in names_in([1, 2], ASKED).items())


def test_where_no_name_tells_the_only_array_of_the_shape_is_taken():
    like = {"W": np.zeros((2, 3)), "R": np.zeros((3, 3)), "bs": np.zeros(3), "by": np.zeros(3)}
    asked = {name: ASKED[name] for name in like}
    answer = {"dWx": np.ones((2, 3)), "dWh": np.eye(3), "dbh": np.ones(3), "note": "summed"}
    found = names_in(answer, asked, like)
    assert (found["d_W"], found["d_R"]) == ("dWx", "dWh")
    assert (found["d_bs"], found["d_by"]) == ("d_bs", "d_by")  # two of one shape: it may be either
    assert names_in({"d_W": 0, **answer}, asked, like)["d_W"] == "d_W"
    assert names_in({**answer, "dWy": np.eye(3)}, asked, like)["d_R"] == "d_R"


def test_a_gradient_may_be_asked_for_under_the_name_of_its_parameter():
    asked = {name: name for name in ("W", "bg")}
    assert names_in({"dW": 0, "bg_grad": 0}, asked) == {"W": "dW", "bg": "bg_grad"}


def test_those_that_another_criterion_judges_are_left_out_and_unknown_names_stay():
    answer = {"d_W": 1, "d_by": 2, "W": 3}
    assert pick(["d_W"], answer, ASKED.values()) == {"d_W": 1, "W": 3}
    assert pick(["d_W"], [1, 2], ASKED.values()) == [1, 2]


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (np.zeros(2), np.array([3.0, 4.0]), 5.0),
        (np.zeros(2), np.zeros((2, 1)), float("inf")),
        (np.zeros(2), None, float("inf")),
        ([0.0], np.zeros(1), float("inf")),
    ],
)
def test_a_distance_that_cannot_be_said_is_infinite(one, other, expected):
    assert distance(one, other) == distance(other, one) == expected


@pytest.mark.parametrize(
    ("value", "real", "finite"),
    [
        (np.ones(2), True, True),
        (np.array([1, 2]), True, True),
        (np.array([1.0, np.inf]), True, False),
        (np.array([1j]), False, False),
        (np.array([True]), False, False),
        ([1.0], False, False),
        (None, False, False),
    ],
)
def test_gradients_are_arrays_of_real_numbers(value, real, finite):
    assert (is_real(value), is_finite(value)) == (real, finite)


def test_lists_of_numbers_stand_for_arrays_and_nothing_else_does():
    assert np.array_equal(as_array([[1, 2], [3, 4]]), np.array([[1, 2], [3, 4]]))
    assert as_array(2.5).shape == ()
    for value in ([[1], [2, 3]], ["a"], [True], True, None, "1"):
        assert as_array(value) is value


@pytest.mark.parametrize(
    ("found", "asked", "differs"),
    [
        ((3, 1), (3,), True),
        ((1, 3), (3,), True),
        ((), (1,), True),
        ((2, 1, 3), (2, 3), True),
        ((3,), (3,), False),
        ((3, 2), (2, 3), False),
    ],
)
def test_axes_of_length_one_are_no_other_shape(found, asked, differs):
    assert differs_by_axes_of_one(np.zeros(found), asked) is differs
    assert not differs_by_axes_of_one(list(range(3)), asked)


def test_shapes_are_mended_where_only_axes_of_one_are_wrong_and_the_student_is_told():
    code, like = Code(object()), {"bs": np.zeros(2), "W": np.zeros((2, 3))}
    found = {"bs": [[1.0], [2.0]], "W": np.zeros((3, 2)), "other": 1}
    mended = mend_shapes(code, found, like)
    assert mended["bs"].tolist() == [1.0, 2.0]
    assert mended["W"].shape == (3, 2)
    assert mended["other"] == 1
    (note,) = code.take_notes()
    assert note.startswith("`bs` has other axes of length 1 than asked")
    assert mend_shapes(code, None, like) is None
