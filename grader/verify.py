"""Grades an assignment against itself: the proof that reference, rubric and grader agree."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import msgspec

from grader.assignment import Assignment
from grader.examiner import Examiner
from grader.grading import grade
from grader.percent import Role, read_percent
from grader.result import Result, Status
from grader.sandbox.host import Isolation, Zygote
from grader.skeleton import build_skeleton, build_solved, skeleton_difference


class Proof(msgspec.Struct, frozen=True):
    """One thing that must hold of an assignment."""

    claim: str
    failures: tuple[str, ...]  # one sentence each; empty when it holds

    @property
    def holds(self) -> bool:
        """Whether nothing speaks against the claim."""
        return not self.failures


def verify(assignment: Assignment, isolation: Isolation = Isolation.FULL) -> Iterator[Proof]:
    """Prove an assignment, claim by claim.

    Raises:
        AuthoringError: solution or rubric can't be read at all.
        GradingFault: notebooks can't be run in the isolation asked for.
    """
    examiner = Examiner(assignment)
    yield Proof(
        "The committed skeleton is what the solution gives.",
        ("It is not: run `grader generate`.",) if skeleton_difference(assignment) else (),
    )
    yield Proof(
        "Every written answer is asked for, with the rubric's points.",
        tuple(_written_differences(examiner)),
    )
    with tempfile.TemporaryDirectory() as folder, Zygote(isolation) as zygote:
        for claim, text, failures_of in (
            ("The reference gets every automatic point.", build_solved(assignment), _shortfalls),
            (
                "The untouched skeleton runs, gets 0 and reads “not attempted”.",
                build_skeleton(assignment),
                _undeserved,
            ),
        ):
            path = Path(folder) / f"{assignment.name}.ipynb"
            path.write_text(text, encoding="utf-8")
            yield Proof(claim, tuple(failures_of(grade(examiner, zygote, path, "proof"))))


def _written_differences(examiner: Examiner) -> Iterator[str]:
    """Where notebook and rubric disagree on what a person grades."""
    cells = read_percent(examiner.assignment.notebook_source)
    asked = {cell.grade_id: cell.points for cell in cells if cell.role is Role.QUESTION}
    graded = {c.identifier: c.points for c in examiner.rubric.criteria if c.question is None}
    for name in dict.fromkeys([*asked, *graded]):
        if asked.get(name) != graded.get(name):
            in_notebook, in_rubric = (
                "nothing" if points is None else f"{points:g}"
                for points in (asked.get(name), graded.get(name))
            )
            unit = "" if name not in asked else " points"
            yield f"{name}: {in_notebook}{unit} in the notebook, {in_rubric} in the rubric"


def _shortfalls(result: Result) -> Iterator[str]:
    """What keeps a result from all automatic points and from cells that run."""
    yield from filter(None, (result.fault, result.refusal))
    for outcome in result.outcomes:
        if outcome.status not in (Status.RIGHT, Status.PENDING):
            said = [finding.sentence for finding in outcome.findings] or [outcome.reason]
            if outcome.trouble:
                said = [f"{outcome.trouble.type}: {outcome.trouble.message}"]
            yield f"{outcome.criterion} is {outcome.status.value} ({said[0]})"
    for cell in result.cells:
        if cell.trouble:
            yield f"cell {cell.index + 1} raises {cell.trouble.type}: {cell.trouble.message}"
    yield from (finding.sentence for finding in result.policy)


def _undeserved(result: Result) -> Iterator[str]:
    """What an untouched skeleton should not have shown."""
    yield from filter(None, (result.fault, result.refusal))
    for outcome in result.outcomes:
        if outcome.earned:
            yield f"{outcome.criterion} earns {outcome.earned:g} points for nothing"
        elif outcome.status not in (Status.NOT_ATTEMPTED, Status.PENDING):
            yield f"{outcome.criterion} reads “{outcome.status.value}”"
    for cell in result.cells:
        if cell.status in ("timed out", "crashed"):
            yield f"cell {cell.index + 1}: {cell.note}"
