"""Names the mistakes that explain wrong answers: those whose own answers are exactly the same."""

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Any

import msgspec

from grader.compare import Tolerance, compare
from grader.examiner import Answer, Examiner
from grader.misconceptions import Misconception
from grader.result import Mistake, Outcome, Status
from grader.rubric import Criterion
from grader.texts import own, say

Slips = tuple[Misconception, ...]


class Marked(msgspec.Struct, frozen=True):
    """A criterion's outcome together with the answers that led to it."""

    criterion: Criterion
    outcome: Outcome
    answers: dict[int, Answer]  # by case, only such as were not lost with the process
    wrong: frozenset[int]  # the cases among them whose answer was not the right one
    seconds: float = 0.0  # for all its cases
    memory: float = 0.0  # MiB that the notebook's process had held at most when it was done
    shown: int | None = None  # the case that the outcome tells of


def explained(examiner: Examiner, marked: Sequence[Marked]) -> tuple[Outcome, ...]:
    """The outcomes, those that lost points with the mistakes that explain them.

    A mistake is named only when the reference with that slip in it answers every case just as the
    student's code did. First come the mistakes that explain most criteria, then pairs of them.
    A criterion that such a mistake does not cost keeps its points: it was done right. Where nothing
    but exceptions came it keeps none: anybody can raise them.

    Args:
        examiner: of the assignment.
        marked: what scoring found.
    """
    search = _Search(examiner, marked)
    return tuple(_with_mistakes(one, search.found.get(one.criterion.identifier)) for one in marked)


def _with_mistakes(one: Marked, slips: Slips | None) -> Outcome:
    outcome, name = one.outcome, one.criterion.identifier
    if not slips or outcome.earned is None or outcome.earned >= outcome.points:
        return outcome
    # To raise the same exception takes no code that is right: by itself it earns nothing.
    gives_any = any(not answer.raised for answer in one.answers.values())
    if gives_any and not any(slip.costs_of([name]) for slip in slips):
        # The right code for this criterion gives these very numbers on top of the mistake.
        notes = tuple(
            say("{mistake} This here is what follows from it.", mistake=own(slip.sentence))
            for slip in slips
        )
        return msgspec.structs.replace(
            outcome,
            earned=outcome.points,
            status=Status.RIGHT,
            findings=(),
            trouble=None,
            reason="",
            hint="",
            case="",
            pattern="",
            notes=(*outcome.notes, *notes),
        )
    mistakes = tuple(Mistake(slip.name, slip.sentence, slip.look, slip.hint) for slip in slips)
    return msgspec.structs.replace(outcome, mistakes=mistakes)


class _Search:
    """Looks for the fewest slips that explain the most criteria.

    A slip that would have cost something that is right can't be it. Numbers are evidence, claims
    that don't hold are a clue only, as many slips break the same ones: they count for slips that
    are found by numbers, and for those that break nothing but claims.
    """

    def __init__(self, examiner: Examiner, marked: Sequence[Marked]) -> None:
        self._examiner = examiner
        self._open = {one.criterion.identifier: one for one in marked if one.wrong}
        asked = [one for one in marked if one.answers]
        self._strong = {one.criterion.identifier for one in asked if self._gives_numbers(one)}
        right = [
            one.criterion.identifier
            for one in asked
            if not one.wrong or one.outcome.earned == one.outcome.points
        ]
        known = examiner.misconceptions
        self._known = [slip for slip in known if not slip.costs_of(right)]
        self._names = [one.criterion.identifier for one in asked]
        self.found: dict[str, Slips] = {}
        if self._open:
            singles: list[Slips] = [(slip,) for slip in self._known]
            self._take_best({slips: self._explained_by_one(slips) for slips in singles})
        if self._open:
            self._take_best({slips: self._explained_by_pair(slips) for slips in self._pairs()})

    def _take_best(self, explains: dict[Slips, set[str]]) -> None:
        while explains:
            best = max(explains, key=lambda slips: len(explains[slips] & set(self._open)))
            names = explains.pop(best) & set(self._open)
            if not names:
                break
            if not self._is_evident(best, names):
                continue  # the next one explains as much or less
            for name in names:
                self.found[name] = best
                del self._open[name]

    def _gives_numbers(self, one: Marked) -> bool:
        """Whether the right answer to a criterion is more than a set of claims."""
        right = self._examiner.right_answer(one.criterion, next(iter(one.answers)))
        return not (isinstance(right, dict) and all(type(v) is bool for v in right.values()))

    def _is_evident(self, slips: Slips, names: set[str]) -> bool:
        """Whether these slips are found by numbers, here or before, or break claims only."""
        due = {slip: slip.costs_of(self._names) & self._strong for slip in slips}
        for slip, costs in due.items():
            if any(slip not in self.found.get(name, ()) for name in costs - names):
                return False  # something that it would have broken is broken in another way
        return bool(names & self._strong) or not any(due.values()) or slips in self.found.values()

    def _matched_by(self, slips: Slips, names: set[str]) -> set[str]:
        return {name for name in names if self._matches(slips, self._open[name])}

    def _explained_by_one(self, slips: Slips) -> set[str]:
        """What a slip explains; nothing if it would have broken some numbers in another way.

        What it costs is asked first, so that most slips are ruled out by a single question. Claims
        count only once it explains numbers, if it breaks any.
        """
        due = slips[0].costs_of(list(self._open)) & self._strong
        if not all(self._matches(slips, self._open[name]) for name in sorted(due)):
            return set()
        explained = due | self._matched_by(slips, self._open.keys() & self._strong - due)
        if explained or not any(slip.costs_of(self._names) & self._strong for slip in slips):
            explained |= self._matched_by(slips, self._open.keys() - self._strong)
        return explained

    def _explained_by_pair(self, slips: Slips) -> set[str]:
        """What two slips explain of what they cost: claims only once they explain numbers.

        There are many pairs: one that fails a criterion is not tried on its other variants.
        """
        due = {name for slip in slips for name in slip.costs_of(list(self._open))}
        explained: set[str] = set()
        failed: set[int] = set()
        for name in (name for name in self._open if name in due & self._strong):
            question = id(self._open[name].criterion.question)
            if question in failed:
                continue
            if self._matches(slips, self._open[name]):
                explained.add(name)
            else:
                failed.add(question)
        if explained:
            explained |= self._matched_by(slips, due - self._strong)
            explained |= self._matched_by(slips, self._open.keys() & self._strong - due)
        return explained

    def _matches(self, slips: Slips, one: Marked) -> bool:
        # A wrong case first: most slips fail there at once.
        for index in sorted(one.answers, key=lambda index: index not in one.wrong):
            expected = self._examiner.answer_with(slips, one.criterion, index)
            right = self._examiner.right_answer(one.criterion, index)
            own = slips[0].tolerance if slips[0].costs_of([one.criterion.identifier]) else None
            tolerance = own or one.criterion.tolerance
            if expected is None or not _same(expected, one.answers[index], right, tolerance):
                return False
        return bool(one.wrong)

    def _pairs(self) -> Iterator[Slips]:
        """Two slips at a time that both touch what is open, or of which one has been found."""
        named = {slip.name for slips in self.found.values() for slip in slips}
        names = [name for name in self._open if name in self._strong]
        touching = [slip for slip in self._known if slip.costs_of(names)]
        for first, second in combinations(self._known, 2):
            both = first.costs_of(names) & second.costs_of(names)
            follows = (first.name in named and second in touching) or (
                second.name in named and first in touching
            )
            if both or follows:
                yield first, second


def _same(expected: Answer, actual: Answer, right: Any, tolerance: Tolerance) -> bool:
    """Whether two answers are the same as far as the question asks."""
    if expected.raised or actual.raised:
        return expected.raised == actual.raised
    wrong, given = expected.value, actual.value
    if isinstance(right, dict) and isinstance(wrong, dict) and isinstance(given, dict):
        # Whatever else is in there, and under which name, was not asked for.
        if any((name in wrong) is not (name in given) for name in right):
            return False
        wrong = {name: value for name, value in wrong.items() if name in right}
    return not compare(wrong, given, tolerance)
