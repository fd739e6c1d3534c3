"""The reference: its gradients agree with derivatives that nobody here wrote."""

import autograd
import autograd.numpy as anp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

GRADIENTS = ("d_W", "d_R", "d_V", "d_bs", "d_by")
PARAMETERS = tuple(name.removeprefix("d_") for name in GRADIENTS)
ANY_SIZES = st.tuples(*[st.integers(1, 6)] * 4)


@pytest.fixture(scope="module")
def reference(numpy_rnn_reference):
    return numpy_rnn_reference


def drawn(reference, sizes, seed):
    """A network with random weights and biases, a sequence and a gradient of the loss."""
    steps, inputs, hidden, outputs = sizes
    random = np.random.default_rng(seed)
    model = reference.RNN(inputs, hidden, outputs)
    weights = {k: random.normal(size=v.shape) for k, v in model.get_weights().items()}
    model.set_weights(weights)
    return model, weights, random.normal(size=(steps, inputs)), random.normal(size=outputs)


def loss_in_autograd(weights, x, d_loss):
    """The three equations once more, in the words of another library."""
    a = anp.zeros(weights["bs"].shape)
    for x_t in x:
        a = anp.tanh(anp.dot(x_t, weights["W"]) + anp.dot(a, weights["R"]) + weights["bs"])
    return anp.dot(anp.dot(a, weights["V"]) + weights["by"], d_loss)


@given(ANY_SIZES, st.integers(0, 2**32 - 1))
@settings(max_examples=60)
def test_gradients_agree_with_automatic_differentiation(reference, sizes, seed):
    model, weights, x, d_loss = drawn(reference, sizes, seed)
    right = autograd.grad(loss_in_autograd)(weights, x, d_loss)
    y = model.forward(x)
    assert np.dot(y, d_loss) == pytest.approx(loss_in_autograd(weights, x, d_loss), abs=1e-12)
    gradients = model.backward(d_loss)
    assert tuple(gradients) == GRADIENTS
    for name in PARAMETERS:
        assert gradients[f"d_{name}"].shape == weights[name].shape
        np.testing.assert_allclose(gradients[f"d_{name}"], right[name], rtol=1e-10, atol=1e-10)


@given(ANY_SIZES, st.integers(0, 2**32 - 1))
@settings(max_examples=30)
def test_gradients_agree_with_complex_steps(reference, sizes, seed):
    """W. Squire and G. Trapp, SIAM Review 40 (1998): Im f(x + ih) / h, free of cancellation."""
    model, weights, x, d_loss = drawn(reference, sizes, seed)
    model.forward(x)
    gradients = model.backward(d_loss)
    for name in PARAMETERS:
        slopes = np.zeros(weights[name].shape)
        for index in np.ndindex(slopes.shape):
            moved = {key: value.astype(complex) for key, value in weights.items()}
            moved[name][index] += 1e-30j
            model.set_weights(moved)
            slopes[index] = np.dot(model.forward(x), d_loss).imag / 1e-30
        np.testing.assert_allclose(gradients[f"d_{name}"], slopes, rtol=1e-10, atol=1e-10)


@pytest.mark.parametrize("steps", [1, 2])
def test_the_shortest_sequences_agree_too(reference, steps):
    model, weights, x, d_loss = drawn(reference, (steps, 3, 4, 2), 7)
    right = autograd.grad(loss_in_autograd)(weights, x, d_loss)
    model.forward(x)
    gradients = model.backward(d_loss)
    for name in PARAMETERS:
        np.testing.assert_allclose(gradients[f"d_{name}"], right[name], rtol=1e-10, atol=1e-10)


def test_importing_it_runs_no_demonstration(reference, capsys):
    assert {"RNN", "gradient_check"} <= set(vars(reference))
    assert not {"model", "single", "multi", "ratio"} & set(vars(reference))
    assert capsys.readouterr().out == ""


def test_update_descends_and_then_forgets(reference):
    model, weights, x, d_loss = drawn(reference, (3, 2, 4, 2), 1)
    with pytest.raises(RuntimeError, match="Call backward before update"):
        model.update(0.1)
    model.forward(x)
    gradients = model.backward(d_loss)
    model.update(0.5)
    for name, value in model.get_weights().items():
        np.testing.assert_array_equal(value, weights[name] - 0.5 * gradients[f"d_{name}"])
    with pytest.raises(RuntimeError):
        model.update(0.1)


def test_the_gradient_of_the_output_bias_is_not_the_callers_array(reference):
    model, _, x, d_loss = drawn(reference, (3, 2, 4, 2), 1)
    model.forward(x)
    d_by = model.backward(d_loss)["d_by"]
    kept = d_by.copy()
    d_loss += 1
    np.testing.assert_array_equal(d_by, kept)


def test_set_weights_names_what_is_missing(reference):
    model = reference.RNN(2, 3, 1)
    weights = model.get_weights()
    del weights["R"], weights["by"]
    with pytest.raises(ValueError, match=r"missing: R, by\."):
        model.set_weights(weights)


def test_both_gradient_functions_leave_the_network_as_it_was(reference):
    model, weights, x, _ = drawn(reference, (4, 2, 3, 2), 3)
    reference.get_numerical_gradient(model, x)
    reference.get_analytical_gradient(model, x)
    for name, value in model.get_weights().items():
        np.testing.assert_array_equal(value, weights[name])


def test_the_check_passes_for_right_gradients_and_fails_for_wrong_ones(reference, capsys):
    model, _, x, _ = drawn(reference, (5, 3, 4, 2), 5)
    model.set_weights({name: value / 5 for name, value in model.get_weights().items()})
    assert set(reference.gradient_check(model, x).values()) == {True}
    assert capsys.readouterr().out.count("passed") == 5
    right = model.backward
    model.backward = lambda d_loss: {**right(d_loss), "d_R": np.zeros((4, 4))}
    passed = reference.gradient_check(model, x)
    assert [name for name, ok in passed.items() if not ok] == ["d_R"]
    assert capsys.readouterr().out.count("FAILED") == 1
