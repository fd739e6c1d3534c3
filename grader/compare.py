"""What came out against what should have: type, shape, finiteness, values, and words for each.

The words name the kind of difference (the negative, the transpose, right but for the shape) and
its size and place; they never say what would have been right.
"""

from typing import Any

import msgspec
import numpy as np

from grader.result import Finding

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
            return [Finding(what, "claim", f"This does not hold: {what}.")]
        return [Finding(what, "type", f"{_name(what)} is {_describe(actual)}, which is not right.")]
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
        sentence = f"{_name(what)} is {_describe(actual)} where a dictionary is asked for."
        return [Finding(what, "type", sentence)]
    findings = []
    for key, value in expected.items():
        if key in actual:
            findings += compare(value, actual[key], tolerance, key)
        else:
            names = [name for name in actual if type(expected.get(name)) is not bool]  # no claims
            there = ", ".join(f"`{str(name)[:40]}`" for name in names[:8]) or "nothing"
            findings.append(Finding(key, "missing", f"`{key}` is missing; there is {there}."))
    return findings


def _compare_lists(
    expected: list[Any] | tuple[Any, ...], actual: Any, tolerance: Tolerance, what: str
) -> list[Finding]:
    if not isinstance(actual, list | tuple):
        sentence = f"{_name(what)} is {_describe(actual)} where several values are asked for."
        return [Finding(what, "type", sentence)]
    if len(actual) != len(expected):
        sentence = f"{_name(what)} has {len(actual)} values where {len(expected)} are asked for."
        return [Finding(what, "shape", sentence)]
    pairs = enumerate(zip(expected, actual, strict=True))
    return [f for i, (e, a) in pairs for f in compare(e, a, tolerance, f"{what}[{i}]")]


def _compare_arrays(expected: Any, actual: Any, tolerance: Tolerance, what: str) -> list[Finding]:
    name = _name(what)
    if expected.dtype.kind == "b" and isinstance(actual, np.ndarray) and actual.dtype.kind == "b":
        expected, actual = expected.astype(float), actual.astype(float)
    if not _is_numeric(actual):
        kind = "numbers" if expected.ndim else "a number"
        return [Finding(what, "type", f"{name} is {_describe(actual)} where {kind} should stand.")]
    values = np.asarray(actual)
    if values.dtype.kind == "c" and expected.dtype.kind != "c":
        return [Finding(what, "type", f"{name} holds complex numbers where real ones should be.")]
    values = values.astype(complex if values.dtype.kind == "c" else float)
    if values.shape != expected.shape:
        return [_shape_finding(expected, values, tolerance, what)]
    bad = ~np.isfinite(values)
    if bad.any():
        where = _first(bad)
        amount = f"has {_count(bad)} that are" if bad.ndim else "is"
        sentence = f"{name} {amount} not finite (NaN or infinite){_at(where)}."
        return [Finding(what, "not finite", sentence, None, where)]
    scale = max(float(np.max(np.abs(expected), initial=0.0)), tolerance.floor)
    errors = np.abs(values - expected) / scale
    wrong = ~(errors <= tolerance.relative)
    if not wrong.any():
        return []
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
    asked, got = _shape(expected.shape), _shape(values.shape)
    sentence = f"{_name(what)} is {got} where {asked} is asked for"
    if values.shape == expected.shape[::-1] and _close(expected, values.T, tolerance):
        return Finding(what, "shape", f"{sentence}: it is the transpose; its values are right.")
    if values.size == expected.size and _close(expected.ravel(), values.ravel(), tolerance):
        return Finding(what, "shape", f"{sentence}; its values are right.")
    return Finding(what, "shape", f"{sentence}.")


def _value_sentence(
    expected: Any, values: Any, tolerance: Tolerance, what: str, error: tuple[Any, float]
) -> str:
    wrong, largest = error
    name = _name(what)
    known = _known_difference(expected, values, tolerance, largest)
    if known:
        return f"{name} {known}."
    if not wrong.ndim:
        return f"{name} is off."
    amount = "All" if wrong.all() else f"{int(wrong.sum())} of {wrong.size}"
    return f"{amount} entries of {_named(what)} are off."


def _known_difference(expected: Any, values: Any, tolerance: Tolerance, largest: float) -> str:
    """What simple relation the values have to the right ones, if one of those people make."""
    square = expected.ndim == 2 and expected.shape[0] == expected.shape[1] > 1
    factor = _factor(expected, values, tolerance)
    if not values.any():
        return "is zero everywhere"
    if _close(expected, -values, tolerance):
        return "is the negative of what it should be"
    if square and _close(expected, values.T, tolerance):
        return "is the transpose of what it should be"
    if factor:
        times = (
            f"{factor:.6g} times too large" if factor > 1 else f"{1 / factor:.6g} times too small"
        )
        return f"is {times}, everywhere"
    if largest > NEARLY:
        return ""
    return (
        f"agrees to about {int(-np.log10(largest))} digits only (error {largest:.1g}): too close "
        "for a wrong formula, too far for rounding, as a difference quotient or a number in single "
        "precision would be"
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
        return f"an array of {value.dtype}"
    names = {bool: "a truth value", int: "a number", float: "a number", str: "a text"}
    names |= {list: "a list", dict: "a dictionary", complex: "a complex number"}
    return names.get(type(value), "an object of another kind")


def _name(what: str) -> str:
    return f"`{what}`" if what else "The answer"


def _named(what: str) -> str:
    return f"`{what}`" if what else "the answer"


def _shape(shape: tuple[int, ...]) -> str:
    return f"an array of shape {shape}" if shape else "a single number"


def _count(flags: Any) -> str:
    return f"{int(flags.sum())} of {flags.size} entries"


def _at(where: tuple[int, ...]) -> str:
    return f", at index {list(where)}," if where else ""


def _first(flags: Any) -> tuple[int, ...]:
    return tuple(int(i) for i in np.argwhere(flags)[0])
