"""Brings together who handed in what and when; gives each result its student, flags and rules."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple, Self

import msgspec

from grader.assignment import Settings
from grader.attempts import Attempts
from grader.confirmations import read_confirmations
from grader.errors import Refusal
from grader.exchange.sheet import Sheet, read_sheet
from grader.naming import folder_of_all, folders_of
from grader.result import Origin, Result, Student
from grader.roster import Match, Roster, people_in
from grader.rules import Placement, apply_rules
from grader.submission import hand_in, read_submission
from grader.texts import say, speaking
from grader.timesheet import Timesheet


class Sources(NamedTuple):
    """What else than the files says something about them."""

    roster: Sheet | None = None
    times: Sheet | None = None
    trust_file_times: bool = False

    @classmethod
    def read(cls, roster: Path | None, times: Path | None, *, trust_file_times: bool) -> Self:
        """Read the tables, each once: what comes through a pipe can't be read again.

        Raises:
            UsageError: one can't be read.
        """
        people, moments = (read_sheet(path) if path else None for path in (roster, times))
        return cls(people, moments, trust_file_times)


class Intake:
    """A class's submissions.

    Args:
        names: file -> unique, safe name of the submission.
        found: what a platform says of each file; nothing for those that aren't there.
        settings: of the assignment.
        sources: what else there is to read.
        output: folder of the results, where decisions of persons stand.

    Raises:
        UsageError: one of the tables can't be read.
    """

    def __init__(
        self,
        names: Mapping[Path, str],
        found: Mapping[Path, Origin],
        settings: Settings,
        sources: Sources,
        output: Path,
    ) -> None:
        self.names = names
        self._paths = {name: path for path, name in names.items()}
        self._settings = settings
        self._roster = people_in(sources.roster) if sources.roster else None
        self._confirmations = read_confirmations(output)
        self._extensions = Roster([Student(who) for who in settings.extensions])
        self._origins = {name: found.get(path, Origin()) for path, name in names.items()}
        own = (path for name, path in self._paths.items() if not self._origins[name].platform)
        self._above = folder_of_all(own)
        self._claims: dict[str, dict[str, str]] = {}
        if self._roster:
            self._roster.compare(p for origin in self._origins.values() for p in origin.people)
        self._rows = {name: self._match(name).rows for name in self._paths} if self._roster else {}
        self._origins = self._with_times(sources)
        with speaking(settings.language):
            self._attempts = Attempts(self._origins, self._rows, self._is_claim, self._content)

    @property
    def missing(self) -> tuple[Student, ...]:
        """Who is on the roster and handed in nothing."""
        students = self._roster.students if self._roster else ()
        there = {row for rows in self._rows.values() for row in rows}
        return tuple(
            student for row, student in enumerate(students) if student.label and row not in there
        )

    @property
    def all_known(self) -> bool:
        """Whether every submission is of somebody on the roster."""
        return all(self._rows.values())

    @property
    def doubts(self) -> tuple[str, ...]:
        """What of the settings fits nobody on the roster, or more than one, a sentence each."""
        if not self._roster:
            return ()
        fits = {who: self._roster.could_be(Student(who)) for who in self._settings.extensions}
        return tuple(
            f"The extension for “{who}” in assignment.toml fits "
            f"{'more than one person' if rows else 'nobody'} on the roster: name a student number."
            for who, rows in fits.items()
            if len(rows) != 1
        )

    def placement(self, name: str, identity: Mapping[str, str] | None = None) -> Placement:
        """Return what is known of a submission besides its content.

        Args:
            name: of the submission.
            identity: what its notebook says of itself, where that has been read. Without it only
                the flag is missing that tells of a notebook at odds with who handed it in.
        """
        origin, attempt = self._origins[name], self._attempts.of(name)
        known = self._people(self._rows[name]) if self._roster else origin.people
        with speaking(self._settings.language):
            due, extended, doubt = self._due(name, known)
            unmatched = self._match(name, identity).flags if self._roster else ()
        lost_for = [known[place] for place in attempt.lost_for if place < len(known)]
        return Placement(
            origin=origin,
            students=known,
            due=due,
            extended=extended,
            counts=attempt.counts,
            later="" if attempt.counts else attempt.later,
            lost_for=tuple(lost_for) if attempt.counts else (),
            confirmation=self._confirmations.get(name),
            flags=(*unmatched, *attempt.flags, *doubt),
        )

    def finish(self, result: Result) -> Result:
        """Return the result with its student, deadline, flags, and lines of the rules."""
        placement = self.placement(result.submission, result.identity)
        return apply_rules(result, placement, self._settings)

    def _due(
        self, name: str, people: Sequence[Student]
    ) -> tuple[datetime | None, bool, tuple[str, ...]]:
        """The deadline that holds, whether it is an extension, and a doubt about that."""
        deadline = self._settings.deadline
        if deadline is None:
            return None, False, ()
        texts = [text for person in people for text in (person.number, person.email, person.name)]
        rows, doubt = self._extended(texts), ""
        if not rows and (rows := self._extended([name])) and not self._is_known(name):
            doubt = say("The extension rests on the name of the file.")
        if not rows and not self._is_known(name):
            rows = self._extended(self._claimed(name).values() if self._settings.extensions else ())
            doubt = say("The extension rests on what the notebook says of itself.")
        if not rows:
            return deadline.moment(deadline.at), False, ()
        moments = list(self._settings.extensions.values())
        due = max(deadline.moment(moments[row]) for row in rows)
        return due, True, (doubt,) if doubt else ()

    def _is_known(self, name: str) -> bool:
        """Whether a roster or a platform says whose it is."""
        return bool(self._roster or self._origins[name].platform)

    def _extended(self, texts: Iterable[str]) -> list[int]:
        people = (Student(text) for text in texts if text)
        return [
            row for one in people for row in self._extensions.match(Origin("-", people=(one,))).rows
        ]

    def _match(self, name: str, identity: Mapping[str, str] | None = None) -> Match:
        """Who on the roster this is of; the notebook is read only where that is open without it."""
        if self._roster is None:
            return Match(())
        match = self._roster.match(self._origins[name], identity, self._own_names(name))
        if identity is None and match.flags:
            match = self._roster.match(
                self._origins[name], self._claimed(name), self._own_names(name)
            )
        return match

    def _claimed(self, name: str) -> dict[str, str]:
        """What a notebook says of itself; nothing where it can't be read."""
        if name not in self._claims:
            try:
                fields = self._settings.student_fields
                self._claims[name] = read_submission(self._paths[name], name, fields).identity
            except Refusal:
                self._claims[name] = {}
        return self._claims[name]

    def _is_claim(self, name: str) -> bool:
        """Whether nothing but the notebook itself says whose it is."""
        origin = self._origins[name]
        if self._roster is None or origin.platform:
            return False
        return not self._roster.match(origin, None, self._own_names(name)).rows

    def _content(self, name: str) -> bytes:
        """What was handed in; nothing where it can't be read."""
        return hand_in(self._paths[name], name).content

    def _own_names(self, name: str) -> tuple[str, ...]:
        path = self._paths[name]
        if self._origins[name].platform:
            return ()
        return (path.stem, *reversed(folders_of(path, self._above)))

    def _with_times(self, sources: Sources) -> dict[str, Origin]:
        """What was handed in under each name, with its time where that is known."""
        deadline = self._settings.deadline
        clock = deadline.clock if deadline else UTC
        given = Timesheet(sources.times, clock) if sources.times else None
        timed = {}
        for name, path in self._paths.items():
            origin = self._origins[name]
            people = origin.people or self._people(self._rows.get(name, ()))
            known = msgspec.structs.replace(origin, people=people)
            time = given.of(known, (name, path.name, *self._own_names(name))) if given else None
            time = time or origin.time
            if time is None and sources.trust_file_times and path.is_file():
                time = datetime.fromtimestamp(int(path.stat().st_mtime), UTC)
            timed[name] = msgspec.structs.replace(origin, time=time)
        return timed

    def _people(self, rows: Sequence[int]) -> tuple[Student, ...]:
        return tuple(self._roster.students[row] for row in rows) if self._roster else ()
