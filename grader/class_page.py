"""Writes the page of a class: how it did, whom a person should look at, and the table of all."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from statistics import fmean, median
from typing import NamedTuple
from urllib.parse import quote

import msgspec
from markupsafe import Markup

from grader.class_summary import Common, Share, bars_of, common_mistakes, shares_of
from grader.report import mark, pieces_of_page, points
from grader.result import CellRun, Outcome, Result, Student
from grader.similarity import Pair
from grader.telling import plural_of
from grader.texts import ENGLISH, language, later, say, say_count, speaking
from grader.timings import ratios_of

SLOW_SECONDS = 5.0  # below that nobody needs to look, however quick the others are
SLOW_FACTOR = 3.0  # times the median
ROWS = 100  # of the table at a time: a browser takes seconds to lay out thousands
STOPPED = ("timed out", "crashed")
REASONS = {  # to look at a submission: the word in the table, and a sentence
    "failed": (
        later("grader failed"),
        later("They have no score through no fault of theirs: grade them again."),
    ),
    "refused": (later("refused"), later("They could not be read and score 0.")),
    "packages": (later("packages"), later("They reach beyond the packages that are allowed.")),
    "stopped": (
        later("cells stopped"),
        later("Some of their cells took too long or ended the process."),
    ),
    "slow": (later("slow"), later("They took much longer than the others.")),
    "late": (later("late"), later("They came in after the deadline that holds for them.")),
    "flagged": (
        later("flagged"),
        later("Something about who handed them in, or when, needs a person's eye."),
    ),
    "alike": (later("alike"), later("They are much like another one: see below.")),
}


class Look(NamedTuple):
    """Submissions that a person should look at for one reason."""

    key: str  # in the table
    word: str
    sentence: str
    named: tuple[tuple[str, str], ...]  # name, and what there is to say of it


class Row(NamedTuple):
    """One submission in the table."""

    result: Result
    words: tuple[str, ...]  # remarks
    keys: str  # of remarks and mistakes, separated by spaces
    cells: Markup  # of the criteria


def light(result: Result) -> Result:
    """Return the result with no more than the page of the class and its table need."""
    return msgspec.structs.replace(
        result,
        cells=tuple(
            CellRun(run.index, run.kind, "", run.status)
            for run in result.cells
            if run.status in STOPPED
        ),
        outcomes=tuple(
            Outcome(
                criterion=o.criterion,
                number=o.number,
                part=o.part,
                title=o.title,
                points=o.points,
                earned=o.earned,
                status=o.status,
                mistakes=o.mistakes,
            )
            for o in result.outcomes
        ),
        evidence=(),
        written=(),
        isolation="",
    )


def write_class_page(
    path: Path,
    results: Sequence[Result],
    pairs: Sequence[Pair] = (),
    missing: Sequence[Student] = (),
) -> None:
    """Write the page of a class, with links to `<submission>/report.html`.

    Args:
        path: of the page.
        results: of all submissions; what `light` leaves of them is enough.
        pairs: of submissions that are alike.
        missing: who is on the roster and handed in nothing.
    """
    with (
        path.open("w", encoding="utf-8", newline="\n") as file,
        speaking(results[0].language if results else ENGLISH),
    ):
        file.writelines(_page(results, pairs, missing))


def _page(
    results: Sequence[Result], pairs: Sequence[Pair], missing: Sequence[Student]
) -> Iterator[str]:
    """The page piece by piece, as a large class's table takes much memory as a whole."""
    graded = [r for r in results if r.counts and not r.refusal and not r.fault]
    shares, common, looks = shares_of(graded), common_mistakes(graded), _looks(results, pairs)
    return pieces_of_page(
        "index.html",
        "index.js",
        title=results[0].title if results else say("No submissions"),
        version=results[0].version if results else "",
        distribution=_distribution(graded),
        counted=_counted(results, missing),
        bars=bars_of(graded),
        shares=shares,
        lost=sum(item.lost for item in shares),
        common=common,
        ratios=ratios_of(graded),
        looks=looks,
        pairs=pairs,
        labels=list(dict.fromkeys(label for result in results for label in result.identity)),
        shown=ROWS,
        count=len(results),
        rows=_rows(results, shares, common, looks),
        address=lambda name: quote(name, safe="", errors="replace") + "/report.html",
    )


def _looks(results: Sequence[Result], pairs: Iterable[Pair]) -> list[Look]:
    """Who needs a person's eye, by reason; reasons that nobody gives are left out."""
    alike = {name: f"{pair.share:.0f} %" for pair in reversed(list(pairs)) for name in pair[:2]}
    usual = median(result.seconds for result in results) if results else 0.0
    limit = max(SLOW_SECONDS, SLOW_FACTOR * usual)
    named: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for result in sorted(results, key=lambda result: -result.seconds):
        if result.seconds >= limit:
            named["slow"].append((result.submission, f"{result.seconds:.0f} s"))
    for result in results:
        for reason, said in _said(result, alike).items():
            if said:
                named[reason].append((result.submission, said))
    return [
        Look(key, say(word), say(sentence), tuple(named[key]))
        for key, (word, sentence) in REASONS.items()
        if named[key]
    ]


def _said(result: Result, alike: Mapping[str, str]) -> dict[str, str]:
    """What there is to say of a submission, by reason to look at it; empty for nothing."""
    stopped = [str(run.index + 1) for run in result.cells if run.status in STOPPED]
    return {
        "failed": result.fault,
        "refused": result.refusal,
        "packages": ", ".join(dict.fromkeys(finding.package for finding in result.policy)),
        "stopped": say("cell {numbers}", numbers=", ".join(stopped)) if stopped else "",
        "late": say("late") if result.late else "",
        "flagged": " ".join(result.flags),
        "alike": alike.get(result.submission, ""),
    }


def _rows(
    results: Iterable[Result],
    shares: Iterable[Share],
    common: Iterable[Common],
    looks: Iterable[Look],
) -> Iterator[Row]:
    criteria = [item.outcome.criterion for item in shares]
    keys = {item.mistake.name: item.key for item in common}
    remarks: dict[str, list[Look]] = defaultdict(list)
    for look in looks:
        for name, _ in look.named:
            remarks[name].append(look)
    for result in results:
        told = remarks.get(result.submission, [])
        made = [keys[m.name] for o in result.outcomes for m in o.mistakes if m.name in keys]
        yield Row(
            result,
            tuple(look.word for look in told),
            " ".join([look.key for look in told] + made),
            _cells({o.criterion: o for o in result.outcomes}, criteria),
        )


def _cells(outcomes: Mapping[str, Outcome], criteria: Iterable[str]) -> Markup:
    return Markup("").join(
        _cell(mark(outcome), outcome.earned, language())
        if (outcome := outcomes.get(name))
        else NO_CELL
        for name in criteria
    )


NO_CELL = Markup('<td class="s">–</td>')


@lru_cache(maxsize=4096)
def _cell(kind: str, earned: float | None, _language: str) -> Markup:
    written = "" if earned is None else points(earned)
    return Markup('<td class="s {}">{}</td>').format(kind, written)


def _distribution(graded: Iterable[Result]) -> str:
    """Where the scores lie, in one sentence."""
    scores = [result.score for result in graded]
    if not scores:
        return say("No scores yet")
    return say_count(
        "Median {middle}, mean {mean}, from {least} to {most} point",
        "Median {middle}, mean {mean}, from {least} to {most} points",
        plural_of(max(scores)),
        middle=points(median(scores)),
        mean=points(round(fmean(scores), 2)),
        least=points(min(scores)),
        most=points(max(scores)),
    )


def _counted(results: Sequence[Result], missing: Sequence[Student]) -> str:
    """How many submissions there are, and what became of them."""
    faults = sum(bool(result.fault) for result in results)
    refused = sum(bool(result.refusal) and not result.fault for result in results)
    replaced = sum(not result.counts for result in results)
    graded = len(results) - faults - refused
    all_graded = say_count(
        "{count} submission, {graded} of them graded.",
        "{count} submissions, {graded} of them graded.",
        len(results),
        graded=graded,
    )
    where_there_are_some = {
        say_count(
            "{count} could not be read and has score 0.",
            "{count} could not be read and have score 0.",
            refused,
        ): refused,
        say_count(
            "{count} has no score, because the grader failed.",
            "{count} have no score, because the grader failed.",
            faults,
        ): faults,
        say_count(
            "{count} is left out below, as another one counts or none does.",
            "{count} are left out below, as another one counts or none does.",
            replaced,
        ): replaced,
        _missing(missing, all_known=all(result.students for result in results)): len(missing),
    }
    return " ".join([all_graded, *(said for said, count in where_there_are_some.items() if count)])


def _missing(missing: Sequence[Student], *, all_known: bool) -> str:
    """Who is on the roster and handed in nothing."""
    names = ", ".join(student.label for student in missing)
    if all_known:
        return say_count(
            "{count} on the roster handed in nothing: {names}.",
            "{count} on the roster handed in nothing: {names}.",
            len(missing),
            names=names,
        )
    return say_count(
        "{count} on the roster handed in nothing that is known to be theirs: {names}.",
        "{count} on the roster handed in nothing that is known to be theirs: {names}.",
        len(missing),
        names=names,
    )
