"""Names the mistakes that explain wrong answers: those whose own answers are exactly the same."""

from collections.abc import Iterator, Sequence
from itertools import combinations

import msgspec

from grader.compare import compare
from grader.examiner import Answer, Examiner
from grader.misconceptions import Misconception
from grader.result import Mistake, Outcome, Status
from grader.rubric import Criterion

Slips = tuple[Misconception, ...]


class Marked(msgspec.Struct, frozen=True):
    """A criterion's outcome together with the answers that led to it."""

    criterion: Criterion
    outcome: Outcome
    answers: dict[int, Answer]  # by case, only such as were not lost with the process
    wrong: frozenset[int]  # the cases among them whose answer was not the right one


def explained(examiner: Examiner, marked: Sequence[Marked]) -> tuple[Outcome, ...]:
    """The outcomes, those that lost points with the mistakes that explain them.

    A mistake is named only when the reference with that slip in it answers every case just as the
    student's code did. First come the mistakes that explain most criteria, then pairs of them.
    A criterion that such a mistake does not cost keeps its points: it was done right.

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
    if not any(slip.costs_of([name]) for slip in slips):
        # The right code for this criterion gives these very numbers on top of the mistake.
        notes = tuple(f"{slip.sentence} This here is what follows from it." for slip in slips)
        return msgspec.structs.replace(
            outcome,
            earned=outcome.points,
            status=Status.RIGHT,
            findings=(),
            trouble=None,
            reason="",
            hint="",
            notes=(*outcome.notes, *notes),
        )
    mistakes = tuple(Mistake(slip.name, slip.sentence, slip.look) for slip in slips)
    return msgspec.structs.replace(outcome, mistakes=mistakes)


class _Search:
    """Looks for the fewest slips that explain the most criteria.

    A slip that would have cost something that was answered right can't be it.
    """

    def __init__(self, examiner: Examiner, marked: Sequence[Marked]) -> None:
        self._examiner = examiner
        self._open = {one.criterion.identifier: one for one in marked if one.wrong}
        right = [one.criterion.identifier for one in marked if one.answers and not one.wrong]
        self._known = [slip for slip in examiner.misconceptions if not slip.costs_of(right)]
        self.found: dict[str, Slips] = {}
        if self._open:
            self._take_best([(slip,) for slip in self._known])
        if self._open:
            self._take_best(list(self._pairs()))

    def _take_best(self, candidates: list[Slips]) -> None:
        explains = {slips: self._explained_by(slips) for slips in candidates}
        while explains:
            best = max(explains, key=lambda slips: len(explains[slips] & set(self._open)))
            names = explains.pop(best) & set(self._open)
            if not names:
                break
            for name in names:
                self.found[name] = best
                del self._open[name]

    def _explained_by(self, slips: Slips) -> set[str]:
        return {name for name, one in self._open.items() if self._matches(slips, one)}

    def _matches(self, slips: Slips, one: Marked) -> bool:
        # A wrong case first: most slips fail there at once.
        for index in sorted(one.answers, key=lambda index: index not in one.wrong):
            expected = self._examiner.answer_with(slips, one.criterion, index)
            if expected is None or not _same(expected, one.answers[index], one.criterion):
                return False
        return bool(one.wrong)

    def _pairs(self) -> Iterator[Slips]:
        """Two slips at a time that both touch one criterion, or of which one has been found."""
        named = {slip.name for slips in self.found.values() for slip in slips}
        names = list(self._open)
        for first, second in combinations(self._known, 2):
            both = first.costs_of(names) & second.costs_of(names)
            if both or {first.name, second.name} & named:
                yield first, second


def _same(expected: Answer, actual: Answer, criterion: Criterion) -> bool:
    if expected.raised or actual.raised:
        return expected.raised == actual.raised
    return not compare(expected.value, actual.value, criterion.tolerance)
