"""Renders what a person who grades sees: the list of all answers, and one of them."""

import re
from collections.abc import Sequence
from typing import Any, NamedTuple
from urllib.parse import quote

from markupsafe import Markup

from grader.decisions import Decision, Decisions, Item, Verdict, standing
from grader.gradebook import Gradebook
from grader.markdown import markdown
from grader.report import rendered
from grader.result import Outcome
from grader.review.queue import Queue, Task, tasks_in
from grader.telling import points_of, status_word
from grader.texts import moment, say, speaking


class Row(NamedTuple):
    """One answer in the list."""

    submission: str
    address: str
    waits: bool
    said: str


class Group(NamedTuple):
    """All answers to one question."""

    title: str
    rows: tuple[Row, ...]

    @property
    def waiting(self) -> int:
        """How many wait."""
        return sum(row.waits for row in self.rows)


class Scored(NamedTuple):
    """What a machine made of one criterion of a submission, with what a person changed."""

    outcome: Outcome
    word: str
    address: str
    said: str


def address_of(item: Item) -> str:
    """Where an item's page is."""
    return f"/items/{quote(item.submission, safe='')}/{quote(item.criterion, safe='')}"


def list_page(book: Gradebook, queue: Queue, by: str) -> str:
    """Return the page of all written answers, question by question."""
    with speaking(queue.language):
        return _list_page(book, queue, by)


def _list_page(book: Gradebook, queue: Queue, by: str) -> str:
    decisions = Decisions(book)
    waiting = set(queue.waiting(decisions))
    latest = {(one.item.submission, one.item.criterion): one for one in decisions.latest()}
    groups: dict[str, list[Row]] = {}
    for position, item in enumerate(queue.items):
        last = latest.get((item.submission, item.criterion))
        waits = position in waiting
        said = _in_list(last, waits) if last else ""
        row = Row(item.submission, address_of(item), waits, said)
        groups.setdefault(item.criterion, []).append(row)
    return rendered(
        "review_list.html",
        title=queue.title,
        by=by,
        total=len(queue.items),
        waiting=len(waiting),
        groups=[Group(queue.titles[name], tuple(rows)) for name, rows in groups.items()],
    )


def item_page(book: Gradebook, queue: Queue, task: Task, by: str) -> str:
    """Return the page of one answer, or of one criterion that a machine scored."""
    with speaking(queue.language):
        return _item_page(book, queue, task, by)


def _item_page(book: Gradebook, queue: Queue, task: Task, by: str) -> str:
    decisions = Decisions(book)
    of_submission = decisions.of(task.item.submission)
    position = queue.position(task.item)
    tasks = [one for one in tasks_in(book, task.item.submission) if one.written is None]
    before = queue.items[position - 1] if position else None
    return rendered(
        "review.html",
        title=queue.title,
        by=by,
        task=task,
        word=status_word(task.outcome),
        answer=_answer(task),
        model=markdown(task.written.model) if task.written else Markup(""),
        question=_question(task),
        state=state_of(of_submission, task.item),
        address=address_of(task.item).removeprefix("/items"),
        report=f"/reports/{quote(task.item.submission, safe='')}",
        position=None if position is None else position + 1,
        total=len(queue.items),
        waiting=len(queue.waiting(decisions)),
        previous=address_of(before) if before else "/",
        earlier=_earlier(of_submission, task.item),
        history=[said(one) for one in of_submission if one.item.criterion == task.item.criterion],
        snippets=decisions.snippets(task.item.criterion),
        scored=[_scored(one, of_submission) for one in tasks],
    )


def state_of(decisions: Sequence[Decision], item: Item) -> dict[str, Any]:
    """What holds for an item now, as the page's script reads it.

    Args:
        decisions: about the submission, the oldest first.
        item: which.
    """
    of_item = [one for one in decisions if one.item.criterion == item.criterion]
    found = standing(decisions, item)
    verdict = found.verdict if found else Verdict()
    return {
        "version": of_item[-1].version if of_item else 0,
        "subject": item.subject,
        "points": verdict.points,
        "comment": verdict.comment,
        "shown": str(markdown(verdict.comment)),
        "by": found.by if found else "",
        "said": said(found) if found else "",
    }


def said(decision: Decision) -> str:
    """Who decided what, when, in one line."""
    when = moment(decision.decided.astimezone())
    return f"{decision.by}, {when}: {_verdict(decision)}"


def _answer(task: Task) -> Markup:
    """What the student wrote, with the pictures that belong to it."""
    return markdown(task.written.answer, task.attached) if task.written else Markup("")


def _question(task: Task) -> Markup:
    """The question, its heading right below those of the page."""
    text = task.written.question if task.written else ""
    return markdown(re.sub(r"^#+ ", "# ", text.strip()))


def _verdict(decision: Decision) -> str:
    verdict, most = decision.verdict, decision.item.at_most
    given = say("no points yet")
    if verdict.points is not None:
        given = points_of(verdict.points, most)
    return f"{given}. {verdict.comment}".strip() if verdict.comment else given


def _in_list(last: Decision, waits: bool) -> str:
    if not waits:
        return f"{_verdict(last)} ({last.by})"
    if last.verdict.points is not None:
        before = {"verdict": _verdict(last), "by": last.by}
        return say("The answer has changed; before: {verdict} ({by})", **before)
    return f"{_verdict(last)} ({last.by})"


def _earlier(decisions: Sequence[Decision], item: Item) -> str:
    """What was said of an answer that has changed since, if the new one still waits."""
    if standing(decisions, item):
        return ""
    others = [one for one in decisions if one.item.criterion == item.criterion]
    return said(others[-1]) if others else ""


def _scored(task: Task, decisions: Sequence[Decision]) -> Scored:
    found = standing(decisions, task.item)
    changed = said(found) if found and found.verdict.points is not None else ""
    return Scored(task.outcome, status_word(task.outcome), address_of(task.item), changed)
