"""Names of some code, the student's or the reference's, as a rubric asks for them."""

import functools
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import Any, NamedTuple, Protocol, TypeVar, cast

import numpy as np

from grader.errors import GraderError, StudentError

Answer = TypeVar("Answer")


class Conversation(Protocol):
    """A session with a notebook, as far as a rubric's words need it."""

    def at_once(self, function: Callable[[], Any]) -> Any:
        """Return what a function returns, having sent all its questions without waiting."""

    def apart(self) -> AbstractContextManager[None]:
        """Within `at_once`, ask now and wait."""


class NoCredit(Exception):
    """Raised by a question: no points here, for the reason given (a sentence for the student)."""


class PassOver(Exception):
    """Raised by a follow-through: this case can't be judged by this code's own earlier steps.

    A text says why, for the student, should there be too few cases left to judge by.
    """


class Code:
    """Some code that is asked: the student's or the reference's. Its names are attributes.

    Args:
        names: an object whose attributes are the functions and classes.
        conversation: where questions can be sent at once; None where nothing is sent.
    """

    def __init__(self, names: Any, conversation: Conversation | None = None) -> None:
        self._names, self._conversation = names, conversation
        self._notes: dict[str, None] = {}
        self._memory: dict[Any, Any] = {}

    def __getattr__(self, name: str) -> Any:
        return getattr(self._names, name)

    def at_once(self, questions: Callable[[], Answer]) -> Answer:
        """Return what a function returns that asks this code, without a wait between questions.

        The function may hand one answer on with the next question, but not look at any. What it
        returns, also in a tuple, a list or a dictionary, is known:

            model, output = code.at_once(lambda: (m := code.Model(), m.forward(x)))
        """
        if self._conversation is None:
            return questions()
        answers: Answer = self._conversation.at_once(questions)
        return answers

    def note(self, sentence: str) -> None:
        """Tell the student something that was understood, beside the current criterion."""
        self._notes[sentence] = None

    def take_notes(self) -> tuple[str, ...]:
        """Return the sentences noted since the last call."""
        notes, self._notes = tuple(self._notes), {}
        return notes


def once(function: Callable[[Code], Answer]) -> Callable[[Code], Answer]:
    """Ask each code this question one time only and remember its answer."""

    @functools.wraps(function)
    def remembered(code: Code) -> Answer:
        if function not in code._memory:
            apart = code._conversation.apart() if code._conversation else nullcontext()
            with apart:
                code._memory[function] = function(code)
        answer: Answer = code._memory[function]
        return answer

    return remembered


class _Kept(NamedTuple):
    """What came of a question about a case."""

    case: Any  # held, so that no other one gets its address
    answer: Any
    error: Exception | None
    notes: tuple[str, ...]


def once_a_case(function: Callable[..., Answer]) -> Callable[..., Answer]:
    """Ask a notebook this question about a case one time only; give or raise the same again.

    For criteria that are `drawn_as` another: their cases are the same objects. Options besides
    code and case are given by name, and tell questions apart.
    """

    @functools.wraps(function)
    def remembered(code: Code, case: Any, **options: Any) -> Answer:
        if code._conversation is None:
            return function(code, case, **options)
        key = (function, id(case), *sorted(options.items()))
        if key not in code._memory:
            before, answer, error = set(code._notes), None, None
            try:
                answer = function(code, case, **options)
            except (StudentError, NoCredit, PassOver) as raised:
                error = raised
            if error is None and not _is_plain(answer):  # it lives no longer than its case
                return cast("Answer", answer)
            notes = tuple(note for note in code._notes if note not in before)
            code._memory[key] = _Kept(case, answer, error, notes)
        kept: _Kept = code._memory[key]
        for note in kept.notes:
            code.note(note)
        if kept.error:
            raise kept.error
        found: Answer = kept.answer
        return found

    return remembered


def _is_plain(answer: Any) -> bool:
    """Whether an answer is data through and through, and no object of the notebook."""
    if isinstance(answer, list | tuple):
        return all(map(_is_plain, answer))
    if isinstance(answer, dict):
        return all(map(_is_plain, answer.values()))
    return isinstance(answer, np.ndarray | np.generic | bool | int | float | complex | str | None)


def if_it_runs(call: Callable[[], Answer], why: str = "") -> Answer:
    """What an earlier step gives, in a follow-through.

    A TODO that is still open goes through: there is nothing to judge by.

    Args:
        call: asks the code for it.
        why: what the student is told if it raises, should there be too few cases left.

    Raises:
        PassOver: it raises for this case, so that what builds on it can't be judged here.
    """
    try:
        return call()
    except StudentError as error:
        if error.trouble.type == "NotImplementedError":
            raise
        raise PassOver(why) from error


def raised_by(call: Callable[[], Any]) -> str:
    """Name of the exception that a call raises, "" if it raises none, of either side's code.

    A TODO that is still open is no such exception: it goes through.
    """
    try:
        call()
    except StudentError as error:
        if error.missing or error.trouble.type == "NotImplementedError":
            raise
        return error.trouble.type
    except NotImplementedError:
        raise
    except Exception as error:
        if isinstance(error, GraderError):
            raise
        return type(error).__name__
    return ""
