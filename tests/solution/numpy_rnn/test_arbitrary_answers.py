"""Whatever plain data a notebook answers with, it is a wrong answer and never a fault."""

import itertools
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from grader.diagnosis import explained
from grader.errors import StudentError
from grader.result import Status, Trouble
from grader.sandbox import wire
from grader.sandbox.peer import GuestLostError
from grader.scoring import score

NAMES = ("W", "R", "V", "bs", "by")
KEYS = [*NAMES, *(f"d_{name}" for name in NAMES), "__class__", "", "x" * 200, "\0\ud7ff<b>`"]
SIZES = st.sampled_from([0, 1, 2, 3, 4, 5, 6, 7, 8])
ODD_NUMBERS = [float("nan"), float("inf"), -float("inf"), 1e308, -1e-308, 2**63 - 1, 2**64 - 1, 0.0]
DTYPES = [np.dtype(code) for code in sorted(wire.DTYPES)]

numbers = st.sampled_from(ODD_NUMBERS) | st.integers(-(2**63), 2**63 - 1) | st.complex_numbers()
small_arrays = hnp.arrays(
    st.sampled_from(DTYPES),
    st.lists(SIZES, max_size=3).map(tuple) | st.lists(st.integers(0, 2), max_size=8).map(tuple),
)
filled_arrays = st.builds(
    np.full,
    st.lists(SIZES, min_size=1, max_size=2).map(tuple),
    st.sampled_from([0.0, 1.0, float("nan"), float("inf"), 1e300, 1e-300, True, 1j]),
)
LARGE = {
    "bytes": np.zeros(8_000_000, np.uint8),
    "square": np.ones((1000, 1000)),
    "line": np.linspace(-0.2, 0.2, 1_000_000),
    "deep": np.zeros((2,) * 8),
    "empty": np.zeros((0, 2**31 - 1)),
}
large_arrays = st.sampled_from(sorted(LARGE)).map(LARGE.__getitem__)
leaves = st.none() | st.booleans() | numbers | st.text(max_size=5) | small_arrays | filled_arrays
plain = st.recursive(
    leaves | large_arrays,
    lambda inner: (
        st.lists(inner, max_size=5) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=12)
    ),
    max_leaves=12,
)
parameters = st.fixed_dictionaries({}, optional=dict.fromkeys(KEYS[:10], plain))
answers = plain | parameters
mishaps = st.sampled_from(
    [
        StudentError(Trouble("ValueError", "no"), False),
        StudentError(Trouble("RuntimeError", ""), False),
        StudentError(Trouble("NotImplementedError", ""), False),
        StudentError(Trouble("x" * 100, "\0" * 1000), True),
        GuestLostError(Status.TIMED_OUT, "Stopped."),
        GuestLostError(Status.CRASHED, "Ended."),
    ]
)


class Thing:
    """An object of the notebook: what is asked of it comes from a supply of answers."""

    def __init__(self, supply):
        object.__setattr__(self, "_supply", supply)

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return next(self._supply)

    def __setattr__(self, name, value):
        next(self._supply)

    def __call__(self, *arguments, **named):
        return next(self._supply)


class Supply:
    """The answers one after the other, again and again; what is an exception is raised."""

    def __init__(self, answers):
        self._answers = itertools.cycle(answers)

    def __next__(self):
        answer = next(self._answers)
        if answer is Thing:
            return Thing(self)
        if isinstance(answer, Exception):
            raise answer
        return answer


class Notebook:
    """A session in which nothing runs."""

    def __init__(self, names):
        self._names = names

    def namespace(self):
        return self._names

    def seed(self, seed):
        pass

    def memory(self):
        return 0.0


def there_and_back(value):
    """The value as it arrives; nothing where it is too large to be sent."""
    try:
        frame = wire.encode(wire.Value(1, wire.flatten(value, lambda _: (0, "thing"))))
    except wire.WireError:
        return None
    return wire.Decoder(wire.Reply, lambda handle, name: (handle, name)).decode(frame).value


things = st.just(Thing)
steps = st.lists(things | answers.map(there_and_back) | mishaps, min_size=1, max_size=12)
mostly_things = st.lists(things | things | answers.map(there_and_back), min_size=1, max_size=25)
LIMITS = settings(
    max_examples=20,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@given(steps | mostly_things)
@LIMITS
def test_a_notebook_of_arbitrary_answers_is_wrong_everywhere(examiner, supplied):
    marked = score(examiner, Notebook(Thing(Supply([Thing, *supplied]))))
    outcomes = explained(examiner, marked)
    assert {outcome.status for outcome in outcomes if outcome.earned is None} == {Status.PENDING}
    assert [o.criterion for o in outcomes if o.status is Status.RIGHT or o.earned] == []


def over_there(function):
    """The function as if it ran in a guest: what it raises is the student's."""

    def asked(*arguments, **named):
        try:
            return function(*arguments, **named)
        except (StudentError, GuestLostError):
            raise
        except Exception as error:
            raise StudentError(Trouble(type(error).__name__, str(error)[:1000])) from None

    return asked


def broken_reference(reference, replaced, supplied):
    """The reference, of which one method or function gives arbitrary answers."""
    supply = Supply(supplied)

    def odd(*_arguments, **_named):
        return next(supply)

    methods = {name: method for name, method in vars(reference.RNN).items() if callable(method)}
    methods = {name: over_there(method) for name, method in {**methods, replaced: odd}.items()}
    names = SimpleNamespace(RNN=over_there(type("RNN", (reference.RNN,), methods)))
    for name in ("get_numerical_gradient", "get_analytical_gradient", "gradient_check"):
        setattr(names, name, over_there(getattr(reference, name)))
    if hasattr(names, replaced):
        setattr(names, replaced, over_there(odd))
    return names


REPLACEABLE = ["__init__", "forward", "backward", "update", "get_weights", "set_weights", "RNN",
               "get_numerical_gradient", "get_analytical_gradient", "gradient_check"]  # fmt: skip
RIGHT_ONLY_WITH = {
    "forward": {"forward"},
    "backward": {"backward", "bias_gradients", "update", "analytical_gradient", "gradient_check"},
    "get_numerical_gradient": {"numerical_gradient", "gradient_check"},
    "get_analytical_gradient": {"analytical_gradient", "gradient_check"},
}


@pytest.mark.parametrize("replaced", REPLACEABLE)
def test_a_method_that_gives_arbitrary_answers_costs_what_needs_it(
    examiner, numpy_rnn_reference, replaced
):
    @given(st.lists(answers.map(there_and_back) | mishaps, min_size=1, max_size=6))
    @example([{"W": 1e308}])
    @example([{"by": 1.0}])
    @settings(LIMITS, max_examples=12)
    def check(supplied):
        names = broken_reference(numpy_rnn_reference, replaced, supplied)
        right = {
            outcome.criterion.partition(".")[0]
            for outcome in explained(examiner, score(examiner, Notebook(names)))
            if outcome.status is Status.RIGHT
        }
        assert not right & RIGHT_ONLY_WITH.get(replaced, set())

    check()
