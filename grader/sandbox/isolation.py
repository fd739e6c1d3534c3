"""The walls between guests and everything else: which there are and in what order they go up.

The zygote moves once, with `Namespaces()`: to a user without rights, into namespaces of its own
and a root that holds the interpreter's libraries and nothing else. Each guest then gets a process
namespace in which it is alone, a user namespace in which it has no power, an empty folder in
memory, limits, Landlock and a filter of system calls. The order is forced: each step needs what a
later one takes away. Where there can be no namespaces, less stands: see `processes.py`.
"""

import contextlib
import os
import resource
import signal
import socket

from grader.sandbox import advice, kernel, landlock, mounts, seccomp
from grader.sandbox.processes import Container, Processes
from grader.sandbox.walls import (
    FILES,
    LIMITS,
    NOBODY,
    THREADS,
    IsolationError,
    Walls,
    has_user,
    later,
    limit,
    move_home,
)

FOLDER = "size=128m,nr_inodes=10k,mode=700"


def put_up(isolation: str) -> Walls:
    """Put up the walls around this process and its guests to come.

    Args:
        isolation: "full", "container" or "process".

    Raises:
        IsolationError: one of them can't be put up.
    """
    with contextlib.suppress(OSError), open("/proc/self/oom_score_adj", "w", encoding="utf-8") as f:
        f.write("500")  # should the machine run out of memory, guests go first
    if isolation == "process":
        return Processes()
    return Container() if isolation == "container" else Namespaces()


class Namespaces:
    """Every wall that the kernel has. Making one puts them up, and what goes on is a child.

    Raises:
        IsolationError: a wall can't be put up.
    """

    def __init__(self) -> None:
        self._proc = os.open("/proc", os.O_PATH | os.O_DIRECTORY)
        try:
            self._filter = seccomp.program()
            self.landlock_version = landlock.version()
            self._move_in()
            _go_on_as_child()
            self._processes = os.open("self/ns/pid", os.O_RDONLY, dir_fd=self._proc)
        except OSError as error:
            raise IsolationError(advice.for_error(error, self._proc)) from None
        if unreadable := mounts.unreadable():
            raise IsolationError(advice.for_unreadable(unreadable[0]))
        move_home(mounts.WORK)
        os.environ["IPYTHONDIR"] = os.path.join(mounts.WORK, "ipython")

    @property
    def words(self) -> str:
        """What holds, with the version of Landlock."""
        if self.landlock_version:
            return later(
                "a single process in namespaces of its own, as an ordinary user, without network "
                "and without any file but the interpreter's libraries and an empty folder; memory, "
                "time, threads and folder are bounded, system calls filtered (seccomp, Landlock "
                "{version})"
            )
        return later(
            "a single process in namespaces of its own, as an ordinary user, without network and "
            "without any file but the interpreter's libraries and an empty folder; memory, time, "
            "threads and folder are bounded, system calls filtered (seccomp, without Landlock)"
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
        limit(LIMITS | {resource.RLIMIT_CPU: seconds, resource.RLIMIT_NPROC: THREADS})
        kernel.drop_capabilities()
        kernel.prctl(kernel.PR_SET_NO_NEW_PRIVS, 1)
        if self.landlock_version:
            landlock.restrict(self.landlock_version, writable=mounts.WORK, device=mounts.NULL)
        seccomp.install(self._filter)
        return mounts.WORK

    def kill(self, pid: int) -> None:
        """Kill it, and with it all processes of its namespace, whose first it is."""
        os.kill(pid, signal.SIGKILL)

    def forget(self, pid: int) -> None:
        """Do nothing: its folder went with its mount namespace."""

    def _move_in(self) -> None:
        if os.geteuid() == 0:
            if not has_user(NOBODY):
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
