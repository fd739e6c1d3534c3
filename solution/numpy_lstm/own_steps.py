"""Asks a student's functions what they give, and what would be right for the student's own ones."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

import numpy as np

from grader.compare import Tolerance, compare
from grader.gradients import mend_shapes, names_in
from grader.rubric import Case, Code, NoCredit, if_it_runs
from grader.slopes import are_slopes, quotients_at_entries, slopes_along_directions

from .cases import NAMES

LINEAR = Tolerance(1e-9, "A backward pass is linear in the gradient of the loss.")
CLOSE = Tolerance(1e-5, "This only tells gradients from made-up numbers.", floor=0.1)
OUTPUTS = "The output of `forward`"
STEP = 1e-3  # with eighth order: 1e-13 of rounding, 1e-16 of the formula


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
    why = "`forward` raises here, so its slopes can't be seen."
    return if_it_runs(lambda: np.asarray(run(code, case)[0]), why)


def gradients_of(code: Code, case: Case, factor: float = 1.0) -> Any:
    """What `backward` gives for the parameters, under the names that it uses."""
    _, cache = run(code, case)
    answer = code.backward(case.params, cache, factor * case.d_y)
    if isinstance(answer, dict):
        code.note("`backward` returns the gradients alone, without those of the state.")
        return answer
    return answer[0]


def in_asked_names(code: Code, grads: Any) -> Any:
    """The gradients under the asked names, where it can be told which are meant."""
    names = {key: name for name, key in names_in(grads, {name: name for name in NAMES}).items()}
    if not isinstance(grads, dict) or names.keys().isdisjoint(grads.keys() - set(NAMES)):
        return grads
    code.note("Your gradients have other names than asked for; here they are read as meant.")
    return {names.get(key, key): grad for key, grad in grads.items()}


def numerical_by(code: Code, case: Case, eps: float) -> Any:
    """What `numerical_gradient` gives, under the asked names and in the asked shapes."""
    return _as_asked(code, case, code.numerical_gradient(case.params, case.x, case.target, eps))


def analytical_by(code: Code, case: Case) -> Any:
    """What `analytical_gradient` gives, under the asked names and in the asked shapes."""
    return _as_asked(code, case, code.analytical_gradient(case.params, case.x, case.target))


def _as_asked(code: Code, case: Case, grads: Any) -> Any:
    return mend_shapes(code, in_asked_names(code, grads), case.params)


def outputs_slopes(code: Code, case: Case, names: Sequence[str]) -> dict[str, float]:
    """Slopes of the weighted outputs of this code's own forward pass, by parameter."""

    def losses(many: Sequence[dict[str, Any]]) -> Iterator[float]:
        for params in many:
            yield _weighted_outputs(code, case.but(params=params))

    return slopes_along_directions(losses, case.params, STEP, names=names, what=OUTPUTS)


def state_slopes(code: Code, case: Case, order: int = 8) -> dict[str, float]:
    """Slopes of the weighted outputs of this code's own forward pass, by h and c."""

    def losses(many: Sequence[dict[str, Any]]) -> Iterator[float]:
        for state in many:
            yield _weighted_outputs(code, case.but(state=[state["h"], state["c"]]))

    return slopes_along_directions(losses, state_of(case), STEP, order=order, what=OUTPUTS)


def state_of(case: Case) -> dict[str, Any]:
    """The state that a case starts from."""
    zeros = np.zeros((case.x.shape[1], len(case.params["R"])))
    return dict(zip(("h", "c"), case.state or (zeros, zeros), strict=True))


def _weighted_outputs(code: Code, case: Case) -> float:
    return float(np.sum(case.d_y * outputs_of(code, case)))


def _losses(code: Code, case: Case, many: Sequence[dict[str, Any]]) -> Iterator[float]:
    """The loss that this code's own `forward` and `mean_squared_error` give, by parameters."""
    for params in many:
        outputs = outputs_of(code, case.but(params=params))
        answer = code.mean_squared_error(outputs, case.target)
        yield float(answer[0] if isinstance(answer, list | tuple) else answer)


def follows_own_loss(code: Code, case: Case, grads: Any) -> bool:
    """Whether gradients are the slopes of this code's own loss."""

    def slopes() -> dict[str, float]:
        return slopes_along_directions(partial(_losses, code, case), case.params, STEP, order=2)

    return are_slopes(grads, slopes, case.params, CLOSE)


def own_quotients(code: Code, case: Case, eps: float) -> dict[str, Any]:
    """Some two-sided quotients, with a step of eps, of this code's own loss."""
    return quotients_at_entries(
        partial(_losses, code, case),
        case.params,
        entries_of(case),
        eps,
        may_be_flat=("R", "bg", "by"),
        what="The loss of your `forward`",
    )


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
