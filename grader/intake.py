"""Brings together who handed in what and when; gives each result its student, flags and rules."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import msgspec

from grader.assignment import Settings
from grader.attempts import Attempts
from grader.collecting import find_submissions, name_submissions
from grader.confirmations import read_confirmations, violation_adjustment
from grader.errors import Refusal
from grader.result import Adjustment, HandedIn, Result, Student
from grader.roster import Match, Roster, read_roster
from grader.submission import read_submission
from grader.timesheet import Timesheet


class Sources(NamedTuple):
    """Where else than in the files something is said about them."""

    roster: Path | None = None
    times: Path | None = None
    trust_file_times: bool = False


class Intake:
    """A class's submissions.

    Args:
        found: each file, with what a platform says of it.
        settings: of the assignment.
        sources: what else there is to read.
        output: folder of the results, where decisions of persons stand.

    Raises:
        UsageError: one of the tables can't be read.
    """

    def __init__(
        self, found: Mapping[Path, HandedIn], settings: Settings, sources: Sources, output: Path
    ) -> None:
        self.names = name_submissions(found)
        self._settings = settings
        self._roster = read_roster(sources.roster) if sources.roster else None
        self._confirmations = read_confirmations(output)
        self._extensions = Roster([Student(who) for who in settings.extensions])
        self._own = {name: _own_names(path, found[path]) for path, name in self.names.items()}
        self._handed_in = {name: found[path] for path, name in self.names.items()}
        self._rows = self._matched() if self._roster else {}
        self._handed_in = self._with_times(sources)
        self._attempts = Attempts(self._handed_in, self._rows)

    @property
    def missing(self) -> tuple[Student, ...]:
        """Who is on the roster and handed in nothing."""
        students = self._roster.students if self._roster else ()
        there = {row for rows in self._rows.values() for row in rows}
        return tuple(
            student for row, student in enumerate(students) if student.label and row not in there
        )

    def finish(self, result: Result) -> Result:
        """Return the result with its student, deadline, flags, and lines of the rules."""
        handed_in = self._handed_in[result.submission]
        match = self._match(result.submission, result.identity)
        students = self._people(match.rows) if self._roster else handed_in.people
        due, extended, doubt = self._due(result, match)
        attempt = self._attempts.of(result.submission)
        placed = msgspec.structs.replace(
            result,
            handed_in=handed_in,
            students=students,
            due=due,
            late=self._is_late(handed_in, due),
            counts=attempt.counts,
            later=attempt.later,
            flags=(*(match.flags if self._roster else ()), *attempt.flags, *doubt),
        )
        return placed if result.refusal or result.fault else self._adjusted(placed, extended)

    def _adjusted(self, result: Result, extended: bool) -> Result:
        lines: list[Adjustment | None] = []
        deadline, flags = self._settings.deadline, result.flags
        if deadline and result.due:
            time = result.handed_in.time
            lines.append(deadline.adjustment(result.due, time, result.total, extended=extended))
            if time is None and result.handed_in.late:
                flags += (f"{result.handed_in.platform} says late, but not when: give --times.",)
        off = sum(line.points for line in lines if line)
        lines.append(
            violation_adjustment(
                self._settings.on_violation,
                result.policy,
                self._confirmations.get(result.submission),
                max(0.0, result.earned - off),
                self._settings.violation_cap_percent * result.total / 100,
            )
        )
        return msgspec.structs.replace(result, adjustments=tuple(filter(None, lines)), flags=flags)

    def _is_late(self, handed_in: HandedIn, due: datetime | None) -> bool | None:
        deadline = self._settings.deadline
        if deadline and due and handed_in.time:
            return deadline.days_late(due, handed_in.time) > 0
        return handed_in.late

    def _due(self, result: Result, match: Match) -> tuple[datetime | None, bool, tuple[str, ...]]:
        """The deadline that holds, whether it is an extension, and a doubt about that."""
        deadline = self._settings.deadline
        if deadline is None:
            return None, False, ()
        known = self._handed_in[result.submission]
        if self._roster:
            known = HandedIn("roster", people=self._people(match.rows))
        rows = self._extended(known, result.submission)
        doubt: tuple[str, ...] = ()
        if not rows and not known.platform:
            rows = self._extended(HandedIn(), *filter(None, result.identity.values()))
            doubt = ("The extension rests on what the notebook says of itself.",) if rows else ()
        if not rows:
            return deadline.moment(deadline.at), False, ()
        moments = list(self._settings.extensions.values())
        return max(deadline.moment(moments[row]) for row in rows), True, doubt

    def _extended(self, handed_in: HandedIn, *names: str) -> list[int]:
        texts = [text for p in handed_in.people for text in (p.number, p.email, p.name) if text]
        return [
            row
            for text in (*texts, *names)
            for row in self._extensions.match(HandedIn("-", people=(Student(text),))).rows
        ]

    def _match(self, name: str, identity: Mapping[str, str] | None = None) -> Match:
        if self._roster is None:
            return Match(())
        return self._roster.match(self._handed_in[name], identity, self._own[name])

    def _matched(self) -> dict[str, tuple[int, ...]]:
        """The roster's rows for each submission; the notebook is read only where it must be."""
        rows = {}
        for path, name in self.names.items():
            match = self._match(name)
            if match.flags:
                match = self._match(name, _identity(path, self._settings))
            rows[name] = match.rows
        return rows

    def _with_times(self, sources: Sources) -> dict[str, HandedIn]:
        """What was handed in under each name, with its time where that is known."""
        deadline = self._settings.deadline
        clock = deadline.clock if deadline else UTC
        given = Timesheet(sources.times, clock) if sources.times else None
        timed = {}
        for path, name in self.names.items():
            handed_in = self._handed_in[name]
            people = handed_in.people or self._people(self._rows.get(name, ()))
            known = msgspec.structs.replace(handed_in, people=people)
            time = given.of(known, (name, path.name, *self._own[name])) if given else None
            time = time or handed_in.time
            if time is None and sources.trust_file_times and path.is_file():
                time = datetime.fromtimestamp(int(path.stat().st_mtime), UTC)
            timed[name] = msgspec.structs.replace(handed_in, time=time)
        return timed

    def _people(self, rows: Sequence[int]) -> tuple[Student, ...]:
        return tuple(self._roster.students[row] for row in rows) if self._roster else ()


def take_in(
    paths: Sequence[Path], workspace: Path, settings: Settings, sources: Sources, output: Path
) -> Intake:
    """Find the submissions, as `find_submissions` does, and read what else there is about them.

    Raises:
        UsageError: something can't be found or read.
    """
    return Intake(find_submissions(paths, workspace), settings, sources, output)


def _own_names(path: Path, handed_in: HandedIn) -> tuple[str, ...]:
    return () if handed_in.platform else (path.stem, path.absolute().parent.name)


def _identity(path: Path, settings: Settings) -> dict[str, str]:
    try:
        return read_submission(path, path.name, settings.student_fields).identity
    except Refusal:
        return {}
