"""How the network is scored. Read it from top to bottom: it is the marking scheme."""

from functools import partial
from typing import Any

import numpy as np

from grader.compare import compare
from grader.rubric import Code, NoCredit, PassOver, Question, Rubric, Tolerance, Variant

from .cases import (
    Case,
    backward_cases,
    gentle_cases,
    large_cases,
    mixed_cases,
    ordinary_cases,
    quotient_cases,
    update_cases,
)
from .conventions import (
    BIAS_GRADIENTS,
    GRADIENTS,
    WEIGHT_GRADIENTS,
    backward_of,
    mend_shapes,
    misnamed,
    read_gradients,
)
from .exactness import distance, feels_rounding, follows_own_forward, is_exact
from .own_slopes import (
    OWN_SLOPES,
    at_entries,
    by_own_slopes,
    own_quotients,
    own_slopes,
    own_slopes_beside_kinks,
)
from .own_steps import (
    answer_of_backward,
    finite,
    forward_of,
    gradient_by,
    has_gradients,
    if_it_runs,
    note_what_the_own_check_says,
    pick,
    ready_to_step,
    refuses,
    unchanged,
)
from .storage import raw_weights, weights_of

OWN_FORWARD = "Judged by the slopes of the forward pass that you wrote, not by the asked one."
OUTPUTS = {
    "single": Variant("one output neuron", (1,)),
    "multi": Variant("several output neurons", (5, 2)),
}
THRESHOLD = 1e-7
LEARNING_RATE = 0.3
AXES = {
    "d_W": ("input", "hidden"),
    "d_R": ("hidden before", "hidden"),
    "d_V": ("hidden", "output"),
    "d_bs": ("hidden",),
    "d_by": ("output",),
}
WEIGHT_AXES = {name[2:]: names for name, names in AXES.items()}
NUMERICAL_KEEPS = "`get_numerical_gradient` leaves the weights as they were"
ANALYTICAL_KEEPS = "`get_analytical_gradient` leaves the weights as they were"

ROUNDING = Tolerance(
    1e-12,
    "The same formula in another order of summation differs by about 1e-15. A plain difference "
    "quotient is off by 8e-11 at best: it is no backward pass, and this tells it apart. One of "
    "higher order may come closer, but not where the outputs are large.",
)
QUOTIENT = Tolerance(
    1e-9,
    "Two central differences with the same large step differ by rounding only, about 1e-14. "
    "A one-sided one is off by 1e-2, the exact gradient by 1e-4.",
)
SINGLE = Tolerance(
    5e-5,
    "Single precision carries seven digits, of which a coarse difference quotient loses one. The "
    "exact gradient in place of one is off by 1e-4.",
)
rubric = Rubric("A recurrent neural network in NumPy", total=10)
network = rubric.part("Exercise 1: the network", points=7)
checking = rubric.part("Exercise 2: numerical gradient check", points=3)


@network.criterion(
    "initialisation",
    points=0.5,
    cases=large_cases,
    tolerance=ROUNDING,
    hint="Print `get_weights()` of two networks: look at shapes, smallest and largest value.",
    calls="RNN(input_size, hidden_size, output_size)",
)
def initialisation(code: Code, case: Case) -> Any:
    """A new network has small random weights, even over the asked range, and biases of zero."""
    first, second = (code.RNN(case.inputs, case.hidden, case.outputs) for _ in range(2))
    weights, others = raw_weights(first), raw_weights(second)
    drawn = {name: np.sort(np.ravel(weights[name])) for name in ("W", "R", "V")}
    claims = {
        f"`{name}` has the shape {value.shape}": np.shape(weights[name]) == value.shape
        for name, value in case.weights.items()
    }
    for name, values in drawn.items():
        # Kolmogorov and Smirnov's distance: above 0.12 once in 1e10 times for right weights.
        even = np.abs((values + 0.2) / 0.4 - np.linspace(0, 1, values.size)).max()
        claims[f"the values of `{name}` lie within ±0.2"] = bool((np.abs(values) <= 0.2).all())
        claims[f"the values of `{name}` are spread evenly over the range"] = bool(even <= 0.12)
        fresh = not np.array_equal(weights[name], others[name])
        claims[f"every network draws its own values for `{name}`"] = fresh
    for name in ("bs", "by"):
        claims[f"`{name}` is zero at the start"] = not np.any(weights[name])
    return claims


@network.criterion(
    "forward",
    points=1,
    each=OUTPUTS,
    cases=ordinary_cases,
    tolerance=ROUNDING,
    hint="Take two time steps and one hidden unit and follow the numbers by hand. Does the loop "
    "run once for every row of `x`, also when there are more or fewer rows than columns?",
    calls="model.forward(x)",
    over="time steps",
)
def forward(code: Code, case: Case) -> Any:
    """The output follows the three equations, for sequences of any length."""

    def outputs() -> Any:
        model = case.model(code)
        if case.earlier is not None:
            model.forward(case.earlier)
        return model.forward(case.x)

    return code.at_once(outputs)


@network.criterion(
    "backward",
    points=1,
    each=OUTPUTS,
    cases=backward_cases,
    tolerance=ROUNDING,
    hint="Start with a sequence of one time step; when that agrees with the numerical gradient, "
    "go on to two. The gradient check tells you which parameter to look at.",
    calls="model.forward(x)\nmodel.backward(d_loss)",
    axes=AXES,
    over="time steps",
)
def backward(code: Code, case: Case) -> Any:
    """The gradients of the three weight matrices, summed over time, each shaped like its matrix."""
    return pick(WEIGHT_GRADIENTS, answer_of_backward(code, case))


@network.criterion(
    "bias_gradients",
    points=0.5,
    each=OUTPUTS,
    cases=backward_cases,
    tolerance=ROUNDING,
    hint="A bias acts like a weight whose input is always 1. Which shape does the bias have?",
    calls="model.forward(x)\nmodel.backward(d_loss)",
    axes=AXES,
    over="time steps",
)
def bias_gradients(code: Code, case: Case) -> Any:
    """The gradients of both biases, summed over time, each shaped like its bias."""
    own_names = misnamed(code)  # names that cost `backward` its points don't cost these
    return pick(BIAS_GRADIENTS, answer_of_backward(code, case, own_names=own_names))


def biases_in_own_form(code: Code, case: Case) -> Any:
    """The bias gradients, the loss's handed over in the form that this code's `backward` takes."""
    answer = answer_of_backward(code, case, own_names=misnamed(code), own_form=True)
    return pick(BIAS_GRADIENTS, answer)


@bias_gradients.follow_through(
    after=[forward],
    tolerance=ROUNDING,
    note="Judged where both biases are zero, as your forward pass does not use them as asked.",
)
def bias_gradients_without_biases(code: Code, reference: Code, case: Case) -> tuple[Any, Any]:
    """The bias gradients of a network whose biases are zero, against the reference's."""
    case = case.with_weights(bs=np.zeros(case.hidden), by=np.zeros(case.outputs))
    forward_of(case.model(code), case)
    return bias_gradients(code, case), bias_gradients(reference, case)


@bias_gradients.follow_through(
    after=[backward],
    tolerance=ROUNDING,
    note="Judged with the gradient of the loss as a column, the only form your `backward` takes.",
)
def bias_gradients_for_a_column(code: Code, reference: Code, case: Case) -> tuple[Any, Any]:
    """The bias gradients when the gradient of the loss is handed over as a column."""
    return biases_in_own_form(code, case), bias_gradients(reference, case)


@network.criterion(
    "update",
    points=0.5,
    cases=update_cases,
    tolerance=ROUNDING,
    hint="Compare the weights before and after one step: which way did each go, and how far?",
    calls="model.forward(x)\nmodel.backward(d_loss)\nmodel.update(lr)",
    axes=WEIGHT_AXES,
)
def update(code: Code, case: Case) -> Any:
    """A step of gradient descent: against the gradient, by the learning rate times its size."""
    model = case.model(code)
    for _ in range(2):
        ready_to_step(code, model, case)
        model.update(LEARNING_RATE)
    return {**weights_of(code, model), **_refusals(code, case, model)}


@update.follow_through(
    after=[forward, backward, bias_gradients],
    tolerance=QUOTIENT,
    note="Judged by the gradients that your `backward` gives.",
)
def step_along_own_gradients(code: Code, _: Code, case: Case) -> tuple[Any, Any]:
    """The step that was made against the one that this code's own gradients ask for."""
    model = case.model(code)
    forward_of(model, case)
    gradients = if_it_runs(ready_to_step, code, model, case, own_form=True)
    model.update(LEARNING_RATE)
    due = {
        name: value - LEARNING_RATE * gradients[f"d_{name}"] for name, value in case.weights.items()
    }
    refusals = _refusals(code, case, model)
    return {**weights_of(code, model), **refusals}, {**due, **dict.fromkeys(refusals, True)}


def _refusals(code: Code, case: Case, model: Any) -> dict[str, bool]:
    fresh = code.RNN(case.inputs, case.hidden, case.outputs)
    claim = "`update` raises a RuntimeError as long as `backward` was not called"
    again = "after a step, `update` raises a RuntimeError until `backward` is called again"
    return {
        claim: refuses(fresh.update, LEARNING_RATE),
        again: refuses(model.update, LEARNING_RATE),
    }


network.by_hand(
    "written_bias_gradients",
    points=1,
    title="The gradients of the loss with respect to both biases, derived in writing.",
    levels={
        0: "Neither gradient is derived.",
        0.25: "One gradient is right, but its steps are missing.",
        0.5: "One gradient is derived; the other is missing or wrong.",
        0.75: "Both are right; a step lacks its reason, or the sum over time does.",
        1: "Both are derived, with each rule named and the sum over time.",
    },
)


@checking.criterion(
    "numerical_gradient",
    points=0.5,
    each=OUTPUTS,
    cases=quotient_cases,
    tolerance=QUOTIENT,
    hint="Try a large `eps` such as 0.1 on a function that you can differentiate by hand, x³ say. "
    "What does a two-sided difference quotient give, and what does yours?",
    calls="get_numerical_gradient(model, x, eps)",
    axes=AXES,
)
def numerical_gradient(code: Code, case: Case) -> Any:
    """Two-sided difference quotients with the step `eps`, for every parameter; nothing changes."""
    model, answer = code.at_once(
        lambda: (m := case.model(code), code.get_numerical_gradient(m, case.x, case.eps))
    )
    gradients = read_gradients(code, answer, case.weights, backward_of(code).names)
    return _with(gradients, NUMERICAL_KEEPS, unchanged(code, model, case))


@numerical_gradient.follow_through(
    after=[forward],
    tolerance=QUOTIENT,
    note="Judged by the forward pass that you wrote, not by the asked one.",
)
def quotients_of_own_forward(code: Code, _: Code, case: Case) -> tuple[Any, Any]:
    """The quotients against those of this code's own forward pass, taken from outside."""
    due = own_quotients(code, case)
    answer = numerical_gradient(code, case)
    return at_entries(answer, case), {**due, NUMERICAL_KEEPS: True}


@checking.criterion(
    "analytical_gradient",
    points=0.5,
    cases=mixed_cases,
    tolerance=ROUNDING,
    hint="The loss is the sum of the outputs: what is its gradient with respect to each output? "
    "A function that is asked for a gradient should not change the network.",
    calls="get_analytical_gradient(model, x)",
    axes=AXES,
    over="time steps",
)
def analytical_gradient(code: Code, case: Case) -> Any:
    """The exact gradient of the summed outputs, by one forward and one backward pass."""
    model, answer = code.at_once(
        lambda: (m := case.model(code), code.get_analytical_gradient(m, case.x))
    )
    gradients = read_gradients(code, answer, case.weights, backward_of(code).names)
    mended = mend_shapes(code, gradients, case.weights)
    return _with(mended, ANALYTICAL_KEEPS, unchanged(code, model, case))


def where_forward_is_right(code: Code, reference: Code, case: Case) -> tuple[Any, Any]:
    """Whatever comes after a forward pass that is wrong in some cases only can't be seen there."""
    if compare(forward(reference, case), forward(code, case), ROUNDING):
        raise PassOver
    raise NoCredit


def in_single_precision(question: Question, code: Code, reference: Code, case: Case) -> Any:
    """What comes after a forward pass in single precision can't be better than that."""
    outputs = forward(reference, case), forward(code, case)
    if compare(*outputs, SINGLE) or not compare(*outputs, ROUNDING):
        raise NoCredit
    return question(code, case), question(reference, case)


for question in (backward, bias_gradients, numerical_gradient):
    question.follow_through(
        after=[forward], tolerance=SINGLE, note="Judged in the precision of your forward pass."
    )(partial(in_single_precision, question))
for question in (backward, bias_gradients):
    question.follow_through(
        after=[forward], tolerance=ROUNDING, note="Judged where your forward pass is right."
    )(where_forward_is_right)
for slopes_of in (own_slopes, own_slopes_beside_kinks):
    for question, ask, names, claims in (
        (backward, backward, WEIGHT_GRADIENTS, ()),
        (bias_gradients, biases_in_own_form, BIAS_GRADIENTS, ()),
        (analytical_gradient, analytical_gradient, GRADIENTS, (ANALYTICAL_KEEPS,)),
    ):
        question.follow_through(after=[forward], tolerance=OWN_SLOPES, note=OWN_FORWARD)(
            partial(by_own_slopes, slopes_of, ask=ask, names=names, claims=claims)
        )


@analytical_gradient.follow_through(
    after=[forward, backward, bias_gradients],
    tolerance=ROUNDING,
    note="Judged by what your own `backward` gives for a gradient of ones.",
)
def analytical_by_own_backward(code: Code, _: Code, case: Case) -> tuple[Any, Any]:
    """The gradient against this code's own backward pass, which must be one."""
    case = case.on_its_own()
    own = if_it_runs(answer_of_backward, code, case, own_names=True, own_form=True)
    if not has_gradients(own, case.weights):
        raise NoCredit("`backward` gives no gradients.")
    if not is_exact(code.get_analytical_gradient, code, case):
        raise NoCredit("What `backward` gives is a difference quotient, not an exact gradient.")
    due = finite(mend_shapes(code, own, case.weights))
    return analytical_gradient(code, case), _with(due, ANALYTICAL_KEEPS, True)


@checking.criterion(
    "gradient_check",
    points=0.75,
    each=OUTPUTS,
    cases=gentle_cases,
    tolerance=ROUNDING,
    hint="Which parameters fail? They lead to the line in `backward`. If none is left over from "
    "there: both functions must find the gradient of the same sum, each in its own way.",
    calls="get_numerical_gradient(model, x)\nget_analytical_gradient(model, x)",
)
def gradient_check(code: Code, case: Case) -> Any:
    """Your two gradients agree on your own network, in every parameter, for the right reason."""
    by_quotients, by_backward = code.get_numerical_gradient, code.get_analytical_gradient
    numerical = gradient_by(by_quotients, code, case)
    analytical = gradient_by(by_backward, code, case)
    claims = {}
    for name in GRADIENTS:
        agree = distance(numerical.get(name), analytical.get(name)) <= THRESHOLD
        claims[f"both gradients of `{name[2:]}` differ by at most {THRESHOLD:g} in norm"] = agree
        alive = bool(np.any(analytical.get(name, 0)))
        claims[f"the gradient of `{name[2:]}` is not zero everywhere"] = alive
    claim = "the numerical gradient is made of differences of outputs"
    claims[claim] = feels_rounding(by_quotients, code, case, numerical)
    claim = "the analytical gradient is not made of differences of outputs"
    claims[claim] = is_exact(by_backward, code, case, analytical)
    claim = "the analytical gradient is that of your own `forward`"
    claims[claim] = follows_own_forward(code, case, analytical)
    if all(claims.values()):
        note_what_the_own_check_says(code, case)
    return claims


@gradient_check.draw_beside("your analytical gradient", "your numerical gradient")
def both_gradients(code: Code, case: Case) -> tuple[Any, Any]:
    """What both functions give for the same network."""
    by_both = (code.get_analytical_gradient, code.get_numerical_gradient)
    analytical, numerical = (gradient_by(function, code, case) for function in by_both)
    return analytical, numerical


@rubric.measurement("What a numerical gradient costs")
def both_times(code: Code) -> dict[str, Any]:
    """What the last cells of the notebook have measured."""
    return {
        "numerical gradient": code.time_numerical.average,
        "analytical gradient": code.time_analytical.average,
    }


def _with(gradients: Any, claim: str, holds: bool) -> Any:
    """Gradients together with a claim, in whatever container they are."""
    if isinstance(gradients, dict):
        return {**gradients, claim: holds}
    return [*gradients, holds] if isinstance(gradients, list) else gradients
