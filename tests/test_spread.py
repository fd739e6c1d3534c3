"""Whether numbers have been drawn evenly from a range."""

import numpy as np
import pytest

from grader.spread import is_spread_evenly

RANDOM = np.random.default_rng(5)


@pytest.mark.parametrize("shape", [(400,), (20, 30), (5, 10, 20)])
def test_uniform_numbers_are_whatever_their_shape_and_range(shape):
    assert is_spread_evenly(RANDOM.uniform(-0.2, 0.2, shape), -0.2, 0.2)
    assert is_spread_evenly(RANDOM.uniform(3, 7, shape).tolist(), 3, 7)


@pytest.mark.parametrize(
    "values",
    [
        RANDOM.uniform(0, 0.2, 600),
        RANDOM.uniform(-0.1, 0.1, 600),
        RANDOM.normal(0, 0.1, 600),
        np.full(600, 0.1),
        np.zeros(600),
        np.full(600, np.nan),
        np.zeros(0),
    ],
    ids=["half", "inner half", "normal", "all alike", "zeros", "nan", "none"],
)
def test_others_are_not(values):
    assert not is_spread_evenly(values, -0.2, 0.2)
