"""What is asked of code that went wrong at an earlier step, and what is right for that code.

Each takes (question, code, reference, case) and returns what the code gave, and what it should have
given. `NoCredit` says that there is nothing to follow through, `PassOver` that a case can't be
judged.
"""

from typing import Any

import numpy as np

from grader.compare import compare
from grader.rubric import Code, NoCredit, PassOver, Question, if_it_runs
from grader.slopes import along_directions

from .cases import Case
from .conventions import BIAS_GRADIENTS, GRADIENTS, by_gradient
from .exactness import exact_gradients_of_backward
from .own_slopes import at_own_entries, own_quotients, own_slopes, own_slopes_beside_kinks
from .own_steps import (
    ANALYTICAL_KEEPS,
    LEARNING_RATE,
    biases_of,
    computes_with,
    forward_of,
    output_of,
    ready_to_step,
    refusals,
    with_claim,
)
from .rounding import takes_quotients
from .storage import weights_of
from .tolerances import ROUNDING, SINGLE
from .underflow import takes_complex_steps

Answers = tuple[Any, Any]


def without_biases(question: Question, code: Code, reference: Code, case: Case) -> Answers:
    """The bias gradients of a network whose biases are zero, against the reference's."""
    case = case.with_weights(bs=np.zeros(case.hidden), by=np.zeros(case.outputs))
    forward_of(case.model(code), case)
    return question(code, case), question(reference, case)


def for_a_column(question: Question, code: Code, reference: Code, case: Case) -> Answers:
    """The bias gradients when the gradient of the loss is handed over as a column."""
    return biases_of(code, case, own_form=True), question(reference, case)


def in_single_precision(question: Question, code: Code, reference: Code, case: Case) -> Answers:
    """What comes after a forward pass in single precision can't be better than that."""
    outputs = output_of(reference, case), output_of(code, case)
    if compare(*outputs, SINGLE) or not compare(*outputs, ROUNDING):
        raise NoCredit
    return question(code, case), question(reference, case)


def where_forward_is_right(_: Question, code: Code, reference: Code, case: Case) -> Answers:
    """Whatever comes after a forward pass that is wrong in some cases only can't be seen there."""
    if compare(output_of(reference, case), output_of(code, case), ROUNDING):
        raise PassOver
    raise NoCredit


def at_the_sizes_of_the_notebook(
    question: Question, code: Code, reference: Code, case: Case
) -> Answers:
    """The same of a network as the notebook has it, for a forward pass that fits no other."""
    case = case.in_the_notebook()
    if compare(output_of(reference, case), output_of(code, case), ROUNDING):
        raise NoCredit
    return question(code, case), question(reference, case)


def by_own_slopes(
    question: Question, code: Code, reference: Code, case: Case, slopes_of: Any = own_slopes
) -> Answers:
    """The gradients against the slopes of this code's own forward pass."""
    if takes_quotients(code) or takes_complex_steps(code):  # these are the slopes of any loss
        raise NoCredit("What `backward` gives is a numerical derivative, not backpropagation.")
    case = case.on_its_own()
    due = question(reference, case)
    names = [name for name in due if name in GRADIENTS]
    slopes = slopes_of(code, case, names, case.d_loss)
    of_biases = set(names) == set(BIAS_GRADIENTS)
    answer = biases_of(code, case, own_form=True) if of_biases else question(code, case)
    return along_directions(answer, by_gradient(case.weights, names)), {**due, **slopes}


def by_own_slopes_beside_kinks(
    question: Question, code: Code, reference: Code, case: Case
) -> Answers:
    """The same for a forward pass with kinks, a rectifier say."""
    return by_own_slopes(question, code, reference, case, own_slopes_beside_kinks)


def step_along_own_gradients(_: Question, code: Code, __: Code, case: Case) -> Answers:
    """The step that was made against the one that this code's own gradients ask for."""
    model = case.model(code)
    forward_of(model, case)
    gradients = if_it_runs(lambda: ready_to_step(code, model, case, own_form=True))
    model.update(LEARNING_RATE)
    due = {
        name: value - LEARNING_RATE * gradients[f"d_{name}"] for name, value in case.weights.items()
    }
    claims = {**refusals(code, case, model), **computes_with(code, model, case)}
    return {**weights_of(code, model), **claims}, {**due, **dict.fromkeys(claims, True)}


def quotients_of_own_forward(
    question: Question, code: Code, reference: Code, case: Case
) -> Answers:
    """The quotients against those of this code's own forward pass, taken from outside."""
    due = {**question(reference, case), **own_quotients(code, case)}
    return at_own_entries(question(code, case), case), due


def analytical_by_own_backward(question: Question, code: Code, _: Code, case: Case) -> Answers:
    """The gradient against this code's own backward pass, which must be one."""
    case = case.on_its_own()
    due = exact_gradients_of_backward(code, case)
    return question(code, case), with_claim(due, ANALYTICAL_KEEPS, True)
