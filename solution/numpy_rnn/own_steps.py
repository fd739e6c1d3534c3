"""Asks a student's network for its steps: forward, backward, update, and the gradients of them."""

from collections.abc import Callable
from typing import Any

import numpy as np

from grader.compare import compare
from grader.gradients import differs_by_axes_of_one, is_finite, mend_shapes, names_in, pick
from grader.rubric import Code, NoCredit, PassOver, StudentError, if_it_runs, once_a_case

from .cases import Case
from .conventions import (
    ASKED,
    BIAS_GRADIENTS,
    GRADIENTS,
    backward_of,
    by_gradient,
    misnamed,
    read_gradients,
)
from .rounding import takes_quotients
from .storage import give, storage_of, weights_of
from .tolerances import ROUNDING
from .underflow import takes_complex_steps

LEARNING_RATE = 0.3
ANALYTICAL_KEEPS = "`get_analytical_gradient` leaves the weights as they were"
STAND_IN = 0.5  # every entry of a gradient that is put in the place of one that is of no use


def output_of(code: Code, case: Case) -> Any:
    """The output of a new network, which has read another sequence before if the case says so."""

    def outputs() -> Any:
        model = case.model(code)
        if case.earlier is not None:
            model.forward(case.earlier)
        return model.forward(case.x)

    return code.at_once(outputs)


def answer_of_backward(
    code: Code, case: Case, *, own_names: bool = False, own_form: bool = False
) -> Any:
    """Forward, then backward, on a new network; the gradients in canonical layout.

    Args:
        code: who is asked.
        case: the network and the sequence.
        own_names: accept the names that this code's `backward` uses.
        own_form: hand the gradient of the loss over as a column where only that is taken.
    """

    gradients = _gradients_of_both(code, case, own_form=own_form)
    if takes_complex_steps(code):
        raise NoCredit("What `backward` gives is a numerical derivative, not backpropagation.")
    if takes_quotients(code):
        raise NoCredit("What `backward` gives is a difference quotient, not backpropagation.")
    names = backward_of(code).names if own_names else {name: name for name in GRADIENTS}
    return read_gradients(code, gradients, case.weights, names)


@once_a_case
def _gradients_of_both(code: Code, case: Case, *, own_form: bool) -> Any:
    """What `backward` gives after `forward`, as it gives it."""

    def gradients() -> Any:
        model = case.model(code)
        if case.earlier is not None:
            model.forward(case.earlier)
            model.backward(_form(code, np.ones(case.outputs), own_form))
            give(code, model, case.weights)  # what changed them is counted where that is asked
        model.forward(case.x)
        return model.backward(_form(code, case.d_loss, own_form))

    return code.at_once(gradients)


def biases_of(code: Code, case: Case, *, own_form: bool = False) -> Any:
    """The bias gradients of `backward`; names that cost other gradients their points are read."""
    own_names = misnamed(code)
    answer = answer_of_backward(code, case, own_names=own_names, own_form=own_form)
    return pick(BIAS_GRADIENTS, answer, GRADIENTS)


def _form(code: Code, d_loss: Any, own_form: bool) -> Any:
    return d_loss.reshape(-1, 1) if own_form and backward_of(code).wants_column else d_loss


def forward_of(model: Any, case: Case) -> Any:
    """The output of a student's network in a second chance.

    Raises:
        PassOver: it raises for this case, so that what builds on it can't be judged here.
    """
    return if_it_runs(lambda: model.forward(case.x))


def all_or_one_by_one(code: Code, questions: Callable[[], Any]) -> Any:
    """Questions at once; if one raises, they are asked again one by one, to see where it is."""
    try:
        return code.at_once(questions)
    except StudentError:
        return questions()


def ready_to_step(code: Code, model: Any, case: Case, *, own_form: bool = False) -> dict[str, Any]:
    """Forward and backward; return the gradients that a step has to follow now.

    `update` is not to blame for gradients whose axes of length one are wrong: they are put right.
    With `own_form`, it isn't for those that no step could follow either: another one is put in
    their place.

    Raises:
        NoCredit: with `own_form`, when there is none that a step could follow.
    """

    def backward() -> Any:
        give(code, model, case.weights)  # a mistake with one parameter shows in no other step
        model.forward(case.x)
        return model.backward(_form(code, case.d_loss, own_form))

    raw = code.at_once(backward)
    gradients = read_gradients(code, raw, case.weights, backward_of(code).names)
    if own_form and not has_gradients(gradients, case.weights):
        if has_gradients(gradients, case.weights, zeros=True):
            raise PassOver("`backward` gives nothing but zeros, which no step could follow.")
        raise NoCredit("`backward` gives no gradients that a step could follow.")
    due = dict(gradients) if isinstance(gradients, dict) else {}
    for name, value in case.weights.items():
        key = f"d_{name}"
        gradient: Any = due.get(key)
        if differs_by_axes_of_one(gradient, value.shape):
            due[key] = gradient.reshape(value.shape)
        elif own_form and not _can_be_followed(gradient, value.shape):
            due[key] = np.full(value.shape, STAND_IN)
        else:
            continue
        setattr(model, key, storage_of(code).lay(name, due[key]))
    return due


def _can_be_followed(gradient: Any, shape: tuple[int, ...]) -> bool:
    return is_finite(gradient) and gradient.shape == shape


def has_gradients(answer: Any, weights: dict[str, Any], *, zeros: bool = False) -> bool:
    """Whether an answer of `backward` holds a gradient that isn't zero.

    Args:
        answer: in whatever container.
        weights: the parameters; what has not as many entries is no gradient of any.
    """
    if isinstance(answer, dict):
        pairs: list[tuple[Any, Any]] = [(answer.get(f"d_{n}"), w) for n, w in weights.items()]
    else:
        values = answer if isinstance(answer, list) else []
        pairs = [(value, weight) for value in values for weight in weights.values()]
    return any(
        is_finite(value) and (zeros or np.any(value)) and value.size == w.size for value, w in pairs
    )


def finite(gradients: Any) -> Any:
    """Of a dictionary, those gradients that are arrays of finite numbers."""
    if not isinstance(gradients, dict):
        return gradients
    return {name: value for name, value in gradients.items() if is_finite(value)}


def refusals(code: Code, case: Case, model: Any) -> dict[str, bool]:
    """That there is no step without gradients: of a new network, and of one after its step."""
    new = code.RNN(case.inputs, case.hidden, case.outputs)
    claim = "`update` raises a RuntimeError as long as `backward` was not called"
    again = "after a step, `update` raises a RuntimeError until `backward` is called again"
    return {claim: _refuses(new.update), again: _refuses(model.update)}


def computes_with(code: Code, model: Any, case: Case) -> dict[str, bool]:
    """That a network doesn't go on computing with the weights that it had before a step."""
    after = weights_of(code, model)
    fit = (_can_be_followed(after[name], value.shape) for name, value in case.weights.items())
    claim = "after a step, `forward` computes with the new weights"
    if not all(fit):
        return {claim: True}  # that is counted already

    def outputs() -> list[Any]:
        given, new = case.model(code), case.with_weights(**after).model(code)
        before = given.forward(case.x)
        give(code, given, after)
        return [one.forward(case.x) for one in (model, given, new)] + [before]

    try:
        here, given, due, before = code.at_once(outputs)
    except StudentError:  # what it has read is in the way
        return {claim: True}
    # Where what was read before stays, weights that are given make no difference either.
    counts = not compare(due, given, ROUNDING) and not compare(before, here, ROUNDING)
    return {claim: not (counts and compare(due, here, ROUNDING))}


def _refuses(update: Callable[[float], Any]) -> bool:
    """Whether a step raises a RuntimeError; a TODO that is still open goes through."""
    try:
        update(LEARNING_RATE)
    except StudentError as error:
        if error.trouble.type == "NotImplementedError":
            raise
        return error.is_a("RuntimeError")
    except RuntimeError:
        return True
    return False


def gradients_of_a_new_network(
    ask: Callable[[Any], Any], code: Code, case: Case
) -> tuple[Any, bool]:
    """What a function gives for a network, in canonical layout; and whether that is unchanged.

    Args:
        ask: (network) -> what the function gives.
        code: who is asked.
        case: the network and the sequence.
    """

    def asked() -> tuple[Any, Any]:
        model = case.model(code)
        return model, ask(model)

    try:
        (model, answer), kept = code.at_once(lambda: (both := asked(), both[0].get_weights()))
    except StudentError:  # perhaps only of `get_weights`, for which there is a substitute
        (model, answer), kept = code.at_once(asked), None
    gradients = read_gradients(code, answer, case.weights, backward_of(code).names)
    return gradients, _unchanged(weights_of(code, model, kept), case)


def with_claim(gradients: Any, claim: str, holds: bool) -> Any:
    """Gradients together with a claim, in whatever container they are."""
    if isinstance(gradients, dict):
        return {**gradients, claim: holds}
    return [*gradients, holds] if isinstance(gradients, list) else gradients


def _unchanged(after: dict[str, Any], case: Case) -> bool:
    """Whether the weights are those of the case; nudging there and back leaves rounding only."""
    return all(
        np.shape(after[name]) == value.shape and np.abs(after[name] - value).max() <= 1e-9
        for name, value in case.weights.items()
    )


def gradient_by(function: Callable[..., Any], code: Code, case: Case) -> dict[str, Any]:
    """What a function of the notebook gives for the network of a case, in canonical layout.

    The network has read the sequence before, as it has in the notebook's check.
    """

    def gradients_after_reading() -> Any:
        model = case.model(code)
        model.forward(case.x)
        return function(model, case.x)

    answer = code.at_once(gradients_after_reading)
    gradients = read_gradients(code, answer, case.weights, names_in(answer, ASKED, case.weights))
    mended = mend_shapes(code, gradients, by_gradient(case.weights))
    return mended if isinstance(mended, dict) else {}


def note_what_the_own_check_says(code: Code, case: Case) -> None:
    """Explain it when the notebook's own check fails for a reason that is counted elsewhere."""
    try:
        passed = code.gradient_check(case.model(code), case.x)
    except StudentError as error:
        if error.missing:
            code.note("The notebook does not define `gradient_check` any more.")
            return
        code.note(f"Your own `gradient_check` stops with a {error.trouble.type}.")
        return
    said = passed.items() if type(passed) is dict else ()
    failed = [name[:20] for name, ok in said if ok is False][: len(GRADIENTS)]
    if failed:
        code.note(
            f"Your own `gradient_check` says FAILED for {', '.join(f'`{n}`' for n in failed)}: "
            "subtracting arrays of different shapes spreads them out."
        )
