"""Students' own conventions: what they may call the gradients."""

import pytest

from grader.assignment import load_module

PARAMETERS = ("W", "R", "V", "bs", "by")


@pytest.fixture(scope="module")
def names_in(numpy_rnn):
    return load_module(numpy_rnn.folder / "conventions.py").names_in


@pytest.mark.parametrize(
    "style",
    ["d_{}", "{}", "d{}", "dL_d{}", "dL/d{}", "grad_{}", "{}_grad", "delta_{}", "d_{}x", "∂{}"],
)
@pytest.mark.parametrize("case", [str, str.lower, str.upper])
def test_a_gradient_is_found_under_whatever_holds_the_name_of_its_parameter(names_in, style, case):
    answer = {case(style.format(name)): 0 for name in PARAMETERS}
    assert list(names_in(answer).values()) == list(answer)


def test_the_asked_name_wins_and_what_is_not_clear_is_left(names_in):
    assert names_in({"d_W": 0, "W": 0, "weights": 0})["d_W"] == "d_W"
    two = {"dW_old": 0, "dW_new": 0, "d_WR": 0, "steps": 0}
    assert all(name == key for name, key in names_in(two).items())
    assert all(name == key for name, key in names_in([1, 2]).items())
