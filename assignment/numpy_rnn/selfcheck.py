"""What you can check by yourself: run `grader check numpy_rnn.ipynb`.

Nothing in here knows a right answer. Your network is compared with your own network: its gradients
with the slopes of its own `forward`, its two gradients with each other.
"""

from functools import partial
from typing import Any

import numpy as np

from grader.selfcheck import Case, Code, SelfCheck, Tolerance, central_differences, raised_by

SLOPES = Tolerance(1e-5, "Slopes by differences with a step of 1e-5 err by 1e-9.", floor=0.1)
STEP = 1e-5
selfcheck = SelfCheck()


def networks(random: np.random.Generator) -> Any:
    """Small networks, with sizes that are all different."""
    for steps, inputs, hidden, outputs in ((4, 2, 3, 1), (3, 4, 2, 5), (1, 3, 2, 4)):
        shapes: dict[str, tuple[int, ...]] = {"bs": (hidden,), "by": (outputs,)}
        shapes |= {"W": (inputs, hidden), "R": (hidden, hidden), "V": (hidden, outputs)}
        yield Case(
            f"RNN({inputs}, {hidden}, {outputs}) and {steps} time step{'s' * (steps > 1)}",
            sizes={"time steps": steps, "hidden units": hidden, "outputs": outputs},
            shape=(inputs, hidden, outputs),
            x=random.normal(size=(steps, inputs)),
            weights={name: random.uniform(-0.5, 0.5, shape) for name, shape in shapes.items()},
            d_loss=random.uniform(0.5, 2.0, outputs),
        )


def network(code: Code, case: Case) -> Any:
    """A network that holds the weights of the case."""
    model = code.RNN(*case.shape)
    model.set_weights(case.weights)
    return model


def slopes(code: Code, case: Case, d_loss: Any) -> dict[str, Any]:
    """How your own `forward` answers to a nudge of each entry of each parameter."""
    model = network(code, case)

    def loss(name: str, value: Any) -> float:
        model.set_weights({**case.weights, name: value})
        return float(np.sum(np.ravel(d_loss) * np.ravel(model.forward(case.x))))

    return {
        f"d_{name}": central_differences(partial(loss, name), value, STEP)
        for name, value in case.weights.items()
    }


@selfcheck.question(cases=networks, hint="Compare with the table of shapes in the notebook.")
def new_network(code: Code, case: Case) -> Any:
    """A new network has parameters of the asked shapes and ranges, and others than the last one."""
    first, second = (code.RNN(*case.shape).get_weights() for _ in range(2))
    claims = {}
    for name, like in case.weights.items():
        value = np.asarray(first[name])
        claims[f"`{name}` has the shape {list(like.shape)}"] = value.shape == like.shape
        if name in ("bs", "by"):
            claims[f"`{name}` starts at zero"] = not value.any()
        else:
            claims[f"`{name}` lies within ± 0.2"] = bool(np.abs(value).max() <= 0.2)
            differ = not np.array_equal(value, second[name])
            claims[f"`{name}` is drawn anew for each network"] = differ
    return claims


@selfcheck.question(cases=networks, hint="Print the shape of every intermediate, for T = 1 and 4.")
def forward(code: Code, case: Case) -> Any:
    """The output has one number for each output neuron, feels each element, and is repeatable."""
    model = network(code, case)
    y = np.asarray(model.forward(case.x))
    claims = {
        f"the output has the shape [{case.shape[2]}]": y.shape == (case.shape[2],),
        "the output is finite": bool(np.isfinite(y).all()),
        "a second call gives the same": np.array_equal(y, model.forward(case.x)),
    }
    for t in range(len(case.x)):
        other = case.x.copy()
        other[t] += 1.0
        felt = not np.allclose(y, model.forward(other), rtol=0, atol=1e-12)
        claims[f"the output feels the element of time step {t + 1} of {len(case.x)}"] = felt
    return claims


@selfcheck.question(cases=networks, hint="Each gradient has the shape of its parameter.")
def gradients(code: Code, case: Case) -> Any:
    """`backward` returns a gradient for each parameter, in its shape, and changes nothing else."""
    model = network(code, case)
    model.forward(case.x)
    found = model.backward(case.d_loss)
    claims = {}
    for name, value in case.weights.items():
        there = f"d_{name}" in found
        claims[f"there is `d_{name}`"] = there
        if there:
            fits = np.shape(found[f"d_{name}"]) == value.shape
            claims[f"`d_{name}` has the shape of `{name}`, {list(value.shape)}"] = fits
        same = np.array_equal(model.get_weights()[name], value)
        claims[f"`backward` leaves `{name}` as it is"] = same
    return claims


@selfcheck.question(
    cases=networks,
    tolerance=SLOPES,
    hint="Take T = 1 first, then T = 2: which gradient is the first to differ?",
)
def backward(code: Code, case: Case) -> Any:
    """The gradients of `backward` are the slopes of your own `forward`."""
    model = network(code, case)
    model.forward(case.x)
    found = model.backward(case.d_loss)
    return {n: (found[n], slope) for n, slope in slopes(code, case, case.d_loss).items()}


@selfcheck.question(cases=networks, hint="Which way is downhill?")
def update(code: Code, case: Case) -> Any:
    """A small step of `update` lowers the loss, and without gradients there is no step."""
    model = network(code, case)
    too_early = raised_by(lambda: model.update(0.01))
    before = np.sum(case.d_loss * np.ravel(model.forward(case.x)))
    model.backward(case.d_loss)
    model.update(1e-3)
    after = np.sum(case.d_loss * np.ravel(model.forward(case.x)))
    return {
        "`update` before `backward` raises a RuntimeError": too_early == "RuntimeError",
        "the loss is lower after a step": bool(after < before),
    }


@selfcheck.question(
    cases=networks,
    tolerance=SLOPES,
    hint="Print both for one parameter with two entries.",
)
def numerical_gradient(code: Code, case: Case) -> Any:
    """The numerical gradient is made of slopes of your own `forward`; the weights stay."""
    model = network(code, case)
    found = code.get_numerical_gradient(model, case.x, STEP)
    after = model.get_weights()
    fits = {n: (found[n], s) for n, s in slopes(code, case, np.ones(case.shape[2])).items()}
    stay = {
        f"`{name}` is as it was": np.allclose(after[name], value, rtol=0, atol=1e-12)
        for name, value in case.weights.items()
    }
    return {**fits, **stay}


@selfcheck.question(
    cases=networks,
    tolerance=SLOPES,
    hint="What must go into `backward` when the loss is the sum of all outputs?",
)
def analytical_gradient(code: Code, case: Case) -> Any:
    """Your analytical gradient agrees with your numerical one, for every parameter."""
    model = network(code, case)
    numerical = code.get_numerical_gradient(model, case.x, STEP)
    analytical = code.get_analytical_gradient(model, case.x)
    return {name: (analytical[name], numerical[name]) for name in numerical}
