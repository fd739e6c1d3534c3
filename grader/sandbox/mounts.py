"""The file system that guests see: the interpreter's libraries, read-only, and nothing else."""

import os
import site
import sys
import sysconfig
from collections.abc import Iterable, Sequence
from glob import escape, glob

from grader.sandbox import kernel

WORK = "/notebook"
NULL = "/dev/null"

# Surely there, and surely not the home of a library: the new root can grow here.
_BUILDING_SITE = "/proc"
_SYSTEM = ("/usr/lib", "/usr/lib64", "/lib", "/lib64", "/etc/ld.so.cache")
_DEVICES = (NULL, "/dev/zero", "/dev/random", "/dev/urandom")
# The grader's own code and templates lie among the libraries when it has been installed.
_HIDDEN = (__name__.partition(".")[0], "*notebook_grader*")


def libraries() -> list[str]:
    """The folders that hold the interpreter's modules, without what a .pth file adds to them."""
    paths = sysconfig.get_paths()
    return [
        *(os.path.join(sys.base_prefix, name) for name in ("lib", "lib64")),
        *(paths[name] for name in ("stdlib", "platstdlib", "purelib", "platlib")),
        *site.getsitepackages([sys.prefix, sys.base_prefix]),
    ]


def keep_libraries_only() -> None:
    """Take off the path of imports what is no library: the project that the grader lives in."""
    allowed = tuple(folder + os.sep for folder in libraries())
    sys.path[:] = [path for path in sys.path if (path + os.sep).startswith(allowed)]


def build_root(owner: int) -> None:
    """Build the root in this mount namespace and move into it.

    Args:
        owner: the user id that the working folder belongs to.
    """
    os.umask(0o022)  # others than its maker go through its folders
    kernel.mount("none", "/", None, kernel.MS_REC | kernel.MS_PRIVATE)
    kernel.mount("tmpfs", _BUILDING_SITE, "tmpfs", kernel.MS_NOSUID, "size=1m,mode=755")
    for path in _outermost([*_SYSTEM, *libraries()]):
        _bind(path)
        kernel.restrict_mounts(_BUILDING_SITE + path, kernel.MOUNT_ATTR_NODEV)
    for path in _DEVICES:
        _bind(path)
    for path in _hidden():
        _hide(path)
    os.mkdir(_BUILDING_SITE + WORK)
    read_only = kernel.MOUNT_ATTR_RDONLY | kernel.MOUNT_ATTR_NOSUID
    kernel.restrict_mounts(_BUILDING_SITE, read_only)
    mount_folder(_BUILDING_SITE + WORK, f"size=4m,mode=700,uid={owner},gid={owner}")
    kernel.change_root(_BUILDING_SITE)


def mount_folder(target: str, options: str) -> None:
    """Mount an empty folder to work in, which lives in memory and goes with its last process."""
    flags = kernel.MS_NOSUID | kernel.MS_NODEV | kernel.MS_NOEXEC
    kernel.mount("tmpfs", target, "tmpfs", flags, options)


def unreadable() -> list[str]:
    """The libraries that this process may not read, though they are there."""
    return [
        folder
        for folder in libraries()
        if os.path.lexists(folder) and not os.access(folder, os.R_OK | os.X_OK)
    ]


def readable() -> tuple[list[str], list[str]]:
    """What a guest may read where it can have no root of its own.

    Returns:
        Files and folders with all that is in them; and folders that may only be listed, as
        something in them is hidden.
    """
    hidden = {os.path.realpath(path) for path in _hidden()}
    real = map(os.path.realpath, [*_SYSTEM, *libraries(), *_DEVICES])
    left, whole, listed = list(_outermost(real)), [], []
    while left:
        path = left.pop()
        if path in hidden:
            continue
        if any(inside.startswith(path + os.sep) for inside in hidden):
            listed.append(path)
            left += [entry.path for entry in os.scandir(path) if not entry.is_symlink()]
        else:
            whole.append(path)
    return whole, listed


def _hidden() -> list[str]:
    """The grader's own code among the libraries."""
    folders = map(escape, site.getsitepackages([sys.prefix, sys.base_prefix]))
    return [p for folder in folders for name in _HIDDEN for p in glob(os.path.join(folder, name))]


def _outermost(paths: Iterable[str]) -> Sequence[str]:
    """The paths that exist, also by their real names, without those that lie in another."""
    existing = {name for path in paths for name in (path, os.path.realpath(path))}
    outermost: list[str] = []
    for path in sorted(filter(os.path.exists, existing)):
        if not path.startswith(tuple(folder + os.sep for folder in outermost)):
            outermost.append(path)
    return outermost


def _bind(path: str) -> None:
    target = _BUILDING_SITE + path
    if os.path.isdir(path):
        os.makedirs(target, exist_ok=True)
    else:
        os.makedirs(os.path.dirname(target), exist_ok=True)
        with open(target, "x", encoding="utf-8"):
            pass
    kernel.mount(path, target, None, kernel.MS_BIND | kernel.MS_REC)


def _hide(path: str) -> None:
    target = _BUILDING_SITE + path
    if os.path.isdir(target):
        kernel.mount("tmpfs", target, "tmpfs", kernel.MS_NOSUID, "size=4k,mode=555")
    elif os.path.exists(target):
        kernel.mount(NULL, target, None, kernel.MS_BIND)
