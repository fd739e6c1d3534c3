"""Puts the rubric's questions to one student's code and turns the answers into outcomes."""

import contextlib
import io
import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from grader.case import words_of
from grader.compare import compare
from grader.diagnosis import Marked
from grader.errors import StudentError
from grader.examiner import Answer, Examiner
from grader.patterns import where_wrong, with_size
from grader.question import FollowThrough, Question
from grader.result import Finding, Outcome, Status, Trouble
from grader.rubric import Code, Criterion, NoCredit, PassOver, Rubric
from grader.sandbox.peer import GuestLostError
from grader.sandbox.session import Session
from grader.sandbox.wire import WireError
from grader.texts import say

# What goes wrong in a question when an answer has another form than the reference's had, or is
# so large that it can't be computed with, or handed in again.
UNREADABLE = (
    TypeError,
    ValueError,
    KeyError,
    IndexError,
    AttributeError,
    ArithmeticError,
    MemoryError,
    WireError,
)

# Of all cases, more than these must be left to judge by: one easy case alone shows too little.
LEAST_SHARE = 0.25


@dataclass(frozen=True)
class Verdict:
    """What one case showed."""

    status: Status
    findings: tuple[Finding, ...] = ()
    trouble: Trouble | None = None
    reason: str = ""

    @property
    def right(self) -> bool:
        """Whether the case counts as right."""
        return self.status is Status.RIGHT

    @property
    def lost_guest(self) -> bool:
        """Whether the student's process was lost over it."""
        return self.status in (Status.TIMED_OUT, Status.CRASHED)


RIGHT = Verdict(Status.RIGHT)


@dataclass
class Tally:
    """The verdicts over all cases of a criterion."""

    answers: dict[int, Answer] = field(default_factory=dict)  # by case, to the first question
    not_at_once: set[int] = field(default_factory=set)  # cases that needed a second chance
    right: int = 0
    right_at_once: int = 0
    wrong: int = 0
    failure: Verdict | None = None  # the first one, for the report
    passed_over: Verdict | None = None  # the first that an earlier step kept from being judged
    case: str = ""
    shown: int | None = None  # its number
    notes: dict[str, None] = field(default_factory=dict)


@np.errstate(all="ignore")  # answers may be as large as they like; the comparison says so
def score(examiner: Examiner, session: Session) -> tuple[Marked, ...]:
    """Put all the questions of the rubric to a notebook that has been run."""
    student = Code(session.namespace(), session)
    lost: set[tuple[Question, str]] = set()
    marked = []
    for criterion in examiner.rubric.criteria:
        if criterion.question is None:
            outcome = _outcome(criterion, None, Status.PENDING)
            marked.append(Marked(criterion, outcome, {}, frozenset()))
            continue
        started = time.perf_counter()
        trial = Trial(examiner, session, student, criterion)
        tally = trial.run(_chances(criterion, criterion.question, lost))
        outcome = _judge(criterion, tally, examiner.cases(criterion))
        wrong = frozenset(tally.not_at_once & set(tally.answers))
        seconds = time.perf_counter() - started
        held = session.memory()
        marked.append(Marked(criterion, outcome, tally.answers, wrong, seconds, held, tally.shown))
        if tally.not_at_once:
            lost.add((criterion.question, criterion.variant))
    return tuple(marked)


@np.errstate(all="ignore")
def answer_to(examiner: Examiner, session: Session, criterion: Criterion, index: int) -> Answer:
    """A notebook's answer to one case of a criterion that a machine scores, asked by itself."""
    trial = Trial(examiner, session, Code(session.namespace(), session), criterion)
    return trial.answer(index)


def first_loss(examiner: Examiner, session: Session) -> str | None:
    """The first criterion that a notebook loses, which asks no more than it must; None if none."""
    student = Code(session.namespace(), session)
    for criterion in examiner.rubric.criteria:
        if criterion.question and not Trial(examiner, session, student, criterion).holds():
            return criterion.identifier
    return None


def without_points(rubric: Rubric, reason: str) -> tuple[Outcome, ...]:
    """The outcomes of a submission that could not be read: nothing for all criteria."""
    return tuple(
        _outcome(criterion, 0.0, Status.NOT_ATTEMPTED, reason=reason)
        for criterion in rubric.criteria
    )


class Trial:
    """One criterion put to one student's code, case by case."""

    def __init__(
        self, examiner: Examiner, session: Session, student: Code, criterion: Criterion
    ) -> None:
        self._examiner, self._session = examiner, session
        self._student, self._criterion = student, criterion
        self._why = ""  # the first case that had to be passed over was

    def run(self, chances: list[FollowThrough]) -> Tally:
        """Ask all cases, wrong ones a second time by the follow-throughs in `chances`.

        After a case that stays wrong no second chance can earn the points.
        """
        tally = Tally()
        for index, case in enumerate(self._examiner.cases(self._criterion)):
            first, answer = self._ask(index, case)
            verdict: Verdict | None = first
            if answer is not None:
                tally.answers[index] = answer
            tally.right_at_once += first.right
            if not first.right:
                tally.not_at_once.add(index)
            if chances and not tally.wrong and not first.right and not first.lost_guest:
                verdict = self._second_chance(chances, index, case, first)
            if verdict is None:
                tally.passed_over = tally.passed_over or replace(
                    first, reason=first.reason or self._why
                )
                continue
            tally.right += verdict.right
            tally.wrong += not verdict.right
            if not verdict.right and tally.failure is None:
                tally.failure, tally.case, tally.shown = verdict, words_of(case), index
            if verdict.lost_guest:
                break
        tally.notes = dict.fromkeys(self._student.take_notes())
        return tally

    def holds(self) -> bool:
        """Whether all cases are right at once; asks none after the first that isn't."""
        cases = self._examiner.cases(self._criterion)
        return all(self._ask(index, case)[0].right for index, case in enumerate(cases))

    def answer(self, index: int) -> Answer:
        """The answer to one case; in the place of one that doesn't come, why."""
        verdict, answer = self._ask(index, self._examiner.cases(self._criterion)[index])
        return answer or Answer(raised=verdict.reason or verdict.status.value)

    def _ask(self, index: int, case: Any) -> tuple[Verdict, Answer | None]:
        """The criterion's question, compared with the reference's answer.

        The answer comes with it, unless it was lost with the process or there is none yet.
        """
        assert self._criterion.question is not None
        right = self._examiner.right_answer(self._criterion, index)
        try:
            self._session.seed(self._examiner.seed(self._criterion, index))
            answer = self._criterion.question(self._student, case)
            differences = compare(right, answer, self._criterion.tolerance)
            findings = [with_size(finding, case) for finding in differences]
        except NoCredit as reason:
            return Verdict(Status.WRONG, reason=str(reason)), Answer(raised=f"NoCredit: {reason}")
        except (StudentError, GuestLostError, *UNREADABLE) as error:
            return failure_of(error), _raised(error)
        verdict = Verdict(Status.WRONG, tuple(findings)) if findings else RIGHT
        return verdict, Answer(answer)

    def _second_chance(
        self, chances: list[FollowThrough], index: int, case: Any, first: Verdict
    ) -> Verdict | None:
        """RIGHT when a follow-through holds, None when this case can't be judged at all."""
        reason, passed_over = first.reason, False
        for chance in chances:
            try:
                self._session.seed(self._examiner.seed(self._criterion, index))
                with contextlib.redirect_stdout(io.StringIO()):  # of the reference
                    answer, due = chance.ask(self._student, self._examiner.reference, case)
                if not compare(due, answer, chance.tolerance):
                    self._student.note(chance.note)
                    return RIGHT
            except PassOver as why:
                passed_over = True
                self._why = self._why or str(why)
            except NoCredit as refused:
                reason = reason or str(refused)
            except GuestLostError as error:
                return failure_of(error)
            except (StudentError, *UNREADABLE):
                continue
        if passed_over:
            self._why = self._why or reason
            return None
        return Verdict(first.status, first.findings, first.trouble, reason)


def _chances(
    criterion: Criterion, question: Question, lost: set[tuple[Question, str]]
) -> list[FollowThrough]:
    """The follow-throughs whose earlier step was lost, in the same variant if it has one."""

    def is_lost(earlier: Question) -> bool:
        return any(
            earlier is other and (not criterion.variant or variant in ("", criterion.variant))
            for other, variant in lost
        )

    return [chance for chance in question.follow_throughs if any(map(is_lost, chance.after))]


def _judge(criterion: Criterion, tally: Tally, cases: Sequence[Any]) -> Outcome:
    """All points when all cases that could be judged were right, and those were not too few."""
    counts: dict[str, Any] = {
        "cases": len(cases),
        "cases_right": tally.right_at_once if tally.wrong else tally.right,
        "notes": tuple(tally.notes),
    }
    if tally.right > LEAST_SHARE * len(cases) and not tally.wrong:
        return _outcome(criterion, criterion.points, Status.RIGHT, **counts)
    failure = tally.failure or tally.passed_over or Verdict(Status.WRONG)
    return _outcome(
        criterion,
        0.0,
        failure.status,
        findings=failure.findings,
        trouble=failure.trouble,
        reason=failure.reason,
        case=tally.case,
        pattern=where_wrong(cases, set(tally.answers) - tally.not_at_once, tally.not_at_once),
        **counts,
    )


def failure_of(error: BaseException) -> Verdict:
    """What an exception in a question says of the student's code."""
    if isinstance(error, GuestLostError):
        return Verdict(error.status, reason=error.sentence)
    if isinstance(error, StudentError):
        if error.missing:
            reason = say("The notebook does not define `{name}`.", name=error.trouble.message)
            return Verdict(Status.NOT_ATTEMPTED, reason=reason)
        unfinished = error.trouble.type == "NotImplementedError"
        status = Status.NOT_ATTEMPTED if unfinished else Status.RAISED
        return Verdict(status, trouble=error.trouble)
    reason = say("What came out has another form than was asked for, so that it can't be compared.")
    sentence = say("{exception} while reading the answer.", exception=type(error).__name__)
    finding = Finding("", "type", sentence)
    return Verdict(Status.WRONG, (finding,), reason=reason)


def _raised(error: BaseException) -> Answer | None:
    """An exception as an answer to compare with those of known mistakes."""
    if isinstance(error, GuestLostError):
        return None
    if isinstance(error, StudentError):
        unfinished = error.missing or error.trouble.type == "NotImplementedError"
        return None if unfinished else Answer(raised=error.trouble.type)
    return Answer(raised=type(error).__name__)


def _outcome(criterion: Criterion, earned: float | None, status: Status, **more: Any) -> Outcome:
    return Outcome(
        criterion=criterion.identifier,
        number=criterion.number,
        part=criterion.part,
        title=criterion.title,
        points=criterion.points,
        earned=earned,
        status=status,
        hint="" if status in (Status.RIGHT, Status.PENDING) else criterion.hint,
        **more,
    )
