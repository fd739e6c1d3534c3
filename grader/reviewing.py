"""Puts what persons decided into a result, before the assignment's rules have their say."""

from collections.abc import Callable, Sequence

import msgspec

from grader.decisions import Decision, Item, standing
from grader.digest import digest_of
from grader.result import Outcome, Result, Review, Status, Written
from grader.texts import ENGLISH, gettext, later, number, say, speaking

LAPSED = later(
    "The notebook has changed since {by} changed the points of {criterion} to {points}: they hold "
    "no longer."
)


class Source(msgspec.Struct, frozen=True):
    """One cell of a notebook, without its outputs."""

    kind: str
    source: str
    attached: dict[str, str] = {}  # pictures that a text names


class Reviewable(msgspec.Struct, frozen=True):
    """Those fields of a Result that a person's decision is about; quicker to read than all."""

    submission: str
    file: str
    title: str
    outcomes: tuple[Outcome, ...]
    cells: tuple[Source, ...] = ()
    written: tuple[Written, ...] = ()
    refusal: str = ""
    fault: str = ""
    counts: bool = True
    language: str = ENGLISH


def settled(
    result: Result, decisions: Sequence[Decision], rules: Callable[[Result], Result]
) -> Result:
    """Return a result with reviews and rules; rules count on the points that reviews gave.

    Applied again, also with other decisions, it gives the same as when it is applied at first.

    Args:
        result: of the machine, or one that this function gave.
        decisions: about the submission, the oldest first.
        rules: the assignment's, which set the flags anew.
    """
    ruled = rules(apply_reviews(result, decisions))
    with speaking(result.language):
        flags = lapsed(result, decisions)
    return msgspec.structs.replace(ruled, flags=(*ruled.flags, *flags))


def apply_reviews(result: Result, decisions: Sequence[Decision]) -> Result:
    """Return the result with the points that persons gave, and the machine's everywhere else.

    What can't be read, or what the grader failed on, stays as it is.
    """
    if result.refusal or result.fault:
        return result
    outcomes = (_decided(item, outcome, decisions) for item, outcome in items_of(result))
    return msgspec.structs.replace(result, outcomes=tuple(outcomes))


def lapsed(result: Result, decisions: Sequence[Decision]) -> tuple[str, ...]:
    """What persons decided on what the machine scored, and holds no longer: a sentence each."""
    said = []
    for item, _ in items_of(result):
        given = [one for one in decisions if one.item.criterion == item.criterion]
        if item.was is None or not given or standing(decisions, item) is not None:
            continue
        if (points := given[-1].verdict.points) is not None:
            about = {"criterion": item.criterion, "points": number(points)}
            said.append(say(LAPSED, by=given[-1].by, **about))
    return tuple(said)


def without_lapsed(result: Result) -> tuple[str, ...]:
    """A result's flags without those that `settled` adds."""
    with speaking(result.language):
        start = gettext(LAPSED).partition("{")[0]
    # A translation may begin with a value: then none is known, and none is dropped.
    return tuple(flag for flag in result.flags if not (start and flag.startswith(start)))


def items_of(result: Result | Reviewable) -> list[tuple[Item, Outcome]]:
    """What can be decided on in a result, each with what the machine made of it.

    A decision on a written answer holds while that answer stays as it is; one on what a machine
    scored, while the whole notebook does.
    """
    answers = {written.criterion: written.answer for written in result.written}
    notebook = digest(*(part for run in result.cells for part in (run.kind, run.source)))
    items = []
    for outcome in result.outcomes:
        before = outcome.review.before if outcome.review else outcome
        answer = answers.get(outcome.criterion)
        subject = notebook if answer is None else digest(answer)
        name, most = outcome.criterion, outcome.points
        items.append((Item(result.submission, name, subject, most, before.earned), before))
    return items


def digest(*texts: str) -> str:
    """The same for the same texts, whatever stands around the last of them."""
    return digest_of(text.strip().encode(errors="replace") for text in texts)[:32]


def _decided(item: Item, before: Outcome, decisions: Sequence[Decision]) -> Outcome:
    decision = standing(decisions, item)
    if decision is None or decision.verdict.points is None:
        return before
    verdict, points = decision.verdict, decision.verdict.points
    right = points >= before.points
    return msgspec.structs.replace(
        before,
        earned=points,
        status=Status.RIGHT if right else _lost(before),
        mistakes=() if right else before.mistakes,
        hint="" if right else before.hint,
        review=Review(
            decision.by, points, decision.decided, verdict.comment, verdict.level, before
        ),
    )


def _lost(before: Outcome) -> Status:
    """How a criterion ended that a person doesn't give all points for."""
    seen = (Status.PENDING, Status.RIGHT)
    return Status.WRONG if before.status in seen else before.status
