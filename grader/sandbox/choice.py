"""How much stands between guests and the machine, as a user of the grader chooses it."""

from enum import StrEnum


class Isolation(StrEnum):
    """What stands between guests and the machine."""

    FULL = "full"  # every wall there is; a refusal if one that it can't do without is missing
    CONTAINER = "container"  # what needs no namespaces: Landlock, seccomp, as root another user
    PROCESS = "process"  # nothing but a process with limits
