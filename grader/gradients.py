"""Dictionaries of gradients as students hand them back: names, shapes and kinds of their own.

What is like an array in every way that matters is read as one; a criterion that is about names or
shapes asks for those by itself.
"""

import re
from collections.abc import Collection, Mapping
from contextlib import suppress
from typing import Any

import numpy as np

from grader.names import Code

__all__ = [
    "as_array",
    "differs_by_axes_of_one",
    "distance",
    "is_finite",
    "is_real",
    "mend_shapes",
    "names_in",
    "pick",
]


def is_real(value: Any) -> bool:
    """Whether a value is an array of real numbers."""
    return isinstance(value, np.ndarray) and value.dtype.kind in "fiu"


def is_finite(value: Any) -> bool:
    """Whether a value is an array of real numbers, none of them NaN or infinite."""
    return is_real(value) and bool(np.isfinite(value).all())


def as_array(value: Any) -> Any:
    """A number or nested lists of numbers as the array that they stand for; others as they are."""
    if isinstance(value, list | int | float) and not isinstance(value, bool):
        with suppress(ValueError):  # lists of different lengths
            array = np.array(value)
            return array if is_real(array) else value
    return value


def distance(one: Any, other: Any) -> float:
    """Norm of the difference of two arrays; infinite where that can't be said."""
    if not all(isinstance(value, np.ndarray) for value in (one, other)) or one.shape != other.shape:
        return float("inf")
    return float(np.linalg.norm(one - other))


def pick(names: Collection[str], answer: Any, among: Collection[str]) -> Any:
    """Those gradients of an answer that a criterion is about.

    Args:
        names: of these.
        answer: what some code gave; if it is no dictionary it is left as it is.
        among: all gradients that are asked for. What has none of their names stays: it may be one
            of `names` under another name, and reports say so.
    """
    if not isinstance(answer, dict):
        return answer
    return {key: value for key, value in answer.items() if key in names or key not in among}


def names_in(
    answer: Any, asked: Mapping[str, str], like: Mapping[str, Any] | None = None
) -> dict[str, str]:
    """The key of each gradient in an answer: the asked one, or the one that is nearly it.

    That is the only one that holds the name of the parameter, and of no other, whatever its case
    and its separators: `dL_dW`, `W_grad`, `d_b_s`. Where no key tells, it may be the only other
    array in the shape of the parameter.

    Args:
        answer: what some code gave.
        asked: parameter -> asked name of its gradient.
        like: parameter -> what its gradient has the shape of; None if shapes shall not tell.

    Returns:
        Asked name -> the key; the asked one where none can be told.
    """
    names = {name: name for name in asked.values()}
    if not isinstance(answer, dict):
        return names
    held: dict[str, list[str]] = {}
    for key in answer.keys() - names.keys():
        core = re.sub("gradients?|grads?|delta|[^a-z]", "", str(key).lower())
        held_here = [parameter for parameter in asked if parameter.lower() in core]
        if len(held_here) == 1:
            held.setdefault(asked[held_here[0]], []).append(key)
    for name, keys in held.items():
        if name not in answer and len(keys) == 1:
            names[name] = keys[0]
    shapes = {asked[parameter]: np.shape(value) for parameter, value in (like or {}).items()}
    return {**names, **_found_by_shape(answer, shapes, names)}


def _found_by_shape(
    answer: Mapping[Any, Any], shapes: Mapping[str, tuple[int, ...]], names: Mapping[str, str]
) -> dict[str, str]:
    """The keys of the gradients that are missing and can be told by their shapes alone."""
    left = {key: as_array(answer[key]) for key in answer.keys() - names.values()}
    found = {}
    for name, shape in shapes.items():
        alike = [key for key, value in left.items() if is_real(value) and value.shape == shape]
        alone = list(shapes.values()).count(shape) == 1
        if names[name] not in answer and alone and len(alike) == 1:
            found[name] = alike[0]
    return found


def differs_by_axes_of_one(value: Any, shape: tuple[int, ...]) -> bool:
    """Whether an array would have the shape but for axes of length one."""
    if not isinstance(value, np.ndarray) or value.shape == shape:
        return False
    return [n for n in value.shape if n != 1] == [n for n in shape if n != 1]


def mend_shapes(code: Code, gradients: Any, like: Mapping[str, Any]) -> Any:
    """Drop or add axes of length one, where a shape is judged by another criterion.

    Args:
        code: whose gradients they are; it is told.
        gradients: a dictionary; anything else is left as it is.
        like: gradient -> what it should have the shape of.
    """
    if not isinstance(gradients, dict):
        return gradients
    mended: dict[str, Any] = dict(gradients)
    for name in (name for name in like if name in gradients):
        value, shape = as_array(gradients[name]), np.shape(like[name])
        if differs_by_axes_of_one(value, shape):
            code.note(
                f"`{name}` has other axes of length 1 than asked; that counts for its shape only."
            )
            value = value.reshape(shape)
        mended[name] = value
    return mended
