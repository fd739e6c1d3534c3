"""Writes what belongs to results: pages and `results.json` of each, table and page of the class."""

import errno
import fcntl
import os
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from grader.alike import with_those_alike
from grader.assignment import Settings
from grader.class_page import light, write_class_page
from grader.confirmations import Confirmation, read_confirmations
from grader.decisions import Decisions
from grader.errors import UsageError
from grader.exchange.gradescope import write_results_json
from grader.exchange.table import write_grades_csv
from grader.files import replacing
from grader.fingerprint import NO_CODE, Fingerprint, Given, fingerprint_of, given_by
from grader.gradebook import CLASS, Gradebook
from grader.jobs import pages_of
from grader.result import Result, Student
from grader.reviewing import settled, without_lapsed
from grader.rules import Placement, apply_rules
from grader.similarity import Pair, similar

Kept = TypeVar("Kept")

_SAME_IN_ALL = ("assignment", "title", "version", "language")


class Class(msgspec.Struct, frozen=True):
    """What the last `grader grade` knew of all submissions together; kept in the gradebook."""

    names: tuple[str, ...]  # of the submissions, in the order of the table
    missing: tuple[Student, ...]  # who handed in nothing
    settings: Settings
    given: tuple[str, ...]  # code cells that students start from


class Shelf:
    """The folder of the results of one assignment.

    Args:
        folder: gets a folder for each submission, `index.html` and `grades.csv`.
        given: what of the students' code isn't their own.
    """

    def __init__(self, folder: Path, given: Given) -> None:
        self.folder, self._given = folder, given
        self._results: dict[str, Result] = {}
        self._shared: dict[object, Any] = {}

    def write_pages(self, name: str, pages: Mapping[str, bytes]) -> None:
        """Write a submission's pages; `results.json` is gone until it is written again."""
        folder = self.folder / name
        folder.mkdir(exist_ok=True)
        (folder / "results.json").unlink(missing_ok=True)
        for file, page in pages.items():
            with replacing(folder / file) as path:
                path.write_bytes(page)

    def write_results(self, result: Result) -> None:
        """Write `results.json`, last of all: where it is, all else is there and belongs to it."""
        with replacing(self.folder / result.submission / "results.json") as path:
            write_results_json(result, path)

    def keep(self, result: Result) -> Result:
        """Remember and return what the class's page and table need of a result.

        What is equal in many of them takes memory once.
        """
        kept = light(result)
        outcomes = tuple(map(self._once, kept.outcomes))
        texts = {name: self._once(getattr(kept, name)) for name in _SAME_IN_ALL}
        kept = msgspec.structs.replace(kept, outcomes=self._once(outcomes), **texts)
        self._results[result.submission] = kept
        return kept

    def _once(self, value: Kept) -> Kept:
        """The first that was equal to a value."""
        known: Kept = self._shared.setdefault(value, value)
        return known

    def summarise(self, book: Gradebook, names: Iterable[str], missing: Sequence[Student]) -> None:
        """Write table and page of the class, of what was kept, and into the pages who is alike."""
        results = [self._results[name] for name in names]
        people = {name: _people(result) for name, result in self._results.items()}
        pairs = similar(_Fingerprints(book, people, self._given), people)
        with replacing(self.folder / "grades.csv") as path:
            write_grades_csv(results, path, missing)
        with replacing(self.folder / "index.html") as path:
            write_class_page(path, results, pairs, missing)
        for result in results:
            self._name_those_alike(result, pairs)

    def _name_those_alike(self, result: Result, pairs: Sequence[Pair]) -> None:
        """Bring the instructor's page up to what only the class as a whole tells."""
        page = self.folder / result.submission / "instructor.html"
        before = page.read_text(encoding="utf-8")
        after = with_those_alike(before, result, pairs)
        if after != before:
            with replacing(page) as path:
                path.write_text(after, encoding="utf-8", newline="\n")

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Keep other graders from the folder, which would write the same files.

        Raises:
            UsageError: one is at work there.
        """
        place = os.open(self.folder, os.O_RDONLY)
        try:
            if not _locked(place):
                raise UsageError(
                    f"{self.folder}: another grader is writing there. Wait until it has ended, or "
                    "choose another folder with --output."
                )
            yield
        finally:
            os.close(place)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Say it in a sentence if the folder can't be written to."""
        try:
            yield
        except OSError as error:
            said = f"{self.folder}: can't write the results there ({error})."
            raise UsageError(said) from error


def publish_again(folder: Path) -> Iterator[Result | str]:
    """Write everything again from the gradebook, with all that persons decided since.

    Nothing is run, and neither submissions nor solution are needed.

    Args:
        folder: that `grader grade` wrote.

    Yields:
        What the class's page needs of each result as it is now, or the name of a submission that
        wasn't graded yet.

    Raises:
        UsageError: there is no gradebook, or it can't be used.
    """
    with Gradebook(folder, new=False) as book:
        known = book.kept(CLASS, Class)
        if known is None:
            raise UsageError(
                f"{folder}: its gradebook is of an older grader, which didn't keep what reports "
                "need. Give the same `grader grade` command again."
            )
        shelf = Shelf(folder, given_by(known.given))
        with shelf.alone():
            yield from _publish(book, shelf, known)


def _publish(book: Gradebook, shelf: Shelf, known: Class) -> Iterator[Result | str]:
    rules, names = _Rules(known.settings, read_confirmations(shelf.folder)), []
    for name in known.names:
        last = book.last(name, Result)
        if last is None:
            yield name
            continue
        basis, before = last
        result = settled(before, Decisions(book).of(name), rules)
        with shelf.writing():
            shelf.write_pages(name, pages_of(result))
            if result != before:
                book.add(basis, result)
            shelf.write_results(result)
        names.append(name)
        yield shelf.keep(result)
    with shelf.writing():
        shelf.summarise(book, names, known.missing)
    book.end_again()  # what was written here wasn't graded again


class _Fingerprints(Mapping[str, Fingerprint]):
    """Those of the last gradings, each read when it is asked for.

    Args:
        book: where they are; it gets those that it lacks.
        names: of the submissions.
        given: what of the students' code isn't their own.
    """

    def __init__(self, book: Gradebook, names: Collection[str], given: Given) -> None:
        self._book, self._names, self._given = book, names, given

    def __getitem__(self, name: str) -> Fingerprint:
        return Fingerprint.unpacked(self._book.fingerprint(name) or b"") or self._made(name)

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)

    def _made(self, name: str) -> Fingerprint:
        """That of a grading by another grader, or that rules or decisions made again."""
        last = self._book.last(name, Result)
        code = fingerprint_of(last[1], self._given) if last else NO_CODE
        self._book.keep_fingerprint(name, code.packed())
        return code


class _Rules:
    """The assignment's rules, for a submission that was placed when it was graded."""

    def __init__(self, settings: Settings, confirmations: Mapping[str, Confirmation]) -> None:
        self._settings, self._confirmations = settings, confirmations

    def __call__(self, result: Result) -> Result:
        placement = Placement(
            origin=result.origin,
            students=result.students,
            due=self._on_the_clock(result.due),
            extended=result.extended,
            counts=result.counts,
            later=result.later,
            lost_for=result.lost_for,
            confirmation=self._confirmations.get(result.submission),
            flags=without_lapsed(result),
        )
        return apply_rules(result, placement, self._settings)

    def _on_the_clock(self, due: datetime | None) -> datetime | None:
        """A deadline that was written with its distance from UTC, which changes with the season."""
        deadline = self._settings.deadline
        return due.astimezone(deadline.clock) if due and deadline else due


def _people(result: Result) -> tuple[object, ...]:
    """Whose a submission is; where only names are known, by the platform's number for a person."""
    known = any(student.number or student.email for student in result.students)
    origin = result.origin
    if origin.platform in ("Moodle", "Canvas") and not known:
        return ((origin.platform, origin.identifier),)
    return result.students


def _locked(place: int) -> bool:
    """Lock an open folder until it is closed; False where another process has done so."""
    try:
        fcntl.flock(place, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError as error:
        if error.errno not in (errno.ENOLCK, errno.EOPNOTSUPP, errno.EBADF):
            raise
        # Some network file systems know no locks of folders.
    return True
