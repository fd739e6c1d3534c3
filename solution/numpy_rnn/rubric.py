"""How the network is scored. Read it from top to bottom: it is the marking scheme."""

from typing import Any

import numpy as np

from grader.gradients import distance, mend_shapes, pick
from grader.rubric import Code, Rubric, Variant, follow_through
from grader.spread import is_spread_evenly

from . import cases
from . import second_chances as chances
from .cases import Case
from .conventions import AXES, GRADIENTS, WEIGHT_AXES, WEIGHT_GRADIENTS, by_gradient
from .exactness import feels_rounding, follows_own_forward, is_exact
from .own_steps import (
    ANALYTICAL_KEEPS,
    LEARNING_RATE,
    answer_of_backward,
    biases_of,
    computes_with,
    gradient_by,
    gradients_of_a_new_network,
    note_what_the_own_check_says,
    output_of,
    ready_to_step,
    refusals,
    with_claim,
)
from .storage import raw_weights, weights_of
from .tolerances import OWN_SLOPES, QUOTIENT, ROUNDING, SINGLE

OUTPUTS = {
    "single": Variant("one output neuron", (1,)),
    "multi": Variant("several output neurons", (5, 2)),
}
BOTH_PASSES = "model.forward(x)\nmodel.backward(d_loss)"
THRESHOLD = 1e-7

rubric = Rubric("A recurrent neural network in NumPy", total=10)
network = rubric.part("Exercise 1: the network", points=7, tolerance=ROUNDING)
checking = rubric.part("Exercise 2: numerical gradient check", points=3, tolerance=ROUNDING)


@network.criterion(
    "initialisation",
    points=0.5,
    cases=cases.large,
    hint="Print `get_weights()` of two networks: look at shapes, smallest and largest value.",
    calls="RNN(input_size, hidden_size, output_size)",
)
def initialisation(code: Code, case: Case) -> Any:
    """A new network has small random weights, even over the asked range, and biases of zero."""
    first, second = (code.RNN(case.inputs, case.hidden, case.outputs) for _ in range(2))
    weights, others = raw_weights(first), raw_weights(second)
    claims = {
        f"`{name}` has the shape {value.shape}": np.shape(weights[name]) == value.shape
        for name, value in case.weights.items()
    }
    for name in ("W", "R", "V"):
        within = bool((np.abs(weights[name]) <= 0.2).all())
        claims[f"the values of `{name}` lie within ±0.2"] = within
        even = is_spread_evenly(weights[name], -0.2, 0.2)
        claims[f"the values of `{name}` are spread evenly over the range"] = even
        fresh = not np.array_equal(weights[name], others[name])
        claims[f"every network draws its own values for `{name}`"] = fresh
    for name in ("bs", "by"):
        claims[f"`{name}` is zero at the start"] = not np.any(weights[name])
    return claims


@network.criterion(
    "forward",
    points=1,
    each=OUTPUTS,
    cases=cases.ordinary,
    hint="Take two time steps and one hidden unit and follow the numbers by hand. Does the loop "
    "run once for every row of `x`, also when there are more or fewer rows than columns?",
    calls="model.forward(x)",
    over="time steps",
)
def forward(code: Code, case: Case) -> Any:
    """The output follows the three equations, for sequences of any length."""
    return output_of(code, case)


@network.criterion(
    "backward",
    points=1,
    each=OUTPUTS,
    cases=cases.backward,
    hint="Start with a sequence of one time step; when that agrees with the numerical gradient, "
    "go on to two. The gradient check tells you which parameter to look at.",
    calls=BOTH_PASSES,
    axes=AXES,
    over="time steps",
)
def backward(code: Code, case: Case) -> Any:
    """The gradients of the three weight matrices, summed over time, each shaped like its matrix."""
    return pick(WEIGHT_GRADIENTS, answer_of_backward(code, case), GRADIENTS)


@network.criterion(
    "bias_gradients",
    points=0.5,
    each=OUTPUTS,
    cases=cases.backward,
    drawn_as="backward",
    hint="A bias acts like a weight whose input is always 1. Which shape does the bias have?",
    calls=BOTH_PASSES,
    axes=AXES,
    over="time steps",
)
def bias_gradients(code: Code, case: Case) -> Any:
    """The gradients of both biases, summed over time, each shaped like its bias."""
    return biases_of(code, case)


@network.criterion(
    "update",
    points=0.5,
    cases=cases.updates,
    hint="Compare the weights before and after one step: which way did each go, and how far?",
    calls=f"{BOTH_PASSES}\nmodel.update(lr)",
    axes=WEIGHT_AXES,
)
def update(code: Code, case: Case) -> Any:
    """A step of gradient descent: against the gradient, by the learning rate times its size."""
    model = case.model(code)
    for _ in range(2):
        ready_to_step(code, model, case)
        model.update(LEARNING_RATE)
    claims = {**refusals(code, case, model), **computes_with(code, model, case)}
    return {**weights_of(code, model), **claims}


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
    cases=cases.quotients,
    tolerance=QUOTIENT,
    hint="Try a large `eps` such as 0.1 on a function that you can differentiate by hand, x³ say. "
    "What does a two-sided difference quotient give, and what does yours?",
    calls="get_numerical_gradient(model, x, eps)",
    axes=AXES,
)
def numerical_gradient(code: Code, case: Case) -> Any:
    """Two-sided difference quotients with the step `eps`, for every parameter; nothing changes."""
    gradients, unchanged = gradients_of_a_new_network(
        lambda model: code.get_numerical_gradient(model, case.x, case.eps), code, case
    )
    claim = "`get_numerical_gradient` leaves the weights as they were"
    return with_claim(gradients, claim, unchanged)


@checking.criterion(
    "analytical_gradient",
    points=0.5,
    cases=cases.of_summed_outputs,
    hint="The loss is the sum of the outputs: what is its gradient with respect to each output? "
    "A function that is asked for a gradient should not change the network.",
    calls="get_analytical_gradient(model, x)",
    axes=AXES,
    over="time steps",
)
def analytical_gradient(code: Code, case: Case) -> Any:
    """The exact gradient of the summed outputs, by one forward and one backward pass."""
    gradients, unchanged = gradients_of_a_new_network(
        lambda model: code.get_analytical_gradient(model, case.x), code, case
    )
    mended = mend_shapes(code, gradients, by_gradient(case.weights))
    return with_claim(mended, ANALYTICAL_KEEPS, unchanged)


@checking.criterion(
    "gradient_check",
    points=0.75,
    each=OUTPUTS,
    cases=cases.gentle,
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
        alive = name not in analytical or bool(np.any(analytical[name]))
        claims[f"the gradient of `{name[2:]}` is not zero everywhere"] = alive
    # Where they disagree, or belong to another loss, nothing shows how they were made.
    agree = all(claims.values())
    claim = "the numerical gradient is made of differences of outputs"
    claims[claim] = not agree or feels_rounding(by_quotients, code, case, numerical)
    own = follows_own_forward(code, case, analytical)
    claim = "the analytical gradient is not a numerical one"
    claims[claim] = not own or is_exact(by_backward, code, case, analytical)
    claims["the analytical gradient is that of your own `forward`"] = own
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


# Second chances. A mistake costs its own points, and not everything after it: whoever lost one of
# `after` is asked again, and keeps these points where the answer is right for their own code.

follow_through(
    bias_gradients,
    after=[forward],
    note="Judged where both biases are zero, as your forward pass does not use them as asked.",
)(chances.without_biases)
follow_through(
    bias_gradients,
    after=[backward],
    note="Judged with the gradient of the loss as a column, the only form your `backward` takes.",
)(chances.for_a_column)
follow_through(
    update,
    after=[forward, backward, bias_gradients],
    tolerance=QUOTIENT,
    note="Judged by the gradients that your `backward` gives.",
)(chances.step_along_own_gradients)
follow_through(
    numerical_gradient,
    after=[forward],
    note="Judged by the forward pass that you wrote, not by the asked one.",
)(chances.quotients_of_own_forward)
follow_through(
    backward,
    bias_gradients,
    numerical_gradient,
    after=[forward],
    tolerance=SINGLE,
    note="Judged in the precision of your forward pass.",
)(chances.in_single_precision)
follow_through(
    backward,
    bias_gradients,
    after=[forward],
    note="Judged where your forward pass is right.",
)(chances.where_forward_is_right)
for by_slopes in (chances.by_own_slopes, chances.by_own_slopes_beside_kinks):
    follow_through(
        backward,
        bias_gradients,
        analytical_gradient,
        after=[forward],
        tolerance=OWN_SLOPES,
        note="Judged by the slopes of the forward pass that you wrote, not by the asked one.",
    )(by_slopes)
follow_through(
    backward,
    bias_gradients,
    update,
    numerical_gradient,
    analytical_gradient,
    gradient_check,
    after=[forward],
    note="Judged with a network of the notebook's sizes, as your forward pass is right for those.",
)(chances.at_the_sizes_of_the_notebook)
follow_through(
    analytical_gradient,
    after=[forward, backward, bias_gradients],
    note="Judged by what your own `backward` gives for a gradient of ones.",
)(chances.analytical_by_own_backward)
