"""Central differences against slopes that are known."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.differences import central_differences

points = st.lists(st.floats(-2, 2), min_size=1, max_size=5).map(np.array)


@given(points)
def test_eighth_order_knows_slopes_to_twelve_digits(at):
    slopes = central_differences(lambda x: float(np.sum(np.tanh(x) * x)), at, 0.02, order=8)
    right = np.tanh(at) + at / np.cosh(at) ** 2
    assert np.abs(slopes - right).max() <= 1e-12


@given(points)
def test_second_order_is_exact_for_parabolas_whatever_the_step(at):
    slopes = central_differences(lambda x: float(np.sum(x**2)), at, 0.5)
    np.testing.assert_allclose(slopes, 2 * at, atol=1e-12)


def test_second_order_is_off_by_the_square_of_the_step_for_cubes():
    assert central_differences(lambda x: float(x**3), np.array(1.0), 0.1) == pytest.approx(3.01)


def test_the_array_asked_about_stays_as_it_was():
    at = np.ones((2, 2))
    central_differences(lambda x: float(x.sum()), at, 0.1, order=8)
    assert (at == 1).all()
