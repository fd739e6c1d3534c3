"""Packs an assignment as the zip that Gradescope makes an autograder of."""

import sys
from importlib.metadata import PackageNotFoundError, packages_distributions, version

from grader.assignment import Assignment
from grader.kit import Kit
from grader.packing.boxes import Box, filled
from grader.packing.wheel import build_wheel, wheel_name
from grader.sandbox.choice import Isolation


def gradescope_box(assignment: Assignment, isolation: Isolation) -> Box:
    """The files of the zip: the two scripts, the grader, and the solution.

    Args:
        assignment: which.
        isolation: that notebooks are run in over there; refused there if it can't be had.
    """
    words = {"NAME": assignment.name, "ISOLATION": str(isolation)}
    kit = Kit.of(assignment, carried=True)
    return {
        "setup.sh": filled("gradescope/setup.sh", words),
        "run_autograder": filled("gradescope/run_autograder", words),
        "requirements.txt": "".join(f"{line}\n" for line in requirements(assignment)).encode(),
        f"grader/{wheel_name()}": build_wheel(),
        **{f"solution/{assignment.name}/{name}": file for name, file in kit.files.items()},
    }


def requirements(assignment: Assignment) -> list[str]:
    """What pip installs for the packages that students may import, in this machine's versions."""
    found = packages_distributions()
    outside = [p for p in assignment.settings.packages if p not in sys.stdlib_module_names]
    names = {name for package in outside for name in found.get(package, [package])}
    return sorted(_pinned(name) for name in names)


def _pinned(name: str) -> str:
    try:
        return f"{name}=={version(name)}"
    except PackageNotFoundError:
        return name
