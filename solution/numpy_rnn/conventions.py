"""Understands a student's own conventions for gradients, so that each costs its own points only.

Gradients may be called `W` for `d_W`, lie as the student's weights do or be nested lists, and
`backward` may take a column only.
"""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from grader.gradients import as_array, names_in
from grader.rubric import Code, StudentError, once

from .cases import Case
from .storage import PARAMETERS, PROBE, shapes_of, storage_of

WEIGHT_GRADIENTS = ("d_W", "d_R", "d_V")
BIAS_GRADIENTS = ("d_bs", "d_by")
GRADIENTS = WEIGHT_GRADIENTS + BIAS_GRADIENTS
ASKED = {name: f"d_{name}" for name in PARAMETERS}
WEIGHT_AXES = {
    "W": ("input", "hidden"),
    "R": ("hidden before", "hidden"),
    "V": ("hidden", "output"),
    "bs": ("hidden",),
    "by": ("output",),
}


def by_gradient(values: Mapping[str, Any], names: Sequence[str] = GRADIENTS) -> dict[str, Any]:
    """What belongs to each parameter under the name of its gradient; of these gradients only."""
    return {ASKED[name]: value for name, value in values.items() if ASKED[name] in names}


AXES = by_gradient(WEIGHT_AXES)


class Backward(NamedTuple):
    """How this code's `backward` is called, and what it calls the gradients."""

    names: dict[str, str]
    wants_column: bool  # takes the gradient of the loss as a column [outputs, 1] only


@once
def backward_of(code: Code) -> Backward:
    """Find out by a small network; what can't be seen is taken to be as asked."""
    model = code.RNN(*PROBE)
    for d_loss in (np.ones(PROBE[2]), np.ones((PROBE[2], 1))):
        try:
            model.forward(np.ones((5, PROBE[0])))
            found = model.backward(d_loss)
        except StudentError:
            continue
        weights = {name: np.zeros(shape) for name, shape in shapes_of(*PROBE).items()}
        return Backward(names_in(found, ASKED, weights), d_loss.ndim == 2)
    return Backward(names_in(None, ASKED), wants_column=False)


def misnamed(code: Code) -> bool:
    """Whether `backward` calls the gradients of the weights by other names than asked."""
    return any(backward_of(code).names[name] != name for name in WEIGHT_GRADIENTS)


def read_gradients(
    code: Code, gradients: Any, weights: Mapping[str, Any], names: Mapping[str, str]
) -> Any:
    """Bring a student's dictionary of gradients into canonical names and layout.

    Args:
        code: whose gradients they are.
        gradients: what a function of the student returned.
        weights: the case's, for the shapes.
        names: under which key each is looked for.
    """
    if not isinstance(gradients, dict):
        return gradients
    storage = storage_of(code)
    read = {key: value for key, value in gradients.items() if key not in names.values()}
    for name, asked in ASKED.items():
        if names[asked] in gradients:
            value = as_array(gradients[names[asked]])
            read[asked] = storage.read(name, value, np.shape(weights[name]))
    return read


def gradients_of_backward(code: Code, case: Case) -> Any:
    """What a new network's `backward` gives, in canonical layout, by whatever names and form."""
    names, wants_column = backward_of(code)
    model = case.model(code)
    d_loss = case.d_loss.reshape(-1, 1) if wants_column else case.d_loss
    raw = code.at_once(lambda: (model.forward(case.x), model.backward(d_loss)))
    return read_gradients(code, raw[1], case.weights, names)
