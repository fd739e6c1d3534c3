"""What the cases that went wrong have in common."""

from types import SimpleNamespace

import pytest

from grader.patterns import where_wrong, with_size
from grader.result import Finding


def cases(*traits):
    return [SimpleNamespace(traits=words.split(",")) for words in traits]


def test_the_trait_of_all_wrong_cases_and_no_right_one_is_named():
    found = where_wrong(cases("one step,small", "long,small", "long,large"), {0}, {1, 2})
    assert found == "It goes wrong in all cases with long, and in no others."


@pytest.mark.parametrize(
    ("traits", "right", "wrong"),
    [
        (["long", "long"], {0}, {1}),  # nothing tells them apart
        (["a", "b", "c"], {0}, {1, 2}),  # the wrong ones have nothing in common
        (["a", "a"], set(), {0, 1}),  # all are wrong
        (["a", "a"], {0, 1}, set()),
        (["a"], set(), set()),
    ],
)
def test_where_no_trait_tells_nothing_is_said(traits, right, wrong):
    assert where_wrong(cases(*traits), right, wrong) == ""


def test_cases_without_traits_and_sizes_are_fine():
    assert where_wrong([1, 2], {0}, {1}) == ""
    finding = Finding("x", "values", "It is off.", factor=7.0)
    assert with_size(finding, 3) == finding


@pytest.mark.parametrize(
    ("factor", "words"),
    [
        (7.0, "as many times as there are steps."),
        (1 / 7, "as many times as there are steps."),
        (7 + 1e-9, "as many times as there are steps."),
        (6.9, "It is off."),
        (None, "It is off."),
    ],
)
def test_a_factor_is_named_after_what_there_is_as_many_of(factor, words):
    case = SimpleNamespace(sizes={"one": 1, "steps": 7})
    found = with_size(Finding("x", "values", "It is off.", factor=factor), case)
    assert found.sentence.endswith(words)
