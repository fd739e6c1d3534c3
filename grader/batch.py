"""Grades many submissions, each once: what has been graded before stands, and nothing gets lost."""

import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import msgspec
import nbformat

from grader.assignment import Assignment
from grader.crew import Crew, Lost, cluster, hand_out, here, processes
from grader.decisions import Decisions
from grader.errors import UsageError
from grader.fingerprint import given_by
from grader.gradebook import CLASS, Basis, Gradebook
from grader.intake import Intake, Sources
from grader.jobs import PAGES, Done, Job, fault, leave, pages_of, work
from grader.kit import Kit
from grader.publishing import Class, Shelf
from grader.result import Result
from grader.reviewing import settled
from grader.sandbox.choice import Isolation
from grader.skeleton import build_skeleton
from grader.submission import HandedIn, hand_in
from grader.texts import speaking
from grader.version import grader_version

THIS_PROCESS = here(leave)


def crew_for(submissions: int, jobs: int | None = None, address: str | None = None) -> Crew:
    """Choose who grades.

    Args:
        submissions: how many there are.
        jobs: worker processes on this machine; None for as many as cores.
        address: of a dask.distributed scheduler whose workers do it instead.

    Raises:
        UsageError: both are given, or the extra `cluster` isn't installed.
    """
    if address:
        if jobs:
            raise UsageError("Give either --jobs, for this machine, or --cluster.")
        return cluster(address)
    count = min(jobs or len(os.sched_getaffinity(0)), submissions)
    return processes(count) if count > 1 else THIS_PROCESS


class Graded(msgspec.Struct, frozen=True):
    """One submission's result, and how it came about."""

    result: Result  # what the class's page and table need of it
    before: bool = False  # it had been graded already, on the same basis
    changed: bool = False  # but rules or decisions make something else of it now
    remarks: tuple[str, ...] = ()  # for the log


class Batch:
    """Submissions of one assignment, and the folder that gets their results.

    Args:
        assignment: which.
        names: file -> unique, safe name of the submission.
        folder: gets a folder for each submission, the gradebook, `index.html` and `grades.csv`.
        isolation: what stands between the notebooks and the machine that runs them.
        regrade: grade those again that have been graded; if that was stopped, the others of them.
        carried: send the assignment's files along, as workers don't see this machine's folders.
        refused: file -> why it isn't graded, if that is known already.
        intake: whose each submission is and when it came in; None if nothing is known of that.
    """

    def __init__(
        self,
        assignment: Assignment,
        names: Mapping[Path, str],
        folder: Path,
        *,
        isolation: Isolation = Isolation.FULL,
        regrade: bool = False,
        carried: bool = False,
        refused: Mapping[Path, str] | None = None,
        intake: Intake | None = None,
    ) -> None:
        self._assignment, self._names, self._folder = assignment, names, folder
        self._intake = intake or Intake(names, {}, assignment.settings, Sources(), folder)
        self._refused = refused or {}
        self._isolation, self._regrade = isolation, regrade
        self._kit = Kit.of(assignment, carried)
        self._given = given_code(assignment)
        self._shelf = Shelf(folder, given_by(self._given))

    def grade(self, crew: Crew = THIS_PROCESS) -> Iterator[Graded]:
        """Grade what hasn't been graded, and write what belongs to each as soon as it is known.

        Yields:
            Each submission once, those first that stand; when the last one is taken, index and
            table are written.

        Raises:
            UsageError: the folder can't be written to, or the crew's workers can't be reached.
            GradingFault: no worker can grade anything.
            AuthoringError: workers can't load the assignment.
        """
        with self._shelf.writing():
            self._folder.mkdir(parents=True, exist_ok=True)
        with self._shelf.alone():
            yield from self._grade_all(crew)

    def _grade_all(self, crew: Crew) -> Iterator[Graded]:
        with Gradebook(self._folder) as book:
            book.keep(CLASS, self._class())
            too_old, due = book.begin_again() if self._regrade else 0, []
            for path, name in self._names.items():
                if standing := self._standing(book, path, name, too_old):
                    result, changed = standing
                    yield Graded(self._shelf.keep(result), before=True, changed=changed)
                else:
                    due.append((path, name))
            for job, done in hand_out(work, self._jobs(due), crew) if due else ():
                yield self._settle(book, job, done)
            with self._shelf.writing():
                self._shelf.summarise(book, self._names.values(), self._intake.missing)
            book.end_again()

    def _class(self) -> Class:
        names, settings = tuple(self._names.values()), self._assignment.settings
        return Class(names, self._intake.missing, settings, self._given)

    def _jobs(self, due: Iterable[tuple[Path, str]]) -> Iterator[Job]:
        for path, name in due:
            yield Job(
                self._hand_in(path, name),
                self._kit,
                self._isolation,
                grader_version(),
                self._assignment.settings,
                self._intake.placement(name),
                self._given,
            )

    def _hand_in(self, path: Path, name: str) -> HandedIn:
        with speaking(self._assignment.settings.language):
            handed_in = hand_in(path, name)
        why = handed_in.refusal or self._refused.get(path, "")
        return msgspec.structs.replace(handed_in, refusal=why)

    def _basis(self, handed_in: HandedIn) -> Basis:
        return Basis(handed_in.digest, self._kit.digest, grader_version(), self._isolation)

    def _standing(
        self, book: Gradebook, path: Path, name: str, too_old: int
    ) -> tuple[Result, bool] | None:
        """The result of an earlier run that still holds, with its files as they should be.

        Also whether it isn't quite as it was.

        What is known of the student, what persons decided, and what the rules say, may have
        changed since: that is a line more in the history, and another report, but nothing is run
        again.
        """
        basis = self._basis(self._hand_in(path, name))
        before = book.standing(name, basis, too_old)
        if before is None:
            return None
        result = settled(before, Decisions(book).of(name), self._intake.finish)
        files = (self._folder / name / file for file in ("results.json", *PAGES))
        if result != before or not all(map(_is_whole, files)):
            with self._shelf.writing():
                self._shelf.write_pages(name, pages_of(result))
                if result != before:
                    book.add(basis, result)
                self._shelf.write_results(result)
        return result, result != before

    def _settle(self, book: Gradebook, job: Job, done: Done | Lost) -> Graded:
        """Write what came of a job, with what persons decided on it before."""
        if isinstance(done, Lost):
            done = fault(self._assignment, job.handed_in, done)
        scored = msgspec.json.decode(done.result, type=Result)
        result = settled(scored, Decisions(book).of(scored.submission), self._intake.finish)
        pages = done.pages if result.outcomes == scored.outcomes else pages_of(result)
        with self._shelf.writing():
            self._shelf.write_pages(result.submission, pages)
            book.add(self._basis(job.handed_in), result, done.fingerprint)
            self._shelf.write_results(result)
        return Graded(self._shelf.keep(result), remarks=done.remarks)


def given_code(assignment: Assignment) -> tuple[str, ...]:
    """Return the code cells that students start from."""
    cells = nbformat.reads(build_skeleton(assignment), as_version=4).cells
    return tuple(str(cell.source) for cell in cells if cell.cell_type == "code")


def _is_whole(file: Path) -> bool:
    """Whether a file is there; after a power cut one may be there and empty."""
    return file.is_file() and file.stat().st_size > 0
