"""Asks a student's network for its steps: forward, backward, update, and the gradients of them."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from grader.rubric import Code, NoCredit, PassOver, StudentError

from .cases import Case
from .conventions import (
    ASKED_NAMES,
    GRADIENTS,
    backward_of,
    differs_by_axes_of_one,
    mend_shapes,
    names_in,
    read_gradients,
)
from .storage import give, storage_of, weights_of

STAND_IN = 0.5  # every entry of a gradient that is put in the place of one that is of no use


def pick(names: Sequence[str], answer: Any) -> Any:
    """Leave out of a dictionary of gradients those that another criterion judges."""
    if not isinstance(answer, dict):
        return answer
    return {key: value for key, value in answer.items() if key in names or key not in GRADIENTS}


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

    def gradients_of_both() -> Any:
        model = case.model(code)
        if case.earlier is not None:
            model.forward(case.earlier)
            model.backward(_form(code, np.ones(case.outputs), own_form))
            give(code, model, case.weights)  # what changed them is counted where that is asked
        model.forward(case.x)
        return model.backward(_form(code, case.d_loss, own_form))

    gradients = code.at_once(gradients_of_both)
    names = backward_of(code).names if own_names else ASKED_NAMES
    return read_gradients(code, gradients, case.weights, names)


def _form(code: Code, d_loss: Any, own_form: bool) -> Any:
    return d_loss.reshape(-1, 1) if own_form and backward_of(code).wants_column else d_loss


def forward_of(model: Any, case: Case) -> Any:
    """The output of a student's network in a second chance.

    Raises:
        PassOver: it raises for this case, so that what builds on it can't be judged here.
    """
    return if_it_runs(model.forward, case.x)


def if_it_runs(call: Callable[..., Any], *arguments: Any, **options: Any) -> Any:
    """What an earlier step gives in a second chance.

    Raises:
        PassOver: it raises for this case, so that what builds on it can't be judged here.
    """
    try:
        return call(*arguments, **options)
    except StudentError as error:
        if error.trouble.type == "NotImplementedError":
            raise
        raise PassOver from error


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
    raw = code.at_once(
        lambda: (model.forward(case.x), model.backward(_form(code, case.d_loss, own_form)))[1]
    )
    gradients = read_gradients(code, raw, case.weights, backward_of(code).names)
    if own_form and not has_gradients(gradients, case.weights):
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
    return _is_finite(gradient) and gradient.shape == shape


def _is_finite(value: Any) -> bool:
    return is_real(value) and bool(np.isfinite(value).all())


def is_real(value: Any) -> bool:
    """Whether a value is an array of real numbers."""
    return isinstance(value, np.ndarray) and value.dtype.kind in "fiu"


def has_gradients(answer: Any, weights: dict[str, Any]) -> bool:
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
    return any(_is_finite(value) and np.any(value) and value.size == w.size for value, w in pairs)


def finite(gradients: Any) -> Any:
    """Of a dictionary, those gradients that are arrays of finite numbers."""
    if not isinstance(gradients, dict):
        return gradients
    return {name: value for name, value in gradients.items() if _is_finite(value)}


def refuses(call: Callable[..., Any], *arguments: Any) -> bool:
    """Whether a call raises a RuntimeError; a TODO that is still open goes through."""
    try:
        call(*arguments)
    except StudentError as error:
        if error.trouble.type == "NotImplementedError":
            raise
        return error.is_a("RuntimeError")
    except RuntimeError:
        return True
    return False


def unchanged(code: Code, model: Any, case: Case) -> bool:
    """Whether the weights are those of the case; nudging there and back leaves rounding only."""
    after = weights_of(code, model)
    return all(
        np.shape(after[name]) == value.shape and np.allclose(after[name], value, rtol=0, atol=1e-9)
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
    gradients = read_gradients(code, answer, case.weights, names_in(answer))
    return mend_shapes(code, gradients, case.weights) if isinstance(gradients, dict) else {}


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
