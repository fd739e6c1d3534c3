"""Says how late something was handed in, and what the assignment's rules take off for it."""

from datetime import UTC, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

import msgspec

from grader.result import Adjustment
from grader.texts import later, number, say, say_count
from grader.texts import moment as written

RULE = "lateness"
UNKNOWN = later("It isn't known when this was handed in: nothing is taken off for lateness.")


class Deadline(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The table `[deadline]` in `assignment.toml`.

    A day after the deadline ends at the same time on the clock, also where clocks change. The
    grace moves the end of every day.
    """

    at: datetime  # on the clock of `zone`, unless it has an offset of its own
    zone: str = ""  # such as "Europe/Vienna"
    grace_minutes: float = 0.0
    points_per_day: float = 0.0  # for each day begun
    percent_per_day: float = 0.0  # of the assignment's total, for each day begun
    at_most_points: float | None = None
    at_most_percent: float = 100.0  # of the assignment's total

    def __post_init__(self) -> None:
        least = min(self.grace_minutes, self.points_per_day, self.percent_per_day)
        if min(least, self.at_most_percent, self.at_most_points or 0.0) < 0:
            raise ValueError("grace, penalties and what they are at most must not be negative")
        if self.points_per_day and self.percent_per_day:
            raise ValueError("say `points_per_day` or `percent_per_day`, not both")
        self.moment(self.at)

    def moment(self, at: datetime) -> datetime:
        """A date and time of the instructor's with its time zone.

        Of two moments of one name, when clocks go back, it is the later.

        Raises:
            ValueError: there is no such moment, or no time zone.
        """
        if at.tzinfo is not None:
            return at
        if not self.zone:
            raise ValueError(f'{at:%Y-%m-%d %H:%M} needs `zone`, such as zone = "Europe/Vienna"')
        try:
            found = at.replace(tzinfo=ZoneInfo(self.zone), fold=1)
        except (KeyError, ValueError, OSError):
            raise ValueError(f"there is no time zone {self.zone!r}") from None
        if found.astimezone(UTC).astimezone(found.tzinfo).replace(tzinfo=None) != at:
            raise ValueError(f"clocks in {self.zone} are put forward past {at:%Y-%m-%d %H:%M}")
        return found

    @property
    def clock(self) -> tzinfo:
        """The time zone in which times without one are meant."""
        return self.moment(self.at).tzinfo or UTC

    def days_late(self, due: datetime, handed_in: datetime) -> int:
        """How many days have begun since a deadline; 0 for in time or within the grace."""
        grace = timedelta(minutes=self.grace_minutes)
        late = handed_in.astimezone(UTC) - grace
        # A clock moves by less than a day, so this start is never too far.
        days = max(0, (late - due.astimezone(UTC)).days - 1)
        while late > (due + timedelta(days=days)).replace(fold=1).astimezone(UTC):
            days += 1
        return days

    def points_off(self, days: int, total: float) -> float:
        """What so many days cost, of so many points in all."""
        a_day = self.points_per_day + self.percent_per_day * total / 100
        most = min(self.at_most_percent * total / 100, total)
        if self.at_most_points is not None:
            most = min(most, self.at_most_points)
        return round(min(days * a_day, most), 6)

    def adjustment(
        self, due: datetime, handed_in: datetime | None, total: float, *, extended: bool
    ) -> Adjustment | None:
        """The line that stands in the report, or None where there is nothing to say.

        Args:
            due: the moment that holds for this student, with time zone.
            handed_in: when it was handed in, with time zone; None if that isn't known.
            total: points of the assignment.
            extended: whether `due` is an extension.
        """
        if handed_in is None:
            return Adjustment(RULE, say(UNKNOWN))
        days = self.days_late(due, handed_in)
        moments = {"moment": _written(handed_in.astimezone(due.tzinfo)), "due": _written(due)}
        if days == 0:
            sentence = say("Handed in {moment}, before the extended deadline, {due}.", **moments)
            return Adjustment(RULE, sentence) if extended else None
        off = self.points_off(days, total)
        if extended:
            begun = say_count(
                "Handed in {moment}: {count} day has begun since the extended deadline, {due}.",
                "Handed in {moment}: {count} days have begun since the extended deadline, {due}.",
                days,
                **moments,
            )
        else:
            begun = say_count(
                "Handed in {moment}: {count} day has begun since the deadline, {due}.",
                "Handed in {moment}: {count} days have begun since the deadline, {due}.",
                days,
                **moments,
            )
        return Adjustment(RULE, f"{begun} {self._rule(off)}", off)

    def _rule(self, off: float) -> str:
        if not off:
            return say("Nothing is taken off for that.")
        if self.percent_per_day:
            percent = {"percent": number(self.percent_per_day), "most": self._most()}
            return say("{percent} % of the total is taken off for each{most}.", **percent)
        return say_count(
            "{points} point taken off for each{most}.",
            "{points} points taken off for each{most}.",
            1 if self.points_per_day == 1 else 2,
            points=number(self.points_per_day),
            most=self._most(),
        )

    def _most(self) -> str:
        if self.at_most_points is not None:
            return say(", at most {points} points", points=number(self.at_most_points))
        if self.at_most_percent < 100:
            return say(", at most {percent} %", percent=number(self.at_most_percent))
        return ""


def _written(moment: datetime) -> str:
    zone = getattr(moment.tzinfo, "key", "") or moment.tzname() or ""
    return f"{written(moment)} ({zone})"
