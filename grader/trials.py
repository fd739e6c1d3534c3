"""Runs many changed references through the real grader, side by side on all cores."""

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from typing import TypeVar

from grader.assignment import Assignment, place_of
from grader.diagnosis import explained
from grader.errors import GradingFault, UsageError
from grader.examiner import Examiner
from grader.result import Outcome
from grader.sandbox.host import Isolation, Zygote
from grader.sandbox.session import Session
from grader.scoring import score
from grader.skeleton import code_of
from grader.submission import Cell

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
    jobs = min(os.cpu_count() or 1, len(texts)) or 1
    # Neighbours in the list take about as long: dealt out like cards, all piles do.
    piles = [texts[first :: 4 * jobs] for first in range(4 * jobs)]
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        futures = [pool.submit(_work_on, work, assignment, pile, isolation) for pile in piles]
        found: list[list[Found]] = [future.result() for future in futures]
    return [found[place % len(piles)][place // len(piles)] for place in range(len(texts))]


def _work_on(
    work: Work[Found], assignment: Assignment, texts: Sequence[str], isolation: Isolation
) -> list[Found]:
    if not texts:
        return []
    examiner = Examiner(assignment)
    with Zygote(isolation) as zygote:
        found = []
        for text in texts:
            with _session(zygote, assignment, text) as session:
                found.append(_worked(work, examiner, session))
    return found


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
