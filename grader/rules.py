"""Applies an assignment's rules to a graded submission: lateness first, then forbidden packages."""

from datetime import datetime

import msgspec

from grader.assignment import Settings
from grader.confirmations import Confirmation, violation_adjustment
from grader.result import Adjustment, Origin, Result, Student
from grader.texts import say, speaking


class Placement(msgspec.Struct, frozen=True):
    """All that is known of a submission besides its content; plain data, also for a worker."""

    origin: Origin = Origin()
    students: tuple[Student, ...] = ()
    due: datetime | None = None  # with time zone; None where the assignment has no deadline
    extended: bool = False  # whether that is an extension
    counts: bool = True
    later: str = ""  # the submission that counts in place of this one
    lost_for: tuple[Student, ...] = ()  # those of its students for whom it doesn't count
    confirmation: Confirmation | None = None
    flags: tuple[str, ...] = ()


def apply_rules(result: Result, placement: Placement, settings: Settings) -> Result:
    """Return the result with what is known of it, and a line for each rule that has a say.

    The criteria stay as they were scored. Applied again, it gives the same.
    """
    with speaking(result.language):
        return _ruled(result, placement, settings)


def _of_another(result: Result) -> tuple[str, ...]:
    """A doubt whether it was graded by the right assignment."""
    if result.stated in ("", result.assignment):
        return ()
    return (say("The notebook says that it is for the assignment {name}.", name=result.stated),)


def _ruled(result: Result, placement: Placement, settings: Settings) -> Result:
    placed = msgspec.structs.replace(
        result,
        origin=placement.origin,
        students=placement.students,
        due=placement.due,
        extended=placement.extended,
        late=_is_late(placement, settings),
        counts=placement.counts,
        later=placement.later,
        lost_for=placement.lost_for,
        flags=tuple(dict.fromkeys((*placement.flags, *_of_another(result)))),
        adjustments=(),
    )
    if result.refusal or result.fault:
        return placed
    lines: list[Adjustment | None] = []
    deadline, flags, time = settings.deadline, placed.flags, placement.origin.time
    if deadline and placement.due:
        extended = placement.extended
        line = deadline.adjustment(placement.due, time, result.total, extended=extended)
        lines.append(_at_most(result.earned, line))
        if time is None and placement.origin.late:
            platform = placement.origin.platform
            said = say("{platform} says late, but not when: give --times.", platform=platform)
            flags += () if said in flags else (said,)
    confirmation = placement.confirmation
    if confirmation and not confirmation.is_about(result):
        confirmation = None
    off = sum(line.points for line in lines if line)
    lines.append(
        violation_adjustment(
            settings.on_violation,
            result.policy,
            confirmation,
            max(0.0, result.earned - off),
            settings.violation_cap_percent * result.total / 100,
        )
    )
    return msgspec.structs.replace(placed, adjustments=tuple(filter(None, lines)), flags=flags)


def _at_most(earned: float, line: Adjustment | None) -> Adjustment | None:
    """The line, with no more points taken off than there are."""
    points = min(line.points, max(0.0, earned)) if line else 0.0
    return msgspec.structs.replace(line, points=points) if line else None


def _is_late(placement: Placement, settings: Settings) -> bool | None:
    """By the time where that is known, else by the platform's word."""
    time = placement.origin.time
    if settings.deadline and placement.due and time:
        return settings.deadline.days_late(placement.due, time) > 0
    return placement.origin.late
