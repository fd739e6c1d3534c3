"""Understands how a student's network keeps its weights, so that it costs its own points only.

Weights may be stored transposed or biases as columns, and `set_weights` may have been broken by an
edit. All of it is found out by asking a small network whose sizes are all different.
"""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from grader.rubric import Code, NoCredit, StudentError, once

PARAMETERS = ("W", "R", "V", "bs", "by")
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
    rows: frozenset[str]  # names of biases stored as (1, n)
    by_attribute: bool  # set_weights doesn't do what it says

    def lay(self, name: str, value: Any) -> Any:
        """Bring a canonical value into the student's layout."""
        if name in self.columns:
            return value.reshape(-1, 1)
        if name in self.rows:
            return value.reshape(1, -1)
        return value.T.copy() if name in self.transposed else value

    def read(self, name: str, value: Any, asked: tuple[int, ...] | None = None) -> Any:
        """Bring a value in the student's layout into the canonical one; leave what doesn't fit."""
        if not isinstance(value, np.ndarray):
            return value
        if value.ndim == 2 and (
            (name in self.columns and value.shape[1] == 1)
            or (name in self.rows and value.shape[0] == 1)
        ):
            return value.ravel()
        if name in self.transposed and (value.shape != asked or len(set(value.shape)) == 1):
            return value.T
        return value


AS_ASKED = Storage(frozenset(), frozenset(), frozenset(), by_attribute=False)


@once
def storage_of(code: Code) -> Storage:
    """Find out how this code keeps its parameters."""
    model = code.RNN(*PROBE)
    storage = _storage_by_shapes(model)
    if storage.transposed and not _runs(code, storage) and _runs(code, AS_ASKED):
        storage = AS_ASKED  # created the wrong way round, but used as asked
    storage = replace(storage, by_attribute=not _set_weights_works(model, storage))
    if "W" in storage.transposed and _recurrence_is_transposed(code, storage):
        storage = replace(storage, transposed=storage.transposed | {"R"})
    return storage


def _storage_by_shapes(model: Any) -> Storage:
    """How a new network seems to keep its parameters."""
    asked = shapes_of(*PROBE)
    try:
        found = {name: np.shape(value) for name, value in raw_weights(model).items()}
    except NoCredit:  # one of them is not there until `set_weights` is called
        return AS_ASKED
    return Storage(
        frozenset(name for name in ("W", "V") if found[name] == asked[name][::-1]),
        frozenset(name for name in ("bs", "by") if found[name] == (*asked[name], 1)),
        frozenset(name for name in ("bs", "by") if found[name] == (1, *asked[name])),
        by_attribute=False,
    )


def _some_weights(storage: Storage) -> dict[str, Any]:
    random = np.random.default_rng(1)
    shapes = shapes_of(*PROBE).items()
    return {name: storage.lay(name, random.uniform(-1, 1, shape)) for name, shape in shapes}


def _runs(code: Code, storage: Storage) -> bool:
    """Whether `forward` takes weights that lie so."""
    model = code.RNN(*PROBE)
    try:
        for name, value in _some_weights(storage).items():
            setattr(model, name, value)
        model.forward(np.ones((5, PROBE[0])))
    except StudentError:
        return False
    return True


def _set_weights_works(model: Any, storage: Storage) -> bool:
    weights = _some_weights(storage)
    try:
        model.set_weights(weights)
        after = raw_weights(model)
        return all(np.array_equal(after[name], weights[name]) for name in PARAMETERS)
    except (StudentError, NoCredit):
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


def raw_weights(model: Any, told: Any = None) -> dict[str, Any]:
    """The parameters as the student's network keeps them.

    Args:
        model: the network.
        told: what its `get_weights` has given just now, if it was called.
    """
    try:
        weights = model.get_weights() if told is None else told
        if isinstance(weights, dict) and all(name in weights for name in PARAMETERS):
            return {name: weights[name] for name in PARAMETERS}
    except StudentError as error:
        if error.trouble.type == "NotImplementedError":
            raise
    found = {}
    for name in PARAMETERS:
        try:
            found[name] = getattr(model, name)
        except StudentError:
            raise NoCredit(
                f"The network has no `{name}`: neither `get_weights` nor an attribute gives it."
            ) from None
    return found


def weights_of(code: Code, model: Any, told: Any = None) -> dict[str, Any]:
    """The parameters of a student's network in canonical shapes; `told` as in `raw_weights`."""
    storage = storage_of(code)
    return {name: storage.read(name, value) for name, value in raw_weights(model, told).items()}
