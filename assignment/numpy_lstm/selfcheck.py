"""What you can check by yourself: run `grader check numpy_lstm.ipynb`.

Nothing in here knows a right answer. Your functions are compared with each other: gradients with
the slopes of your own `forward`, a sequence in two pieces with the same in one, two steps of
training with one and another one.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np

from grader.selfcheck import Case, Code, Limits, SelfCheck, Tolerance, central_differences

SLOPES = Tolerance(1e-5, "Slopes by differences with a step of 1e-5 err by 1e-9.", floor=0.1)
SAME = Tolerance(1e-9, "Much coarser than rounding.", floor=1.0)
CLIPPED = Tolerance(1e-4, "Some add a little to the norm, so that nothing is divided by zero.")
STEP, COARSE = 1e-5, 0.1
GOAL, STEPS = 0.1, 200
selfcheck = SelfCheck(Limits(30.0, 20.0, 180.0, 180.0))


def shapes_of(inputs: int, hidden: int, outputs: int) -> dict[str, tuple[int, ...]]:
    """The shapes of the parameters, as the notebook's table has them."""
    gates: dict[str, tuple[int, ...]] = {"W": (inputs, 4 * hidden), "R": (hidden, 4 * hidden)}
    return {**gates, "bg": (4 * hidden,), "V": (hidden, outputs), "by": (outputs,)}


def networks(random: np.random.Generator) -> Any:
    """Small networks and minibatches, with sizes that are all different."""
    for T, B, D, H, outputs in ((4, 3, 1, 2, 5), (3, 1, 4, 2, 1), (1, 4, 2, 3, 5)):
        yield Case(
            f"x of the shape [{T}, {B}, {D}], {H} hidden units and "
            f"{outputs} output{'s' * (outputs > 1)}",
            sizes={"time steps": T, "sequences": B, "hidden units": H},
            params={n: random.uniform(-0.7, 0.7, s) for n, s in shapes_of(D, H, outputs).items()},
            x=random.normal(size=(T, B, D)),
            state=[random.uniform(-1, 1, (B, H)) for _ in "hc"],
            y=random.normal(size=(T, B, outputs)),
            target=random.normal(size=(T, B, outputs)),
        )


def slopes(loss: Callable[[dict[str, Any]], Any], at: dict[str, Any], step: float = STEP) -> Any:
    """How a loss of yours answers to a nudge of each entry of each array."""

    def moved(name: str, value: Any) -> float:
        return float(loss({**at, name: value}))

    return {n: central_differences(partial(moved, n), value, step) for n, value in at.items()}


def own_loss(code: Code, case: Case, params: Any) -> Any:
    """Your own loss of your own outputs, from a state of zeros."""
    return code.mean_squared_error(code.forward(params, case.x)[0], case.target)[0]


def shaped(what: str, value: Any, shape: tuple[int, ...]) -> dict[str, Any]:
    """The claim that something has a shape."""
    return {f"{what} has the shape {list(shape)}": np.shape(value) == shape}


def side_by_side(found: Any, due: Any) -> dict[str, Any]:
    """Gradients that must agree."""
    return {f"the gradient of `{name}`": (found[name], slope) for name, slope in due.items()}


@selfcheck.question(hint="Compare with the table of shapes and the text below it.")
def initialise(code: Code, _: None) -> Any:
    """New parameters have the asked shapes and ranges, and are drawn anew for each seed."""
    sizes = (6, 100, 7)
    first, again, other = (code.initialise(*sizes, seed) for seed in (5, 5, 6))
    claims: dict[str, Any] = {}
    for name, shape in shapes_of(*sizes).items():
        value = np.asarray(first[name])
        claims |= shaped(f"`{name}`", value, shape)
        if name in ("W", "R", "V"):
            largest = np.abs(value).max()
            claims[f"`{name}` lies within ± 1/√H, which is 0.1 here"] = bool(largest <= 0.1)
            claims[f"`{name}` fills this range"] = bool(largest > 0.09)
            claims[f"`{name}` is the same for one seed"] = np.array_equal(value, again[name])
            differ = not np.array_equal(value, other[name])
            claims[f"`{name}` is another one for another seed"] = differ
    ones = np.asarray(first["bg"]) == 1
    claims["the biases of one gate are 1"] = np.count_nonzero(ones) == sizes[1]
    zeros = not np.any(np.asarray(first["bg"])[~ones]) and not np.any(first["by"])
    claims["all other biases are 0"] = zeros
    return claims


@selfcheck.question(
    cases=networks,
    hint="Print the shape of every intermediate. What does a sequence see at time t, and of whom?",
)
def forward(code: Code, case: Case) -> Any:
    """The outputs have the asked shape, feel the past of their own sequence and nothing else."""
    y = np.asarray(code.forward(case.params, case.x)[0])
    claims = shaped("y", y, case.y.shape)
    claims["the outputs are finite"] = bool(np.isfinite(y).all())
    again = np.asarray(code.forward(case.params, case.x)[0])
    claims["a second call gives the same"] = np.array_equal(y, again)
    if y.shape != case.y.shape:
        return claims
    for t in range(len(y)):
        moved = case.x.copy()
        moved[t, 0] += 1.0
        felt = np.abs(np.asarray(code.forward(case.params, moved)[0]) - y).max(axis=2) > 1e-12
        own, others = felt[:, 0], felt[:, 1:]
        claims[f"all outputs from time {t} on feel x[{t}]"] = bool(own[t:].all())
        claims[f"no output before time {t} feels x[{t}]"] = not own[:t].any()
        claims["no sequence feels another one"] = not others.any()
    return claims


@selfcheck.question(
    cases=networks,
    tolerance=SAME,
    hint="Print h and c after each time step: for the whole sequence, and for its two pieces.",
)
def carried_state(code: Code, case: Case) -> Any:
    """A sequence in two pieces gives the same as in one, when the state is carried over."""
    y, state, _ = code.forward(case.params, case.x, case.state)
    first, middle, _ = code.forward(case.params, case.x[:1], case.state)
    h, c = case.state
    fits: dict[str, Any] = {}
    for name, part, like in (("h", state[0], h), ("c", state[1], c)):
        fits |= shaped(f"the returned {name}", part, like.shape)
    for name, other in (("h", [h + 1, c]), ("c", [h, c + 1])):
        felt = not np.allclose(first, code.forward(case.params, case.x[:1], other)[0])
        fits[f"the outputs feel the {name} that is handed in"] = felt
    zeros = code.forward(case.params, case.x, [np.zeros_like(h), np.zeros_like(c)])[0]
    fits["outputs from a state of zeros"] = (zeros, code.forward(case.params, case.x)[0])
    if len(case.x) > 1:
        second, last, _ = code.forward(case.params, case.x[1:], middle)
        fits["outputs"] = (np.concatenate([first, second]), np.asarray(y))
        fits |= {"h": (last[0], np.asarray(state[0])), "c": (last[1], np.asarray(state[1]))}
    return fits


@selfcheck.question(
    cases=networks,
    tolerance=SLOPES,
    hint="Take two numbers instead of a whole array. What if each of them is there twice?",
)
def loss(code: Code, case: Case) -> Any:
    """The loss is a mean that is zero where all is right, and its gradient is its slope."""
    value, d_y = code.mean_squared_error(case.y, case.target)
    twice = [np.concatenate([part, part]) for part in (case.y, case.target)]
    due = slopes(lambda at: code.mean_squared_error(at["y"], case.target)[0], {"y": case.y})
    return {
        "with errors it is more than 0": bool(value > 0),
        "without errors": (code.mean_squared_error(case.y, case.y)[0], 0.0),
        "all numbers twice": (code.mean_squared_error(*twice)[0], value),
        "d_y": (d_y, due["y"]),
    }


@selfcheck.question(cases=networks, hint="Each gradient has the shape of what it belongs to.")
def gradients(code: Code, case: Case) -> Any:
    """`backward` returns a gradient for each parameter and for the state, in their shapes."""
    _, _, cache = code.forward(case.params, case.x, case.state)
    grads, d_state = code.backward(case.params, cache, case.y)
    claims = {}
    for name, value in case.params.items():
        claims[f'there is a gradient "{name}"'] = name in grads
        if name in grads:
            claims |= shaped(f"the gradient of `{name}`", grads[name], value.shape)
    for name, found, value in zip(("d_h", "d_c"), d_state, case.state, strict=True):
        claims |= shaped(f"`{name}`", found, value.shape)
    return claims


@selfcheck.question(
    cases=networks,
    tolerance=SLOPES,
    hint="Take T = 1 first, then T = 2; compare gate by gate. Which is the first to differ?",
)
def backward(code: Code, case: Case) -> Any:
    """The gradients of `backward` are the slopes of your own `forward`."""
    _, _, cache = code.forward(case.params, case.x, case.state)
    grads, (d_h, d_c) = code.backward(case.params, cache, case.y)

    def weighted(at: dict[str, Any]) -> Any:
        params = {name: at[name] for name in case.params}
        return np.sum(case.y * np.asarray(code.forward(params, case.x, [at["h"], at["c"]])[0]))

    h, c = case.state
    due = slopes(weighted, {**case.params, "h": h, "c": c})
    return side_by_side({**grads, "h": d_h, "c": d_c}, due)


@selfcheck.question(
    cases=networks,
    tolerance=SAME,
    hint="Try a large `eps` such as 0.1. Which two points do you look at, and how far apart?",
)
def numerical_gradient(code: Code, case: Case) -> Any:
    """The numerical gradient is made of two-sided quotients of your own loss, with step `eps`."""
    found = code.numerical_gradient(case.params, case.x, case.target, COARSE)
    return side_by_side(found, slopes(partial(own_loss, code, case), case.params, COARSE))


@selfcheck.question(
    cases=networks,
    tolerance=SLOPES,
    hint="Three functions, one after the other: what does each hand on to the next?",
)
def analytical_gradient(code: Code, case: Case) -> Any:
    """Your analytical gradient agrees with your numerical one, for every parameter."""
    numerical = code.numerical_gradient(case.params, case.x, case.target, STEP)
    analytical = code.analytical_gradient(case.params, case.x, case.target)
    return side_by_side(analytical, numerical)


@selfcheck.question(
    cases=networks,
    tolerance=CLIPPED,
    hint="Print the norm and the largest entry of each array, before and after.",
)
def clip(code: Code, case: Case) -> Any:
    """What is too large becomes as large as allowed, by one factor; all else stays as it is."""
    grads = case.params
    _, norm = code.clip(grads, 1e6)
    clipped, before = code.clip(grads, 0.1 * norm)
    stay, _ = code.clip(grads, 2 * norm)
    zeros, _ = code.clip({name: np.zeros_like(grad) for name, grad in grads.items()}, 1.0)
    fits = {
        "norm of gradients twice as large": (
            code.clip({name: 2 * grad for name, grad in grads.items()}, 1e6)[1],
            2 * norm,
        ),
        "returned norm of what is clipped": (before, norm),
        "norm of what comes out": (code.clip(clipped, 1e6)[1], 0.1 * norm),
    }
    for name, grad in grads.items():
        fits[f"`{name}`, a tenth of which is allowed"] = (clipped[name], 0.1 * grad)
        fits[f"`{name}`, small enough"] = (stay[name], grad)
        fits[f"`{name}`, zero"] = (zeros[name], np.zeros_like(grad))
    return fits


@selfcheck.question(
    cases=networks,
    tolerance=SAME,
    hint="Let f(p) = p² / 2, whose gradient is p. Which way is downhill, and how far do you go?",
)
def update(code: Code, case: Case) -> Any:
    """A small step goes downhill, twice as far with twice the rate, and nowhere on the flat."""
    params = case.params
    flat = code.update(params, {name: np.zeros_like(value) for name, value in params.items()}, 1.0)
    small, large = (code.update(params, params, lr) for lr in (0.01, 0.02))
    fits: dict[str, Any] = {}
    for name, value in params.items():
        fits[f"`{name}` on the flat"] = (flat[name], value)
        step, longer = (np.asarray(after[name]) - value for after in (small, large))
        fits[f"step of `{name}` with twice the rate"] = (longer, 2 * step)
        lower = bool((np.abs(value + step) < np.abs(value)).all())
        fits[f"`{name}` goes downhill"] = lower
    return fits


def trainings(_: np.random.Generator) -> Any:
    """A single network for the memory task."""
    yield Case("a network with 8 hidden units", sizes_of=(2, 8, 1), seed=1234)


@selfcheck.question(
    cases=trainings,
    tolerance=SAME,
    hint="Make the first two steps by hand, and print the loss of each.",
)
def train(code: Code, case: Case) -> Any:
    """Two steps are one and another one; each takes its own minibatch, and none goes too far."""
    start = code.initialise(*case.sizes_of, case.seed)
    lr, norm = 0.5, 1e-3
    both, losses = code.train(start, 2, lr, norm, case.seed)
    once, first = code.train(start, 1, lr, norm, case.seed)
    twice, second = code.train(once, 1, lr, norm, case.seed + 1)
    x, target = code.memory_task(case.seed)
    fits: dict[str, Any] = {
        "there is a loss for each step": (len(losses), len(first)) == (2, 1),
        "the first loss": (losses[0], own_loss(code, Case("", x=x, target=target), start)),
        "both losses": (np.ravel(losses), np.ravel([first[0], second[0]])),
    }
    for name, value in start.items():
        moved = np.abs(np.asarray(once[name]) - value).max()
        fits[f"`{name}` moves, but no further than lr * max_norm"] = bool(0 < moved <= lr * norm)
        fits[f"`{name}` after two steps"] = (both[name], np.asarray(twice[name]))
    return fits


@selfcheck.question(
    cases=trainings,
    hint="Draw the losses. Do they fall at all? When all else holds, look at the loop.",
)
def training_result(code: Code, case: Case) -> Any:
    """In 200 steps, the loss on sequences that were not trained on falls below 0.1."""
    x, target = code.memory_task(case.seed - 1, samples=64)
    for seed in (case.seed, case.seed + 1):  # one start in 500 is too bad for that
        start = code.initialise(*case.sizes_of, seed)
        params, losses = code.train(start, STEPS, 0.5, 1.0, case.seed)
        after = own_loss(code, Case("", x=x, target=target), params)
        if after < GOAL:
            break
    return {
        f"the loss is below {GOAL:g} after {STEPS} steps": after < GOAL,
        "there is a loss for each step": len(losses) == STEPS,
    }
