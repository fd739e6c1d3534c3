"""Names the learning platforms that grades can be given back to."""

from enum import StrEnum


class Platform(StrEnum):
    """Where grades go."""

    MOODLE = "moodle"
    CANVAS = "canvas"
    GRADESCOPE = "gradescope"
    NBGRADER = "nbgrader"
