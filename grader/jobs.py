"""One submission as a job for a worker, here or on another machine: plain data both ways.

A worker is any process. It prepares itself at its first job and keeps what it needs for the next.
"""

import pickle
import tempfile
import threading
from pathlib import Path
from typing import Any

import msgspec

from grader.assignment import Assignment, Settings
from grader.crew import Lost
from grader.errors import AuthoringError, GraderError, GradingFault
from grader.examiner import Examiner
from grader.fingerprint import NO_CODE, Fingerprint, Given, fingerprint_of, given_by
from grader.grading import grade_handed_in, result_of
from grader.kit import Kit
from grader.report import render_instructor_page, render_report
from grader.result import Result
from grader.rules import Placement, apply_rules
from grader.sandbox.host import Isolation, Zygote
from grader.submission import HandedIn
from grader.texts import say, speaking
from grader.version import grader_version
from grader.wording import in_own_words

PAGES = {"report.html": render_report, "instructor.html": render_instructor_page}
TRIES = 3  # with a fresh process each, before a notebook is given up that takes it along


class Job(msgspec.Struct, frozen=True):
    """All that a worker must know to grade one submission."""

    handed_in: HandedIn
    kit: Kit
    isolation: Isolation
    grader: str  # version that the worker must have
    settings: Settings  # for its rules, which may change while the rest of the assignment stands
    placement: Placement  # what is known of the submission besides its content
    given: tuple[str, ...] = ()  # code cells that students start from

    def __reduce__(self) -> tuple[Any, tuple[str, bytes]]:
        """Travel so that a worker of another version can say so, whatever its jobs are made of."""
        return _arrived, (self.grader, pickle.dumps(msgspec.structs.astuple(self)))


class Stranger(msgspec.Struct, frozen=True):
    """What a job is to a worker of another version, which can't read it."""

    grader: str  # version of who sent it


def _arrived(grader: str, content: bytes) -> Job | Stranger:
    if grader != grader_version():
        return Stranger(grader)
    # The sender, a grader too, has pickled it; what a student wrote is bytes in it and stays that.
    return Job(*pickle.loads(content))


class Done(msgspec.Struct, frozen=True):
    """What a worker gives back."""

    result: bytes  # JSON of the Result
    pages: dict[str, bytes]  # file -> HTML
    fingerprint: bytes  # of the code, packed
    remarks: tuple[str, ...] = ()  # for the log


def work(job: Job | Stranger) -> Done:
    """Grade one submission in this process.

    Raises:
        GradingFault: this worker can grade nothing: another version, no isolation.
        AuthoringError: the assignment can't be loaded.
    """
    if isinstance(job, Stranger) or job.grader != grader_version():
        raise GradingFault(
            f"A worker has version {grader_version()} of the grader, not {job.grader}: install the "
            "same one everywhere."
        )
    return _DESK.work(job)


def leave() -> None:
    """End what this process keeps for its next job."""
    _DESK.clear()


def fault(assignment: Assignment, handed_in: HandedIn, lost: Lost) -> Done:
    """What stands for a submission that no worker could grade, through no fault of its own."""
    with speaking(assignment.settings.language, assignment.folder):
        why = say(lost.sentence, **lost.values)
        found = result_of(Examiner(assignment), handed_in, outcomes=(), fault=why)
        return _done(in_own_words(found))


class _Desk:
    """What a worker has in front of it: one assignment's examiner and the guests' process.

    One job at a time: some of what NumPy and Python offer is the whole process's.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._laid_for: tuple[str, str, Isolation] | None = None
        self._place: tempfile.TemporaryDirectory[str] | None = None
        self._examiner: Examiner
        self._given: Given
        self._zygote: Zygote | None = None

    def work(self, job: Job) -> Done:
        with self._lock:
            wanted = (job.kit.digest, job.kit.folder, job.isolation)
            if self._laid_for != wanted:
                self._clear()
                self._lay(job)
                self._laid_for = wanted
            return self._grade(job)

    def clear(self) -> None:
        with self._lock:
            self._clear()

    def _lay(self, job: Job) -> None:
        self._place = tempfile.TemporaryDirectory(prefix="grader-") if job.kit.files else None
        try:
            place = Path(self._place.name if self._place else job.kit.folder)
            self._examiner = Examiner(job.kit.unpack(place))
            self._given = given_by(job.given)
        except AuthoringError:
            raise
        except GraderError as error:
            raise GradingFault(str(error)) from None

    def _grade(self, job: Job) -> Done:
        remarks = []
        for _ in range(TRIES):
            if self._zygote is None:
                self._zygote = Zygote(job.isolation)
            result = grade_handed_in(self._examiner, self._zygote, job.handed_in)
            if not self._zygote.lost:
                break
            self._zygote.close()
            self._zygote = None
            remarks.append(f"{result.fault} It is started again.")
        code = fingerprint_of(result, self._given)
        return _done(apply_rules(result, job.placement, job.settings), tuple(remarks), code)

    def _clear(self) -> None:
        if self._zygote:
            self._zygote.close()
        if self._place:
            self._place.cleanup()
        self._zygote = self._place = self._laid_for = None


_DESK = _Desk()


def pages_of(result: Result) -> dict[str, bytes]:
    """The pages that belong to a result, by the names of their files."""
    return {file: render(result).encode(errors="replace") for file, render in PAGES.items()}


def _done(result: Result, remarks: tuple[str, ...] = (), code: Fingerprint = NO_CODE) -> Done:
    """Result and pages as bytes; the pages are of what can be read from the JSON again."""
    try:
        encoded = msgspec.json.encode(result)
        pages = pages_of(msgspec.json.decode(encoded, type=Result))
    except Exception as error:
        with speaking(result.language):
            said = {"exception": type(error).__name__, "error": error}
            sentence = say("The report can't be written: {exception}: {error}", **said)[:1000]
        spoilt = Result(
            submission=result.submission,
            file=result.file,
            assignment=result.assignment,
            title=result.title,
            version=result.version,
            total=result.total,
            outcomes=(),
            fault=sentence,
            language=result.language,
        )
        encoded, pages, code = msgspec.json.encode(spoilt), pages_of(spoilt), NO_CODE
    return Done(encoded, pages, code.packed(), remarks)
