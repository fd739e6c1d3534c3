"""A wall around files: Landlock allows reading in some places and writing in one folder only."""

import errno
import os
import stat
import struct
from collections.abc import Sequence

from grader.sandbox import kernel

_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446  # the same on every architecture
_VERSION_FLAG = 1
_PATH_BENEATH = 1

_WRITE_FILE, _READ_FILE, _READ_DIR = 1 << 1, 1 << 2, 1 << 3
_REMOVE_DIR, _REMOVE_FILE, _MAKE_DIR, _MAKE_REG = 1 << 4, 1 << 5, 1 << 7, 1 << 8
_MAKE_SYM, _REFER, _TRUNCATE = 1 << 12, 1 << 13, 1 << 14
_READ = _READ_FILE | _READ_DIR
_OF_FILES = _READ_FILE | _WRITE_FILE | _TRUNCATE
_WRITE = _WRITE_FILE | _REMOVE_DIR | _REMOVE_FILE | _MAKE_DIR | _MAKE_REG | _MAKE_SYM
_WRITE |= _REFER | _TRUNCATE
_TCP = 0b11  # bind and connect
_SCOPES = 0b11  # abstract sockets and signals


def version() -> int:
    """The Landlock version of this kernel; 0 when it has none."""
    try:
        return kernel.call("syscall", _CREATE_RULESET, None, 0, _VERSION_FLAG)
    except OSError as error:
        if error.errno in (errno.ENOSYS, errno.EOPNOTSUPP):
            return 0
        raise


def restrict(
    abi: int,
    writable: str,
    device: str,
    readable: Sequence[str] = ("/",),
    listed: Sequence[str] = (),
) -> None:
    """Allow this process reading in some places, writing in one folder and to one device.

    Running a program is allowed nowhere. No capability is needed, but no_new_privs.

    Args:
        abi: what `version` says, at least 1.
        writable: the folder.
        device: the device.
        readable: files and folders, with all that is in them.
        listed: folders of which only the names of what is in them may be read.
    """
    known = (1 << _count_of_rights(abi)) - 1
    handled = struct.pack("=QQQ", known, _TCP if abi >= 4 else 0, _SCOPES if abi >= 6 else 0)
    size = 8 if abi < 4 else 16 if abi < 6 else 24
    ruleset = kernel.call("syscall", _CREATE_RULESET, handled[:size], size, 0)
    for path in readable:
        _allow(ruleset, path, _READ)
    for path in listed:
        _allow(ruleset, path, _READ_DIR)
    _allow(ruleset, writable, (_READ | _WRITE) & known)
    _allow(ruleset, device, (_READ_FILE | _WRITE_FILE | _TRUNCATE) & known)
    kernel.call("syscall", _RESTRICT_SELF, ruleset, 0)
    os.close(ruleset)


def _count_of_rights(abi: int) -> int:
    """How many rights on files a version knows: 13 at first, one more with 2, 3 and 5."""
    return 12 + min(abi, 3) + (abi >= 5)


def _allow(ruleset: int, path: str, rights: int) -> None:
    place = os.open(path, os.O_PATH | os.O_CLOEXEC)
    if not stat.S_ISDIR(os.fstat(place).st_mode):
        rights &= _OF_FILES
    rule = struct.pack("=Qi", rights, place)
    kernel.call("syscall", _ADD_RULE, ruleset, _PATH_BENEATH, rule, 0)
    os.close(place)
