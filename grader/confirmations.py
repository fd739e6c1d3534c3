"""Holds what persons decided about forbidden packages; no machine takes points for them alone."""

from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import Any

import msgspec

from grader.digest import digest_of
from grader.errors import UsageError
from grader.exchange.sheet import Sheet, folded, read_sheet
from grader.exchange.table import guarded, unguarded
from grader.gradebook import CLASS, Gradebook, this_moment
from grader.result import Adjustment, PolicyFinding, Result
from grader.texts import number, say

FILE = "confirmations.csv"
COLUMNS = ["submission", "decision", "packages", "by", "reason", "notebook", "when"]
RULE = "packages"


class OnViolation(StrEnum):
    """What becomes of a submission that uses forbidden packages, once a person confirms it."""

    FLAG = "flag"  # nothing: it is shown to the instructor
    CAP = "cap"
    ZERO = "zero"


class Ruling(StrEnum):
    """What a person decided."""

    CONFIRMED = "confirmed"
    DISMISSED = "dismissed"


class Confirmation(msgspec.Struct, frozen=True):
    """One row of the file."""

    submission: str
    decision: Ruling
    packages: frozenset[str] = frozenset()  # that were looked at; empty: whichever there are
    by: str = ""
    reason: str = ""
    notebook: str = ""  # digest of what was looked at, see `subject_of`; empty: whatever it is
    when: str = ""  # in UTC, as `this_moment` writes it; empty where that isn't known

    def covers(self, findings: Iterable[PolicyFinding]) -> bool:
        """Whether a person saw all of this; what is handed in later may use something else."""
        found = _read_back(finding.package for finding in findings)
        return not self.packages or found <= self.packages

    def is_about(self, result: Result) -> bool:
        """Whether this notebook was looked at, and not another that has the same name."""
        return self.notebook in ("", subject_of(result))


def subject_of(result: Result) -> str:
    """Return a digest of the assignment and the notebook's cells, without outputs."""
    return digest_of(
        text.encode() for text in (result.assignment, *(c.source for c in result.cells))
    )


class _Rule(msgspec.Struct, frozen=True):
    on_violation: OnViolation


class _Class(msgspec.Struct, frozen=True):
    """Of what is kept of a class only the rule."""

    settings: _Rule


def rule_in(book: Gradebook) -> OnViolation | None:
    """The rule of the assignment that a gradebook is of; None before `grader grade` has begun."""
    known = book.kept(CLASS, _Class)
    return known.settings.on_violation if known else None


def confirmation_of(
    book: Gradebook, submission: str, by: str, reason: str, *, dismiss: bool
) -> Confirmation:
    """Return a decision on the packages that were found in a submission as it is now.

    Args:
        book: with its result.
        submission: its name.
        by: who decides.
        reason: stands in the report.
        dismiss: that it costs nothing.

    Raises:
        UsageError: it isn't in the gradebook, or has none.
    """
    last = book.last(submission, Result)
    if last is None:
        raise UsageError(f"{submission}: was this submission graded? The gradebook has none of it.")
    _, result = last
    packages = frozenset(finding.package for finding in result.policy) - {""}
    if not packages:
        raise UsageError(f"{submission}: no forbidden packages were found in it.")
    decision = Ruling.DISMISSED if dismiss else Ruling.CONFIRMED
    seen = subject_of(result)
    return Confirmation(submission, decision, packages, by, reason, seen, this_moment())


def read_confirmations(folder: Path) -> dict[str, Confirmation]:
    """Return the last decision for each submission; nothing where there is no file.

    Raises:
        UsageError: a row is not of the form that the file has.
    """
    return {one.submission: one for one in all_confirmations(folder)}


def all_confirmations(folder: Path) -> list[Confirmation]:
    """Return all decisions, the oldest first; nothing where there is no file.

    Raises:
        UsageError: a row is not of the form that the file has.
    """
    path = folder / FILE
    if not path.exists():
        return []
    sheet = read_sheet(path)
    places = {title: sheet.column({title}) for title in COLUMNS}
    if places["submission"] is None or places["decision"] is None:
        raise UsageError(f"{path}: needs the columns “submission” and “decision”.")
    found = []
    for index, row in enumerate(sheet.rows):
        field: dict[str, Any] = {
            k: "" if c is None else unguarded(row[c].strip()) for k, c in places.items()
        }
        if not any(field.values()):
            continue
        if field["decision"] not in set(Ruling):
            raise UsageError(
                f"{sheet.line(index)}: the decision is “{field['decision']}”, "
                f"but must be “{Ruling.CONFIRMED}” or “{Ruling.DISMISSED}”."
            )
        field |= {"decision": Ruling(field["decision"]), "packages": _split(field["packages"])}
        found.append(Confirmation(**field))
    return found


def add_confirmation(folder: Path, confirmation: Confirmation) -> Path:
    """Write a decision below those that the folder's file holds, and return the file.

    Raises:
        UsageError: the file that is there can't be read.
    """
    path = folder / FILE
    sheet = read_sheet(path) if path.exists() else Sheet(path, list(COLUMNS), [])
    sheet.header += [title for title in COLUMNS if sheet.column({title}) is None]
    row = {
        **{title: str(getattr(confirmation, title)) for title in COLUMNS},
        "packages": _joined(confirmation.packages),
    }
    sheet.rows.append([guarded(row.get(folded(title), "")) for title in sheet.header])
    sheet.write(path)
    return path


def _joined(packages: Iterable[str]) -> str:
    return "; ".join(sorted(packages))


def _split(text: str) -> frozenset[str]:
    return frozenset(text.split("; ")) - {""}


def _read_back(packages: Iterable[str]) -> frozenset[str]:
    """What the file gives back of names, in which a student may have written anything."""
    return _split(unguarded(guarded(_joined(packages)).strip()))


def violation_adjustment(
    rule: OnViolation,
    findings: tuple[PolicyFinding, ...],
    confirmation: Confirmation | None,
    points: float,
    cap: float,
) -> Adjustment | None:
    """The line about forbidden packages, or None where there is nothing to say.

    Args:
        rule: the assignment's.
        findings: in this submission.
        confirmation: what a person decided about this submission, if anything.
        points: that are left after all other rules.
        cap: the most that a submission with forbidden packages can get.
    """
    if not any(finding.package for finding in findings) or rule is OnViolation.FLAG:
        return None
    packages = sorted({finding.package for finding in findings if finding.package})
    names = ", ".join(f"`{package}`" for package in packages)
    ends = (
        say("no points")
        if rule is OnViolation.ZERO
        else say("at most {points} points", points=number(cap))
    )
    if confirmation is None or not confirmation.covers(findings):
        sentence = say(
            "Uses {names}. The rule for that, {ends}, holds only if a person confirms it; "
            "until then nothing is taken off.",
            names=names,
            ends=ends,
        )
        return Adjustment(RULE, sentence)
    said = {
        "names": names,
        "by": say(" by {person}", person=confirmation.by) if confirmation.by else "",
        "reason": f": {confirmation.reason}" if confirmation.reason else "",
    }
    if confirmation.decision is Ruling.DISMISSED:
        sentence = say("Uses {names}, which was looked at{by} and costs nothing{reason}.", **said)
        return Adjustment(RULE, sentence, decided=True)
    most = 0.0 if rule is OnViolation.ZERO else cap
    sentence = say(
        "Uses {names}, as was confirmed{by}{reason}. The rule for that: {ends}.", ends=ends, **said
    )
    return Adjustment(RULE, sentence, round(max(0.0, points - most), 6), decided=True)
