"""What reports may say of a case: words that the rubric chose, never values."""

from collections import namedtuple
from dataclasses import dataclass

import numpy as np
import pytest

from grader.case import Case, counted, words_of
from grader.patterns import where_wrong


@dataclass
class Plain:
    secret: int


class Spoken(Plain):
    def __str__(self):
        return "a case with words"


class OfNumbers(np.ndarray):
    pass


def test_a_case_gives_its_values_by_name_and_its_words_as_text():
    case = Case("a long list", values=[1, 2], target=3)
    assert (case.values, case.target, str(case)) == ([1, 2], 3, "a long list")
    assert words_of(case) == "a long list"
    with pytest.raises(AttributeError, match="a long list has no value `valeus`"):
        _ = case.valeus


def test_it_can_be_changed_and_is_spoken_of_as_before():
    case = Case("a list", traits=["short"], sizes={"rows": 2}, values=[1, 2], target=3)
    other = case.but(target=4)
    assert (other.values, other.target, case.target) == ([1, 2], 4, 3)
    assert (str(other), other.traits, other.sizes) == ("a list", ("short",), {"rows": 2})


def test_things_are_counted_in_words():
    assert [counted(n, "row") for n in (0, 1, 2)] == ["0 rows", "1 row", "2 rows"]


def test_its_traits_tell_where_it_goes_wrong():
    cases = [Case("one", traits=["short lists"]), Case("two", traits=["long lists"])]
    assert "long lists" in where_wrong(cases, {0}, {1})
    assert cases[0].sizes == {}


@pytest.mark.parametrize(
    "case",
    [
        3,
        "hidden",
        [1, 2],
        {"a": 1},
        np.arange(3),
        np.float64(3),
        Plain(3),
        namedtuple("Pair", "a b")(1, 2),
        np.arange(3).view(OfNumbers),
        None,
    ],
    ids=repr,
)
def test_a_value_is_never_shown(case):
    assert words_of(case) == ""


def test_a_class_of_the_rubric_may_choose_its_words():
    assert words_of(Spoken(3)) == "a case with words"
