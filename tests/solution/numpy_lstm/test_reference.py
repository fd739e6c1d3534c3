"""The reference: its gradients agree with derivatives that nobody here wrote; it learns."""

import re
from pathlib import Path

import autograd
import autograd.numpy as anp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.assignment import load_assignment, load_module
from grader.course import asked_names
from grader.examiner import Examiner
from grader.grading import grade
from grader.report import render_report
from grader.skeleton import build_solved

SOLUTION = Path(__file__).parents[3] / "solution" / "numpy_lstm"
ANY_SIZES = st.tuples(*[st.integers(1, 5)] * 5)


@pytest.fixture(scope="module")
def assignment():
    return load_assignment(SOLUTION)


@pytest.fixture(scope="module")
def reference(assignment):
    return load_module(assignment.notebook_source)


def drawn(reference, sizes, seed):
    """Random parameters, sequences, a state and a gradient of the loss."""
    steps, samples, inputs, hidden, outputs = sizes
    random = np.random.default_rng(seed)
    params = reference.initialise(inputs, hidden, outputs, seed)
    params = {name: random.normal(size=value.shape) for name, value in params.items()}
    state = tuple(random.normal(size=(samples, hidden)) for _ in "hc")
    x, d_y = (random.normal(size=(steps, samples, size)) for size in (inputs, outputs))
    return params, x, state, d_y


def loss_in_autograd(params, state, x, d_y):
    """The equations once more, in the words of another library."""
    (h, c), total = state, 0.0
    for x_t, d_t in zip(x, d_y, strict=True):
        z = anp.dot(x_t, params["W"]) + anp.dot(h, params["R"]) + params["bg"]
        size = z.shape[1] // 4
        i, f, o = (1 / (1 + anp.exp(-z[:, k * size : (k + 1) * size])) for k in (0, 1, 3))
        c = f * c + i * anp.tanh(z[:, 2 * size : 3 * size])
        h = o * anp.tanh(c)
        total = total + anp.sum(d_t * (anp.dot(h, params["V"]) + params["by"]))
    return total


@given(ANY_SIZES, st.integers(0, 2**32 - 1))
@settings(max_examples=40)
def test_gradients_agree_with_automatic_differentiation(reference, sizes, seed):
    params, x, state, d_y = drawn(reference, sizes, seed)
    y, _, cache = reference.forward(params, x, state)
    right = loss_in_autograd(params, state, x, d_y)
    assert np.sum(d_y * y) == pytest.approx(right, abs=1e-10)
    grads, d_state = reference.backward(params, cache, d_y)
    for name, due in autograd.grad(loss_in_autograd, 0)(params, state, x, d_y).items():
        assert grads[name].shape == params[name].shape
        np.testing.assert_allclose(grads[name], due, rtol=1e-9, atol=1e-9)
    for found, due in zip(
        d_state, autograd.grad(loss_in_autograd, 1)(params, state, x, d_y), strict=True
    ):
        np.testing.assert_allclose(found, due, rtol=1e-9, atol=1e-9)


@given(ANY_SIZES, st.integers(0, 2**32 - 1))
@settings(max_examples=20)
def test_a_sequence_in_two_pieces_gives_the_same_as_in_one(reference, sizes, seed):
    params, x, state, _ = drawn(reference, (sizes[0] + 1, *sizes[1:]), seed)
    whole, end, _ = reference.forward(params, x, state)
    first, middle, _ = reference.forward(params, x[:1], state)
    second, last, _ = reference.forward(params, x[1:], middle)
    np.testing.assert_array_equal(np.concatenate([first, second]), whole)
    np.testing.assert_array_equal(last, end)


@pytest.mark.parametrize("seed", range(4))
def test_the_training_that_is_asked_for_reaches_its_bound(reference, seed):
    params = reference.initialise(2, 8, 1, seed)
    params, losses = reference.train(params, 200, 0.5, 1.0, 1000 * seed)
    x, target = reference.memory_task(10**6 + seed, samples=64)
    loss, _ = reference.mean_squared_error(reference.forward(params, x)[0], target)
    assert (loss < 0.1, losses[0] > 0.5, len(losses)) == (True, True, 200)


def test_the_learning_curve_is_a_picture_in_the_report(assignment, zygote, tmp_path):
    path = tmp_path / "solved.ipynb"
    path.write_text(build_solved(assignment), encoding="utf-8")
    result = grade(Examiner(assignment), zygote, path, "solved")
    assert (result.automatic, result.pending, result.total) == (14, 1, 15)
    assert result.policy == ()
    assert render_report(result).count("data:image/png;base64,") == 1


def test_a_notebook_without_a_curve_is_graded_all_the_same(assignment, zygote, tmp_path):
    path = tmp_path / "no_curve.ipynb"
    path.write_text(build_solved(assignment).replace("plt.", "plot_"), encoding="utf-8")
    result = grade(Examiner(assignment), zygote, path, "no_curve")
    assert sum(o.earned for o in result.outcomes if o.earned is not None) == 14


def test_every_question_says_what_is_called_so_that_its_cell_is_found(assignment):
    examiner = Examiner(assignment)
    written = asked_names(assignment)
    for criterion in examiner.rubric.criteria:
        if criterion.question:
            last = re.findall(r"(\w+)\(", criterion.calls)[-1]
            assert last in written, criterion.identifier
