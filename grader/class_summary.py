"""Sums up the results of a class: the distribution, what each criterion cost, common mistakes."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from math import ceil
from statistics import fmean
from typing import NamedTuple

from grader.result import Mistake, Outcome, Result, Status
from grader.telling import causes_of

MOST_BARS = 12
STEPS = (0.25, 0.5, 1.0, 2.0, 5.0)  # points for each bar, and these times powers of ten


class Share(NamedTuple):
    """How the class did on one criterion."""

    outcome: Outcome  # of the first submission that has it: number, title, points
    mean: float | None  # between 0 and 1; None while nothing is decided
    full: int  # submissions with every point
    none: int  # submissions without any
    absent: int  # those among them that attempted nothing
    decided: int
    lost: float  # points that the class lost here


class Bar(NamedTuple):
    """Submissions with a score in one range."""

    low: float
    high: float  # belongs to the next bar, but for the last one
    submissions: int


class Common(NamedTuple):
    """A named mistake, and who made it."""

    key: str  # in the table
    mistake: Mistake
    submissions: int
    points: float  # lost by all
    numbers: tuple[str, ...]  # of the criteria, "1.4"


def shares_of(graded: Iterable[Result]) -> list[Share]:
    """Sum up every criterion over the submissions that were graded, in the rubric's order."""
    groups: dict[str, list[Outcome]] = defaultdict(list)
    for result in graded:
        for outcome in result.outcomes:
            groups[outcome.criterion].append(outcome)
    return [_share(group) for group in groups.values()]


def _share(group: Sequence[Outcome]) -> Share:
    decided = [o for o in group if o.earned is not None and o.points > 0]
    earned = [o.earned or 0.0 for o in decided]
    return Share(
        outcome=group[0],
        mean=fmean(e / o.points for e, o in zip(earned, decided, strict=True)) if decided else None,
        full=sum(e >= o.points for e, o in zip(earned, decided, strict=True)),
        none=sum(e <= 0 for e in earned),
        absent=sum(o.status is Status.NOT_ATTEMPTED for o in decided),
        decided=len(decided),
        lost=sum(max(0.0, o.points - e) for e, o in zip(earned, decided, strict=True)),
    )


def bars_of(graded: Sequence[Result]) -> list[Bar]:
    """How the scores are distributed over ranges of the same width, from 0 to all points."""
    scores = [result.score for result in graded]
    whole = max((max(result.automatic, result.score) for result in graded), default=0.0)
    if whole <= 0:
        return []
    step = next(s * 10**n for n in range(300) for s in STEPS if whole / (s * 10**n) <= MOST_BARS)
    counts = [0] * ceil(whole / step)
    for score in scores:
        counts[min(int(score / step), len(counts) - 1)] += 1
    return [Bar(n * step, min((n + 1) * step, whole), count) for n, count in enumerate(counts)]


def common_mistakes(graded: Iterable[Result]) -> list[Common]:
    """The named mistakes, those first that most submissions have."""
    found: dict[str, Mistake] = {}
    lost: dict[str, list[float]] = defaultdict(list)
    numbers: dict[str, set[str]] = defaultdict(set)
    for result in graded:
        for cause in causes_of(result.outcomes):
            name = cause.mistake.name
            found[name] = cause.mistake
            lost[name].append(cause.points)
            numbers[name].update(cause.numbers)
    ranked = sorted(found, key=lambda name: (-len(lost[name]), -sum(lost[name]), name))
    return [
        Common(f"m{n}", found[name], len(lost[name]), sum(lost[name]), _in_order(numbers[name]))
        for n, name in enumerate(ranked)
    ]


def _in_order(numbers: Iterable[str]) -> tuple[str, ...]:
    """Numbers such as 1.2 and 1.10 as people order them."""
    key = lambda number: [(not p.isdigit(), p.zfill(9)) for p in number.split(".")]  # noqa: E731
    return tuple(sorted(numbers, key=key))
