"""Grades one submission: reads it, runs it, puts the rubric's questions, collects the outcomes."""

import time
from pathlib import Path
from typing import Any

import msgspec

from grader.assignment import place_of
from grader.diagnosis import explained
from grader.errors import GradingFault, Refusal
from grader.evidence import evidence_of
from grader.examiner import Examiner
from grader.locating import Map, located
from grader.measuring import measured
from grader.policy import check_policy
from grader.result import CellRun, Result
from grader.sandbox.host import Zygote
from grader.sandbox.session import Session
from grader.scoring import score, without_points
from grader.sketching import sketched
from grader.submission import Cell, HandedIn, Submission, hand_in, submission_of
from grader.texts import say, speaking
from grader.wording import in_own_words


def grade(examiner: Examiner, zygote: Zygote, path: Path, name: str) -> Result:
    """Grade one file. Whatever is in the file, a Result comes out.

    Args:
        examiner: of the assignment.
        zygote: where the guest process comes from.
        path: the file as handed in.
        name: a unique, safe name for the submission.
    """
    return grade_handed_in(examiner, zygote, hand_in(path, name))


def grade_handed_in(examiner: Examiner, zygote: Zygote, handed_in: HandedIn) -> Result:
    """Grade a file that has been read, as `grade` does."""
    assignment = examiner.assignment
    with speaking(assignment.settings.language, assignment.folder):
        return in_own_words(_graded(examiner, zygote, handed_in))


def _graded(examiner: Examiner, zygote: Zygote, handed_in: HandedIn) -> Result:
    started = time.perf_counter()
    fields: dict[str, Any] = {}
    try:
        submission = submission_of(handed_in, examiner.assignment.settings.student_fields)
        fields = _examine(examiner, zygote, submission)
    except Refusal as reason:
        fields["refusal"] = str(reason)
        fields["outcomes"] = without_points(examiner.rubric, str(reason))
    except GradingFault as fault:
        fields |= {"fault": str(fault), "outcomes": ()}
    except Exception as error:
        kind = type(error).__name__
        sentence = say("The grader stopped with {exception}: {error}", exception=kind, error=error)
        place = place_of(error, examiner.assignment.folder)
        fields |= {"fault": f"{sentence[:1000]}{f' ({place})' * bool(place)}", "outcomes": ()}
    seconds = time.perf_counter() - started
    return result_of(examiner, handed_in, seconds=seconds, isolation=zygote.isolation, **fields)


def result_of(examiner: Examiner, handed_in: HandedIn, **found: Any) -> Result:
    """The result of a file, with what it and its assignment are called.

    Args:
        examiner: of the assignment.
        handed_in: the file.
        found: all other fields.
    """
    settings = examiner.assignment.settings
    return Result(
        submission=handed_in.name,
        file=handed_in.file,
        assignment=settings.name,
        title=settings.title,
        version=settings.version,
        total=examiner.rubric.total,
        language=settings.language,
        **found,
    )


def _examine(examiner: Examiner, zygote: Zygote, submission: Submission) -> dict[str, Any]:
    session = Session(zygote, submission.cells, examiner.assignment.settings.limits)
    try:
        cells = session.run_notebook()
        measurements = measured(examiner, session)
        marked = sketched(examiner, session, score(examiner, session))
    finally:
        session.close()
    outcomes = located(
        explained(examiner, marked),
        {one.identifier: one.calls for one in examiner.rubric.criteria},
        {slip.name: slip for slip in examiner.misconceptions},
        Map(submission.cells, examiner.source),
    )
    policy = check_policy(submission.cells, examiner.assignment.settings.packages)
    return {
        "cells": tuple(map(_with_pictures, cells, submission.cells)),
        "outcomes": outcomes,
        "policy": policy,
        "identity": submission.identity,
        "stated": submission.assignment,
        "evidence": evidence_of(examiner, marked),
        "written": examiner.questions.answered(submission.cells),
        "measurements": measurements,
    }


def _with_pictures(run: CellRun, cell: Cell) -> CellRun:
    return msgspec.structs.replace(run, attached=cell.attached) if cell.attached else run
