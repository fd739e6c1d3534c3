"""How the LSTM is scored. Read it from top to bottom: it is the marking scheme."""

from typing import Any

import numpy as np

from grader.gradients import distance, pick
from grader.rubric import Case, Code, Question, Rubric, Tolerance, follow_through
from grader.slopes import along_directions, at_entries
from grader.spread import is_spread_evenly

from . import cases
from .cases import AXES, NAMES, STATE_AXES
from .numpy_lstm import memory_task
from .own_steps import (
    analytical_by,
    entries_of,
    follows_own_loss,
    gradients_of,
    in_asked_names,
    numerical_by,
    outputs_slopes,
    own_gradients,
    own_quotients,
    own_training,
    run,
    state_of,
    state_slopes,
)

ROUNDING = Tolerance(
    1e-12, "Another order of summation changes 1e-15; the best difference quotient is off by 1e-10."
)
OWN_SLOPES = Tolerance(1e-9, "Slopes of order 8 with a step of 1e-3 are off by 1e-12.", floor=0.1)
QUOTIENT = Tolerance(
    1e-9, "Two-sided quotients with a step of 0.1 differ by 1e-14; a one-sided one is off by 1e-2."
)
CLIPPED = Tolerance(1e-5, "Some add 1e-6 to the norm, so that nothing is divided by zero.")
TRAINED = Tolerance(1e-4, "Three steps that are clipped so, the parameters of size 1.", floor=0.1)
COARSE, FINE, THRESHOLD = 0.1, 1e-5, 1e-7
GOAL, UNTRAINED, STEPS = 0.1, 0.3, 200
BOTH_PASSES = "y, state, cache = forward(params, x, state)\nbackward(params, cache, d_y)"
OWN_FORWARD = "Judged by the slopes of the forward pass that you wrote, not by the asked one."
OWN_LOSS = "Judged by the forward pass and the loss that you wrote, not by the asked ones."
OWN_PARTS = "Judged by your own functions, called one after another as the text says."

rubric = Rubric("An LSTM in NumPy", total=15)
forward_pass = rubric.part("Exercise 1: the forward pass", points=4, tolerance=ROUNDING)
backward_pass = rubric.part("Exercise 2: the backward pass", points=4.5, tolerance=ROUNDING)
checking = rubric.part("Exercise 3: numerical gradient check", points=2, tolerance=ROUNDING)
training_loop = rubric.part("Exercise 4: training", points=4.5, tolerance=TRAINED)


@forward_pass.criterion(
    "initialisation",
    points=1,
    cases=cases.initial,
    hint="Print shapes, smallest and largest values. Which entries of `bg` belong to which gate?",
    calls="initialise(input_size, hidden_size, output_size, seed)",
)
def initialisation(code: Code, case: Case) -> Any:
    """The weights are spread evenly over ±1/√H, and of the biases only the forget gate's are 1."""
    inputs, hidden, outputs, seed = case.arguments
    params, again, other = (
        code.initialise(inputs, hidden, outputs, number) for number in (seed, seed, seed + 1)
    )
    claims = {}
    bound = 1 / np.sqrt(hidden)
    shapes = {"W": (inputs, 4 * hidden), "R": (hidden, 4 * hidden), "V": (hidden, outputs)}
    for name, shape in shapes.items():
        claims[f"`{name}` has the shape {shape}"] = np.shape(params[name]) == shape
        within = bool((np.abs(params[name]) * np.sqrt(hidden) <= 1).all())
        claims[f"the values of `{name}` lie within ±1/√H"] = within
        even = is_spread_evenly(params[name], -bound, bound)
        claims[f"the values of `{name}` are spread evenly over the range"] = even
        same = np.array_equal(params[name], again[name])
        claims[f"the same seed gives the same `{name}`"] = same
        fresh = not np.array_equal(params[name], other[name])
        claims[f"another seed gives another `{name}`"] = fresh
    return {**claims, "bg": params["bg"], "by": params["by"]}


@forward_pass.criterion(
    "forward",
    points=1.5,
    cases=cases.fresh,
    hint="Take one sequence, one hidden unit and two time steps, and follow i, f, g, o, c and h by "
    "hand. Which columns of `W` belong to which gate?",
    calls="forward(params, x)",
    over="time steps",
)
def forward(code: Code, case: Case) -> Any:
    """From a state of zeros, the outputs at all times follow the equations."""
    outputs, _ = run(code, case)
    return outputs


@forward_pass.criterion(
    "carried_state",
    points=1,
    cases=cases.carried_over,
    hint="Cut a sequence in two, hand the state from the first half to the second, and compare "
    "with the whole.",
    calls="forward(params, x, state)",
    axes=STATE_AXES,
    over="time steps",
)
def carried_state(code: Code, case: Case) -> Any:
    """It goes on from a state that is handed in, and returns (h, c) after the last step."""
    outputs, (h, c), _ = code.forward(case.params, case.x, case.state)
    return {"outputs": outputs, "h": h, "c": c}


@carried_state.follow_through(
    after=[forward],
    note="Judged by your own forward pass: in two pieces it gives the same as in one.",
)
def in_two_pieces(code: Code, _: Code, case: Case) -> tuple[Any, Any]:
    """A sequence in two pieces against the same in one, from the state of the case."""
    whole, last, _ = code.forward(case.params, case.x, case.state)
    first, state, _ = code.forward(case.params, case.x[:1], case.state)
    second, end, _ = code.forward(case.params, case.x[1:], state)
    state_slopes(code, case, order=2)  # there are some
    pieces = {"outputs": np.concatenate([first, second]), "h": end[0], "c": end[1]}
    return pieces, {"outputs": np.asarray(whole), "h": last[0], "c": last[1]}


@forward_pass.criterion(
    "loss",
    points=0.5,
    cases=cases.fresh,
    hint="Take two numbers instead of a whole array, and differentiate their mean by hand.",
    calls="mean_squared_error(y, target)",
)
def loss(code: Code, case: Case) -> Any:
    """The loss is the mean over all numbers, and its gradient belongs to it."""
    value, d_y = code.mean_squared_error(case.d_y, case.target)
    return {"loss": value, "d_y": d_y}


@backward_pass.criterion(
    "output_gradients",
    points=1,
    cases=cases.for_gradients,
    hint="V and by act at every time step and for every sequence: what is added up?",
    calls=BOTH_PASSES,
    axes=AXES,
    over="time steps",
)
def output_gradients(code: Code, case: Case) -> Any:
    """The gradients of V and by, summed over time steps and sequences."""
    return pick(("V", "by"), in_asked_names(code, gradients_of(code, case)), NAMES)


@backward_pass.criterion(
    "gate_gradients",
    points=2,
    cases=cases.for_gradients,
    hint="Start with one time step; when that agrees with the numerical gradient, go on to two. "
    "Compare gate by gate. Which ways lead from c[t] to the loss?",
    calls=BOTH_PASSES,
    axes=AXES,
    over="time steps",
)
def gate_gradients(code: Code, case: Case) -> Any:
    """The gradients of W and R, of all four gates, through time, under the asked names."""
    return pick(("W", "R"), gradients_of(code, case), NAMES)


@backward_pass.criterion(
    "bias_gradients",
    points=0.5,
    cases=cases.for_gradients,
    hint="A bias acts like a weight whose input is always 1, for each sequence of the minibatch.",
    calls=BOTH_PASSES,
    axes=AXES,
    over="time steps",
)
def bias_gradients(code: Code, case: Case) -> Any:
    """The gradient of bg, in its shape."""
    return pick(("bg",), in_asked_names(code, gradients_of(code, case)), NAMES)


@backward_pass.criterion(
    "state_gradients",
    points=1,
    cases=cases.for_gradients,
    hint="After the first time step, which error would go on to h and to c before it?",
    calls=BOTH_PASSES,
    axes=STATE_AXES,
    over="time steps",
)
def state_gradients(code: Code, case: Case) -> Any:
    """The gradients with respect to h and c before the first time step."""
    _, cache = run(code, case)
    _, (d_h, d_c) = code.backward(case.params, cache, case.d_y)
    return {"h": d_h, "c": d_c}


GRADIENTS = (output_gradients, gate_gradients, bias_gradients)


@follow_through(*GRADIENTS, after=[forward], tolerance=OWN_SLOPES, note=OWN_FORWARD)
def by_own_slopes(question: Question, code: Code, reference: Code, case: Case) -> tuple[Any, Any]:
    """The gradients against the slopes of this code's own forward pass."""
    names = list(question(reference, case))
    due = outputs_slopes(code, case, names)
    like = {name: case.params[name] for name in names}
    return along_directions(question(code, case), like), due


@state_gradients.follow_through(after=[forward], tolerance=OWN_SLOPES, note=OWN_FORWARD)
def state_by_own_slopes(code: Code, _: Code, case: Case) -> tuple[Any, Any]:
    """The gradients of the state against the slopes of this code's own forward pass."""
    due = state_slopes(code, case)
    return along_directions(state_gradients(code, case), state_of(case)), due


@follow_through(*GRADIENTS, state_gradients, after=[carried_state], note="Judged from zeros.")
def from_zeros(question: Question, code: Code, reference: Code, case: Case) -> tuple[Any, Any]:
    """The same gradients for a minibatch that starts from zeros, against the reference's."""
    case = case.but(state=None)
    return question(code, case), question(reference, case)


@checking.criterion(
    "numerical_gradient",
    points=0.75,
    cases=cases.small,
    tolerance=QUOTIENT,
    hint="Try a large `eps` such as 0.1 on a function that you can differentiate by hand, x³ say. "
    "What does a two-sided difference quotient give, and what does yours?",
    calls="numerical_gradient(params, x, target, eps)",
    axes=AXES,
)
def numerical_gradient(code: Code, case: Case) -> Any:
    """Two-sided difference quotients of the loss with the step `eps`, for every parameter."""
    grads = code.numerical_gradient(case.params, case.x, case.target, COARSE)
    return in_asked_names(code, grads)


@numerical_gradient.follow_through(after=[forward, loss], note=OWN_LOSS)
def quotients_of_own_loss(code: Code, _: Code, case: Case) -> tuple[Any, Any]:
    """Some of the quotients against those of this code's own loss, taken from outside."""
    due = own_quotients(code, case, COARSE)
    return at_entries(numerical_gradient(code, case), entries_of(case), case.params), due


@checking.criterion(
    "analytical_gradient",
    points=0.5,
    cases=cases.small,
    hint="Three functions, one after the other: what does each hand on to the next?",
    calls="analytical_gradient(params, x, target)",
    axes=AXES,
)
def analytical_gradient(code: Code, case: Case) -> Any:
    """The exact gradient of the loss, by one forward and one backward pass."""
    return code.analytical_gradient(case.params, case.x, case.target)


@analytical_gradient.follow_through(after=[forward, loss, *GRADIENTS], note=OWN_PARTS)
def analytical_by_own_parts(code: Code, _: Code, case: Case) -> tuple[Any, Any]:
    """The gradient against what this code's own functions give, one after another."""
    _, due = own_gradients(code, case)
    return code.analytical_gradient(case.params, case.x, case.target), due


@checking.criterion(
    "gradient_check",
    points=0.75,
    cases=cases.smallest,
    hint="Which parameters fail? They lead to the line in `backward`. If none is left over from "
    "there: both functions must be about the same loss, each in its own way.",
    calls="numerical_gradient(params, x, target)\nanalytical_gradient(params, x, target)",
)
def gradient_check(code: Code, case: Case) -> Any:
    """Your two gradients agree on your own network, in every parameter, for the right reason."""
    coarse, numerical = (numerical_by(code, case, eps) for eps in (COARSE, FINE))
    analytical = analytical_by(code, case)
    claims = {}
    for name in NAMES:
        agree = distance(numerical[name], analytical[name]) <= THRESHOLD
        claims[f"both gradients of `{name}` differ by at most {THRESHOLD:g} in norm"] = agree
    moved = max(distance(coarse[name], analytical[name]) for name in NAMES)
    copied = all(np.array_equal(numerical[name], analytical[name]) for name in NAMES)
    claims["the numerical gradient answers to `eps`"] = moved > FINE
    claims["the numerical gradient is no copy of the analytical one"] = not copied
    claims["both are gradients of your own loss"] = follows_own_loss(code, case, analytical)
    return claims


@training_loop.criterion(
    "clipping",
    points=1,
    cases=cases.clipping,
    tolerance=CLIPPED,
    hint="Clip once, and compute the norm of what comes out. What happens to small gradients?",
    calls="clip(grads, max_norm)",
    axes=AXES,
)
def clipping(code: Code, case: Case) -> Any:
    """Gradients are scaled together, and only if they are too large."""
    grads, norm = code.clip(case.grads, case.max_norm)
    return {**grads, "norm before": norm}


@training_loop.criterion(
    "update",
    points=0.5,
    cases=cases.updates,
    tolerance=ROUNDING,
    hint="Compare the parameters before and after: which way did each go, and how far?",
    calls="update(params, grads, lr)",
    axes=AXES,
)
def update(code: Code, case: Case) -> Any:
    """A step of gradient descent: against the gradient, by the learning rate times its size."""
    return code.update(case.params, case.grads, case.lr)


@training_loop.criterion(
    "training",
    points=1,
    cases=cases.first_steps,
    hint="Make two steps by hand, one line for each function, and compare with what `train` gives.",
    calls="train(params, steps, lr, max_norm, seed)",
    axes={**AXES, "losses": ("step",)},
)
def training(code: Code, case: Case) -> Any:
    """Each step takes its own minibatch and changes the parameters; all losses are kept."""
    params, losses = code.train(case.params, 3, case.lr, case.max_norm, case.seed)
    return {**params, "losses": losses}


@training_loop.criterion(
    "training_result",
    points=1,
    cases=cases.whole_trainings,
    hint="Draw the losses. Do they fall at all? When all parts before are right, look at the loop.",
    calls="train(params, steps, lr, max_norm, seed)",
)
def training_result(code: Code, case: Case) -> Any:
    """In 200 steps, the loss on new sequences falls below 0.1."""
    x, target = memory_task(case.seed - 1, samples=64)
    params, losses = code.train(case.params, STEPS, case.lr, case.max_norm, case.seed)
    before, after = (
        float(np.mean((np.asarray(code.forward(tried, x)[0]) - target) ** 2))
        for tried in (case.params, params)
    )
    return {
        f"the loss on new sequences is below {GOAL:g} after {STEPS} steps": after < GOAL,
        f"the loss on new sequences was above {UNTRAINED:g} before": before > UNTRAINED,
        "there is a loss for each step": len(losses) == STEPS,
    }


BEFORE_TRAINING = (forward, loss, *GRADIENTS, clipping, update)


@training_result.follow_through(after=BEFORE_TRAINING, note=OWN_PARTS)
@training.follow_through(after=BEFORE_TRAINING, note=OWN_PARTS)
def training_by_own_parts(code: Code, _: Code, case: Case) -> tuple[Any, Any]:
    """The first steps against those that this code's own functions make, one after another."""
    params, losses = own_training(code, case, memory_task, steps=3)
    return training(code, case), {**params, "losses": losses}


training_loop.by_hand(
    "written_learning_curve",
    points=1,
    title="The learning curve, described in writing: its phases, its jumps, and what is learnt.",
)
