"""Understands a student's own conventions, so that each costs what it breaks and no more.

Weights may be stored transposed or biases as columns, gradients may be called `W` for `d_W`, and
`set_weights` may have been broken by an edit. All of it is found out by asking a small network
whose sizes are all different.
"""

from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import numpy as np

from grader.rubric import Code, NoCredit, StudentError, once

PARAMETERS = ("W", "R", "V", "bs", "by")
WEIGHT_GRADIENTS = ("d_W", "d_R", "d_V")
BIAS_GRADIENTS = ("d_bs", "d_by")
GRADIENTS = WEIGHT_GRADIENTS + BIAS_GRADIENTS
PROBE = (2, 3, 4)  # inputs, hidden, outputs


def shapes_of(inputs: int, hidden: int, outputs: int) -> dict[str, tuple[int, ...]]:
    """Shapes of the parameters as the assignment asks for them."""
    return {
        "W": (inputs, hidden),
        "R": (hidden, hidden),
        "V": (hidden, outputs),
        "bs": (hidden,),
        "by": (outputs,),
    }


@dataclass(frozen=True)
class Storage:
    """How a student's class keeps its parameters."""

    transposed: frozenset[str]  # names of weights stored as their transposes
    columns: frozenset[str]  # names of biases stored as (n, 1)
    by_attribute: bool  # set_weights doesn't do what it says

    def lay(self, name: str, value: Any) -> Any:
        """Bring a canonical value into the student's layout."""
        if name in self.columns:
            return value.reshape(-1, 1)
        return value.T.copy() if name in self.transposed else value

    def read(self, name: str, value: Any, asked: tuple[int, ...] | None = None) -> Any:
        """Bring a value in the student's layout into the canonical one; leave what doesn't fit."""
        if not isinstance(value, np.ndarray):
            return value
        if name in self.columns and value.ndim == 2 and value.shape[1] == 1:
            return value.ravel()
        if name in self.transposed and (value.shape != asked or len(set(value.shape)) == 1):
            return value.T
        return value


AS_ASKED = Storage(frozenset(), frozenset(), by_attribute=False)


@once
def storage_of(code: Code) -> Storage:
    """Find out how this code keeps its parameters."""
    model = code.RNN(*PROBE)
    asked = shapes_of(*PROBE)
    found = {name: np.shape(value) for name, value in raw_weights(model).items()}
    transposed = {n for n in ("W", "V") if found.get(n) == asked[n][::-1]}
    columns = {n for n in ("bs", "by") if found.get(n) == (*asked[n], 1)}
    draft = Storage(frozenset(transposed), frozenset(columns), by_attribute=False)
    by_attribute = not _set_weights_works(model, draft)
    draft = Storage(draft.transposed, draft.columns, by_attribute)
    if "W" in transposed and _recurrence_is_transposed(code, draft):
        transposed.add("R")
    return Storage(frozenset(transposed), draft.columns, by_attribute)


def _set_weights_works(model: Any, storage: Storage) -> bool:
    random = np.random.default_rng(1)
    weights = {
        name: storage.lay(name, random.uniform(-1, 1, shape))
        for name, shape in shapes_of(*PROBE).items()
    }
    try:
        model.set_weights(weights)
        after = raw_weights(model)
        return all(np.array_equal(after[name], weights[name]) for name in PARAMETERS)
    except (StudentError, KeyError):
        return False


def _recurrence_is_transposed(code: Code, storage: Storage) -> bool:
    """Whether R[i, j] leads from unit j to unit i: only the asked direction reaches the output."""
    weights = {name: np.zeros(shape) for name, shape in shapes_of(*PROBE).items()}
    weights["W"][0, 0] = weights["R"][0, 1] = weights["V"][1, 0] = 1.0
    model = code.RNN(*PROBE)
    _put(model, weights, storage)
    try:
        return not np.any(model.forward(np.array([[1.0, 0.0], [0.0, 0.0]])))
    except StudentError:
        return True


def give(code: Code, model: Any, weights: dict[str, Any]) -> None:
    """Put weights (canonical shapes) into a student's network, in the student's own layout."""
    storage = storage_of(code)
    if storage.transposed:
        names = ", ".join(f"`{name}`" for name in sorted(storage.transposed))
        code.note(f"{names}: stored as the transpose of what is asked, and read so here.")
    if storage.by_attribute:
        code.note("`set_weights` does not keep what it is given; the weights were put in directly.")
    _put(model, weights, storage)


def _put(model: Any, weights: dict[str, Any], storage: Storage) -> None:
    laid = {name: storage.lay(name, value) for name, value in weights.items()}
    if not storage.by_attribute:
        model.set_weights(laid)
        return
    for name, value in laid.items():
        setattr(model, name, value)


def raw_weights(model: Any) -> dict[str, Any]:
    """The parameters as the student's network keeps them."""
    try:
        weights = model.get_weights()
        if isinstance(weights, dict) and all(name in weights for name in PARAMETERS):
            return {name: weights[name] for name in PARAMETERS}
    except StudentError as error:
        if error.trouble.type == "NotImplementedError":
            raise
    try:
        return {name: getattr(model, name) for name in PARAMETERS}
    except StudentError:
        raise NoCredit(
            "The network's weights can't be read: neither `get_weights` nor the attributes "
            "`W`, `R`, `V`, `bs`, `by` give them."
        ) from None


def weights_of(code: Code, model: Any) -> dict[str, Any]:
    """The parameters of a student's network in canonical shapes."""
    storage = storage_of(code)
    return {name: storage.read(name, value) for name, value in raw_weights(model).items()}


@once
def names_of(code: Code) -> dict[str, str]:
    """What this code's `backward` calls each gradient; the asked names where that can't be seen."""
    model = code.RNN(*PROBE)
    try:
        model.forward(np.ones((5, PROBE[0])))
        found = model.backward(np.ones(PROBE[2]))
    except StudentError:
        found = None
    names = {}
    for name in GRADIENTS:
        bare = name.removeprefix("d_")
        candidates = (name, bare, f"d{bare}", f"grad_{bare}", f"{bare}_grad")
        there = [key for key in candidates if isinstance(found, dict) and key in found]
        names[name] = there[0] if there else name
    return names


@once
def forgets(code: Code) -> bool:
    """Whether a network answers to a sequence as if it had read none before."""
    model = code.RNN(*PROBE)
    first, other = np.ones((3, PROBE[0])), np.full((4, PROBE[0]), -2.0)
    try:
        before, _, after = model.forward(first), model.forward(other), model.forward(first)
        return bool(np.array_equal(before, after))
    except (StudentError, TypeError, ValueError):
        return False


@once
def wants_column(code: Code) -> bool:
    """Whether `backward` takes the gradient of the loss as a column [outputs, 1] only."""

    def works(d_loss: Any) -> bool:
        model = code.RNN(*PROBE)
        try:
            model.forward(np.ones((5, PROBE[0])))
            model.backward(d_loss)
        except StudentError:
            return False
        return True

    return not works(np.ones(PROBE[2])) and works(np.ones((PROBE[2], 1)))


def misnamed(code: Code) -> bool:
    """Whether `backward` calls the gradients of the weights by other names than asked."""
    return any(names_of(code)[name] != name for name in WEIGHT_GRADIENTS)


def read_gradients(code: Code, gradients: Any, asked: dict[str, Any], own_names: bool) -> Any:
    """Bring a student's dictionary of gradients into canonical names and layout.

    Args:
        code: whose gradients they are.
        gradients: what a function of the student returned.
        asked: the case's weights, for the shapes.
        own_names: look for the names that this code's `backward` uses.
    """
    if not isinstance(gradients, dict):
        return gradients
    storage = storage_of(code)
    names = names_of(code) if own_names else {name: name for name in GRADIENTS}
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
