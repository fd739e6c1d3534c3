"""Decides how a result is told: in which words, what comes first, and how much of it at a time."""

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from grader.result import Finding, Mistake, Outcome, Place, PolicyFinding, Result, Status
from grader.texts import decimal, later, say, say_count

MOST_OPEN = 3  # criteria of one exercise that are unfolded
MOST_FINDINGS = 3  # of one criterion

_WORDS = {
    Status.RIGHT: later("right"),
    Status.WRONG: later("not yet right"),
    Status.RAISED: later("raised an exception"),
    Status.TIMED_OUT: later("stopped at the time limit"),
    Status.CRASHED: later("ended the process"),
    Status.NOT_ATTEMPTED: later("not attempted"),
    Status.PENDING: later("waits for a person"),
}


_SENTENCES = {
    Status.WRONG: later("Wrong."),
    Status.RAISED: later("Raised."),
    Status.TIMED_OUT: later("Timed out."),
    Status.CRASHED: later("Crashed."),
    Status.NOT_ATTEMPTED: later("Not attempted."),
}


class Part(NamedTuple):
    """The outcomes of one exercise, in order, and what they add up to."""

    title: str
    outcomes: tuple[Outcome, ...]

    @property
    def earned(self) -> float:
        """Points so far."""
        return sum(outcome.earned or 0.0 for outcome in self.outcomes)

    @property
    def points(self) -> float:
        """Points that are decided: all but the pending ones."""
        return sum(o.points for o in self.outcomes if o.earned is not None)

    @property
    def pending(self) -> float:
        """Points that a person has yet to decide on."""
        return sum(o.points for o in self.outcomes if o.earned is None)


class Told(NamedTuple):
    """How a criterion is told: unfolded or not, and after which other one it is to be mended."""

    opened: bool
    same_as: str  # number of the one with the same cause; "" for none
    findings: tuple[tuple[tuple[str, ...], Finding], ...]  # parts that have it, and what it is
    more: int  # findings that are left out


class Cause(NamedTuple):
    """A named mistake and all that it costs."""

    mistake: Mistake
    points: float
    numbers: tuple[str, ...]  # of the criteria, "1.4"


def points(value: float) -> str:
    """Write points as people do: `7.5`, `1`, `0.25`; never below zero, no trailing zeros."""
    return decimal(_rounded(value))


def all_points(value: float) -> str:
    """Write points with their noun: `1 point`, `0.5 points`."""
    return say_count("{points} point", "{points} points", plural_of(value), points=points(value))


def points_of(earned: float, whole: float) -> str:
    """Write points with those that there are: `0.5 of 1 point`."""
    written = {"earned": points(earned), "points": points(whole)}
    return say_count(
        "{earned} of {points} point", "{earned} of {points} points", plural_of(whole), **written
    )


def open_points(value: float) -> str:
    """Say how many points are yet to be decided on."""
    return say_count(
        "{points} point open", "{points} points open", plural_of(value), points=points(value)
    )


def out_of(part: object, whole: object) -> str:
    """Write a part beside its whole: `3 of 4`."""
    return say("{part} of {whole}", part=part, whole=whole)


def waits_of(waiting: int, whole: int) -> str:
    """Say how many answers wait, of how many: `1 of 4 answers waits`."""
    if whole == 1:
        return say_count("{count} of 1 answer waits", "{count} of 1 answer wait", waiting)
    return say_count(
        "{count} of {whole} answers waits", "{count} of {whole} answers wait", waiting, whole=whole
    )


def line_words(place: Place | PolicyFinding) -> str:
    """Say which line of the notebook is meant, as people count."""
    return say("cell {cell}, line {line}", cell=place.cell + 1, line=place.line)


def plural_of(value: float) -> int:
    """The whole number whose form of a noun goes with points."""
    return 1 if _rounded(value) == "1" else 2


def _rounded(value: float) -> str:
    return f"{max(0.0, value):.3f}".rstrip("0").rstrip(".")


def share(part: float, whole: float) -> str:
    """Write a part of a whole as a percentage between 0 and 100, for drawing."""
    return _rounded(100 * min(1.0, part / whole)) if whole > 0 else "0"


def mark(outcome: Outcome) -> str:
    """Name the shape and colour that stand for an outcome."""
    if outcome.earned is None or outcome.status is Status.PENDING:
        return "pending"
    if outcome.status is Status.RIGHT:
        return "right"
    if outcome.earned > 0:
        return "partly"
    return {
        Status.RAISED: "raised",
        Status.TIMED_OUT: "stopped",
        Status.CRASHED: "stopped",
        Status.NOT_ATTEMPTED: "absent",
    }.get(outcome.status, "wrong")


def status_word(outcome: Outcome) -> str:
    """Say in words how a criterion ended."""
    if outcome.earned is None:
        return say(_WORDS[Status.PENDING])
    if outcome.status is Status.WRONG and outcome.earned >= outcome.points > 0:
        return say("full points, with a note")
    return say("partly right") if mark(outcome) == "partly" else say(_WORDS[outcome.status])


def status_sentence(status: Status) -> str:
    """Say in the shortest sentence how a criterion ended that isn't right."""
    return say(_SENTENCES[status])


def headline(result: Result) -> str:
    """Say in one sentence what counts."""
    if result.fault:
        return say("No score yet")
    if result.refusal or not result.pending:
        return points_of(result.score, result.total)
    return say("{points} so far", points=points_of(result.score, result.automatic))


def parts_of(outcomes: Iterable[Outcome]) -> list[Part]:
    """Group outcomes by their exercise, both in the order in which they come."""
    groups: dict[str, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        groups[outcome.part].append(outcome)
    return [Part(title, tuple(group)) for title, group in groups.items()]


def causes_of(outcomes: Iterable[Outcome]) -> list[Cause]:
    """The named mistakes, those first that cost most."""
    found: dict[str, tuple[Mistake, list[Outcome]]] = {}
    for outcome in outcomes:
        for mistake in outcome.mistakes:
            found.setdefault(mistake.name, (mistake, []))[1].append(outcome)
    causes = [
        Cause(mistake, sum(o.points - (o.earned or 0) for o in lost), tuple(o.number for o in lost))
        for mistake, lost in found.values()
    ]
    return sorted(causes, key=lambda cause: -cause.points)


def told(outcomes: Iterable[Outcome]) -> dict[str, Told]:
    """Say how each criterion is told, by identifier, so that a person can act on it.

    Of those with one cause the first one is unfolded, and in each exercise only so many.
    """
    first: dict[object, str] = {}
    opened: dict[str, int] = defaultdict(int)
    ways = {}
    for outcome in outcomes:
        lost = outcome.earned is not None and outcome.earned < outcome.points
        same_as = first.setdefault(_cause(outcome), outcome.number) if lost else ""
        leads = lost and same_as == outcome.number
        opened[outcome.part] += leads
        groups = _grouped(outcome.findings)
        ways[outcome.criterion] = Told(
            leads and opened[outcome.part] <= MOST_OPEN,
            "" if leads else same_as,
            groups[:MOST_FINDINGS],
            len(outcome.findings) - sum(len(names) for names, _ in groups[:MOST_FINDINGS]),
        )
    return ways


def _cause(outcome: Outcome) -> object:
    """What two criteria have in common when mending one is likely to mend the other."""
    if outcome.mistakes:
        return tuple(mistake.name for mistake in outcome.mistakes)
    if outcome.trouble and outcome.trouble.places:
        return outcome.trouble.type, outcome.trouble.places[-1]
    question = outcome.criterion.partition(".")[0]
    if outcome.status is Status.NOT_ATTEMPTED or outcome.findings or outcome.reason:
        return outcome.part, question, outcome.status
    return outcome.number


def _grouped(findings: Iterable[Finding]) -> tuple[tuple[tuple[str, ...], Finding], ...]:
    """Findings that say the same of several parts, once with the names of all."""
    groups: dict[object, list[Finding]] = defaultdict(list)
    for finding in findings:
        name = f"`{finding.what}`"
        sentence = re.sub(r"\d[\d.e+-]*", "", finding.sentence.replace(name, ""))
        same = (finding.kind, sentence) if name in finding.sentence else id(finding)
        groups[same].append(finding)
    return tuple((tuple(f.what for f in group), group[0]) for group in groups.values())


def waiting(pending: float) -> str:
    """Say how many points a person has yet to decide on."""
    return say_count(
        "{points} point waits for a person.",
        "{points} points wait for a person.",
        plural_of(pending),
        points=points(pending),
    )


def standing(result: Result) -> list[str]:
    """Say in words what else counts: what is pending, late or flagged."""
    said = []
    if result.pending and not result.refusal and not result.fault:
        said.append(waiting(result.pending))
    if result.late and not any(line.rule == "lateness" for line in result.adjustments):
        said.append(say("It was handed in after the deadline."))
    if not result.counts:
        said.append(
            say("Another submission of yours counts in its place.")
            if result.later
            else say("It does not count as long as nobody knows which of several is the latest.")
        )
    if result.policy and not any(line.decided for line in result.adjustments):
        packages = dict.fromkeys(f"`{finding.package}`" for finding in result.policy)
        names = ", ".join(list(packages)[:5])
        said.append(say("It is flagged for a person to look at, as it uses {names}.", names=names))
    return said
