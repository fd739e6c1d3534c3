"""Runs many changed references through the real grader, side by side on all cores."""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Generic, NamedTuple, TypeVar

from grader.assignment import Assignment, load_assignment, place_of
from grader.crew import Lost, hand_out, processes
from grader.diagnosis import explained
from grader.errors import GradingFault, UsageError
from grader.examiner import Examiner
from grader.result import Outcome
from grader.sandbox.host import Isolation, Zygote
from grader.sandbox.session import Session
from grader.scoring import score
from grader.skeleton import code_of
from grader.submission import Cell
from grader.texts import say

Found = TypeVar("Found")
Work = Callable[[Examiner, Session], Found]


def outcomes_of(examiner: Examiner, session: Session) -> tuple[Outcome, ...]:
    """What a submission would get, with its mistakes named."""
    return explained(examiner, score(examiner, session))


def side_by_side(
    work: Work[Found], assignment: Assignment, texts: Sequence[str], isolation: Isolation
) -> list[Found]:
    """Put questions to each changed text of the solution, run as a notebook.

    Args:
        work: `outcomes_of`, or `first_loss` of `grader.scoring`.
        assignment: whose solution was changed.
        texts: the solution in percent format, each with some change.
        isolation: what stands between them and this machine.

    Returns:
        What `work` gave for each text, in their order.

    Raises:
        GradingFault: notebooks can't be run in this isolation, or the rubric itself raised.
    """
    trials = [_Trial(place, text, work, assignment, isolation) for place, text in enumerate(texts)]
    crew = processes(min(len(os.sched_getaffinity(0)), len(trials)))
    found: dict[int, Found] = {}
    for trial, outcome in hand_out(_tried, trials, crew) if trials else ():
        if isinstance(outcome, Lost):
            raise GradingFault(say(outcome.sentence, **outcome.values))
        found[trial.place] = outcome
    return [found[place] for place in range(len(texts))]


class _Trial(NamedTuple, Generic[Found]):
    """One changed text, and what is to be asked of it."""

    place: int
    text: str
    work: Work[Found]
    assignment: Assignment
    isolation: Isolation


def _tried(trial: _Trial[Found]) -> Found:
    examiner = _examiner_in(trial.assignment.folder)
    with _session(_zygote(trial.isolation), examiner.assignment, trial.text) as session:
        return _worked(trial.work, examiner, session)


@lru_cache(maxsize=1)
def _examiner_in(folder: Path) -> Examiner:
    return Examiner(load_assignment(folder))


@lru_cache(maxsize=1)
def _zygote(isolation: Isolation) -> Zygote:
    return Zygote(isolation)  # ends with this worker


def _worked(work: Work[Found], examiner: Examiner, session: Session) -> Found:
    try:
        return work(examiner, session)
    except (UsageError, GradingFault):
        raise
    except Exception as error:  # whatever the rubric's own code raises
        folder = examiner.assignment.folder
        where = place_of(error, folder) or folder
        said = f"The rubric raised {type(error).__name__}: {error} ({where})"
        raise GradingFault(said) from error


@contextmanager
def _session(zygote: Zygote, assignment: Assignment, text: str) -> Iterator[Session]:
    cells = [Cell(n, "code", source) for n, source in enumerate(code_of(assignment, text))]
    session = Session(zygote, cells, assignment.settings.limits)
    try:
        session.run_notebook()
        yield session
    finally:
        session.close()
