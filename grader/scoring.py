"""Puts the rubric's questions to one student's code and turns the answers into outcomes."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from grader.compare import compare
from grader.errors import StudentError
from grader.examiner import Examiner
from grader.result import Finding, Outcome, Status, Trouble
from grader.rubric import Code, Criterion, FollowThrough, NoCredit, PassOver, Question, Rubric
from grader.sandbox.host import GuestLostError
from grader.sandbox.session import Session
from grader.sandbox.wire import WireError

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

    right_at_once: bool = True  # no follow-through was needed
    right: int = 0
    wrong: int = 0
    failure: Verdict | None = None  # the first one, for the report
    passed_over: Verdict | None = None  # the first that an earlier step kept from being judged
    case: str = ""
    notes: dict[str, None] = field(default_factory=dict)


@np.errstate(all="ignore")  # answers may be as large as they like; the comparison says so
def score(examiner: Examiner, session: Session) -> tuple[Outcome, ...]:
    """Put all the questions of the rubric to a notebook that has been run."""
    student = Code(session.namespace())
    lost: set[tuple[Question, str]] = set()
    outcomes = []
    for criterion in examiner.rubric.criteria:
        if criterion.question is None:
            outcomes.append(_outcome(criterion, None, Status.PENDING))
            continue
        trial = Trial(examiner, session, student, criterion)
        tally = trial.run(_chances(criterion, criterion.question, lost))
        outcomes.append(_judge(criterion, tally, len(examiner.cases(criterion))))
        if not tally.right_at_once:
            lost.add((criterion.question, criterion.variant))
    return tuple(outcomes)


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

    def run(self, chances: list[FollowThrough]) -> Tally:
        """Ask all cases, each wrong one a second time by the follow-throughs in `chances`."""
        tally = Tally()
        for index, case in enumerate(self._examiner.cases(self._criterion)):
            first = self._ask(index, case)
            verdict: Verdict | None = first
            tally.right_at_once = tally.right_at_once and first.right
            if chances and not first.right and not first.lost_guest:
                verdict = self._second_chance(chances, index, case, first)
            if verdict is None:
                tally.passed_over = tally.passed_over or first
                continue
            tally.right += verdict.right
            tally.wrong += not verdict.right
            if not verdict.right and tally.failure is None:
                tally.failure, tally.case = verdict, str(case)
            if verdict.lost_guest:
                break
        tally.notes = dict.fromkeys(self._student.take_notes())
        return tally

    def _ask(self, index: int, case: Any) -> Verdict:
        """The criterion's question, compared with the reference's answer."""
        assert self._criterion.question is not None
        right = self._examiner.right_answer(self._criterion, index)
        try:
            self._session.seed(self._examiner.seed(self._criterion, index))
            answer = self._criterion.question(self._student, case)
            findings = compare(right, answer, self._criterion.tolerance)
        except NoCredit as reason:
            return Verdict(Status.WRONG, reason=str(reason))
        except (StudentError, GuestLostError, *UNREADABLE) as error:
            return _failure(error)
        return Verdict(Status.WRONG, tuple(findings)) if findings else RIGHT

    def _second_chance(
        self, chances: list[FollowThrough], index: int, case: Any, first: Verdict
    ) -> Verdict | None:
        """RIGHT when a follow-through holds, None when this case can't be judged at all."""
        reason, passed_over = first.reason, False
        for chance in chances:
            try:
                self._session.seed(self._examiner.seed(self._criterion, index))
                answer, due = chance.ask(self._student, self._examiner.reference, case)
                if not compare(due, answer, chance.tolerance):
                    self._student.note(chance.note)
                    return RIGHT
            except PassOver:
                passed_over = True
            except NoCredit as refused:
                reason = reason or str(refused)
            except GuestLostError as error:
                return _failure(error)
            except (StudentError, *UNREADABLE):
                continue
        if passed_over:
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


def _judge(criterion: Criterion, tally: Tally, cases: int) -> Outcome:
    """All points when every case that could be judged was right, else none."""
    counts: dict[str, Any] = {
        "cases": cases,
        "cases_right": tally.right,
        "notes": tuple(tally.notes),
    }
    if tally.right and not tally.wrong:
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
        **counts,
    )


def _failure(error: BaseException) -> Verdict:
    """What an exception in a question says of the student's code."""
    if isinstance(error, GuestLostError):
        return Verdict(error.status, reason=error.sentence)
    if isinstance(error, StudentError):
        if error.missing:
            reason = f"The notebook does not define `{error.trouble.message}`."
            return Verdict(Status.NOT_ATTEMPTED, reason=reason)
        unfinished = error.trouble.type == "NotImplementedError"
        status = Status.NOT_ATTEMPTED if unfinished else Status.RAISED
        return Verdict(status, trouble=error.trouble)
    reason = "What came out has another form than was asked for, so that it can't be compared."
    finding = Finding("", "type", f"{type(error).__name__} while reading the answer.")
    return Verdict(Status.WRONG, (finding,), reason=reason)


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
