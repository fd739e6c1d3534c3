"""Slopes of a loss that is only known by asking, against gradients that are known."""

import numpy as np
import pytest

from grader.compare import Tolerance, compare
from grader.names import NoCredit, PassOver
from grader.slopes import (
    along_directions,
    are_slopes,
    at_entries,
    directions,
    quotients_at_entries,
    slopes_along_directions,
)

RANDOM = np.random.default_rng(3)
WEIGHTS = {"W": RANDOM.normal(size=(2, 3)), "b": RANDOM.normal(size=3)}
X = RANDOM.normal(size=2)
CLOSE = Tolerance(1e-11, "eighth order")


def loss(weights):
    """tanh of a layer, summed."""
    return float(np.tanh(X @ weights["W"] + weights["b"]).sum())


def losses(many):
    return map(loss, many)


def gradients():
    slope = 1 - np.tanh(X @ WEIGHTS["W"] + WEIGHTS["b"]) ** 2
    return {"W": np.outer(X, slope), "b": slope}


def slopes(**more):
    return slopes_along_directions(losses, WEIGHTS, 5e-3, **more)


def test_the_slopes_are_those_that_the_gradients_stand_for():
    assert not compare(slopes(), along_directions(gradients(), WEIGHTS), CLOSE)


def test_second_order_takes_a_quarter_of_the_losses():
    asked = []

    def counting(many):
        asked.append(len(many))
        return losses(many)

    slopes_along_directions(counting, WEIGHTS, 5e-3)
    slopes_along_directions(counting, WEIGHTS, 5e-3, names=["b"], order=2)
    assert asked == [8, 8, 2]


@pytest.mark.parametrize("entry", list(np.ndindex(2, 3)))
def test_a_gradient_that_is_wrong_in_one_entry_gives_another_slope(entry):
    wrong = gradients()
    wrong["W"][entry] += 1e-6
    (finding,) = compare(slopes(), along_directions(wrong, WEIGHTS), CLOSE)
    assert finding.what == "W"


@pytest.mark.parametrize("wrong", [np.ones((3, 2)), 0.7, None, np.full((2, 3), "x")])
def test_what_has_another_shape_or_kind_stands_for_no_slope(wrong):
    slopes = along_directions({"W": wrong, "claim": True}, WEIGHTS)
    assert slopes == {"W": None, "claim": True}
    assert at_entries({"W": wrong}, {"W": [(0, 0)]}, WEIGHTS) == {"W": None}


def test_an_answer_that_is_no_dictionary_stays_as_it_is():
    assert along_directions([1], WEIGHTS) == at_entries([1], {}, WEIGHTS) == [1]


def test_directions_are_the_same_each_time_and_of_length_one():
    first, second = directions(WEIGHTS), directions(WEIGHTS)
    assert all(np.array_equal(first[name], second[name]) for name in WEIGHTS)
    assert [np.linalg.norm(first[name]) for name in WEIGHTS] == pytest.approx([1, 1])


def test_a_loss_that_does_not_depend_on_something_is_passed_over_before_more_is_asked():
    asked = []

    def flat(many):
        asked.extend(many)
        return [loss({**weights, "W": WEIGHTS["W"]}) for weights in many]

    with pytest.raises(PassOver, match="The output does not depend on `W`, so there is no"):
        slopes_along_directions(flat, WEIGHTS, 5e-3, what="The output")
    assert len(asked) == 8
    found = slopes_along_directions(flat, WEIGHTS, 5e-3, may_be_flat=["W"])
    assert found["W"] == 0.0


def test_a_loss_that_is_not_a_number_gives_no_slopes():
    with pytest.raises(PassOver):
        slopes_along_directions(lambda many: [float("nan")] * len(many), WEIGHTS, 5e-3)


def test_quotients_have_the_step_that_is_asked_for():
    entries = {"W": [(0, 1), (1, 2)], "b": [(0,)]}
    found = quotients_at_entries(losses, WEIGHTS, entries, 0.1)
    moved = [{**WEIGHTS, "b": WEIGHTS["b"] + [step, 0, 0]} for step in (0.1, -0.1)]
    assert found["b"] == pytest.approx([(loss(moved[0]) - loss(moved[1])) / 0.2], abs=1e-12)
    exact = at_entries(gradients(), entries, WEIGHTS)
    assert found["W"] == pytest.approx(exact["W"], abs=0.05)
    assert found["W"] != pytest.approx(exact["W"], abs=1e-6)


def test_quotients_of_a_loss_that_depends_on_nothing_are_passed_over():
    asked = []

    def flat(many):
        asked.extend(many)
        return [1.0] * len(many)

    entries = {"W": [(0, 0)], "b": [(0,)]}
    with pytest.raises(PassOver, match="does not depend on `W`"):
        quotients_at_entries(flat, WEIGHTS, entries, 0.1)
    assert len(asked) == 2
    found = quotients_at_entries(flat, WEIGHTS, entries, 0.1, may_be_flat=["W", "b"])
    assert found["W"].tolist() == [0.0]


def refusing(error):
    def slopes():
        raise error

    return slopes


def test_gradients_are_slopes_or_not_and_never_without_any():
    assert are_slopes(gradients(), slopes, WEIGHTS, CLOSE)
    assert not are_slopes({**gradients(), "b": np.zeros(3)}, slopes, WEIGHTS, CLOSE)
    assert not are_slopes({"W": gradients()["W"]}, slopes, WEIGHTS, CLOSE)
    assert not are_slopes(gradients(), refusing(PassOver()), WEIGHTS, CLOSE)
    assert not are_slopes(gradients(), refusing(NoCredit("no")), WEIGHTS, CLOSE)
