"""What students are given of an assignment: the notebook, and the self-check if there is one."""

from pathlib import Path

from grader.assignment import Assignment
from grader.selfcheck import FILE, text_for_students
from grader.skeleton import difference, skeleton_difference, write_skeleton


def write_handout(assignment: Assignment) -> list[Path]:
    """Write both into `assignment/NAME/` and return what was written.

    Raises:
        AuthoringError: the solution breaks a rule, with file and line.
    """
    text = text_for_students(assignment)
    written = [write_skeleton(assignment)]
    if text:
        place = _place(assignment)
        place.write_text(text, encoding="utf-8", newline="\n")
        written.append(place)
    return written


def handout_difference(assignment: Assignment) -> str:
    """A unified diff from what is committed to what the solution gives; empty if none.

    Raises:
        AuthoringError: the solution breaks a rule, with file and line.
    """
    text = text_for_students(assignment)
    selfcheck = difference(assignment, _place(assignment), text) if text else ""
    return skeleton_difference(assignment) + selfcheck


def _place(assignment: Assignment) -> Path:
    return assignment.skeleton.with_name(FILE)
