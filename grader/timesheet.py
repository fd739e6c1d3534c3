"""Reads when who handed in from a table, such as Moodle's grading worksheet."""

from collections.abc import Sequence
from datetime import datetime, tzinfo

from grader.errors import UsageError
from grader.exchange.sheet import Sheet
from grader.exchange.times import read_time
from grader.result import Origin
from grader.roster import roster_of

TIME = {"time", "handedin", "submitted", "submittedat", "timestamp", "submissiontime", "abgabezeit"}
TIME |= {"lastmodifiedsubmission", "zuletztgeändertabgabe"}  # of Moodle's grading worksheet


class Timesheet:
    """A table of when who handed in.

    Args:
        sheet: with a column of times beside one that names people or submissions.
        zone: in which times without one are meant.

    Raises:
        UsageError: it has no such columns, or a time isn't one.
    """

    def __init__(self, sheet: Sheet, zone: tzinfo) -> None:
        column = sheet.column(TIME)
        if column is None:
            raise UsageError(f"{sheet.path}: needs a column “time” beside one that names people.")
        self._people = roster_of(sheet)
        self._times: list[datetime | None] = []
        for number, row in enumerate(sheet.rows):
            text = row[column].strip()
            time = read_time(text, zone)
            if time is None and text not in ("", "-"):
                raise UsageError(
                    f"{sheet.line(number)}: “{text[:50]}” is no date and time such as "
                    "2026-11-30 23:59."
                )
            self._times.append(time)

    def of(self, origin: Origin, names: Sequence[str]) -> datetime | None:
        """Return when something was handed in, or None where the table doesn't say so clearly.

        Args:
            origin: what a platform says of it.
            names: of the submission, its file and its folder.
        """
        rows = self._people.match(origin, own=names).rows
        rows = rows or self._people.match(Origin(), own=names[:1]).rows
        return max((time for row in rows if (time := self._times[row])), default=None)
