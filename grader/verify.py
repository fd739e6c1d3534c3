"""Grades an assignment against itself: the proof that reference, rubric and grader agree."""

import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from grader.assignment import Assignment
from grader.checking import check, load_selfcheck
from grader.errors import AuthoringError
from grader.examiner import Examiner
from grader.exchange.gradescope import lines_of
from grader.grading import grade
from grader.handout import handout_difference
from grader.misconceptions import Misconception
from grader.mutation import mutants_of
from grader.percent import Role, read_percent
from grader.result import Outcome, Result, Status
from grader.sandbox.host import Isolation, Zygote
from grader.scoring import first_loss
from grader.selfcheck import FILE
from grader.skeleton import build_skeleton, build_solved
from grader.submission import HandedIn, submission_of
from grader.trials import outcomes_of, side_by_side


class Proof(msgspec.Struct, frozen=True):
    """One thing that must hold of an assignment."""

    claim: str
    failures: tuple[str, ...]  # one sentence each; empty when it holds

    @property
    def holds(self) -> bool:
        """Whether nothing speaks against the claim."""
        return not self.failures


class Equivalent(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A mutant that is as right as the reference."""

    mutant: str  # its name, as `verify` prints it
    reason: str


class Equivalents(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What `equivalent_mutants.toml` says."""

    equivalent: tuple[Equivalent, ...] = ()


def verify(assignment: Assignment, isolation: Isolation = Isolation.FULL) -> Iterator[Proof]:
    """Prove an assignment, claim by claim.

    Raises:
        AuthoringError: solution or rubric can't be read at all.
        GradingFault: notebooks can't be run in the isolation asked for.
    """
    examiner = Examiner(assignment)
    yield Proof(
        "The committed skeleton is what the solution gives.",
        ("It is not: run `grader generate`.",) if handout_difference(assignment) else (),
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
        if (assignment.folder / FILE).is_file():
            claim = "The reference holds every question of the self-check, the skeleton none."
            yield Proof(claim, tuple(_selfcheck_failures(assignment, zygote)))
    yield _misconceptions_proof(examiner, isolation)
    yield _mutants_proof(assignment, isolation)


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


def _selfcheck_failures(assignment: Assignment, zygote: Zygote) -> Iterator[str]:
    """The questions that don't tell a solved notebook from one that nobody has worked on."""
    selfcheck = load_selfcheck(assignment.folder / FILE)
    for text, solved in ((build_solved(assignment), True), (build_skeleton(assignment), False)):
        submission = submission_of(HandedIn("proof", "proof.ipynb", text.encode()), ())
        for outcome in check(submission, selfcheck, zygote).outcomes:
            if solved and outcome.status is not Status.RIGHT:
                said = "; ".join(lines_of(outcome))
                yield f"{outcome.criterion} is {outcome.status.value} for the reference ({said})"
            elif not solved and outcome.status is not Status.NOT_ATTEMPTED:
                yield f"{outcome.criterion} is {outcome.status.value} for the untouched skeleton"


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


def _misconceptions_proof(examiner: Examiner, isolation: Isolation) -> Proof:
    assignment = examiner.assignment
    text = assignment.notebook_source.read_text(encoding="utf-8")
    known = list(examiner.misconceptions)
    texts = [slip.applied_to(text) for slip in known]
    graded = side_by_side(outcomes_of, assignment, texts, isolation) if known else []
    return Proof(
        f"Each of {len(known)} misconceptions loses what it should, and is named.",
        tuple(
            failure
            for slip, outcomes in zip(known, graded, strict=True)
            for failure in _misjudged(slip, outcomes)
        ),
    )


def _misjudged(slip: Misconception, outcomes: Sequence[Outcome]) -> Iterator[str]:
    """Where a misconception costs too much or too little, or is called by another name."""
    due = slip.costs_of([outcome.criterion for outcome in outcomes])
    for outcome in outcomes:
        if outcome.earned is None:
            continue
        lost = outcome.earned < outcome.points
        named = [mistake.name for mistake in outcome.mistakes]
        if lost and outcome.criterion not in due:
            yield f"{slip.name} loses {outcome.criterion}, which it should not"
        elif not lost and outcome.criterion in due:
            yield f"{slip.name} keeps {outcome.criterion}, which it should lose"
        elif lost and named != [slip.name]:
            called = " and ".join(named) or "nothing"
            yield f"{slip.name} is called {called} at {outcome.criterion}"


def _mutants_proof(assignment: Assignment, isolation: Isolation) -> Proof:
    mutants = mutants_of(assignment.notebook_source.read_text(encoding="utf-8"))
    losses = side_by_side(first_loss, assignment, [m.text for m in mutants], isolation)
    survivors = [m.name for m, loss in zip(mutants, losses, strict=True) if loss is None]
    listed = {entry.mutant for entry in _equivalents_of(assignment)}
    alive = [name for name in survivors if name not in listed]
    different = len(mutants) - len(survivors) + len(alive)
    killed = different - len(alive)
    score = 100 * killed / different if different else 100.0
    return Proof(
        f"Each of {len(mutants)} mutants of the reference loses points, or is listed as equivalent "
        f"({len(survivors) - len(alive)}): mutation score {score:.4g} %, {killed} of {different}.",
        (
            *(f"survives: {name}" for name in alive),
            *(f"listed as equivalent, but isn't: {name}" for name in listed - set(survivors)),
        ),
    )


def _equivalents_of(assignment: Assignment) -> tuple[Equivalent, ...]:
    path = assignment.folder / "equivalent_mutants.toml"
    if not path.exists():
        return ()
    try:
        return msgspec.toml.decode(path.read_bytes(), type=Equivalents).equivalent
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise AuthoringError(f"{error}.", path) from None
