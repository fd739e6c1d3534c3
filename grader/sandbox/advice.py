"""What to do when a wall can't be put up, in words for whoever runs the machine."""

import errno
import os

_SETTINGS = {  # file below /proc/sys: the value that forbids, what to say
    "kernel/unprivileged_userns_clone": ("0", "sysctl -w kernel.unprivileged_userns_clone=1"),
    "kernel/apparmor_restrict_unprivileged_userns": (
        "1",
        "sysctl -w kernel.apparmor_restrict_unprivileged_userns=0",
    ),
    "user/max_user_namespaces": ("0", "sysctl -w user.max_user_namespaces=10000"),
}
_CONTAINER = (
    "in a container, start it with --security-opt seccomp=unconfined --security-opt "
    "apparmor=unconfined and either as an ordinary user or with --cap-add SYS_ADMIN"
)


def for_error(error: OSError, proc: int) -> str:
    """What failed, and how to get it.

    Args:
        error: what the kernel said.
        proc: the open folder /proc.
    """
    failed = f"{error.filename}: {error.strerror}" if error.filename else str(error.strerror)
    if error.errno in (errno.ENOSYS, errno.EINVAL):
        cure = "this needs Linux 5.12 or newer, with namespaces and seccomp, on x86_64 or aarch64"
    else:
        cure = f"allow it ({'; '.join(_forbidding(proc)) or _CONTAINER})"
    return f"{failed}. To isolate notebooks fully, {cure}."


def for_container(error: OSError) -> str:
    """What failed of the walls that need no namespaces, and how to get it."""
    failed = f"{error.filename}: {error.strerror}" if error.filename else str(error.strerror)
    return (
        f"{failed}. In a container, its own filter of system calls may forbid this: use Docker 23 "
        "or newer, or start it with --security-opt seccomp=unconfined."
    )


def for_landlock(found: int, needed: int) -> str:
    """There is no Landlock, or too old a one."""
    there = f"has Landlock {found}" if found else "has no Landlock"
    return (
        f"this kernel {there}; {needed} or newer is needed. It comes with Linux "
        f"{'5.13' if needed == 1 else '6.2'}, where the boot parameter lsm= names landlock."
    )


def for_missing_user(uid: int) -> str:
    """Root can't become anybody else."""
    return (
        f"root has no user {uid} here that notebooks could run as. "
        "To isolate them fully, start the grader as an ordinary user."
    )


def for_unreadable(folder: str) -> str:
    """A folder of libraries can't be read by the user that notebooks run as."""
    return (
        f"notebooks run as user {os.getuid()}, who can't read {folder}. "
        "To isolate them fully, make it readable for everybody (chmod -R a+rX), and so the folders "
        "that it lies in."
    )


def _forbidding(proc: int) -> list[str]:
    """The commands that undo the settings of this machine that forbid namespaces."""
    return [command for name, (value, command) in _SETTINGS.items() if _read(name, proc) == value]


def _read(name: str, proc: int) -> str:
    try:
        file = os.open(f"sys/{name}", os.O_RDONLY, dir_fd=proc)
    except OSError:
        return ""
    with open(file, encoding="utf-8") as content:
        return content.read().strip()
