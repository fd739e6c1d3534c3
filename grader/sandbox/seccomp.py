"""A wall around the kernel: a filter that lets only listed system calls through."""

import ctypes
import errno
import platform
import struct

from grader.sandbox import kernel
from grader.sandbox.system_calls import BOUND, FREE, NAMELESS, alone

_MODE_FILTER = 2
_ALLOW, _ERRNO, _KILL_PROCESS = 0x7FFF0000, 0x00050000, 0x80000000
_LOAD, _AND, _RETURN, _IF_EQUAL, _IF_AT_LEAST = 0x20, 0x54, 0x06, 0x15, 0x35
_OFFSET_OF_NUMBER, _OFFSET_OF_MACHINE, _OFFSET_OF_ARGUMENTS = 0, 4, 16
_MACHINES = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}
_X32 = 0x40000000  # the bit of the second set of numbers that x86_64 has
_YOUNG = 424  # numbers from here on are younger than 2019 and the same on every machine


def program(only: int | None = None, without: frozenset[str] = frozenset()) -> bytes:
    """Assemble the filter for this machine.

    What isn't listed fails with EPERM, or with ENOSYS where the C library then does the same by an
    older call. A call for another architecture ends the process.

    Args:
        only: the one process that may be signalled and limited, where no namespace hides others.
        without: names of listed calls that are refused all the same.

    Raises:
        OSError: the machine is of an architecture that nobody has written the numbers down for.
    """
    machine = platform.machine()
    if machine not in _MACHINES:
        raise OSError(errno.ENOSYS, f"no filter of system calls is known for {machine}", "seccomp")
    column, audit = _MACHINES[machine]
    code = [
        _step(_LOAD, _OFFSET_OF_MACHINE),
        *_unless_equal(audit, [_step(_RETURN, _KILL_PROCESS)]),
        _step(_LOAD, _OFFSET_OF_NUMBER),
        _step(_IF_AT_LEAST, _X32, 0, 1),
        _step(_RETURN, _KILL_PROCESS),
    ]
    bound = BOUND if only is None else BOUND | alone(only)
    for name, numbers in FREE.items():
        if name in without or name in bound or (only is not None and name in NAMELESS):
            continue
        if (number := numbers[column]) is not None:
            code += _if_equal(number, [_step(_RETURN, _ALLOW)])
    for pair, position, bits, values in bound.values():
        check = [_step(_LOAD, _OFFSET_OF_ARGUMENTS + 8 * position), _step(_AND, bits)]
        for value in values:
            check += _if_equal(value, [_step(_RETURN, _ALLOW)])
        code += _if_equal(pair[column], [*check, _step(_RETURN, _ERRNO | errno.EPERM)])
    code += [
        _step(_IF_AT_LEAST, _YOUNG, 0, 1),
        _step(_RETURN, _ERRNO | errno.ENOSYS),
        _step(_RETURN, _ERRNO | errno.EPERM),
    ]
    return b"".join(code)


def install(code: bytes) -> None:
    """Put this process behind the filter for good. Needs no_new_privs."""
    content = ctypes.create_string_buffer(code, len(code))
    head = struct.pack("@HP", len(code) // 8, ctypes.addressof(content))
    address = ctypes.create_string_buffer(head, len(head))
    kernel.call("prctl", kernel.PR_SET_SECCOMP, _MODE_FILTER, address, 0, 0)


def _step(code: int, operand: int, if_true: int = 0, if_false: int = 0) -> bytes:
    return struct.pack("=HBBI", code, if_true, if_false, operand)


def _if_equal(operand: int, then: list[bytes]) -> list[bytes]:
    return [_step(_IF_EQUAL, operand, 0, len(then)), *then]


def _unless_equal(operand: int, then: list[bytes]) -> list[bytes]:
    return [_step(_IF_EQUAL, operand, len(then), 0), *then]
