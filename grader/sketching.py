"""Turns a wrong answer into sizes of errors that can be drawn: levels and places, never values.

Why a picture gives no answer away. An error is kept as one of a few levels, each a factor of three
or more wide, without its sign, and relative to the largest right entry, which isn't told. So even
next to their own number a student learns no digit of the right one, only that it lies in one of
two wide stretches. Two answers of the student's own code, drawn against each other, are rounded to
one of `STEPS` places along each side of a square without numbers on it: neither scale nor digits
are left. Large arrays are averaged to `MOST_CELLS` rows and columns.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec
import numpy as np

from grader.diagnosis import Marked
from grader.errors import StudentError
from grader.examiner import Answer, Examiner
from grader.pictures import EDGES, STEPS, WORST
from grader.result import Picture, Status
from grader.rubric import Code, Criterion, NoCredit, PassOver
from grader.sandbox.peer import GuestLostError
from grader.sandbox.session import Session
from grader.scoring import UNREADABLE
from grader.texts import own, say

MOST_CELLS = 16  # rows and columns of a map, entries of bars
MOST_PICTURES = 3  # of one outcome
MOST_MARKS = 200
MOST_POINTS = 100_000  # of two answers against each other


def sketched(examiner: Examiner, session: Session, marked: Sequence[Marked]) -> tuple[Marked, ...]:
    """Return what scoring found, lost criteria with pictures of their errors.

    Args:
        examiner: of the assignment.
        session: of the notebook, which may be asked for what is drawn and scores nothing.
        marked: what scoring found.
    """
    student = Code(session.namespace())
    return tuple(_with_pictures(examiner, student, one) for one in marked)


@np.errstate(all="ignore")
def _with_pictures(examiner: Examiner, student: Code, one: Marked) -> Marked:
    if one.outcome.status is not Status.WRONG or one.shown is None:
        return one
    pictures = list(_maps(examiner, one)) if one.shown in one.answers else []
    pictures += _over_cases(examiner, one)
    pictures += _beside(examiner, student, one)
    outcome = msgspec.structs.replace(one.outcome, pictures=tuple(pictures[:MOST_PICTURES]))
    return msgspec.structs.replace(one, outcome=outcome)


def levels_of(errors: Any, wrong: Any) -> Any:
    """Return the level of each relative error; 0 where the entry is right.

    Args:
        errors: of any shape.
        wrong: whether each is beyond the tolerance.
    """
    levels = 1 + np.searchsorted(EDGES, errors, side="left")
    return np.where(wrong, np.minimum(levels, WORST), 0)


def errors_of(criterion: Criterion, right: Any, given: Any) -> Any:
    """Relative errors of the entries, or None where the two can't be compared entry by entry."""
    if isinstance(given, bool | str | Mapping) or given is None:
        return None
    try:
        expected, values = np.asarray(right), np.asarray(given)
    except (ValueError, TypeError):
        return None
    if expected.dtype.kind not in "iufc" or values.dtype.kind not in "iufc":
        return None
    if values.shape != expected.shape or not values.size or not np.isfinite(values).all():
        return None
    scale = max(float(np.max(np.abs(expected))), criterion.tolerance.floor)
    return np.abs(values - expected) / scale


def _maps(examiner: Examiner, one: Marked) -> Iterator[Picture]:
    """Errors over the axes that the rubric names, for parts whose values are wrong."""
    assert one.shown is not None
    right = examiner.right_answer(one.criterion, one.shown)
    given = one.answers[one.shown].value
    for finding in one.outcome.findings:
        axes = one.criterion.axes.get(finding.what, ())
        if finding.kind != "values" or len(axes) not in (1, 2):
            continue
        parts = [_part(answer, finding.what) for answer in (right, given)]
        errors = errors_of(one.criterion, *parts)
        if errors is None or errors.ndim != len(axes) or errors.size == 1:
            continue
        levels = levels_of(*averaged(errors, ~(errors <= one.criterion.tolerance.relative)))
        if levels.min() == levels.max():
            continue  # all the same: the sentence says it
        rows = tuple(tuple(int(level) for level in row) for row in np.atleast_2d(levels))
        names = [own(name) for name in axes]
        down, across = names if len(names) == 2 else (say("relative error"), names[0])
        kind = "map" if len(names) == 2 else "bars"
        yield Picture(kind, finding.what, (down, across), rows, errors.shape)


def _part(answer: Any, what: str) -> Any:
    return answer.get(what) if what and isinstance(answer, Mapping) else answer


def averaged(errors: Any, wrong: Any) -> tuple[Any, Any]:
    """Return both with at most `MOST_CELLS` entries along each axis, neighbours taken together."""
    for axis, length in enumerate(errors.shape):
        if length > MOST_CELLS:
            starts = np.linspace(0, length, MOST_CELLS, endpoint=False).astype(int)
            counts = np.diff([*starts, length])
            shape = [-1 if n == axis else 1 for n in range(errors.ndim)]
            errors = np.add.reduceat(errors, starts, axis) / counts.reshape(shape)
            wrong = np.logical_or.reduceat(wrong, starts, axis)
    return errors, wrong


def _over_cases(examiner: Examiner, one: Marked) -> list[Picture]:
    """The largest error of each case over one of its sizes, if that tells cases apart."""
    name, cases = one.criterion.over, examiner.cases(one.criterion)
    found = {
        (int(cases[index].sizes[name]), level)
        for index, answer in one.answers.items()
        if name and name in getattr(cases[index], "sizes", {})
        for level in [_largest(examiner, one.criterion, index, answer)]
        if level is not None
    }
    if len({size for size, _ in found}) < 3 or len({level for _, level in found}) < 2:
        return []
    axes = (say("largest relative error"), own(name))
    return [Picture("cases", "", axes, tuple(sorted(found))[:MOST_MARKS])]


def _largest(examiner: Examiner, criterion: Criterion, index: int, answer: Answer) -> int | None:
    right = examiner.right_answer(criterion, index)
    if answer.raised:
        return None
    parts = right if isinstance(right, Mapping) else {"": right}
    largest = 0
    for name in (name for name, part in parts.items() if type(part) is not bool):
        errors = errors_of(criterion, _part(right, name), _part(answer.value, name))
        if errors is None:
            return None
        wrong = ~(errors <= criterion.tolerance.relative)
        largest = max(largest, int(levels_of(errors, wrong).max(initial=0)))
    return largest


def _beside(examiner: Examiner, student: Code, one: Marked) -> list[Picture]:
    """Two answers of the student's own code against each other, if the rubric asks for that."""
    beside = one.criterion.question.beside if one.criterion.question else None
    if beside is None or one.shown is None:
        return []
    try:
        answers = beside.ask(student, examiner.cases(one.criterion)[one.shown])
        across, up = (_numbers(answer) for answer in answers)
    except (StudentError, GuestLostError, NoCredit, PassOver, *UNREADABLE):
        return []
    names = [name for name in across if name in up and across[name].shape == up[name].shape]
    pairs = [np.stack([across[name].ravel(), up[name].ravel()]) for name in names]
    points = np.concatenate(pairs, axis=1) if pairs else np.zeros((2, 0))
    largest = float(np.max(np.abs(points), initial=0.0))
    if not 0 < largest < np.inf or points.shape[1] > MOST_POINTS:
        return []
    apart = np.abs(points[0] - points[1]) / largest
    levels = levels_of(apart, apart > EDGES[1])
    places = np.rint((points / largest + 1) / 2 * (STEPS - 1)).astype(int)
    marks = {(int(x), int(y)): 0 for x, y in places.T}
    for x, y, level in zip(*places, levels, strict=True):
        marks[int(x), int(y)] = max(marks[int(x), int(y)], int(level))
    shown = tuple((x, y, level) for (x, y), level in sorted(marks.items()))
    return [Picture("points", "", (own(beside.names[1]), own(beside.names[0])), shown[:MOST_MARKS])]


def _numbers(answer: Any) -> dict[Any, Any]:
    """The parts of an answer that are arrays of finite real numbers."""
    parts = answer if isinstance(answer, Mapping) else {"": answer}
    arrays = {name: np.asarray(part) for name, part in parts.items()}
    return {
        name: array.astype(float)
        for name, array in arrays.items()
        if array.dtype.kind in "iuf" and array.size <= MOST_POINTS and np.isfinite(array).all()
    }
