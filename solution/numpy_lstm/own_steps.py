"""Asks a student's functions what they give, and what would be right for the student's own ones."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from grader.compare import Tolerance, compare
from grader.differences import central_differences
from grader.rubric import Case, Code, NoCredit, PassOver, StudentError

from .cases import NAMES

LINEAR = Tolerance(1e-9, "A backward pass is linear in the gradient of the loss.")
STEP = 1e-3  # with eighth order: 1e-13 of rounding, 1e-16 of the formula
ALIASES = ("{}", "d_{}", "d{}", "grad_{}", "{}_grad")


def run(code: Code, case: Case) -> tuple[Any, Any]:
    """Outputs and cache of `forward`; a state that comes as two values is read as well."""
    given = () if case.state is None else (case.state,)
    answer = code.forward(case.params, case.x, *given)
    if len(answer) == 4:
        code.note("`forward` returns four values where three are asked for: (h, c) is one of them.")
    return answer[0], answer[-1]


def outputs_of(code: Code, case: Case) -> Any:
    """Outputs of this code's own forward pass.

    Raises:
        PassOver: it raises for this case, so that what builds on it can't be judged here.
    """
    try:
        return np.asarray(run(code, case)[0])
    except StudentError as error:
        if error.trouble.type == "NotImplementedError":
            raise
        raise PassOver("`forward` raises here, so its slopes can't be seen.") from None


def gradients_of(code: Code, case: Case, factor: float = 1.0) -> Any:
    """What `backward` gives for the parameters, under the names that it uses."""
    _, cache = run(code, case)
    answer = code.backward(case.params, cache, factor * case.d_y)
    if isinstance(answer, dict):
        code.note("`backward` returns the gradients alone, without those of the state.")
        return answer
    return answer[0]


def in_asked_names(code: Code, grads: Any) -> Any:
    """The gradients under the asked names, where only those are other ones."""
    if not isinstance(grads, dict) or all(name in grads for name in NAMES):
        return grads
    found = {}
    for name in NAMES:
        there = [alias.format(name) for alias in ALIASES if alias.format(name) in grads]
        if there:
            found[name] = grads[there[0]]
    code.note("Your gradients have other names than asked for; here they are read as meant.")
    return found


def loss_of(code: Code, params: dict[str, Any], case: Case) -> float:
    """The loss that this code's own `forward` and `mean_squared_error` give."""
    outputs = outputs_of(code, case_with(case, params=params))
    answer = code.mean_squared_error(outputs, case.target)
    return float(answer[0] if isinstance(answer, list | tuple) else answer)


def case_with(case: Case, **values: Any) -> Case:
    """The same case with some other values."""
    kept = {name: getattr(case, name) for name in ("params", "x", "state", "d_y", "target")}
    return Case(case.words, traits=case.traits, sizes=case.sizes, **{**kept, **values})


def slopes(
    loss: Callable[[str, Any], float], shapes: dict[str, tuple[int, ...]], order: int = 8
) -> dict[str, Any]:
    """Slope of a loss along one random direction for each name.

    A gradient that is wrong in any entry has another slope there.

    Args:
        loss: (name, shift of what has this name) -> number.
        shapes: of what has the names.
        order: of accuracy, 2 or 8.

    Raises:
        PassOver: the loss doesn't depend on one of them.
    """
    found = {}
    for name, direction in directions(shapes).items():

        def along(step: Any, name: str = name, direction: Any = direction) -> float:
            return loss(name, step * direction)

        found[name] = float(central_differences(along, 0.0, STEP, order))
        if not abs(found[name]) > 1e-10:
            raise PassOver(f"The outputs of `forward` don't depend on `{name}` here.")
    return found


def directions(shapes: dict[str, tuple[int, ...]]) -> dict[str, Any]:
    """A unit vector for each name, always the same for the same shape."""
    drawn = {name: np.random.default_rng(1).normal(size=shape) for name, shape in shapes.items()}
    return {name: direction / np.linalg.norm(direction) for name, direction in drawn.items()}


def along_directions(grads: Any, shapes: dict[str, tuple[int, ...]]) -> dict[str, Any]:
    """The slopes that gradients stand for; nothing where one is missing or has another shape."""
    found: dict[str, Any] = {}
    for name, direction in directions(shapes).items():
        grad: Any = grads.get(name) if isinstance(grads, dict) else None
        fits = isinstance(grad, np.ndarray) and grad.dtype.kind == "f"
        fits = fits and grad.shape == direction.shape
        found[name] = float(np.vdot(direction, grad)) if fits else None
    return found


def outputs_slopes(code: Code, case: Case, names: Sequence[str]) -> dict[str, Any]:
    """Slopes of the weighted outputs of this code's own forward pass, by parameter."""

    def loss(name: str, shift: Any) -> float:
        params = {**case.params, name: case.params[name] + shift}
        return float(np.sum(case.d_y * outputs_of(code, case_with(case, params=params))))

    return slopes(loss, {name: case.params[name].shape for name in names})


def state_slopes(code: Code, case: Case, order: int = 8) -> dict[str, Any]:
    """Slopes of the weighted outputs of this code's own forward pass, by h and c."""
    zeros = np.zeros((case.x.shape[1], len(case.params["R"])))
    first: dict[str, Any] = dict(zip(("h", "c"), case.state or (zeros, zeros), strict=True))

    def loss(name: str, shift: Any) -> float:
        moved = {**first, name: first[name] + shift}
        moved_case = case_with(case, state=[moved["h"], moved["c"]])
        return float(np.sum(case.d_y * outputs_of(code, moved_case)))

    return slopes(loss, {"h": zeros.shape, "c": zeros.shape}, order)


def follows_own_loss(code: Code, case: Case, grads: Any, tolerance: Tolerance) -> bool:
    """Whether gradients are the slopes of this code's own loss."""
    shapes = {name: case.params[name].shape for name in NAMES}

    def loss(name: str, shift: Any) -> float:
        return loss_of(code, {**case.params, name: case.params[name] + shift}, case)

    try:
        return not compare(slopes(loss, shapes, 2), along_directions(grads, shapes), tolerance)
    except PassOver:
        return False


def own_quotients(code: Code, case: Case, eps: float) -> dict[str, Any]:
    """Some two-sided quotients, with a step of eps, of this code's own loss."""
    found = {}
    for name, entries in entries_of(case).items():
        quotients = []
        for entry in entries:

            def loss(step: Any, name: str = name, entry: Any = entry) -> float:
                shift = np.zeros_like(case.params[name])
                shift[entry] = step
                return loss_of(code, {**case.params, name: case.params[name] + shift}, case)

            quotients.append(central_differences(loss, 0.0, eps))
        found[name] = np.array(quotients)
    if not all(np.any(found[name]) for name in ("W", "V")):
        raise PassOver("The loss of your `forward` does not depend on the weights.")
    return found


def at_entries(grads: Any, case: Case) -> dict[str, Any]:
    """Those entries of gradients that `own_quotients` gives."""
    return {name: [grads[name][e] for e in entries] for name, entries in entries_of(case).items()}


def entries_of(case: Case) -> dict[str, list[tuple[int, ...]]]:
    """Up to four entries of each parameter, in each gate one."""
    entries = {}
    for name, values in case.params.items():
        every = list(np.ndindex(values.shape))
        entries[name] = every[:: max(1, len(every) // 4)][:4]
    return entries


def own_gradients(code: Code, case: Case) -> Any:
    """The loss and its gradients by this code's own forward, loss and backward, one after another.

    Raises:
        NoCredit: `backward` gives nothing that depends on the gradient of the loss.
    """
    outputs, cache = run(code, case)
    loss, d_y = code.mean_squared_error(np.asarray(outputs), case.target)
    once, twice = (code.backward(case.params, cache, factor * d_y) for factor in (1.0, 2.0))
    grads, doubled = (answer if isinstance(answer, dict) else answer[0] for answer in (once, twice))
    if not any(np.any(grad) for grad in grads.values()):
        raise NoCredit("Your `backward` gives zeros.")
    for name, grad in grads.items():
        if compare(2 * np.asarray(grad), doubled[name], LINEAR):
            raise NoCredit(f"Your `backward` gives a `{str(name)[:20]}` that no loss can have.")
    return loss, grads


def own_training(code: Code, case: Case, minibatch: Callable[[int], Any], steps: int) -> Any:
    """Train by this code's own functions, one after another; parameters and losses."""
    params, losses = case.params, []
    for k in range(steps):
        x, target = minibatch(case.seed + k)
        step = Case("", params=params, x=x, target=target, state=None)
        loss, grads = own_gradients(code, step)
        params = code.update(params, code.clip(grads, case.max_norm)[0], case.lr)
        losses.append(loss)
    return params, losses
