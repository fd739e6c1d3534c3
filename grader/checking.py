"""Puts the questions of a self-check to a student's own notebook; needs no solution."""

import re
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from grader.assignment import find_course, load_module
from grader.case import words_of
from grader.compare import compare
from grader.errors import AuthoringError, Refusal, StudentError, UsageError
from grader.exchange.gradescope import lines_of
from grader.printing import printable
from grader.result import CellRun, Finding, Outcome, Status
from grader.rubric import Code
from grader.sandbox.host import Zygote
from grader.sandbox.peer import GuestLostError
from grader.sandbox.session import Session
from grader.scoring import RIGHT, UNREADABLE, Verdict, failure_of
from grader.selfcheck import FILE, Question, SelfCheck
from grader.submission import Submission, read_submission
from grader.texts import ENGLISH, later, say, speaking

_NAME = re.compile(r"[a-z][a-z0-9_]*")
UNFINISHED = "NotImplementedError"
NO_GRADE = later("This is no grade: it shows what does not fit together, not that all is right.")
_WORDS = {
    Status.RIGHT: later("holds"),
    Status.WRONG: later("wrong"),
    Status.RAISED: later("raised"),
    Status.TIMED_OUT: later("timed out"),
    Status.CRASHED: later("crashed"),
    Status.NOT_ATTEMPTED: later("not attempted"),
}


class Checked(msgspec.Struct, frozen=True):
    """What a self-check found."""

    outcomes: tuple[Outcome, ...]  # without points
    cells: tuple[CellRun, ...]
    language: str = ENGLISH

    @property
    def holds(self) -> bool:
        """Whether all questions are answered as they should be."""
        return all(outcome.status is Status.RIGHT for outcome in self.outcomes)

    @property
    def stopped(self) -> tuple[CellRun, ...]:
        """The cells that did not run to their end, but for those that are yet to be written."""
        return tuple(
            cell
            for cell in self.cells
            if cell.status not in ("ok", "not run")
            and not (cell.trouble and cell.trouble.type == UNFINISHED)
        )


def check_notebook(notebook: Path, questions: Path | None, zygote: Zygote) -> Checked:
    """Run a notebook and put the questions of its assignment's self-check to it.

    Args:
        notebook: the student's own.
        questions: the self-check's file; None to look for it.
        zygote: where the guest process comes from.

    Raises:
        UsageError: the notebook can't be read, or no self-check is found for it.
        AuthoringError: the self-check can't be loaded.
    """
    try:
        submission = read_submission(notebook, notebook.stem, ())
    except Refusal as reason:
        raise UsageError(f"{notebook}: {reason}") from None
    found = questions or find_selfcheck(notebook, submission)
    return check(submission, load_selfcheck(found), zygote)


def check(submission: Submission, selfcheck: SelfCheck, zygote: Zygote) -> Checked:
    """Put the questions to a notebook that could be read."""
    session = Session(zygote, submission.cells, selfcheck.limits)
    try:
        with speaking(selfcheck.language):
            cells = session.run_notebook()
            code = Code(session.namespace())
            outcomes = tuple(_asked(question, session, code) for question in selfcheck.questions)
    finally:
        session.close()
    return Checked(outcomes, cells, selfcheck.language)


def find_selfcheck(notebook: Path, submission: Submission) -> Path:
    """The self-check of the assignment that a notebook states: in its course, or beside it.

    Raises:
        UsageError: there is none.
    """
    places = []
    if _NAME.fullmatch(submission.assignment):
        for start in (notebook.resolve().parent, Path.cwd()):
            try:
                places.append(find_course(start) / "assignment" / submission.assignment / FILE)
            except UsageError:
                continue
    places.append(notebook.resolve().parent / FILE)
    found = next((place for place in places if place.is_file()), None)
    if found is None:
        raise UsageError(
            f"{notebook}: there is no {FILE} for this notebook. Put the one that was handed out "
            "with it beside it, or name it with --questions."
        )
    return found


def load_selfcheck(path: Path) -> SelfCheck:
    """Load the questions.

    Raises:
        UsageError: there is no such file.
        AuthoringError: it can't be loaded, or defines none.
    """
    if not path.is_file():
        raise UsageError(f"{path}: there is no such file.")
    found = getattr(load_module(path.resolve()), "selfcheck", None)
    if not isinstance(found, SelfCheck) or not found.questions:
        raise AuthoringError("defines no `selfcheck = SelfCheck()` with questions.", path)
    return found


@np.errstate(all="ignore")
def _asked(question: Question, session: Session, code: Code) -> Outcome:
    """Ask about all cases; the first that doesn't hold is the one that is told of."""
    seed = zlib.crc32(f"self-check {question.name}".encode())
    random = np.random.default_rng(seed)
    cases = list(question.cases(random)) if question.cases else [None]
    failure, about, right = None, "", 0
    for number, case in enumerate(cases):
        verdict = _verdict(question, session, code, case, seed + number)
        right += verdict.right
        if not verdict.right and failure is None:
            failure, about = verdict, words_of(case)
        if verdict.lost_guest:
            break
    ended = failure or RIGHT
    return Outcome(
        criterion=question.name,
        number="",
        part="",
        title=question.title,
        points=0.0,
        earned=0.0,
        status=ended.status,
        cases=len(cases),
        cases_right=right,
        findings=ended.findings,
        case=about,
        trouble=ended.trouble,
        reason=ended.reason,
        notes=code.take_notes(),
        hint=question.hint if failure else "",
    )


def _verdict(question: Question, session: Session, code: Code, case: Any, seed: int) -> Verdict:
    try:
        session.seed(seed)
        findings = tuple(_misfits(question, question.ask(code, case)))
    except (StudentError, GuestLostError, *UNREADABLE) as error:
        return failure_of(error)
    return Verdict(Status.WRONG, findings) if findings else RIGHT


def _misfits(question: Question, fits: Any) -> Iterator[Finding]:
    for name, value in fits.items():
        came, due = value if isinstance(value, tuple) else (bool(value), True)
        yield from compare(due, came, question.tolerance, name)


def report_lines(checked: Checked) -> list[str]:
    """The report for a terminal, in which nothing of the notebook's can move the cursor."""
    with speaking(checked.language):
        return list(_report_lines(checked))


def _report_lines(checked: Checked) -> Iterator[str]:
    for cell in checked.stopped:
        why = f"{cell.trouble.type}: {cell.trouble.message}" if cell.trouble else cell.note
        yield printable(say("Cell {cell} was stopped by {why}", cell=cell.index + 1, why=why))
    width = max(len(say(word)) for word in _WORDS.values()) + 1
    for outcome in checked.outcomes:
        yield f"{say(_WORDS[outcome.status]):<{width}} {outcome.title}"
        unwritten = outcome.status is Status.NOT_ATTEMPTED
        for line in () if unwritten else lines_of(outcome):
            yield printable(f"{'':{width}} {line}")
    held = sum(outcome.status is Status.RIGHT for outcome in checked.outcomes)
    said = say("{held} of {all} hold.", held=held, all=len(checked.outcomes))
    yield f"{said} {say(NO_GRADE)}"
