"""Remembers what persons decided, and never lets one overwrite another's word unseen."""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from grader.errors import GraderError, UsageError
from grader.gradebook import Gradebook, this_moment
from grader.texts import number as written
from grader.texts import say

MOST_SNIPPETS = 9  # each has a key
LONGEST = 10_000  # characters of a comment
_COLUMNS = (
    "number, submission, criterion, subject, version, by, sitting, decided, points, at_most, was,"
    " level, comment"
)


class Item(msgspec.Struct, frozen=True):
    """What is decided on: a criterion of a submission."""

    submission: str
    criterion: str
    subject: str  # digest of what is looked at: a decision holds for that alone
    at_most: float  # points of the criterion
    was: float | None = None  # what the machine gave; None where it gives nothing


class Verdict(msgspec.Struct, frozen=True):
    """What a person says."""

    points: float | None = None  # None: none yet, or what was given is taken back
    level: str = ""  # sentence of the level, where the points are on one
    comment: str = ""  # Markdown


class Decision(msgspec.Struct, frozen=True):
    """One line of what was decided: by whom, when, on what."""

    number: int
    item: Item
    version: int  # of the item: counts the writes to it
    by: str
    sitting: str
    decided: datetime  # in UTC
    verdict: Verdict


class Conflict(GraderError):
    """Somebody else decided on the item meanwhile.

    Args:
        theirs: that decision.
    """

    def __init__(self, theirs: Decision) -> None:
        self.theirs = theirs
        super().__init__(
            say(
                "{submission}, {criterion}: {by} decided meanwhile.",
                submission=theirs.item.submission,
                criterion=theirs.item.criterion,
                by=theirs.by,
            )
        )


class Decisions:
    """What persons decided in one folder of reports.

    Args:
        book: its gradebook.
    """

    def __init__(self, book: Gradebook) -> None:
        self._book = book

    def of(self, submission: str) -> list[Decision]:
        """All decisions about a submission, the oldest first."""
        rows = self._book.rows(
            f"SELECT {_COLUMNS} FROM decision WHERE submission = ? ORDER BY number", submission
        )
        return [_decision(row) for row in rows]

    def latest(self) -> list[Decision]:
        """The last decision on each item that there is one on."""
        rows = self._book.rows(
            f"SELECT {_COLUMNS} FROM decision WHERE number IN"
            " (SELECT max(number) FROM decision GROUP BY submission, criterion)"
        )
        return [_decision(row) for row in rows]

    def given(self) -> set[Item]:
        """All items for which a person gave points that weren't taken back.

        Of each only what `key_of` leaves.
        """
        rows = self._book.rows(
            "SELECT submission, criterion, subject, at_most, points FROM decision WHERE number IN"
            " (SELECT max(number) FROM decision GROUP BY submission, criterion, subject, at_most)"
        )
        return {Item(*item) for *item, points in rows if points is not None}

    def last(self, item: Item) -> Decision | None:
        """The last decision on an item, whatever was looked at for it."""
        row = self._book.first(
            f"SELECT {_COLUMNS} FROM decision WHERE submission = ? AND criterion = ?"
            " ORDER BY number DESC LIMIT 1",
            item.submission,
            item.criterion,
        )
        return _decision(row) if row else None

    def version(self, item: Item) -> int:
        """How often an item was written, which is what `save` takes for a base."""
        last = self.last(item)
        return last.version if last else 0

    def save(self, item: Item, verdict: Verdict, base: int, by: str, sitting: str = "") -> Decision:
        """Write a decision down; those before it stay.

        Only while somebody types a comment, one line is changed and not many are added.

        Args:
            item: what is decided on.
            verdict: what is said.
            base: version of the item that the person saw; 0 if there was no decision.
            by: who decides.
            sitting: in which run of the page.

        Raises:
            Conflict: there is a later version.
            UsageError: the points are out of range, a comment is missing or too long.
        """
        _check(item, verdict)
        with self._book.changing(lasting=True):
            last = self.last(item)
            if last and last.version != base:
                raise Conflict(last)
            last = last if last and last.item == item else None
            if last and last.verdict == verdict:
                return last
            if last and (by, sitting) == (last.by, last.sitting) and self._goes_on(last, verdict):
                self._book.rows(
                    "UPDATE decision SET comment = ?, version = ?, decided = ? WHERE number = ?",
                    *(verdict.comment, base + 1, this_moment(), last.number),
                )
            else:
                self._add(item, verdict, base + 1, by, sitting)
            return self._written(item)

    def take_back(self, item: Item, reason: str, by: str) -> Decision:
        """Decide that what persons gave for an item, as it is now, holds no longer.

        Args:
            item: what was decided on.
            reason: why, for the history.
            by: who takes it back.

        Raises:
            UsageError: there are no points from a person, or there is no reason.
        """
        where = {"where": f"{item.submission}, {item.criterion}"}
        held = standing(self.of(item.submission), item)
        if held is None or held.verdict.points is None:
            why = say("{where}: there are no points of a person to take back.", **where)
            raise UsageError(why)
        if not reason.strip():
            raise UsageError(say("{where}: say why the points are taken back.", **where))
        return self.save(item, Verdict(None, "", reason.strip()), self.version(item), by)

    def undo(self, number: int, by: str, seen: int | None = None) -> Decision:
        """Decide again as it was before a decision.

        Args:
            number: of that decision.
            by: who takes it back.
            seen: number of the last decision on the item that the person knows of, such as one that
                an undoing gave; None for the one to be undone.

        Raises:
            Conflict: somebody decided on the item after what was seen.
            UsageError: there is no such decision.
        """
        with self._book.changing(lasting=True):
            row = self._book.first(f"SELECT {_COLUMNS} FROM decision WHERE number = ?", number)
            if row is None:
                raise UsageError(say("What was to be undone isn't in the gradebook."))
            undone = _decision(row)
            last = self._written(undone.item)
            if last.number != (seen or number):
                raise Conflict(last)
            self._add(undone.item, self._before(undone), last.version + 1, by, sitting="")
            return self._written(undone.item)

    def snippets(self, criterion: str) -> list[str]:
        """Comments on a criterion that are kept to be used again, in the order of keeping."""
        rows = self._book.rows(
            "SELECT text FROM snippet WHERE criterion = ? ORDER BY rowid", criterion
        )
        return [text for (text,) in rows]

    def keep_snippet(self, criterion: str, text: str) -> None:
        """Keep a comment.

        Raises:
            UsageError: it is empty or too long, or there are as many as there are keys.
        """
        kept = self.snippets(criterion)
        if not text.strip() or len(text) > LONGEST:
            why = say("A comment to keep must say something, and not a whole book.")
            raise UsageError(why)
        if len(kept) >= MOST_SNIPPETS and text not in kept:
            why = say("{count} comments are kept already: remove one first.", count=MOST_SNIPPETS)
            raise UsageError(why)
        with self._book.changing(lasting=True):
            self._book.rows("INSERT OR IGNORE INTO snippet VALUES (?, ?)", criterion, text.strip())

    def drop_snippet(self, criterion: str, text: str) -> None:
        """Keep a comment no longer; what it was used in stays."""
        with self._book.changing(lasting=True):
            self._book.rows("DELETE FROM snippet WHERE criterion = ? AND text = ?", criterion, text)

    def _goes_on(self, last: Decision, verdict: Verdict) -> bool:
        """Whether somebody only goes on writing the comment that their last decision began."""
        before = self._before(last)
        return (
            bool(last.sitting) and len({_silent(v) for v in (before, last.verdict, verdict)}) == 1
        )

    def _before(self, decision: Decision) -> Verdict:
        """What held before a decision."""
        of_submission = self.of(decision.item.submission)
        earlier = [one for one in of_submission if one.number < decision.number]
        found = standing(earlier, decision.item)
        return found.verdict if found else Verdict()

    def _add(self, item: Item, verdict: Verdict, version: int, by: str, sitting: str) -> None:
        self._book.rows(
            f"INSERT INTO decision ({_COLUMNS}) VALUES (NULL{', ?' * 12})",
            *(item.submission, item.criterion, item.subject, version, by, sitting, this_moment()),
            *(verdict.points, item.at_most, item.was, verdict.level, verdict.comment),
        )

    def _written(self, item: Item) -> Decision:
        last = self.last(item)
        assert last is not None
        return last


def key_of(item: Item) -> Item:
    """What tells items apart: another grader may give other points for the same work."""
    return msgspec.structs.replace(item, was=None)


def standing(decisions: Sequence[Decision], item: Item) -> Decision | None:
    """The last decision that holds for an item as it is now; of these, the oldest come first."""
    for decision in reversed(decisions):
        if key_of(decision.item) == key_of(item):
            return decision
    return None


def _silent(verdict: Verdict) -> Verdict:
    return msgspec.structs.replace(verdict, comment="")


def _check(item: Item, verdict: Verdict) -> None:
    where = f"{item.submission}, {item.criterion}"
    if len(verdict.comment) > LONGEST:
        most = {"where": where, "most": LONGEST}
        raise UsageError(say("{where}: the comment is longer than {most} characters.", **most))
    if verdict.points is None:
        return
    if not 0 <= verdict.points <= item.at_most:
        given = {"points": written(verdict.points), "most": written(item.at_most)}
        said = say("{where}: {points} points aren't between 0 and {most}.", where=where, **given)
        raise UsageError(said)
    if item.was is not None and not verdict.comment.strip():
        said = say("{where}: say why the points change; the student reads it.", where=where)
        raise UsageError(said)


def _decision(row: Sequence[object]) -> Decision:
    number, submission, criterion, subject, version, by, sitting, decided, *rest = row
    points, at_most, was, level, comment = rest
    return msgspec.convert(
        {
            "number": number,
            "item": {
                "submission": submission,
                "criterion": criterion,
                "subject": subject,
                "at_most": at_most,
                "was": was,
            },
            "version": version,
            "by": by,
            "sitting": sitting,
            "decided": decided,
            "verdict": {"points": points, "level": level, "comment": comment},
        },
        Decision,
    )
