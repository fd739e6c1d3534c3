"""What grading one submission found out: plain data, and its JSON in the Gradescope schema."""

from datetime import datetime
from enum import StrEnum
from math import isfinite
from typing import Any

import msgspec

from grader.texts import ENGLISH, number, say


class Status(StrEnum):
    """How one criterion ended. Every value is a different thing to tell the student."""

    RIGHT = "right"
    WRONG = "wrong"
    RAISED = "raised"  # the student's code raised an exception
    TIMED_OUT = "timed out"  # stopped by the grader at a deadline
    CRASHED = "crashed"  # the student's process ended or broke the protocol
    NOT_ATTEMPTED = "not attempted"  # NotImplementedError, or the name is missing
    PENDING = "pending"  # a person has yet to grade it


class Place(msgspec.Struct, frozen=True):
    """A line in the student's notebook."""

    cell: int  # 0-based index among all cells of the notebook
    line: int  # 1-based line within the cell
    function: str  # "<module>" at the top level of the cell
    source: str  # the line itself


class Trouble(msgspec.Struct, frozen=True):
    """An exception of the student's code, cut to the student's own lines."""

    type: str  # class name, e.g. "ValueError"
    message: str
    places: tuple[Place, ...] = ()  # outermost first


class Finding(msgspec.Struct, frozen=True):
    """One difference between what came out and what should have, in words and numbers.

    Holds nothing that gives the answer away: no expected value, no hidden input.
    """

    what: str  # which part of the answer: "slope", or "" for the whole
    kind: str  # "missing", "type", "shape", "not finite", "values", "claim"
    sentence: str  # for the student, complete
    largest_error: float | None = None  # relative to the largest right entry
    where: tuple[int, ...] | None = None  # index of the largest error
    wrong_entries: int | None = None
    entries: int | None = None
    factor: float | None = None  # by which all values are too large, if that is all

    @property
    def figures(self) -> tuple[str, ...]:
        """The numbers, each in words: how large the error is, where, and how many are off."""
        words = []
        if self.largest_error is not None and isfinite(self.largest_error):
            error = number(self.largest_error, ".2g")
            words.append(say("relative error up to {error}", error=error))
        if self.where:
            words.append(say("at index [{place}]", place=", ".join(map(str, self.where))))
        if self.wrong_entries is not None and self.entries is not None and self.entries > 1:
            counts = {"wrong": self.wrong_entries, "all": self.entries}
            words.append(say("{wrong} of {all} entries off", **counts))
        return tuple(words)


class Mistake(msgspec.Struct, frozen=True):
    """A known mistake whose own answers are exactly those of the student's code."""

    name: str
    sentence: str  # names it, without the answer
    look: str  # where to look: the end of "Look at …"
    hint: str = ""  # a second hint, for who asks for it; "" where the criterion's own is to do


class Picture(msgspec.Struct, frozen=True):
    """Sizes of errors, to be drawn. Holds whole numbers in place of values: see `sketching`."""

    kind: str  # "map", "bars", "cases" or "points"
    what: str  # which part of the answer, "" for the whole
    axes: tuple[str, str]  # what goes down and what goes across: "input", "hidden"
    marks: tuple[tuple[int, ...], ...]  # map: levels by row; otherwise one mark each
    shape: tuple[int, ...] = ()  # of the array that a map or bars stand for


class Level(msgspec.Struct, frozen=True):
    """One step of a criterion that a person grades."""

    points: float
    sentence: str  # for the student: what an answer on this level has


class Review(msgspec.Struct, frozen=True):
    """What a person decided on one criterion."""

    by: str
    points: float
    decided: datetime  # in UTC
    comment: str  # Markdown, for the student
    level: str  # the level's sentence; empty for points that are on none
    before: "Outcome"  # as the machine left it

    @property
    def sentence(self) -> str:
        """Says in one sentence that a person gave these points."""
        if self.before.earned is None:
            if self.level:
                return say("Read by {by}: {level}", by=self.by, level=self.level)
            return say("Read by {by}.", by=self.by)
        points = {"was": number(self.before.earned), "now": number(self.points)}
        return say(
            "{by} looked at this and changed the points from {was} to {now}.", by=self.by, **points
        )


class Outcome(msgspec.Struct, frozen=True):
    """How one criterion was scored."""

    criterion: str  # the fixed identifier, e.g. "evaluate.low"
    number: str  # "1.2": second criterion of the first part
    part: str  # title of the part (exercise) it belongs to
    title: str  # what should hold: the check's docstring, one or more sentences
    points: float  # at most
    earned: float | None  # None while a person has yet to grade it
    status: Status
    cases: int = 0  # how many cases were asked
    cases_right: int = 0
    findings: tuple[Finding, ...] = ()  # of the first case that went wrong
    case: str = ""  # what was called in that case, in words without hidden values
    trouble: Trouble | None = None
    reason: str = ""  # for timed out, crashed, refused credit: one sentence
    notes: tuple[str, ...] = ()  # what was understood or followed through
    hint: str = ""  # shown when points were lost
    mistakes: tuple[Mistake, ...] = ()  # one, or two that explain it together
    review: Review | None = None  # what a person decided, where one did
    pattern: str = ""  # what the cases that went wrong have in common, one sentence
    calls: str = ""  # what was called, as the rubric shows it in the notebook's own terms
    cell: int | None = None  # 0-based, where the notebook defines what was called
    lines: tuple[Place, ...] = ()  # of the student's code that this is about
    pictures: tuple[Picture, ...] = ()  # sizes of the errors


class CellRun(msgspec.Struct, frozen=True):
    """One cell of the notebook as handed in, and what running it gave."""

    index: int  # 0-based among all cells
    kind: str  # "code", "markdown" or "raw"
    source: str
    status: str = "not run"  # "ok", "raised", "timed out", "crashed", "not run"
    outputs: tuple[dict[str, Any], ...] = ()  # nbformat 4 output dicts of this run, bounded
    note: str = ""  # what was cut or stopped, one sentence
    trouble: Trouble | None = None
    attached: dict[str, str] = {}  # pictures that a text names -> address that holds each


class PolicyFinding(msgspec.Struct, frozen=True):
    """Something the assignment's rules don't allow, for the instructor to look at."""

    sentence: str
    package: str
    cell: int
    line: int


class Student(msgspec.Struct, frozen=True):
    """A person, as far as known: from the roster, or from a platform's names."""

    name: str = ""
    number: str = ""  # student number
    email: str = ""

    @property
    def label(self) -> str:
        """The shortest text that tells people who this is."""
        return self.name or self.email or self.number


class Origin(msgspec.Struct, frozen=True):
    """What a learning platform says of a file that was handed in; empty for a plain folder."""

    platform: str = ""  # "Moodle", "Canvas", …
    place: str = ""  # what the platform calls it: feedback goes back under this name
    people: tuple[Student, ...] = ()  # several for a group
    identifier: str = ""  # the platform's own number for the person or the submission
    time: datetime | None = None  # with time zone
    late: bool | None = None  # the platform's word for it
    order: int = 0  # of one person's submissions the larger one is later; 0: unknown


class Adjustment(msgspec.Struct, frozen=True):
    """One line that a rule of the assignment adds below the points."""

    rule: str  # "lateness" or "packages"
    sentence: str  # for the student, complete
    points: float = 0.0  # taken off; 0 for a line that only says something
    decided: bool = False  # by a person, who has looked at it


class Value(msgspec.Struct, frozen=True):
    """One part of an answer, the right one beside what came."""

    what: str  # "slope", or "" for the whole
    expected: str
    given: str


class Asked(msgspec.Struct, frozen=True):
    """One case of a criterion, and how it ended."""

    number: int  # 0-based
    words: str
    ended: str  # "right", "not right at once" or "no answer"
    values: tuple[Value, ...] = ()  # of the first that were not right


class Evidence(msgspec.Struct, frozen=True):
    """What a criterion was scored by. It holds right answers and is for instructors alone."""

    criterion: str
    seconds: float  # for all its cases
    tolerance: str
    cases: tuple[Asked, ...]
    memory: float = 0.0  # MiB that the notebook's process had held at most by then; 0: unknown


class Measurement(msgspec.Struct, frozen=True):
    """Two durations that the notebook measured itself. They count for nothing."""

    title: str
    names: tuple[str, str]  # what took long, and what is quick
    seconds: tuple[float, float]

    @property
    def ratio(self) -> float:
        """How many times as long the first took as the second."""
        return self.seconds[0] / self.seconds[1]


class Written(msgspec.Struct, frozen=True):
    """An answer in words, and what a person grades it by. It holds the model answer."""

    criterion: str
    question: str  # Markdown, as all texts here
    answer: str  # of the student, empty where there is none
    model: str
    levels: tuple[Level, ...]
    place: str = ""  # where the answer was found, if not below its question


class Result(msgspec.Struct, frozen=True):
    """Everything that grading one submission found out."""

    submission: str  # unique, safe name: also the folder's
    file: str  # the file's name as handed in
    assignment: str  # name
    title: str  # the assignment's title
    version: str
    total: float  # points of all criteria
    outcomes: tuple[Outcome, ...]
    cells: tuple[CellRun, ...] = ()
    policy: tuple[PolicyFinding, ...] = ()
    identity: dict[str, str] = {}  # what the fill-in cell says, e.g. {"Name": "…"}
    refusal: str = ""  # why the file can't be graded: score 0
    fault: str = ""  # why the grader failed: no score
    seconds: float = 0.0
    isolation: str = ""  # in words
    evidence: tuple[Evidence, ...] = ()  # for instructors alone
    written: tuple[Written, ...] = ()  # for instructors alone
    measurements: tuple[Measurement, ...] = ()
    origin: Origin = Origin()
    students: tuple[Student, ...] = ()  # of the roster; of the platform where there is no roster
    due: datetime | None = None  # the deadline that holds for this submission, with time zone
    extended: bool = False  # whether that is an extension
    late: bool | None = None  # None where that isn't known
    counts: bool = True  # False where another one of the same student counts, or none by rule
    later: str = ""  # the submission that counts in place of this one
    lost_for: tuple[Student, ...] = ()  # those of its students for whom it doesn't count
    adjustments: tuple[Adjustment, ...] = ()
    stated: str = ""  # name of the assignment that the notebook says it is for
    flags: tuple[str, ...] = ()  # for the instructor to look at, one sentence each
    language: str = ENGLISH  # of all these sentences

    @property
    def earned(self) -> float:
        """Points earned so far; pending criteria count nothing yet."""
        return round(sum(outcome.earned or 0.0 for outcome in self.outcomes), 6)

    @property
    def score(self) -> float:
        """Points earned so far, less what the assignment's rules take off; never below 0."""
        taken_off = sum(adjustment.points for adjustment in self.adjustments)
        return max(0.0, round(self.earned - taken_off, 6))

    @property
    def automatic(self) -> float:
        """Points that were scored without a person: the total less what is pending."""
        return round(sum(o.points for o in self.outcomes if o.earned is not None), 6)

    @property
    def pending(self) -> float:
        """Points that a person has yet to decide on."""
        return round(sum(o.points for o in self.outcomes if o.earned is None), 6)
