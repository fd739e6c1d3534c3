"""Understands a student's own conventions for gradients, so that each costs its own points only.

Gradients may be called `W` for `d_W`, lie as the student's weights do or be nested lists, and
`backward` may take a column only.
"""

import re
from contextlib import suppress
from typing import Any, NamedTuple

import numpy as np

from grader.rubric import Code, StudentError, once

from .storage import PARAMETERS, PROBE, storage_of

WEIGHT_GRADIENTS = ("d_W", "d_R", "d_V")
BIAS_GRADIENTS = ("d_bs", "d_by")
GRADIENTS = WEIGHT_GRADIENTS + BIAS_GRADIENTS
ASKED_NAMES = {name: name for name in GRADIENTS}


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
        return Backward(names_in(found), d_loss.ndim == 2)
    return Backward(ASKED_NAMES, wants_column=False)


def names_in(answer: Any) -> dict[str, str]:
    """The key of each gradient in an answer: the asked one, or the one that is nearly it.

    That is the only one that holds the name of the parameter, and of no other, whatever its case
    and its separators: `dL_dW`, `W_grad`, `d_b_s`.
    """
    names = dict(ASKED_NAMES)
    if not isinstance(answer, dict):
        return names
    held: dict[str, list[str]] = {}
    for key in answer.keys() - names.keys():
        core = re.sub("gradients?|grads?|delta|[^a-z]", "", str(key).lower())
        held_here = [name for name in PARAMETERS if name.lower() in core]
        if len(held_here) == 1:
            held.setdefault(f"d_{held_here[0]}", []).append(key)
    for name, keys in held.items():
        if name not in answer and len(keys) == 1:
            names[name] = keys[0]
    return names


def misnamed(code: Code) -> bool:
    """Whether `backward` calls the gradients of the weights by other names than asked."""
    return any(backward_of(code).names[name] != name for name in WEIGHT_GRADIENTS)


def read_gradients(code: Code, gradients: Any, asked: dict[str, Any], names: dict[str, str]) -> Any:
    """Bring a student's dictionary of gradients into canonical names and layout.

    Args:
        code: whose gradients they are.
        gradients: what a function of the student returned.
        asked: the case's weights, for the shapes.
        names: under which key each is looked for.
    """
    if not isinstance(gradients, dict):
        return gradients
    storage = storage_of(code)
    read = {key: value for key, value in gradients.items() if key not in names.values()}
    for name in GRADIENTS:
        if names[name] in gradients:
            bare = name.removeprefix("d_")
            value = _as_array(gradients[names[name]])
            read[name] = storage.read(bare, value, np.shape(asked[bare]))
    return read


def _as_array(value: Any) -> Any:
    """A number or nested lists of numbers as the array that they stand for."""
    if isinstance(value, list | int | float) and not isinstance(value, bool):
        with suppress(ValueError):  # lists of different lengths
            array = np.array(value)
            return array if array.dtype.kind in "fiu" else value
    return value


def differs_by_axes_of_one(value: Any, shape: tuple[int, ...]) -> bool:
    """Whether an array would have the shape but for axes of length one."""
    if not isinstance(value, np.ndarray) or value.shape == shape:
        return False
    return [n for n in value.shape if n != 1] == [n for n in shape if n != 1]


def mend_shapes(code: Code, gradients: Any, asked: dict[str, Any]) -> Any:
    """Drop or add axes of length one, where a shape is judged by another criterion."""
    if not isinstance(gradients, dict):
        return gradients
    mended: dict[str, Any] = dict(gradients)
    for name in GRADIENTS:
        value: Any = mended.get(name)
        shape = np.shape(asked[name.removeprefix("d_")])
        if differs_by_axes_of_one(value, shape):
            code.note(f"`{name}` has an axis of length 1 too many; that counts for its shape only.")
            mended[name] = value.reshape(shape)
    return mended
