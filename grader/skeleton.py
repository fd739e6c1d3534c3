"""Makes the students' notebook, and the solved one, from the instructor's solution."""

import difflib
import hashlib
from itertools import chain, count
from pathlib import Path
from typing import Any

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_raw_cell

from grader.assignment import Assignment
from grader.percent import Role, SourceCell, parse_percent, read_percent

_NEW_CELL = {"code": new_code_cell, "markdown": new_markdown_cell, "raw": new_raw_cell}
_FREE = (Role.FILL_IN, Role.ANSWER, Role.DEMONSTRATION)  # students may change these as they like
_KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}


def build_skeleton(assignment: Assignment) -> str:
    """The students' notebook as the text of an ipynb file, the same in every run.

    Raises:
        AuthoringError: the solution breaks a rule, with file and line.
    """
    return _build(assignment, solved=False)


def build_solved(assignment: Assignment) -> str:
    """The skeleton with the reference's solutions and answers filled in, as an ipynb text.

    Raises:
        AuthoringError: the solution breaks a rule, with file and line.
    """
    return _build(assignment, solved=True)


def code_of(assignment: Assignment, text: str) -> tuple[str, ...]:
    """The solved code cells, without the demonstrations, of a changed text of the solution.

    Args:
        assignment: whose solution it is.
        text: the changed notebook in percent format.

    Raises:
        AuthoringError: the text breaks a rule, with file and line.
    """
    cells = parse_percent(text, assignment.notebook_source)
    return tuple(
        _source_of(cell, solved=True)
        for cell in cells
        if cell.kind == "code" and cell.role is not Role.DEMONSTRATION
    )


def write_skeleton(assignment: Assignment) -> Path:
    """Write the students' notebook into `assignment/NAME/` and return its path.

    Raises:
        AuthoringError: the solution breaks a rule, with file and line.
    """
    text = build_skeleton(assignment)
    assignment.skeleton.parent.mkdir(parents=True, exist_ok=True)
    assignment.skeleton.write_text(text, encoding="utf-8", newline="\n")
    return assignment.skeleton


def skeleton_difference(assignment: Assignment) -> str:
    """A unified diff from the committed skeleton to what the solution gives; empty if none.

    Raises:
        AuthoringError: the solution breaks a rule, with file and line.
    """
    return difference(assignment, assignment.skeleton, build_skeleton(assignment))


def difference(assignment: Assignment, path: Path, text: str) -> str:
    """A unified diff from a file that students are given to what it should be; empty if none."""
    committed = path.read_bytes().decode(errors="replace") if path.exists() else ""
    name = path.relative_to(assignment.course).as_posix()
    return "".join(
        difflib.unified_diff(
            committed.splitlines(keepends=True),
            text.splitlines(keepends=True),
            f"{name} (committed)",
            f"{name} (from the solution)",
        )
    )


def _build(assignment: Assignment, *, solved: bool) -> str:
    settings = assignment.settings
    notebook = new_notebook(
        metadata={
            "kernelspec": _KERNEL,
            "language_info": {"name": "python"},
            "grader": {"assignment": settings.name, "version": settings.version},
        }
    )
    taken: set[str] = set()
    for cell in read_percent(assignment.notebook_source):
        identifier = cell.grade_id or _identifier_of(cell, taken)
        taken.add(identifier)
        notebook.cells.append(
            _NEW_CELL[cell.kind](
                source=_source_of(cell, solved),
                id=identifier,
                metadata=_metadata_of(cell, identifier),
            )
        )
    nbformat.validate(notebook)
    return str(nbformat.writes(notebook)) + "\n"


def _source_of(cell: SourceCell, solved: bool) -> str:
    if cell.role is Role.ANSWER and not solved:
        return ""
    lines = cell.source.split("\n")
    for region in reversed(cell.regions):
        first, *more = region.todo or ("write your solution here.",)
        todo = [f"{region.indent}# TODO: {first}", *(f"{region.indent}# {line}" for line in more)]
        written = lines[region.code : region.last]
        inside = written if solved else [*todo, f"{region.indent}raise NotImplementedError"]
        lines[region.first : region.last + 1] = inside
    return "\n".join(lines)


def _metadata_of(cell: SourceCell, identifier: str) -> dict[str, Any]:
    """What nbgrader's tools read (its schema 3); nothing for cells that are the students' own."""
    if cell.role in _FREE:
        return {}
    solution, task = cell.role is Role.SOLUTION, cell.role is Role.QUESTION
    nbgrader = {
        "schema_version": 3,
        "cell_type": cell.kind,
        "grade_id": identifier,
        "grade": False,  # scored by the rubric from outside, not by a cell of the notebook
        "locked": not solution,
        "solution": solution,
        "task": task,
    }
    return {"nbgrader": nbgrader | ({"points": cell.points} if task else {})}


def _identifier_of(cell: SourceCell, taken: set[str]) -> str:
    """A name from the content, so that a new cell doesn't rename the ones after it."""
    digest = hashlib.sha256(f"{cell.kind} {cell.source}".encode()).hexdigest()
    first = f"cell-{digest[:8]}"
    candidates = chain([first], (f"{first}-{n}" for n in count(2)))
    return next(name for name in candidates if name not in taken)
