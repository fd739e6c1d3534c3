"""Lists what a person can decide on in a folder of results, and what of it still waits."""

from collections.abc import Mapping
from typing import NamedTuple

from grader.decisions import Decisions, Item, key_of
from grader.errors import UsageError
from grader.gradebook import CLASS, Gradebook
from grader.publishing import Class
from grader.result import Level, Outcome, Written
from grader.reviewing import Reviewable, items_of
from grader.texts import ENGLISH, later, say

AGAIN = later("It was graded by an older grader. Give the same `grader grade` command again.")


class Task(NamedTuple):
    """Something that a person can decide on."""

    item: Item
    outcome: Outcome  # as the machine left it
    written: Written | None  # None: a machine scores it
    attached: Mapping[str, str]  # pictures that the notebook's texts name

    @property
    def levels(self) -> tuple[Level, ...]:
        """By which it is graded; none where a machine does."""
        return self.written.levels if self.written else ()


class Queue:
    """All written answers of a class, in the order in which they are read.

    That is question by question, as one compares better so. Left out is what can't be read, and
    what doesn't count because its author handed in something else.

    Args:
        book: the gradebook of the folder.
    """

    def __init__(self, book: Gradebook) -> None:
        known = book.kept(CLASS, Class)
        names = set(known.names) if known else None
        self.title, self.language = "", ENGLISH
        self.names: list[str] = []  # of the submissions that can be decided on
        self.titles: dict[str, str] = {}  # of the criteria
        waiting: list[tuple[tuple[int, ...], str, Item]] = []
        for sheet in book.last_of_all(Reviewable):
            if names is not None and sheet.submission not in names:
                continue
            self.title, self.language = sheet.title, sheet.language
            if sheet.refusal or sheet.fault or not sheet.counts:
                continue
            self.names.append(sheet.submission)
            for task in tasks_of(sheet):
                if task.written:
                    waiting.append((_place(task.outcome), sheet.submission, task.item))
                    self.titles[task.item.criterion] = task.outcome.title
        waiting.sort(key=lambda one: one[:2])
        self.items: tuple[Item, ...] = tuple(item for *_, item in waiting)

    def waiting(self, decisions: Decisions) -> list[int]:
        """Positions of those that nobody has given points yet."""
        given = decisions.given()
        return [n for n, item in enumerate(self.items) if key_of(item) not in given]

    def position(self, item: Item) -> int | None:
        """Where an item stands, also when its answer is another by now; None if it doesn't."""
        wanted = (item.submission, item.criterion)
        for position, one in enumerate(self.items):
            if (one.submission, one.criterion) == wanted:
                return position
        return None


def tasks_in(book: Gradebook, submission: str) -> list[Task]:
    """What can be decided on in one submission, as it was graded last.

    Raises:
        UsageError: there is no such submission, or nothing can be decided on in it.
    """
    found = book.last(submission, Reviewable)
    if found is None:
        raise UsageError(say("The gradebook knows no submission {name}.", name=repr(submission)))
    _, sheet = found
    if why := sheet.refusal or sheet.fault:
        said = say("{name} has no points to decide on: {why}", name=submission, why=why)
        raise UsageError(said)
    return tasks_of(sheet)


def task_in(book: Gradebook, submission: str, criterion: str) -> Task:
    """One criterion of a submission.

    Raises:
        UsageError: there is none of this name, or as `tasks_in` says.
    """
    tasks = tasks_in(book, submission)
    for task in tasks:
        if task.item.criterion == criterion:
            return task
    names = ", ".join(task.item.criterion for task in tasks)
    asked = {"name": submission, "criterion": repr(criterion), "names": names}
    raise UsageError(say("{name}: there is no criterion {criterion}, but {names}.", **asked))


def tasks_of(sheet: Reviewable) -> list[Task]:
    """All criteria of a submission, in the rubric's order."""
    answers = {written.criterion: written for written in sheet.written}
    attached = {name: one for cell in sheet.cells for name, one in cell.attached.items()}
    return [
        Task(item, outcome, answers.get(outcome.criterion) or _unknown(outcome), attached)
        for item, outcome in items_of(sheet)
    ]


def level_of(levels: tuple[Level, ...], points: float | None) -> str:
    """The sentence of the level that so many points are on; empty if they are on none."""
    return next((level.sentence for level in levels if level.points == points), "")


def _unknown(outcome: Outcome) -> Written | None:
    """What stands for an answer that was graded before answers were looked for."""
    if outcome.earned is not None:
        return None
    levels = (Level(0.0, ""), Level(outcome.points, ""))
    return Written(outcome.criterion, "", "", "", levels, say(AGAIN))


def _place(outcome: Outcome) -> tuple[int, ...]:
    """Where a criterion stands in the rubric: "1.10" comes after "1.9"."""
    return tuple(int(part) if part.isdigit() else 0 for part in outcome.number.split("."))
