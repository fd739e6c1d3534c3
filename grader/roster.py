"""Finds the students of a roster by student number, e-mail or name, and never guesses."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from grader.errors import UsageError
from grader.exchange.sheet import Sheet, read_sheet
from grader.result import Origin, Student
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
NO_STUDENTS = {"student test", "points possible"}  # rows of Canvas, as `_name_key` writes them
LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i", "þ": "th"})
UMLAUTS = {"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"}


class Match(NamedTuple):
    """Which rows of the roster a submission belongs to."""

    rows: tuple[int, ...]
    flags: tuple[str, ...] = ()  # what a person should look at, one sentence each


class Roster:
    """People, each known by some texts.

    Args:
        students: in the order of the rows.
        texts: for each row all other texts that stand for this person.
        identifiers: for each row the platform's own number, or "".
    """

    def __init__(
        self,
        students: Sequence[Student],
        texts: Sequence[Iterable[str]] = (),
        identifiers: Sequence[str] = (),
    ) -> None:
        self.students = tuple(students)
        self._rows: dict[str, set[int]] = defaultdict(set)
        for row, student in enumerate(students):
            more = texts[row] if texts else ()
            for text in (student.number, student.email, student.name, *more):
                for key in _keys(text):
                    self._rows[key].add(row)
            if identifiers and identifiers[row]:
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
        if origin.identifier:
            sets.append(self._rows.get(f"platform {origin.identifier}", set()))
        if not origin.platform:
            sets += [self._of(text) for text in own]
        found, agree = self._narrowed(sets)
        who = say("“{person}”", person=person.label) if person.label else say("who handed this in")
        if not agree:
            doubt = say("What the file's names say of {who} is true of different people.", who=who)
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

    def _disagreement(self, row: int, claims: Sequence[str], claimed: set[int]) -> list[str]:
        """A flag where the notebook says nothing that is true of this person."""
        who = self.students[row].label
        if claimed and row not in claimed:
            other = self.students[min(claimed)].label
            names = {"other": other, "who": who}
            return [say("The notebook names “{other}”, but was handed in by “{who}”.", **names)]
        fits = any(row in self._of(text) or self._names_fit(text, {row}) for text in claims)
        if claims and not fits:
            said = {"claims": ", ".join(claims), "who": who}
            return [say("The notebook says “{claims}”, but was handed in by “{who}”.", **said)]
        return []

    def _names_fit(self, name: str, rows: set[int]) -> bool:
        """Whether a name is a longer or shorter form of that of the only row."""
        if len(rows) != 1 or not name:
            return False
        ours, theirs = set(_words(name)), set(_words(self.students[min(rows)].name))
        return len(ours & theirs) >= 2 and (ours <= theirs or theirs <= ours)

    def _of(self, text: str) -> set[int]:
        return set().union(*(self._rows.get(key, set()) for key in _keys(text)))

    @staticmethod
    def _narrowed(sets: Iterable[set[int]]) -> tuple[set[int], bool]:
        """What all sets have in common that hold anything, and False if that is nothing."""
        filled = [found for found in sets if found]
        common = set.intersection(*filled) if filled else set()
        return common, bool(common) or not filled


def read_roster(path: Path) -> Roster:
    """Read a roster, or a platform's export of its participants.

    Raises:
        UsageError: it can't be read, or has none of the columns that name people.
    """
    return roster_of(read_sheet(path))


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
        name = field["name"] or f"{field['first']} {field['last']}".strip()
        if _name_key(name) in NO_STUDENTS:
            field, name = dict.fromkeys(field, ""), ""
        participant = PARTICIPANT.fullmatch(field["platform"])
        own_number = "" if of_canvas or participant else field["platform"]
        students.append(Student(name, field["number"] or own_number, field["email"]))
        texts.append([field["login"], field["other"]])
        identifiers.append(participant[1] if participant else field["platform"] * of_canvas)
    return Roster(students, texts, identifiers)


def _keys(text: str) -> set[str]:
    """Under what a text is found: whole, as a number, as a name, and as Canvas writes names."""
    text = text.strip()
    if not text:
        return set()
    keys = {f"text {text.casefold()}"}
    if "@" in text:
        return keys
    number = re.sub(r"[\W_]+", "", text.casefold()).lstrip("0")
    if any(map(str.isdigit, number)):
        return keys | {f"number {number}"}
    for form in {_plain(text), _plain(_spelt_out(text))}:
        words = form.split()
        keys.add(f"name {' '.join(sorted(words))}")
        # Canvas writes the last name first, and nothing between the names.
        keys |= {f"run {''.join(words[i:] + words[:i])}" for i in range(min(len(words), 6))}
    return keys - {"name ", "run "}


def _name_key(text: str) -> str:
    return " ".join(sorted(_words(text)))


def _words(text: str) -> list[str]:
    return _plain(text).split()


def _spelt_out(text: str) -> str:
    text = unicodedata.normalize("NFC", text.casefold())
    return "".join(UMLAUTS.get(char, char) for char in text)


def _plain(text: str) -> str:
    """A name without case, accents and anything but letters, its words apart by single spaces."""
    text = unicodedata.normalize("NFKD", text.casefold().translate(LETTERS))
    letters = "".join(char for char in text if not unicodedata.combining(char))
    return " ".join(re.sub(r"[^\w]|[\d_]", " ", letters).split())
