"""Packs an assignment for the folders of an nbgrader course: to release, and as a source."""

import hashlib
from typing import Any

import nbformat

from grader.assignment import Assignment
from grader.packing.boxes import Box
from grader.selfcheck import FILE, text_for_students
from grader.skeleton import build_skeleton


def nbgrader_box(assignment: Assignment) -> Box:
    """The files `release/NAME/NAME.ipynb` and `source/NAME/NAME.ipynb`; neither holds a solution.

    The first is what `nbgrader generate_assignment` makes of the second when it clears nothing.

    Raises:
        AuthoringError: the solution breaks a rule, with file and line.
    """
    name, skeleton = assignment.name, build_skeleton(assignment)
    box = {
        f"release/{name}/{name}.ipynb": released(skeleton).encode(),
        f"source/{name}/{name}.ipynb": skeleton.encode(),
    }
    if questions := text_for_students(assignment):
        box |= {f"{room}/{name}/{FILE}": questions.encode() for room in ("release", "source")}
    return box


def released(skeleton: str) -> str:
    """The notebook with what nbgrader adds: locks that Jupyter keeps, and checksums."""
    notebook = nbformat.reads(skeleton, as_version=4)
    for cell in notebook.cells:
        about = cell.metadata.get("nbgrader")
        if about:
            cell.metadata["deletable"] = False
            if not about["solution"]:
                cell.metadata["editable"] = False
            about["checksum"] = checksum(cell)
    return str(nbformat.writes(notebook)) + "\n"


def checksum(cell: Any) -> str:
    """What nbgrader (0.9) knows an unchanged cell by; no cell of ours has a grade of nbgrader's."""
    about = cell.metadata["nbgrader"]
    flags = (about["grade"], about["solution"], about["locked"])
    parts = (cell.source, cell.cell_type, *map(str, flags), about["grade_id"])
    return hashlib.md5("".join(parts).encode(), usedforsecurity=False).hexdigest()
