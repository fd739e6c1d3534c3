"""Says how late something was handed in, and what the assignment's rules take off for it."""

import math
from datetime import UTC, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

import msgspec

from grader.result import Adjustment
from grader.texts import later, number, say, say_count
from grader.texts import moment as written

RULE = "lateness"
MOST = 1e6  # of minutes, points or percent
YEARS = range(1970, 3000)
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
        numbers = [self.grace_minutes, self.points_per_day, self.percent_per_day]
        numbers += [self.at_most_percent, self.at_most_points or 0.0]
        if min(numbers) < 0:
            raise ValueError("grace, penalties and what they are at most must not be negative")
        if not all(math.isfinite(one) and one <= MOST for one in numbers):
            raise ValueError(
                f"grace, penalties and what they are at most must be at most {MOST:,.0f}"
            )
        if self.points_per_day and self.percent_per_day:
            raise ValueError("say `points_per_day` or `percent_per_day`, not both")
        self.moment(self.at)

    def moment(self, at: datetime) -> datetime:
        """A date and time of the instructor's with its time zone.

        Of two moments of one name, when clocks go back, it is the later.

        Raises:
            ValueError: there is no such moment, or no time zone.
        """
        if at.year not in YEARS:
            raise ValueError(f"the year {at.year} must be a mistake")
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
        while late > _latest(due + timedelta(days=days)):
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
        at = handed_in.astimezone(due.tzinfo)
        moments = {"moment": _written(at, beside=due), "due": _written(due, beside=at)}
        if days == 0:
            if not extended:
                return None
            sentence = (
                say("Handed in {moment}, before the extended deadline, {due}.", **moments)
                if handed_in <= due
                else say("Handed in {moment}, within the grace after {due}.", **moments)
            )
            return Adjustment(RULE, sentence)
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
        return Adjustment(RULE, f"{begun} {self._rule(off, total)}", off)

    def _rule(self, off: float, total: float) -> str:
        if not off:
            return say("Nothing is taken off for that.")
        if self.percent_per_day:
            percent = {"percent": number(self.percent_per_day), "most": self._most(total)}
            return say("{percent} % of the total is taken off for each{most}.", **percent)
        return say_count(
            "{points} point taken off for each{most}.",
            "{points} points taken off for each{most}.",
            1 if self.points_per_day == 1 else 2,
            points=number(self.points_per_day),
            most=self._most(total),
        )

    def _most(self, total: float) -> str:
        """The bound that is reached first."""
        by_percent = self.at_most_percent * total / 100
        if self.at_most_points is not None and self.at_most_points <= by_percent:
            return say_count(
                ", at most {points} point",
                ", at most {points} points",
                1 if self.at_most_points == 1 else 2,
                points=number(self.at_most_points),
            )
        if self.at_most_percent < 100:
            return say(", at most {percent} %", percent=number(self.at_most_percent))
        return ""


def _latest(moment: datetime) -> datetime:
    """The later of two moments of one name, also of those that clocks are put forward past."""
    return max(moment.replace(fold=fold).astimezone(UTC) for fold in (0, 1))


def _written(moment: datetime, *, beside: datetime) -> str:
    """The moment with its time zone, to the second where it would read like the other one."""
    zone = getattr(moment.tzinfo, "key", "") or moment.tzname() or ""
    text, same = written(moment), written(moment) == written(beside)
    return f"{text}{moment::%S} ({zone})" if same else f"{text} ({zone})"
