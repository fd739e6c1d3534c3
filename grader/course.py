"""The assignments of a course, and which of them a notebook is for; its code is never run."""

import ast
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import msgspec

from grader.assignment import Assignment, load_assignment, solutions_of
from grader.earlier import home_of
from grader.errors import Refusal, UsageError
from grader.percent import Role, read_percent
from grader.policy import Effort, parsed
from grader.submission import Cell, Submission, read_submission
from grader.texts import say, speaking


class Pile(msgspec.Struct, frozen=True):
    """The submissions of one assignment, to be graded together."""

    assignment: Assignment
    folder: Path  # gets their reports
    names: dict[Path, str]  # file -> unique, safe name of the submission
    refused: dict[Path, str] = {}  # those that are for no assignment -> why, for the student


def assignments_of(course: Path) -> tuple[Assignment, ...]:
    """All assignments of a course, in the order of their names.

    Raises:
        UsageError: there is none.
        AuthoringError: one can't be read.
    """
    return tuple(load_assignment(folder) for folder in solutions_of(course))


def sort_out(
    names: Mapping[Path, str], assignments: Sequence[Assignment], folder: Path
) -> list[Pile]:
    """Put each notebook to the assignment that it is for.

    What can't be read or recognised goes with the assignment of most others, and is refused there.

    Args:
        names: file -> unique, safe name of the submission.
        assignments: that there are to choose from; if only one, nothing is looked at.
        folder: gets the reports, in a folder for each assignment if there are several; where
            those of earlier runs are, there they stay.

    Raises:
        UsageError: no notebook is recognised.
    """
    if len(assignments) == 1:
        (only,) = assignments
        return [Pile(only, home_of(only.name, folder, alone=True), dict(names))]
    asked = {one.name: asked_names(one) for one in assignments}
    found: dict[str, list[Path]] = {one.name: [] for one in assignments}
    left: dict[Path, bool] = {}  # whether it could be read
    for path, name in names.items():
        try:
            kind = recognise(read_submission(path, name, ()), asked)
        except Refusal:
            left[path] = False  # its own reason will be found again when it is graded
            continue
        if kind:
            found[kind].append(path)
        else:
            left[path] = True
    kinds = [one for one in assignments if found[one.name]]
    if not kinds:
        raise UsageError(
            f"None of what was given is recognised as one of the assignments {_listed(asked)}: "
            "name the assignment with --assignment."
        )
    largest = max(kinds, key=lambda one: len(found[one.name]))
    with speaking(largest.settings.language):
        why = _not_recognised(asked)
    piles = []
    for one in kinds:
        mine = {*found[one.name], *(left if one is largest else ())}
        place = home_of(one.name, folder, alone=len(kinds) == 1)
        refused = {path: why for path, was_read in left.items() if path in mine and was_read}
        piles.append(Pile(one, place, {p: n for p, n in names.items() if p in mine}, refused))
    return piles


def recognise(submission: Submission, asked: Mapping[str, frozenset[str]]) -> str:
    """The name of the assignment that a notebook is for, or "".

    It is the one that its metadata state, unless it defines nothing of that and something of
    another one; without metadata the one that it defines the largest share of.

    Args:
        submission: the notebook.
        asked: assignment -> names that students define for it.
    """
    defined = defined_names(submission.cells)
    shares = {name: len(defined & wanted) / len(wanted or {""}) for name, wanted in asked.items()}
    best = max(shares.values(), default=0.0)
    if submission.assignment in asked and (shares[submission.assignment] or not best):
        return submission.assignment
    likely = [name for name, share in shares.items() if share == best > 0]
    return likely[0] if len(likely) == 1 else ""


def asked_names(assignment: Assignment) -> frozenset[str]:
    """Functions, classes and variables of those cells that students write in.

    Raises:
        AuthoringError: the solution breaks a rule, with file and line.
    """
    cells = read_percent(assignment.notebook_source)
    written = [cell.source for cell in cells if cell.role is Role.SOLUTION]
    return defined_names(Cell(n, "code", source) for n, source in enumerate(written))


def defined_names(cells: Iterable[Cell]) -> frozenset[str]:
    """What code cells define at their top level, as far as reading them shows."""
    effort = Effort()
    trees = (parsed(cell.source, effort)[0] for cell in cells if cell.kind == "code")
    return frozenset(name for tree in trees if tree for name in _bound(tree.body))


def _bound(statements: Iterable[ast.stmt]) -> Iterator[str]:
    for statement in statements:
        match statement:
            case (
                ast.FunctionDef(name=name)
                | ast.AsyncFunctionDef(name=name)
                | ast.ClassDef(name=name)
            ):
                yield name
            case ast.AnnAssign(value=None):
                pass
            case ast.Assign() | ast.AnnAssign():
                places = (place for place in ast.walk(statement) if isinstance(place, ast.Name))
                yield from (place.id for place in places if isinstance(place.ctx, ast.Store))
            case ast.If(body=body, orelse=more):
                yield from _bound([*body, *more])
            case ast.For(body=body, orelse=more) | ast.While(body=body, orelse=more):
                yield from _bound([*body, *more])
            case ast.With(body=body):
                yield from _bound(body)
            case ast.Try(body=body, handlers=handlers, orelse=more, finalbody=last):
                excepted = (inner for handler in handlers for inner in handler.body)
                yield from _bound([*body, *excepted, *more, *last])


def _not_recognised(asked: Mapping[str, frozenset[str]]) -> str:
    return say(
        "This notebook is not recognised as one of the assignments {names}: it does not define "
        "what one of them asks for. Hand in the notebook that you were given, with your answers in "
        "it.",
        names=_listed(asked),
    )


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)
