"""Finds what a student wrote in answer to each question that a person grades."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from grader.assignment import Assignment
from grader.percent import Role, SourceCell, read_percent
from grader.result import Written
from grader.rubric import Criterion
from grader.submission import Cell
from grader.texts import later, say

LONGEST = 100_000  # characters of one answer that are kept
ELSEWHERE = later("Nothing stands below the question. This is all other text of the notebook.")


class Question(NamedTuple):
    """A question of the notebook, and what belongs to it."""

    criterion: Criterion
    text: str
    model: str  # the reference's answer


class Text(NamedTuple):
    """A cell's text, and what tells it apart."""

    source: str
    folded: str  # without regard to spaces and line ends
    head: str  # its first line
    code: bool = False

    @classmethod
    def of(cls, cell: Cell | SourceCell) -> "Text":
        """Take a cell's text."""
        first = next((line for line in cell.source.splitlines() if line.strip()), "")
        looked_at = cell.source[: 2 * LONGEST]
        return cls(cell.source, _folded(looked_at), _folded(first[:LONGEST]), cell.kind == "code")


class Questions:
    """All questions of an assignment that are answered in words.

    Args:
        assignment: which.
        criteria: of its rubric; those that a machine scores are left out.
    """

    def __init__(self, assignment: Assignment, criteria: Iterable[Criterion]) -> None:
        cells = read_percent(assignment.notebook_source)
        self._questions = tuple(
            _question(criterion, cells) for criterion in criteria if criterion.question is None
        )
        given = [Text.of(c) for c in cells if c.role in (Role.GIVEN, Role.QUESTION)]
        self._given = {text.folded for text in given} - {""}
        self._headings = {text.head for text in given if text.head.startswith("#")}
        filled = (Text.of(cell).head for cell in cells if cell.role is Role.FILL_IN)
        self._filled_in = tuple(head for head in filled if head)

    def answered(self, cells: Sequence[Cell]) -> tuple[Written, ...]:
        """What a notebook says to each question.

        A question's answer is the text below it, up to the next code or the next text that was
        given. A student who wrote into the question's own cell, or changed it, is understood. Where
        nothing stands there, it is all text of the student's that answers no other question.
        """
        texts = [Text.of(cell) for cell in cells]
        found = [self._below(question, texts) for question in self._questions]
        taken = {index for indices, _ in found for index in indices}
        rest = "\n\n".join(
            text.source
            for index, text in enumerate(texts)
            if index not in taken and not text.code and not self._is_given(text)
        ).strip()
        return tuple(
            _written(question, answer, rest)
            for question, (_, answer) in zip(self._questions, found, strict=True)
        )

    def _below(self, question: Question, texts: Sequence[Text]) -> tuple[list[int], str]:
        """Which cells belong to a question, and what was written in them."""
        start = _find(question.text, texts)
        if start is None:
            return [], ""
        indices, parts = [start], [_added(question.text, texts[start])]
        for index in range(start + 1, len(texts)):
            if texts[index].code or self._is_given(texts[index]):
                break
            indices.append(index)
            parts.append(texts[index].source)
        return indices, "\n\n".join(part.strip() for part in parts if part.strip())

    def _is_given(self, text: Text) -> bool:
        return (
            text.folded in self._given
            or text.head in self._headings
            or text.head.startswith(self._filled_in)
        )


def _question(criterion: Criterion, cells: Sequence[SourceCell]) -> Question:
    """The question's text, and the answer that the instructor wrote below it."""
    for index, cell in enumerate(cells):
        if cell.role is Role.QUESTION and cell.grade_id == criterion.identifier:
            model = []
            for below in cells[index + 1 :]:
                if below.role is not Role.ANSWER:
                    break
                model.append(below.source)
            return Question(criterion, cell.source, "\n\n".join(model))
    return Question(criterion, "", "")


def _written(question: Question, answer: str, rest: str) -> Written:
    place = say(ELSEWHERE) if rest and not answer else ""
    return Written(
        criterion=question.criterion.identifier,
        question=question.text,
        answer=(answer or rest)[:LONGEST],
        model=question.model,
        levels=question.criterion.levels,
        place=place,
    )


def _find(question: str, texts: Sequence[Text]) -> int | None:
    """Which cell holds a question: as it was, with more behind it, or changed below its head."""
    whole, head = _folded(question), _folded(question.strip().partition("\n")[0])
    if not whole:
        return None
    by_likeness = (
        [text.folded == whole for text in texts],
        [text.folded.startswith(whole) for text in texts],
        [text.head == head for text in texts],
    )
    for alike in by_likeness:
        for index, text in enumerate(texts):
            if alike[index] and not text.code:
                return index
    return None


def _added(question: str, text: Text) -> str:
    """What a student wrote into the question's own cell; all of it where the question changed."""
    if text.folded == _folded(question):
        return ""
    rest = text.source[: 2 * LONGEST]
    for word in question.split():
        rest = rest.lstrip()
        if not rest.startswith(word):
            return text.source
        rest = rest[len(word) :]
    return rest


def _folded(text: str) -> str:
    return " ".join(text.split())
