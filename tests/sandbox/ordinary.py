"""Runs a command as an ordinary user: `ordinary.py [--without-namespaces] command …`.

Root becomes nobody, in a mount namespace in which nobody can reach the interpreter and this
project, even where they lie in root's home. With `--container`, root stays what it is in a
container: root with few capabilities, and with an interpreter that all can read.
"""

import os
import sys
from pathlib import Path

from grader.sandbox import kernel

PROJECT = Path(__file__).parents[2]
NOBODY = 65534


# As containers are given them: CHOWN, DAC_OVERRIDE, FOWNER, FSETID, KILL, SETGID, SETUID, SETPCAP,
# NET_BIND_SERVICE, NET_RAW, SYS_CHROOT, MKNOD, AUDIT_WRITE, SETFCAP.
OF_CONTAINERS = {0, 1, 3, 4, 5, 6, 7, 8, 10, 13, 18, 27, 29, 31}


def open_the_way():
    os.umask(0o022)
    kernel.unshare(kernel.CLONE_NEWNS)
    kernel.mount("none", "/", None, kernel.MS_REC | kernel.MS_PRIVATE)
    # What lies around another comes first: it brings the inner one with it.
    needed = {str(path): os.open(path, os.O_PATH) for path in sorted(needed_folders())}
    for closed in {ancestor for path in needed for ancestor in closed_ancestors(Path(path))}:
        kernel.mount("tmpfs", str(closed), "tmpfs", 0, "mode=755")
    for path, descriptor in needed.items():
        if not os.path.exists(path):
            os.makedirs(path)
            source = f"/proc/self/fd/{descriptor}"
            kernel.mount(source, path, None, kernel.MS_BIND | kernel.MS_REC)


def become_nobody():
    os.setgroups([])
    os.setresgid(NOBODY, NOBODY, NOBODY)
    os.setresuid(NOBODY, NOBODY, NOBODY)


def needed_folders():
    return {PROJECT, Path(sys.prefix), Path(sys.base_prefix)}


def closed_ancestors(path):
    """The outermost folder above the path that others may not enter, if there is one."""
    closed = [parent for parent in reversed(path.parents) if not parent.stat().st_mode & 1]
    return closed[:1]


def keep_what_containers_have():
    for capability in set(range(41)) - OF_CONTAINERS:
        kernel.prctl(kernel.PR_CAPBSET_DROP, capability)


def forbid_namespaces():
    uid, gid = os.geteuid(), os.getegid()
    kernel.prctl(kernel.PR_SET_DUMPABLE, 1)
    kernel.unshare(kernel.CLONE_NEWUSER)
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"{uid} {uid} 1")
    Path("/proc/self/gid_map").write_text(f"{gid} {gid} 1")
    Path("/proc/sys/user/max_user_namespaces").write_text("0")


if __name__ == "__main__":
    command = sys.argv[1:]
    if os.geteuid() == 0:
        open_the_way()
        if command[0] != "--container":
            become_nobody()
    if command[0] == "--container":
        del command[0]
        keep_what_containers_have()
    if command[0] == "--without-namespaces":
        del command[0]
        forbid_namespaces()
    os.execv(command[0], command)
