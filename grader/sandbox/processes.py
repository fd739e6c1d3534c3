"""The walls that need no namespaces: limits alone, or with Landlock and a filter of system calls.

In a container that grants no namespaces, as those of grading services, a guest is kept apart by
what any process may put up around itself. As root, every guest also is a user of its own.
"""

import contextlib
import os
import resource
import shutil
import signal
import subprocess
import tempfile

from grader.sandbox import advice, kernel, landlock, mounts, seccomp
from grader.sandbox.walls import (
    LIMITS,
    NOBODY,
    THREADS,
    IsolationError,
    has_user,
    later,
    limit,
    move_home,
)

STRANGERS = 2**30  # the users from here on are nobody's; a guest's is this plus its number
MOST_PROCESSES = 2**22  # Linux numbers no more
# Before Landlock 3, files of one's own could be cut without being written to.
LANDLOCK_AS_ROOT, LANDLOCK_AS_THE_SAME_USER = 1, 3
# What reaches files by their names alone, which Landlock does not look at.
BY_NAME = frozenset({"chmod", "fchmod", "fchmodat", "utime", "utimes", "futimesat", "utimensat"})


class Processes:
    """No walls but those of any process."""

    landlock_version: int = 0

    def __init__(self) -> None:
        self._folders: dict[int, str] = {}

    @property
    def words(self) -> str:
        """What holds, for the report."""
        return later(
            "a separate process with bounded memory and time, not walled off from the machine"
        )

    def fork(self) -> int:
        """Fork with a temporary folder as home."""
        folder = tempfile.mkdtemp(prefix="guest-")
        if pid := os.fork():
            self._folders[pid] = folder
        else:
            move_home(folder)
        return pid

    def settle(self, seconds: int) -> str:
        """Take limits and a session of its own."""
        os.setsid()
        limit(LIMITS | {resource.RLIMIT_CPU: seconds})
        return os.environ["HOME"]

    def kill(self, pid: int) -> None:
        """Kill it and whatever stayed in its session."""
        os.killpg(pid, signal.SIGKILL)

    def forget(self, pid: int) -> None:
        """Remove its folder."""
        folder = self._folders.pop(pid)
        with contextlib.suppress(RecursionError):
            shutil.rmtree(folder, ignore_errors=True)
        if os.path.lexists(folder):  # folders within folders, to no end
            subprocess.run(["rm", "-rf", "--", folder], check=False)


class Container(Processes):
    """Every wall that needs neither namespaces nor a privilege.

    Raises:
        IsolationError: one of them can't be put up.
    """

    def __init__(self) -> None:
        super().__init__()
        self._as_root = os.geteuid() == 0
        needed = LANDLOCK_AS_ROOT if self._as_root else LANDLOCK_AS_THE_SAME_USER
        try:
            self.landlock_version = landlock.version()
            seccomp.program()
        except OSError as error:
            raise IsolationError(advice.for_container(error)) from None
        if self.landlock_version < needed:
            raise IsolationError(advice.for_landlock(self.landlock_version, needed))
        if self._as_root and not has_user(NOBODY):
            raise IsolationError(advice.for_missing_user(NOBODY))
        self._readable, self._listed = mounts.readable()

    @property
    def words(self) -> str:
        """What holds, and what doesn't, with the version of Landlock."""
        if self._as_root:
            return later(
                "a single process, as a user of its own, that can read no file but the "
                "interpreter's libraries, write nowhere but in an empty folder (Landlock "
                "{version}), and reach no network and no other process (seccomp); memory, time, "
                "threads and the size of a file are bounded. It has no namespaces of its own, so "
                "that it can find out which files and processes there are, though not what is in "
                "them; and the number of its files is not bounded"
            )
        return later(
            "a single process, as the same user as the grader, that can read no file but the "
            "interpreter's libraries, write nowhere but in an empty folder (Landlock {version}), "
            "and reach no network and no other process (seccomp); memory, time and the size of a "
            "file are bounded. It has no namespaces of its own, so that it can find out which "
            "files and processes there are, though not what is in them; and the number of its "
            "files is not bounded"
        )

    def settle(self, seconds: int) -> str:
        """Put up the guest's own walls, from its user to the filter of system calls."""
        folder = super().settle(seconds)
        os.environ["IPYTHONDIR"] = os.path.join(folder, "ipython")
        if self._as_root:
            user = _stranger(os.getpid())
            os.chown(folder, user, user)
            # Counted for each user; as the grader's own it would count the grader's, too.
            limit({resource.RLIMIT_NPROC: THREADS})
            os.setgroups([])
            os.setresgid(user, user, user)
            os.setresuid(user, user, user)
        kernel.clear_capabilities()
        kernel.prctl(kernel.PR_SET_DUMPABLE, 0)
        for path in self._readable:
            if not os.access(path, os.R_OK):
                raise IsolationError(advice.for_unreadable(path).rstrip("."))
        kernel.prctl(kernel.PR_SET_NO_NEW_PRIVS, 1)
        landlock.restrict(
            self.landlock_version,
            writable=folder,
            device=mounts.NULL,
            readable=self._readable,
            listed=self._listed,
        )
        without = frozenset() if self._as_root else BY_NAME
        seccomp.install(seccomp.program(only=os.getpid(), without=without))
        return folder

    def kill(self, pid: int) -> None:
        """Kill it; it can't have started another one."""
        os.kill(pid, signal.SIGKILL)


def _stranger(pid: int) -> int:
    """A user that owns no file and runs no other process, where this machine has so many."""
    return STRANGERS + pid if has_user(STRANGERS + MOST_PROCESSES) else NOBODY
