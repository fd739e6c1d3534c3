"""Packs an assignment for GitHub Classroom: a template repository, and a workflow that grades."""

from grader.assignment import Assignment
from grader.errors import UsageError
from grader.packing.boxes import Box, filled
from grader.packing.gradescope import requirements
from grader.packing.wheel import build_wheel, wheel_name
from grader.selfcheck import FILE, text_for_students
from grader.skeleton import build_skeleton

TEMPLATE, PRIVATE = "template", "private"


def github_box(assignment: Assignment) -> Box:
    """The files of both repositories, in the folders `template` and `private`.

    What students get is in `template`: the notebook, the self-check, the grader's own code and a
    workflow; nothing of the solution. `private` holds what goes to the instructors' repository.

    Raises:
        UsageError: the assignment has no self-check.
        AuthoringError: the solution breaks a rule, with file and line.
    """
    questions = text_for_students(assignment)
    if not questions:
        raise UsageError(
            f"{assignment.folder / FILE}: there is no such file, and a student's repository can "
            "be checked by nothing else, as the solution must not be in it. Write one first."
        )
    words = {"NAME": assignment.name}
    needed = "".join(f"{line}\n" for line in requirements(assignment)).encode()
    tools = {
        f".github/grader/{wheel_name()}": build_wheel(),
        ".github/grader/requirements.txt": needed,
    }
    template = {
        f"{assignment.name}.ipynb": build_skeleton(assignment).encode(),
        FILE: questions.encode(),
        ".github/workflows/classroom.yml": filled("github/classroom.yml", words),
        **tools,
    }
    private = {".github/workflows/grade.yml": filled("github/grade.yml", words), **tools}
    return {f"{TEMPLATE}/{name}": content for name, content in template.items()} | {
        f"{PRIVATE}/{name}": content for name, content in private.items()
    }
