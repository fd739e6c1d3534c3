"""What all walls around guests have in common: their face, the limits, and a few helpers."""

import os
import resource
import tempfile
from typing import Protocol

MEMORY = 4 * 2**30  # bytes of address space per guest
FILE_SIZE = 64 * 2**20  # bytes
FILES = 256
THREADS = 64
NOBODY = 65534  # what a grader that runs as root becomes before it meets a stranger

LIMITS = {
    resource.RLIMIT_AS: MEMORY,
    resource.RLIMIT_FSIZE: FILE_SIZE,
    resource.RLIMIT_NOFILE: FILES,
    resource.RLIMIT_CORE: 0,
}


class IsolationError(Exception):
    """A wall can't be put up; the text says which, and what to do about it."""


class Walls(Protocol):
    """What stands between a guest and the rest."""

    @property
    def words(self) -> str:
        """What holds, for the report, with `{version}` where that of Landlock stands."""

    @property
    def landlock_version(self) -> int:
        """The version of Landlock, 0 where there is none."""

    def fork(self) -> int:
        """Fork a guest, as os.fork does."""

    def settle(self, seconds: int) -> str:
        """Take away from the guest, which this process is, what it shall not have.

        Args:
            seconds: of computing after which the kernel ends it.

        Returns:
            Its working folder.

        Raises:
            OSError: a wall can't be put up; the guest must not go on.
        """

    def kill(self, pid: int) -> None:
        """Kill a guest that has not been waited for, and all that it started."""

    def forget(self, pid: int) -> None:
        """Remove what a guest that has been waited for left behind."""


def later(sentence: str) -> str:
    """Return a sentence as it is, which the host says, as `grader.texts.later` marks others.

    That one is not for modules that guests can see.
    """
    return sentence


def has_user(uid: int) -> bool:
    """Whether a user exists in this user namespace: some containers have root only."""
    with open("/proc/self/uid_map", encoding="ascii") as lines:
        ranges = [(int(first), int(count)) for first, _, count in map(str.split, lines)]
    return any(first <= uid < first + count for first, count in ranges)


def move_home(folder: str) -> None:
    """Make a folder the home of this process, and the place of its temporary files."""
    os.environ.update(HOME=folder, TMPDIR=folder)
    tempfile.tempdir = None


def limit(limits: dict[int, int]) -> None:
    """Bound this process, for good.

    Args:
        limits: kind -> the most; less where less is all that it was given.
    """
    for kind, most in limits.items():
        # As an ordinary user one can't have more than one was given.
        _, given = resource.getrlimit(kind)
        bound = most if given == resource.RLIM_INFINITY else min(most, given)
        resource.setrlimit(kind, (bound, bound))
