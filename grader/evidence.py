"""Sets right answers beside a student's, in bounded words: for the instructor's page alone."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from grader.diagnosis import Marked
from grader.examiner import Answer, Examiner
from grader.result import Asked, Evidence, Value
from grader.texts import number, own, say

MOST_CASES = 2  # of a criterion whose values are shown: a replay shows those of any other
MOST_PARTS = 12  # of an answer
LONGEST = 600  # characters of one part
EDGE = 3  # entries at each end of a long axis


def evidence_of(examiner: Examiner, marked: Sequence[Marked]) -> tuple[Evidence, ...]:
    """Return what each criterion that a machine scores was scored by.

    Args:
        examiner: of the assignment.
        marked: what scoring found.
    """
    return tuple(
        Evidence(
            one.criterion.identifier,
            one.seconds,
            _tolerance(one),
            tuple(_asked(examiner, one)),
            one.memory,
        )
        for one in marked
        if one.criterion.question is not None
    )


def _tolerance(one: Marked) -> str:
    tolerance = one.criterion.tolerance
    return f"{number(tolerance.relative)}: {own(tolerance.reason).rstrip('.')}."


def _asked(examiner: Examiner, one: Marked) -> Iterator[Asked]:
    shown = set(sorted(one.wrong)[:MOST_CASES])
    for index, case in enumerate(examiner.cases(one.criterion)):
        ended = say("not right at once") if index in one.wrong else say("right")
        values: tuple[Value, ...] = ()
        if index in shown:
            right = examiner.right_answer(one.criterion, index)
            values = side_by_side(right, one.answers[index])
        elif index not in one.answers:
            ended = say("no answer")
        yield Asked(index, bounded(own(str(case))), ended, values)


def side_by_side(right: Any, answer: Answer) -> tuple[Value, ...]:
    """Return the parts of a right answer, each beside that of the student's."""
    if answer.raised:
        raised = answer.raised
        said = raised if " " in raised else say("raised {exception}", exception=raised)
        return (Value("", words_of(right), bounded(said)),)
    if not isinstance(right, Mapping):
        return (Value("", words_of(right), words_of(answer.value)),)
    given = answer.value if isinstance(answer.value, Mapping) else None
    if given is None:
        return (Value("", words_of(right), words_of(answer.value)),)
    # What is off by little reads the same, so only claims that hold can be left out.
    names = [name for name in dict.fromkeys([*right, *given]) if not _holds(right, given, name)]
    return tuple(
        Value(_name(name), _part(right, name), _part(given, name)) for name in names[:MOST_PARTS]
    )


def _holds(right: Mapping[Any, Any], given: Mapping[Any, Any], name: Any) -> bool:
    return type(right.get(name)) is bool and given.get(name) is right[name]


def _name(key: Any) -> str:
    return bounded(key) if isinstance(key, str) else words_of(key)


def _part(answer: Mapping[Any, Any], name: Any) -> str:
    return words_of(answer[name]) if name in answer else say("nothing")


def words_of(value: Any, depth: int = 3) -> str:
    """Return a value in words of a bounded length; of what isn't data only its kind.

    Args:
        value: whatever a student's code gave.
        depth: how far lists and dictionaries are looked into.
    """
    if isinstance(value, np.ndarray):
        inside = np.array2string(value, precision=6, threshold=60, edgeitems=EDGE)
        return bounded(f"{value.dtype} [{', '.join(map(str, value.shape))}]\n{inside}")
    if isinstance(value, list | tuple | Mapping):
        return bounded(_collection(value, depth - 1)) if depth else "…"
    if isinstance(value, str):
        return bounded(repr(value[:LONGEST]))
    if isinstance(value, int) and value.bit_length() > LONGEST:
        return say("a whole number of {bits} bits", bits=value.bit_length())
    if value is None or isinstance(value, bool | int | float | complex | np.generic):
        return bounded(str(value))
    return say("an object of type {type}", type=type(value).__name__)


def _collection(value: Sequence[Any] | Mapping[Any, Any], depth: int) -> str:
    if isinstance(value, Mapping):
        names = list(value)[:MOST_PARTS]
        return "\n".join(f"{_name(name):.60}: {words_of(value[name], depth)}" for name in names)
    inside = ", ".join(words_of(item, depth) for item in value[:MOST_PARTS])
    more = ", …" if len(value) > MOST_PARTS else ""
    kind = {"type": type(value).__name__, "count": len(value)}
    return say("{type} of {count}: ", **kind) + inside + more


def bounded(text: str) -> str:
    """Return a text that can be written as UTF-8, cut where it is long."""
    cut = text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
    return cut.encode(errors="replace").decode()
