"""The system calls that isolation needs and Python has no face for, as typed functions.

Each raises OSError with the call's name and arguments in it when the kernel refuses.
"""

import ctypes
import os
import platform
import struct

CLONE_NEWNS = 0x00020000
CLONE_NEWUTS = 0x04000000
CLONE_NEWIPC = 0x08000000
CLONE_NEWUSER = 0x10000000
CLONE_NEWPID = 0x20000000
CLONE_NEWNET = 0x40000000

MS_NOSUID, MS_NODEV, MS_NOEXEC = 0x2, 0x4, 0x8
MS_BIND, MS_REC, MS_PRIVATE = 0x1000, 0x4000, 0x40000
MOUNT_ATTR_RDONLY, MOUNT_ATTR_NOSUID, MOUNT_ATTR_NODEV = 0x1, 0x2, 0x4

PR_SET_PDEATHSIG = 1
PR_SET_DUMPABLE = 4
PR_SET_SECCOMP = 22
PR_CAPBSET_DROP = 24
PR_SET_NO_NEW_PRIVS = 38
PR_CAP_AMBIENT = 47

_NAMESPACES = {
    CLONE_NEWUSER: "user",
    CLONE_NEWNS: "mount",
    CLONE_NEWPID: "process",
    CLONE_NEWNET: "network",
    CLONE_NEWIPC: "IPC",
    CLONE_NEWUTS: "UTS",
}
_MNT_DETACH = 2
_AT_FDCWD = -100
_AT_RECURSIVE = 0x8000
_MOUNT_SETATTR = 442
_PIVOT_ROOT = {"x86_64": 155, "aarch64": 41}
_CAPABILITY_VERSION_3 = 0x20080522
_CAP_AMBIENT_CLEAR_ALL = 4

_libc = ctypes.CDLL(None, use_errno=True)
_libc.syscall.restype = ctypes.c_long

Argument = int | str | bytes | None | ctypes.Array[ctypes.c_char]


def call(function: str, *arguments: Argument) -> int:
    """Call a function of libc; return what it returns.

    Raises:
        OSError: it failed, or this libc doesn't have it.
    """
    try:
        found = getattr(_libc, function)
    except AttributeError:
        raise OSError(38, "this C library doesn't have it", function) from None
    result: int = found(*map(_native, arguments))
    if result < 0:
        number = ctypes.get_errno()
        shown = ", ".join(str(a) for a in arguments if isinstance(a, int | str))
        raise OSError(number, os.strerror(number), f"{function}({shown})")
    return result


def _native(argument: Argument) -> object:
    if isinstance(argument, int):
        return ctypes.c_long(argument)
    return os.fsencode(argument) if isinstance(argument, str) else argument


def unshare(flags: int) -> None:
    """Enter new namespaces."""
    try:
        call("unshare", flags)
    except OSError as error:
        kinds = [kind for flag, kind in _NAMESPACES.items() if flags & flag]
        wall = f"entering a new namespace ({', '.join(kinds)})"
        raise OSError(error.errno, error.strerror, wall) from None


def enter_process_namespace(descriptor: int) -> None:
    """Let the next fork be in the process namespace that an open file stands for."""
    call("setns", descriptor, CLONE_NEWPID)


def mount(source: str, target: str, kind: str | None, flags: int, options: str = "") -> None:
    """Mount a file system, or bind a file or folder."""
    call("mount", source, target, kind, flags, options or None)


def restrict_mounts(target: str, attributes: int) -> None:
    """Set attributes (read-only, …) of a mount and of all mounts below it."""
    structure = struct.pack("=QQQQ", attributes, 0, 0, 0)
    arguments = (_AT_FDCWD, target, _AT_RECURSIVE, structure, len(structure))
    call("syscall", _MOUNT_SETATTR, *arguments)


def change_root(folder: str) -> None:
    """Make a mounted folder the root, and let go of the old root with all that's mounted in it."""
    os.chdir(folder)
    call("syscall", _PIVOT_ROOT[platform.machine()], ".", ".")
    call("umount2", ".", _MNT_DETACH)
    os.chdir("/")


def prctl(option: int, value: int) -> None:
    """Change an attribute of this process."""
    call("prctl", option, value, 0, 0, 0)


def drop_capabilities() -> None:
    """Give up every capability for good: from all sets, also the bounding and the ambient one."""
    for capability in range(64):
        try:
            prctl(PR_CAPBSET_DROP, capability)
        except OSError as error:
            if error.errno != 22 or capability < 32:
                raise
            break  # the kernel doesn't know so many
    clear_capabilities()


def clear_capabilities() -> None:
    """Give up every capability that this process has, which needs none."""
    prctl(PR_CAP_AMBIENT, _CAP_AMBIENT_CLEAR_ALL)
    call("capset", struct.pack("=Ii", _CAPABILITY_VERSION_3, 0), struct.pack("=6I", *[0] * 6))
