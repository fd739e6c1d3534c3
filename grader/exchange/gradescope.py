"""Writes a Result as `results.json` in the schema of Gradescope's autograders."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from grader.result import Outcome, Result, Review, Status, Trouble
from grader.telling import status_sentence, waiting
from grader.texts import listed, number, say, speaking


def write_results_json(result: Result, path: Path) -> None:
    """Write one submission's results; two runs differ in `execution_time` only."""
    # Python's encoder takes its time to indent, and msgspec's refuses halves of characters.
    text = json.dumps(results_of(result), ensure_ascii=False)
    path.write_bytes(msgspec.json.format(text.encode(errors="replace")) + b"\n")


def results_of(result: Result) -> dict[str, Any]:
    """The results as plain data.

    `score` is what has been earned so far. It is absent where the grader itself failed, as
    Gradescope then asks for another run, and in a test that a person has yet to grade.
    """
    with speaking(result.language):
        return _results_of(result)


def _results_of(result: Result) -> dict[str, Any]:
    score = {} if result.fault else {"score": result.score}
    return {
        **score,
        "output": _summary(result),
        "output_format": "text",
        "execution_time": round(result.seconds, 3),
        "visibility": "visible",
        "stdout_visibility": "hidden",
        "tests": [_test(outcome) for outcome in result.outcomes],
        "extra_data": {
            "submission": result.submission,
            "file": result.file,
            "assignment": result.assignment,
            "title": result.title,
            "version": result.version,
            "max_score": result.total,
            "pending": result.pending,
            "refusal": result.refusal,
            "fault": result.fault,
            "isolation": result.isolation,
            "identity": result.identity,
            "policy": [finding.sentence for finding in result.policy],
            "packages": sorted({finding.package for finding in result.policy}),
            "origin": msgspec.to_builtins(result.origin),
            "students": msgspec.to_builtins(result.students),
            "due": result.due.isoformat() if result.due else None,
            "late": result.late,
            "counts": result.counts,
            "later": result.later,
            "lost_for": msgspec.to_builtins(result.lost_for),
            "earned": result.earned,
            "adjustments": msgspec.to_builtins(result.adjustments),
            "flags": list(result.flags),
            "language": result.language,
        },
    }


def _summary(result: Result) -> str:
    if result.fault:
        fault = result.fault
        return say("The grader failed; this is not the submission's fault. {fault}", fault=fault)
    if result.refusal:
        return say("This file could not be graded: {refusal}", refusal=result.refusal)
    scored = {"points": number(result.score), "all": number(result.automatic)}
    lines = [say("{points} of {all} points.", **scored)]
    if result.pending:
        lines[0] += f" {waiting(result.pending)}"
    return "\n".join(lines + [adjustment.sentence for adjustment in result.adjustments])


def _test(outcome: Outcome) -> dict[str, Any]:
    test = {
        "name": f"{outcome.criterion}: {outcome.title}",
        "number": outcome.number,
        "max_score": outcome.points,
        "output": "\n".join(_lines(outcome)),
        "output_format": "text",
        "visibility": "visible",
        "extra_data": {
            "criterion": outcome.criterion,
            "part": outcome.part,
            "outcome": outcome.status.value,
            "cases": outcome.cases,
            "cases_right": outcome.cases_right,
            "mistakes": [mistake.name for mistake in outcome.mistakes],
            "by": outcome.review.by if outcome.review else "",
        },
    }
    if outcome.earned is None:
        return test
    passed = outcome.earned >= outcome.points
    return {**test, "score": outcome.earned, "status": "passed" if passed else "failed"}


def _lines(outcome: Outcome) -> Iterator[str]:
    """What a student reads about one criterion, line by line."""
    yield from _review(outcome.review)
    if outcome.status is Status.PENDING:
        yield say("A person will read this answer.")
    elif outcome.status is not Status.RIGHT:
        yield status_sentence(outcome.status)
    yield from lines_of(outcome)


def lines_of(outcome: Outcome) -> Iterator[str]:
    """What was found about one criterion, in words for its author, line by line."""
    if outcome.case:
        yield say("Seen with {case}.", case=outcome.case)
    if outcome.pattern:
        yield outcome.pattern
    for finding in outcome.findings:
        figures = listed(finding.figures)
        yield f"{finding.sentence} ({figures})" if figures else finding.sentence
    if outcome.trouble:
        yield from _trouble(outcome.trouble)
    if outcome.reason:
        yield outcome.reason
    for mistake in outcome.mistakes:
        named = {"mistake": mistake.sentence, "place": mistake.look}
        yield say("What it is: {mistake} Look at {place}.", **named)
    yield from (say("Note: {note}", note=note) for note in outcome.notes)
    if outcome.hint and not outcome.mistakes:
        yield say("Hint: {hint}", hint=outcome.hint)


def _review(review: Review | None) -> Iterator[str]:
    if review:
        yield review.sentence
        yield from review.comment.strip().splitlines()


def _trouble(trouble: Trouble) -> Iterator[str]:
    yield f"{trouble.type}: {trouble.message}"
    for place in trouble.places:
        yield say(
            "  cell {cell}, line {line}, in {function}: {source}",
            cell=place.cell + 1,
            line=place.line,
            function=place.function,
            source=place.source,
        )
