"""Finds the students of a roster by student number, e-mail or name, and never guesses."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from grader.errors import UsageError
from grader.exchange.sheet import Sheet, read_sheet
from grader.result import Origin, Student
from grader.spelling import is_another, keys_of, name_key, words_of
from grader.texts import say

# Titles as `folded` writes them, in English and German, of Moodle, Canvas, Gradescope and people.
NAME = {"name", "fullname", "vollständigername", "student", "studentname", "displayname"}
FIRST = {"firstname", "vorname", "vornamen", "givenname"}
LAST = {"lastname", "surname", "nachname", "familienname", "familyname"}
EMAIL = {"email", "emailaddress", "emailadresse", "mail", "mailadresse"}
NUMBER = {"studentnumber", "studentid", "studentno", "idnumber", "idnummer", "sisuserid", "sisid"}
NUMBER |= {"matrikelnummer", "matrikelnr", "matrnr", "matriculationnumber", "sid", "number"}
LOGIN = {"sisloginid", "loginid", "login", "username", "benutzername", "anmeldename"}
PLATFORM = {"id", "identifier"}  # of Canvas and Moodle; in other tables a student number
OTHER = {"submission", "file", "folder"}
OF_CANVAS = {"sisloginid", "sisuserid"}

PARTICIPANT = re.compile(r"\D+?(\d+)")  # Moodle's "Participant 123", in the language of the site
NO_STUDENTS = {"student test", "points possible"}  # rows of Canvas, as `name_key` writes them


class Match(NamedTuple):
    """Which rows of the roster a submission belongs to."""

    rows: tuple[int, ...]
    flags: tuple[str, ...] = ()  # what a person should look at, one sentence each


class Roster:
    """People, each known by some texts.

    Args:
        students: in the order of the rows.
        texts: for each row all other texts that stand for this person.
        identifiers: for each row a platform and its own number, such as "Canvas 17", or "".
    """

    def __init__(
        self,
        students: Sequence[Student],
        texts: Sequence[Iterable[str]] = (),
        identifiers: Sequence[str] = (),
    ) -> None:
        self.students = tuple(students)
        # What tells apart whose name, number and e-mail are the same.
        texts = [tuple(more) for more in texts] or [()] * len(self.students)
        identifiers = identifiers or [""] * len(self.students)
        self.known = tuple(zip(texts, identifiers, strict=True))
        self._compared: set[str] = set()  # "number", "email": see `compare`
        self._rows: dict[str, set[int]] = defaultdict(set)
        for row, student in enumerate(students):
            for text in (student.number, student.email, student.name, *texts[row]):
                for key in keys_of(text):
                    self._rows[key].add(row)
            if identifiers[row]:
                self._rows[f"platform {identifiers[row]}"].add(row)

    def match(
        self,
        origin: Origin,
        identity: Mapping[str, str] | None = None,
        own: Sequence[str] = (),
    ) -> Match:
        """Return who handed this in.

        What the platform says counts. What the notebook says of itself settles only what the
        platform leaves open; where the two disagree, that is a flag.

        Args:
            origin: what the platform says.
            identity: what the notebook's fill-in cell says.
            own: names of the file and its folder, where no platform gave them.
        """
        claims = [value for value in (identity or {}).values() if value]
        claimed, claims_agree = self._narrowed([self._of(text) for text in claims])
        flags = []
        if not claims_agree:
            flags.append(say("The notebook's name and number are of different people."))
        people = origin.people or (Student(),)
        rows: list[int] = []
        for person in people:
            row, flag = self._one(person, origin, own, claimed if len(people) == 1 else set())
            rows += [] if row is None or row in rows else [row]
            flags += [flag] if flag else []
        if len(rows) == len(people) == 1:
            flags += self._disagreement(rows[0], claims, claimed)
        return Match(tuple(rows), tuple(flags))

    def _one(
        self, person: Student, origin: Origin, own: Sequence[str], claimed: set[int]
    ) -> tuple[int | None, str]:
        """The row of one person, or None with the reason."""
        texts = [text for text in (person.number, person.email, person.name) if text]
        sets = [self._of(text) for text in texts]
        by_platform = self._rows.get(f"platform {origin.platform} {origin.identifier}", set())
        sets.append(by_platform)
        if not origin.platform:
            sets += [self._of(text) for text in own]
        found, agree = self._narrowed(sets)
        who = say("“{person}”", person=person.label) if person.label else say("who handed this in")
        if not agree:
            doubt = say("What the file's names say of {who} is true of different people.", who=who)
            return None, doubt
        if found - by_platform and all(self._is_another(person, row) for row in found):
            doubt = say("The roster has another number or e-mail for this name: {who}.", who=who)
            return None, doubt
        if len(found) > 1:  # such as two people of one name
            found = found & claimed or found
        if not found and (not texts or self._names_fit(person.name, claimed)):
            found = claimed
        if len(found) > 1:
            return None, say("More than one person on the roster could be {who}.", who=who)
        if not found:
            return None, say("Not on the roster: {who}.", who=who)
        return next(iter(found)), ""

    def could_be(self, person: Student) -> set[int]:
        """All rows that a number, an address or a name of somebody is true of."""
        return set().union(*map(self._of, (person.number, person.email, person.name)))

    def alike(self, person: Student) -> set[int]:
        """All rows whose name is a longer or shorter form of somebody's."""
        return {row for row in range(len(self.students)) if self._names_fit(person.name, {row})}

    def compare(self, people: Iterable[Student]) -> None:
        """Learn whether the numbers and addresses of a class are of the roster's kind.

        One that differs is another person's then. Where none is on the roster, they are others: a
        login instead of a student number, a second address of everybody.
        """
        people = tuple(people)
        self._compared = {
            kind for kind in ("number", "email") if any(self._of(getattr(p, kind)) for p in people)
        }

    def _is_another(self, person: Student, row: int) -> bool:
        """Whether a platform's number or address is not this person's, and neither is the other."""
        known = self.students[row]
        pairs = {"number": (person.number, known.number), "email": (person.email, known.email)}
        given = [pair for kind, pair in pairs.items() if kind in self._compared and all(pair)]
        told = [pair for pair in given if row in self._of(pair[0])]
        return not told and any(is_another(one, other) for one, other in given)

    def _disagreement(self, row: int, claims: Sequence[str], claimed: set[int]) -> list[str]:
        """A flag where the notebook says nothing that is true of this person."""
        who = self.students[row].label
        if not who:  # a table of numbers alone, as for blind marking
            return []
        if claimed and row not in claimed:
            other = self.students[min(claimed)].label
            names = {"other": other, "who": who}
            return [say("The notebook names “{other}”, but was handed in by “{who}”.", **names)]
        fits = any(row in self._of(text) or self._names_fit(text, {row}) for text in claims)
        number = self.students[row].number
        at_odds = any(is_another(text, number) for text in claims if row not in self._of(text))
        if claims and (not fits or at_odds):
            said = {"claims": ", ".join(claims), "who": who}
            return [say("The notebook says “{claims}”, but was handed in by “{who}”.", **said)]
        return []

    def _names_fit(self, name: str, rows: set[int]) -> bool:
        """Whether a name is a longer or shorter form of that of the only row."""
        if len(rows) != 1 or not name:
            return False
        ours, theirs = set(words_of(name)), set(words_of(self.students[min(rows)].name))
        return len(ours & theirs) >= 2 and (ours <= theirs or theirs <= ours)

    def _of(self, text: str) -> set[int]:
        return set().union(*(self._rows.get(key, set()) for key in keys_of(text)))

    @staticmethod
    def _narrowed(sets: Iterable[set[int]]) -> tuple[set[int], bool]:
        """What all sets have in common that hold anything, and False if that is nothing."""
        filled = [found for found in sets if found]
        common = set.intersection(*filled) if filled else set()
        return common, bool(common) or not filled


def read_roster(path: Path) -> Roster:
    """Read a roster, or a platform's export of its participants; who is in it twice is one.

    Raises:
        UsageError: it can't be read, or has none of the columns that name people.
    """
    return people_in(read_sheet(path))


def people_in(sheet: Sheet) -> Roster:
    """Return the people of a roster; who is in it twice is one.

    Raises:
        UsageError: none of its columns names people.
    """
    whole = roster_of(sheet)
    seen: set[object] = set()
    rows = []
    for row, (person, known) in enumerate(zip(whole.students, whole.known, strict=True)):
        key = (person, known)
        # Two of one name are two people, unless a number or an address says that they aren't.
        if not (person.number or person.email) or key not in seen:
            rows.append(sheet.rows[row])
        seen.add(key)
    if not rows:
        raise UsageError(f"{sheet.path}: names nobody below its first line, which has the titles.")
    return roster_of(msgspec.structs.replace(sheet, rows=rows))


def roster_of(sheet: Sheet) -> Roster:
    """Return the people of a table, row by row; rows without anybody match nobody.

    Raises:
        UsageError: none of its columns names people.
    """
    columns = {
        kind: sheet.column(titles)
        for kind, titles in {
            "name": NAME,
            "first": FIRST,
            "last": LAST,
            "email": EMAIL,
            "number": NUMBER,
            "login": LOGIN,
            "platform": PLATFORM,
            "other": OTHER,
        }.items()
    }
    if not any(column is not None for column in columns.values()):
        raise UsageError(
            f"{sheet.path}: none of the columns ({', '.join(sheet.header)}) names people. "
            "Give one of them the title “student number”, “e-mail” or “name”."
        )
    of_canvas = sheet.column(OF_CANVAS) is not None
    students, texts, identifiers = [], [], []
    for row in sheet.rows:
        field = {k: "" if c is None else row[c].strip() for k, c in columns.items()}
        name = _name_of(field)
        if name_key(name) in NO_STUDENTS:
            field, name = dict.fromkeys(field, ""), ""
        participant = PARTICIPANT.fullmatch(field["platform"])
        own_number = "" if of_canvas or participant else field["platform"]
        students.append(Student(name, field["number"] or own_number, field["email"]))
        texts.append([field["login"], field["other"]])
        identifiers.append(_platform_number(participant, field["platform"] if of_canvas else ""))
    return Roster(students, texts, identifiers)


def _name_of(field: Mapping[str, str]) -> str:
    """The whole name; a column "Name" beside first names alone holds last names."""
    first, last = field["first"], field["last"]
    if field["name"] and (
        last or not first or set(words_of(first)) <= set(words_of(field["name"]))
    ):
        return field["name"]
    return f"{first} {last or field['name']}".strip()


def _platform_number(participant: re.Match[str] | None, of_canvas: str) -> str:
    if participant:
        return f"Moodle {participant[1]}"
    return f"Canvas {of_canvas}" if of_canvas else ""
