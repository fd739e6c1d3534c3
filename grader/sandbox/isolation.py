"""The walls between guests and everything else: which there are and in what order they go up.

The zygote moves once, with `Namespaces()`: to a user without rights, into namespaces of its own
and a root that holds the interpreter's libraries and nothing else. Each guest then gets a process
namespace in which it is alone, a user namespace in which it has no power, an empty folder in
memory, limits, Landlock and a filter of system calls. The order is forced: each step needs what a
later one takes away.
"""

import contextlib
import os
import resource
import shutil
import signal
import socket
import tempfile
from typing import Protocol

from grader.sandbox import advice, kernel, landlock, mounts, seccomp

MEMORY = 4 * 2**30  # bytes of address space per guest
FILE_SIZE = 64 * 2**20  # bytes
FILES = 256
THREADS = 64
FOLDER = "size=128m,nr_inodes=10k,mode=700"
NOBODY = 65534  # what a grader that runs as root becomes before it meets a stranger

_LIMITS = {
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
        """What holds, for the report."""

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


def put_up(isolation: str) -> Walls:
    """Put up the walls around this process and its guests to come.

    Args:
        isolation: "full" or "process".

    Raises:
        IsolationError: one of them can't be put up.
    """
    with contextlib.suppress(OSError), open("/proc/self/oom_score_adj", "w", encoding="utf-8") as f:
        f.write("500")  # should the machine run out of memory, guests go first
    return Processes() if isolation == "process" else Namespaces()


class Processes:
    """No walls but those of any process."""

    words = "a separate process with bounded memory and time, not walled off from the machine"

    def __init__(self) -> None:
        self._folders: dict[int, str] = {}

    def fork(self) -> int:
        """Fork with a temporary folder as home."""
        folder = tempfile.mkdtemp(prefix="guest-")
        if pid := os.fork():
            self._folders[pid] = folder
        else:
            _move_home(folder)
        return pid

    def settle(self, seconds: int) -> str:
        """Take limits and a session of its own."""
        os.setsid()
        _limit(_LIMITS | {resource.RLIMIT_CPU: seconds})
        return os.environ["HOME"]

    def kill(self, pid: int) -> None:
        """Kill it and whatever stayed in its session."""
        os.killpg(pid, signal.SIGKILL)

    def forget(self, pid: int) -> None:
        """Remove its folder."""
        shutil.rmtree(self._folders.pop(pid), ignore_errors=True)


class Namespaces:
    """Every wall that the kernel has. Making one puts them up, and what goes on is a child.

    Raises:
        IsolationError: a wall can't be put up.
    """

    def __init__(self) -> None:
        self._proc = os.open("/proc", os.O_PATH | os.O_DIRECTORY)
        try:
            self._filter = seccomp.program()
            self._landlock = landlock.version()
            self._move_in()
            _go_on_as_child()
            self._processes = os.open("self/ns/pid", os.O_RDONLY, dir_fd=self._proc)
        except OSError as error:
            raise IsolationError(advice.for_error(error, self._proc)) from None
        if unreadable := mounts.unreadable():
            raise IsolationError(advice.for_unreadable(unreadable[0]))
        _move_home(mounts.WORK)
        os.environ["IPYTHONDIR"] = os.path.join(mounts.WORK, "ipython")

    @property
    def words(self) -> str:
        """What holds, with the version of Landlock."""
        second = f"Landlock {self._landlock}" if self._landlock else "without Landlock"
        return (
            "a single process in namespaces of its own, as an ordinary user, without network and "
            "without any file but the interpreter's libraries and an empty folder; memory, time, "
            f"threads and folder are bounded, system calls filtered (seccomp, {second})"
        )

    def fork(self) -> int:
        """Fork into a new process namespace."""
        kernel.unshare(kernel.CLONE_NEWPID)
        try:
            pid = os.fork()
        except OSError:
            kernel.enter_process_namespace(self._processes)
            raise
        if pid:
            # The next guest's namespace shall be this one's sibling, not the same.
            kernel.enter_process_namespace(self._processes)
        return pid

    def settle(self, seconds: int) -> str:
        """Put up the guest's own walls, from namespaces to the filter of system calls."""
        os.setsid()
        # A user namespace of its own locks all mounts, and lets this guest's threads be counted
        # by themselves (since Linux 5.14; before, all processes of the user count).
        _enter_user_namespace(self._proc, kernel.CLONE_NEWNS)
        mounts.mount_folder(mounts.WORK, FOLDER)
        _limit(_LIMITS | {resource.RLIMIT_CPU: seconds, resource.RLIMIT_NPROC: THREADS})
        kernel.drop_capabilities()
        kernel.prctl(kernel.PR_SET_NO_NEW_PRIVS, 1)
        if self._landlock:
            landlock.restrict(self._landlock, writable=mounts.WORK, device=mounts.NULL)
        seccomp.install(self._filter)
        return mounts.WORK

    def kill(self, pid: int) -> None:
        """Kill it, and with it all processes of its namespace, whose first it is."""
        os.kill(pid, signal.SIGKILL)

    def forget(self, pid: int) -> None:
        """Do nothing: its folder went with its mount namespace."""

    def _move_in(self) -> None:
        if os.geteuid() == 0:
            if not _has_user(NOBODY):
                raise IsolationError(advice.for_missing_user(NOBODY))
            # The libraries may lie where only root gets to, so the root is built by root.
            kernel.unshare(kernel.CLONE_NEWNS)
            mounts.build_root(owner=NOBODY)
            os.setgroups([])
            os.setresgid(NOBODY, NOBODY, NOBODY)
            os.setresuid(NOBODY, NOBODY, NOBODY)
        else:
            _enter_user_namespace(self._proc, kernel.CLONE_NEWNS)
            mounts.build_root(owner=os.geteuid())
        _enter_user_namespace(
            self._proc,
            kernel.CLONE_NEWNS
            | kernel.CLONE_NEWPID
            | kernel.CLONE_NEWNET
            | kernel.CLONE_NEWIPC
            | kernel.CLONE_NEWUTS,
        )
        socket.sethostname("notebook")


def _has_user(uid: int) -> bool:
    """Whether a user exists in this user namespace: some containers have root only."""
    with open("/proc/self/uid_map", encoding="ascii") as lines:
        ranges = [(int(first), int(count)) for first, _, count in map(str.split, lines)]
    return any(first <= uid < first + count for first, count in ranges)


def _enter_user_namespace(proc: int, flags: int) -> None:
    """Enter a new user namespace, as the same user, and other namespaces that it owns.

    Args:
        proc: the open folder /proc.
        flags: the other namespaces.
    """
    uid, gid = os.geteuid(), os.getegid()
    # Only the files of a dumpable process belong to its user.
    kernel.prctl(kernel.PR_SET_DUMPABLE, 1)
    kernel.unshare(kernel.CLONE_NEWUSER | flags)
    for name, content in (
        ("setgroups", "deny"),
        ("uid_map", f"{uid} {uid} 1"),
        ("gid_map", f"{gid} {gid} 1"),
    ):
        file = os.open(f"self/{name}", os.O_WRONLY, dir_fd=proc)
        try:
            os.write(file, content.encode())
        except OSError as error:
            raise OSError(error.errno, error.strerror, name) from None
        finally:
            os.close(file)
    kernel.prctl(kernel.PR_SET_DUMPABLE, 0)


def _go_on_as_child() -> None:
    """Fork into the process namespace; the parent waits, and neither outlives the other."""
    if pid := os.fork():
        os.closerange(3, FILES)
        _, status = os.waitpid(pid, 0)
        os._exit(os.waitstatus_to_exitcode(status) & 0xFF)
    kernel.prctl(kernel.PR_SET_PDEATHSIG, signal.SIGKILL)


def _move_home(folder: str) -> None:
    os.environ.update(HOME=folder, TMPDIR=folder)
    tempfile.tempdir = None


def _limit(limits: dict[int, int]) -> None:
    for kind, most in limits.items():
        # As an ordinary user one can't have more than one was given.
        _, given = resource.getrlimit(kind)
        bound = most if given == resource.RLIM_INFINITY else min(most, given)
        resource.setrlimit(kind, (bound, bound))
