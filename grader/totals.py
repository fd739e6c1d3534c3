"""One table over all assignments of a folder: a row for each student, and never a guess."""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import msgspec

from grader.errors import UsageError
from grader.exchange.graded import Graded, not_graded_yet, read_class
from grader.exchange.sheet import folded
from grader.exchange.table import guarded
from grader.result import Origin, Student
from grader.roster import EMAIL, NAME, NUMBER, Roster

FILE = "totals.csv"
OWN_WORD = "Known by what the notebooks say of themselves alone."
FILE_NAME = "Known by the name of a file alone."
UNCLEAR = "Number and e-mail fit those of more than one student."
NO_SUBMISSION = "Nothing was handed in that is known to be theirs."


class Row(msgspec.Struct):
    """One student, or one submission that can't be said whose it is."""

    student: Student
    given: dict[str, list[Graded]] = {}  # assignment -> what was handed in for it
    flags: dict[str, None] = {}  # in order, each once

    def counted(self, assignment: str) -> Graded | None:
        """The submission that counts, if there is one and no doubt which."""
        counting = [graded for graded in self.given.get(assignment, []) if graded.counts]
        return counting[0] if len(counting) == 1 else None

    @property
    def counting(self) -> list[Graded]:
        """All submissions that count."""
        return [graded for graded in map(self.counted, self.given) if graded]


class Totals(msgspec.Struct, frozen=True):
    """The rows, and what there is to reach."""

    rows: list[Row]
    maxima: dict[str, float]  # assignment -> its points, in the order of the names

    @property
    def flagged(self) -> int:
        """How many rows a person should look at."""
        return sum(bool(row.flags) for row in self.rows)


def read_all(folder: Path) -> dict[str, list[Graded]]:
    """All results below a folder of reports, by assignment.

    Args:
        folder: that `grader grade` wrote; it may hold a folder for each assignment.

    Raises:
        UsageError: there are none, or one can't be read.
    """
    found: dict[str, list[Graded]] = {}
    for home in _homes(folder):
        for graded in read_class(home):
            found.setdefault(graded.assignment, []).append(graded)
    if not found:
        raise UsageError(f"{folder}: holds no results. Give the folder that `grader grade` wrote.")
    return dict(sorted(found.items()))


def still_due(folder: Path) -> list[str]:
    """The submissions of the last runs below a folder of reports that aren't graded yet.

    Raises:
        UsageError: a gradebook can't be used.
    """
    return [name for home in _homes(folder) for name in not_graded_yet(home)]


def _homes(folder: Path) -> list[Path]:
    """The folders of assignments that a folder is or holds."""
    homes = sorted({path.parents[1] for path in folder.glob("*/results.json")})
    return homes + sorted({path.parents[1] for path in folder.glob("*/*/results.json")})


def add_up(found: Mapping[str, Sequence[Graded]], roster: Roster | None = None) -> Totals:
    """Bring together what belongs to one person.

    With a roster, that is who is on it; without one, whom the results name, by number or e-mail,
    by name where there is neither, and by the file where there is nothing.

    Args:
        found: assignment -> its results.
        roster: of the course.
    """
    if roster:
        every = (graded for results in found.values() for graded in results)
        roster.compare(person for graded in every for person in graded.origin.people)
    people = _OfRoster(roster) if roster else _Named()
    for assignment, results in found.items():
        for graded in results:
            for row in people.rows_of(graded):
                row.given.setdefault(assignment, []).append(graded)
    for row in people.rows:
        row.flags |= dict.fromkeys(_doubts(row))
    maxima = {name: max(graded.max_score for graded in results) for name, results in found.items()}
    return Totals(people.rows, maxima)


def write_totals(totals: Totals, path: Path) -> None:
    """Write the table.

    Columns: student, student number, e-mail; for each assignment its score, empty where nothing
    counts; total, of how many, and how many of these still wait for a person; the submissions that
    count; and flags, what a person should look at.
    """
    head = ["student", "student number", "e-mail", *totals.maxima]
    head += ["total", "of", "pending", "submissions", "flags"]
    with path.open("w", encoding="utf-8", errors="replace", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(map(guarded, head))
        for row in totals.rows:
            writer.writerow(_cells(row, totals.maxima))


def _cells(row: Row, maxima: Mapping[str, float]) -> list[str]:
    counted = {name: row.counted(name) for name in maxima}
    scores = {name: graded.score for name, graded in counted.items() if graded}
    total = sum(score for score in scores.values() if score is not None)
    pending = sum(graded.pending for graded in row.counting)
    return [
        *map(guarded, (row.student.name, row.student.number, row.student.email)),
        *(_number(scores.get(name)) for name in maxima),
        _number(total),
        _number(sum(maxima.values())),
        _number(pending),
        guarded("; ".join(f"{graded.assignment}/{graded.submission}" for graded in row.counting)),
        guarded(" ".join(row.flags)),
    ]


def _number(value: float | None) -> str:
    return "" if value is None else f"{round(value, 6):.15g}"


def _doubts(row: Row) -> Iterator[str]:
    """What about a row a person should look at, one sentence each."""
    if not row.given:
        yield NO_SUBMISSION
    for name, results in row.given.items():
        names = ", ".join(graded.submission for graded in results)
        counting = [graded for graded in results if graded.counts]
        if not counting:
            yield f"{name}: none of what was handed in counts ({names})."
        elif len(counting) > 1:
            yield f"{name}: more than one submission ({names}), so that none is counted."
        elif counting[0].fault:
            yield f"{name}: could not be graded through no fault of its own."


class _OfRoster:
    """The people of a roster, and what fits none of them."""

    def __init__(self, roster: Roster) -> None:
        self._roster = roster
        self._known = {row: Row(one) for row, one in enumerate(roster.students) if one.label}
        self._others: list[Row] = []

    @property
    def rows(self) -> list[Row]:
        return [*self._known.values(), *sorted(self._others, key=_place)]

    def rows_of(self, graded: Graded) -> list[Row]:
        own = () if graded.origin.platform else (graded.submission, Path(graded.file).stem)
        match = self._roster.match(graded.origin, graded.identity, own)
        lost = [self._roster.match(Origin("-", people=(one,))).rows for one in graded.lost_for]
        found = [row for row in match.rows if row in self._known and (row,) not in lost]
        if rows := [self._known[row] for row in found]:
            for row in rows:
                row.flags |= dict.fromkeys(match.flags)
            return rows
        row = Row(_first(graded), flags=dict.fromkeys(match.flags))
        self._others.append(row)
        return [row]


class _Named:
    """The people whom results name."""

    def __init__(self) -> None:
        self._rows: list[Row] = []
        self._by_key: dict[str, Row] = {}

    @property
    def rows(self) -> list[Row]:
        return sorted(self._rows, key=_place)

    def rows_of(self, graded: Graded) -> list[Row]:
        if graded.students:
            counting = [one for one in graded.students if one not in graded.lost_for]
            return [self._row(student, _keys(student), "") for student in counting]
        if any(graded.identity.values()):
            own = _own_word(graded)
            return [self._row(own, _keys(own), OWN_WORD)]
        return [self._row(Student(), [f"file {graded.submission.casefold()}"], FILE_NAME)]

    def _row(self, student: Student, keys: Sequence[str], flag: str) -> Row:
        found = {id(self._by_key[key]): self._by_key[key] for key in keys if key in self._by_key}
        row = next(iter(found.values())) if len(found) == 1 else None
        if row and not _contradict(row.student, student):
            row.student = _merged(row.student, student)
        else:
            row = Row(student, flags=dict.fromkeys([UNCLEAR] if found else []))
            self._rows.append(row)
        row.flags |= dict.fromkeys([flag] if flag else [])
        for key in keys:
            self._by_key.setdefault(key, row)
        return row


def _place(row: Row) -> tuple[bool, str, str, str]:
    """In the order of names; who has none comes last."""
    one = row.student
    return not one.name, one.name.casefold(), one.number, one.email.casefold()


def _first(graded: Graded) -> Student:
    """Who, as far as the results say, for a row of its own."""
    if graded.students or graded.origin.people:
        return (*graded.students, *graded.origin.people)[0]
    return _own_word(graded) if any(graded.identity.values()) else Student()


def _own_word(graded: Graded) -> Student:
    """Who a notebook says that it is of."""
    fields = {"name": "", "number": "", "email": ""}
    kinds: Iterable[tuple[str, set[str]]] = (("name", NAME), ("number", NUMBER), ("email", EMAIL))
    left = []
    for label, value in graded.identity.items():
        kind = next((kind for kind, titles in kinds if folded(label) in titles), "")
        if kind and not fields[kind]:
            fields[kind] = value
        else:
            left.append(value)
    fields["name"] = fields["name"] or " ".join(left)
    return Student(**fields)


def _keys(student: Student) -> list[str]:
    """Under what a student is found again; a name only where there is nothing better."""
    keys = [f"{kind} {text.casefold()}" for kind, text in _exact(student) if text]
    return keys or [f"name {' '.join(student.name.casefold().split())}"]


def _exact(student: Student) -> tuple[tuple[str, str], ...]:
    return ("number", student.number.strip()), ("e-mail", student.email.strip())


def _contradict(one: Student, other: Student) -> bool:
    pairs = zip(_exact(one), _exact(other), strict=True)
    return any(a and b and a.casefold() != b.casefold() for (_, a), (_, b) in pairs)


def _merged(one: Student, other: Student) -> Student:
    return Student(one.name or other.name, one.number or other.number, one.email or other.email)
