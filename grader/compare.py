"""What came out against what should have: type, shape, finiteness, values, and words for each.

The words name the kind of difference (the negative, the transpose, right but for the shape) and
its size and place; they never say what would have been right.
"""

from typing import Any

import msgspec
import numpy as np

from grader.printing import printable
from grader.result import Finding
from grader.texts import number, own, say

NEARLY = 1e-5  # a relative error that is no slip in the formula, but no rounding either


class Tolerance(msgspec.Struct, frozen=True):
    """How far an answer may be from the right one, and why so far.

    An entry is right when |actual - expected| <= relative * max(largest |expected|, floor).
    """

    relative: float
    reason: str
    floor: float = 1e-3


def compare(expected: Any, actual: Any, tolerance: Tolerance, what: str = "") -> list[Finding]:
    """List the differences between two answers; an empty list means that `actual` is right.

    Args:
        expected: plain data: numbers, arrays, truth values, texts, and lists and dicts of them.
            In a dict, a truth value is a claim and its key the sentence that should hold.
        actual: what the student's code gave.
        tolerance: for numbers and arrays.
        what: name of the part that is compared, for the findings.
    """
    expected, actual = _plain(expected), _plain(actual)
    if isinstance(expected, dict):
        return _compare_dicts(expected, actual, tolerance, what)
    if isinstance(expected, bool | str | None):
        if type(actual) is type(expected) and actual == expected:
            return []
        if isinstance(expected, bool) and isinstance(actual, bool):
            return [Finding(what, "claim", say("This does not hold: {claim}.", claim=own(what)))]
        sentence = say("{name} is {kind}, which is not right.", **_named(what, actual))
        return [Finding(what, "type", sentence)]
    if isinstance(expected, list | tuple) and not _is_numeric(expected):
        return _compare_lists(expected, actual, tolerance, what)
    return _compare_arrays(np.asarray(expected), actual, tolerance, what)


def _plain(value: Any) -> Any:
    """A truth value of NumPy, as `np.all` gives it, is a truth value."""
    single = isinstance(value, np.bool_ | np.ndarray) and value.ndim == 0 and value.dtype == bool
    return bool(value) if single else value


def relative_error(expected: Any, actual: Any, floor: float = 1e-3) -> float:
    """Largest |actual - expected| relative to the largest |expected|, at least the floor."""
    scale = max(float(np.max(np.abs(expected), initial=0.0)), floor)
    return float(np.max(np.abs(np.asarray(actual) - expected), initial=0.0)) / scale


def _compare_dicts(
    expected: dict[str, Any], actual: Any, tolerance: Tolerance, what: str
) -> list[Finding]:
    if not isinstance(actual, dict):
        sentence = say("{name} is {kind} where a dictionary is asked for.", **_named(what, actual))
        return [Finding(what, "type", sentence)]
    findings = []
    for key, value in expected.items():
        if key in actual:
            findings += compare(value, actual[key], tolerance, key)
        else:
            names = [name for name in actual if type(expected.get(name)) is not bool]  # no claims
            there = ", ".join(map(_quoted, names[:8])) or say("nothing")
            sentence = say("`{name}` is missing; there is {there}.", name=key, there=there)
            findings.append(Finding(key, "missing", sentence))
    return findings


def _compare_lists(
    expected: list[Any] | tuple[Any, ...], actual: Any, tolerance: Tolerance, what: str
) -> list[Finding]:
    if not isinstance(actual, list | tuple):
        sentence = say(
            "{name} is {kind} where several values are asked for.", **_named(what, actual)
        )
        return [Finding(what, "type", sentence)]
    if len(actual) != len(expected):
        counts = {"given": len(actual), "asked": len(expected)}
        sentence = say(
            "{name} has {given} values where {asked} are asked for.", name=_name(what), **counts
        )
        return [Finding(what, "shape", sentence)]
    pairs = enumerate(zip(expected, actual, strict=True))
    return [f for i, (e, a) in pairs for f in compare(e, a, tolerance, f"{what}[{i}]")]


def _compare_arrays(expected: Any, actual: Any, tolerance: Tolerance, what: str) -> list[Finding]:
    name = _name(what)
    if expected.dtype.kind == "b" and isinstance(actual, np.ndarray) and actual.dtype.kind == "b":
        expected, actual = expected.astype(float), actual.astype(float)
    if not _is_numeric(actual):
        named = _named(what, actual)
        sentence = (
            say("{name} is {kind} where numbers should stand.", **named)
            if expected.ndim
            else say("{name} is {kind} where a number should stand.", **named)
        )
        return [Finding(what, "type", sentence)]
    values = np.asarray(actual)
    if values.dtype.kind == "c" and expected.dtype.kind != "c":
        sentence = say("{name} holds complex numbers where real ones should be.", name=name)
        return [Finding(what, "type", sentence)]
    values = values.astype(complex if values.dtype.kind == "c" else float)
    if values.shape != expected.shape:
        return [_shape_finding(expected, values, tolerance, what)]
    scale = max(float(np.abs(expected).max(initial=0.0)), tolerance.floor)
    with np.errstate(invalid="ignore"):
        errors = np.abs(values - expected) / scale
    if errors.max(initial=0.0) <= tolerance.relative:  # not if one is NaN
        return []
    bad = ~np.isfinite(values)
    if bad.any():
        where = _first(bad)
        return [Finding(what, "not finite", _not_finite(name, bad, where), None, where)]
    wrong = ~(errors <= tolerance.relative)
    where = tuple(int(i) for i in np.unravel_index(np.argmax(errors), errors.shape))
    largest = float(errors.max())
    return [
        Finding(
            what,
            "values",
            _value_sentence(expected, values, tolerance, what, (wrong, largest)),
            largest,
            where,
            int(wrong.sum()),
            wrong.size,
            _factor(expected, values, tolerance),
        )
    ]


def _shape_finding(expected: Any, values: Any, tolerance: Tolerance, what: str) -> Finding:
    """Say which shape came out, and whether the values would be right."""
    shapes = {"given": _shape(values.shape), "asked": _shape(expected.shape)}
    sentence = say("{name} is {given} where {asked} is asked for", name=_name(what), **shapes)
    if values.shape == expected.shape[::-1] and _close(expected, values.T, tolerance):
        why = say("{sentence}: it is the transpose; its values are right.", sentence=sentence)
        return Finding(what, "shape", why)
    if values.size == expected.size and _close(expected.ravel(), values.ravel(), tolerance):
        why = say("{sentence}; its values are right.", sentence=sentence)
        return Finding(what, "shape", why)
    return Finding(what, "shape", f"{sentence}.")


def _value_sentence(
    expected: Any, values: Any, tolerance: Tolerance, what: str, error: tuple[Any, float]
) -> str:
    wrong, largest = error
    known = _known_difference(expected, values, tolerance, _name(what), largest)
    if known:
        return known
    if not wrong.ndim:
        return say("{name} is off.", name=_name(what))
    counts = {"wrong": int(wrong.sum()), "all": wrong.size}
    if not what:
        return (
            say("All entries of the answer are off.")
            if wrong.all()
            else say("{wrong} of {all} entries of the answer are off.", **counts)
        )
    if wrong.all():
        return say("All entries of {name} are off.", name=_name(what))
    return say("{wrong} of {all} entries of {name} are off.", name=_name(what), **counts)


def _known_difference(
    expected: Any, values: Any, tolerance: Tolerance, name: str, largest: float
) -> str:
    """What simple relation the values have to the right ones, if one of those people make."""
    square = expected.ndim == 2 and expected.shape[0] == expected.shape[1] > 1
    factor = _factor(expected, values, tolerance)
    if not values.any():
        return say("{name} is zero everywhere.", name=name)
    if _close(expected, -values, tolerance):
        return say("{name} is the negative of what it should be.", name=name)
    if square and _close(expected, values.T, tolerance):
        return say("{name} is the transpose of what it should be.", name=name)
    if factor:
        said = {"name": name, "times": number(max(factor, 1 / factor), ".6g")}
        return (
            say("{name} is {times} times too large, everywhere.", **said)
            if factor > 1
            else say("{name} is {times} times too small, everywhere.", **said)
        )
    if largest > NEARLY:
        return ""
    return say(
        "{name} agrees to about {digits} digits only (error {error}): too close for a wrong "
        "formula, too far for rounding, as a difference quotient or a number in single precision "
        "would be.",
        name=name,
        digits=int(-np.log10(largest)),
        error=number(largest, ".1g"),
    )


def _factor(expected: Any, values: Any, tolerance: Tolerance) -> float | None:
    """The one positive factor between two arrays of more than one entry, if there is one."""
    norm = float(np.vdot(expected, expected).real)
    if expected.size < 2 or not norm:
        return None
    factor = float(np.vdot(expected, values).real) / norm
    plain = factor > 1e-6 and abs(factor - 1) > NEARLY
    return factor if plain and _close(expected * factor, values, tolerance) else None


def _close(expected: Any, values: Any, tolerance: Tolerance) -> bool:
    return bool(relative_error(expected, values, tolerance.floor) <= tolerance.relative)


def _is_numeric(value: Any) -> bool:
    if isinstance(value, list | tuple):
        try:
            value = np.array(value)
        except (ValueError, TypeError):
            return False
    if isinstance(value, np.ndarray | np.generic):
        return value.dtype.kind in "iufc"
    return isinstance(value, int | float | complex) and not isinstance(value, bool)


def _describe(value: Any) -> str:
    if value is None:
        return "`None`"
    if isinstance(value, np.ndarray):
        return say("an array of {type}", type=value.dtype)
    names = {bool: say("a truth value"), int: say("a number"), float: say("a number")}
    names |= {str: say("a text"), list: say("a list"), dict: say("a dictionary")}
    names |= {complex: say("a complex number")}
    return names.get(type(value), say("an object of another kind"))


def _name(what: str) -> str:
    return f"`{what}`" if what else say("The answer")


def _quoted(name: object) -> str:
    """A key that a student chose, which can't leave its quotes or turn a sentence round."""
    return f"`{printable(str(name)[:40], '?').replace('`', '?')}`"


def _named(what: str, value: Any) -> dict[str, str]:
    """What a part of the answer is called, and what came instead of it."""
    return {"name": _name(what), "kind": _describe(value)}


def _shape(shape: tuple[int, ...]) -> str:
    return say("an array of shape {shape}", shape=shape) if shape else say("a single number")


def _not_finite(name: str, bad: Any, where: tuple[int, ...]) -> str:
    if not bad.ndim:
        return say("{name} is not finite (NaN or infinite).", name=name)
    return say(
        "{name} has {bad} of {all} entries that are not finite (NaN or infinite), at index "
        "{place}.",
        name=name,
        bad=int(bad.sum()),
        all=bad.size,
        place=list(where),
    )


def _first(flags: Any) -> tuple[int, ...]:
    return tuple(int(i) for i in np.argwhere(flags)[0])
