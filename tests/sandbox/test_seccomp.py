"""The filter of system calls, run step by step for both machines that it is written for."""

import errno
import platform
import struct

import pytest

from grader.sandbox import seccomp
from grader.sandbox.system_calls import BOUND, FREE

ALLOWED, KILLED = 0x7FFF0000, 0x80000000
FORBIDDEN, UNKNOWN = 0x00050000 | errno.EPERM, 0x00050000 | errno.ENOSYS
AUDIT = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
SOCKET = {"x86_64": 41, "aarch64": 198}


@pytest.fixture(params=["x86_64", "aarch64"])
def machine(request, monkeypatch):
    monkeypatch.setattr(platform, "machine", lambda: request.param)
    return request.param


def verdict(machine, number, *arguments, audit=None):
    """What the kernel would answer to a system call."""
    data = struct.pack("=IIQ6Q", number, audit or AUDIT[machine], 0, *(*arguments, *[0] * 6)[:6])
    steps = list(struct.iter_unpack("=HBBI", seccomp.program()))
    at = held = 0
    while True:
        code, if_true, if_false, operand = steps[at]
        at += 1
        match code:
            case 0x20:
                (held,) = struct.unpack_from("=I", data, operand)
            case 0x54:
                held &= operand
            case 0x15:
                at += if_true if held == operand else if_false
            case 0x35:
                at += if_true if held >= operand else if_false
            case 0x06:
                return operand


def column(machine):
    return list(AUDIT).index(machine)


def test_each_listed_call_is_allowed(machine):
    for numbers in FREE.values():
        if (number := numbers[column(machine)]) is not None:
            assert verdict(machine, number) == ALLOWED


def test_what_is_not_listed_is_forbidden_or_unknown(machine):
    listed = {numbers[column(machine)] for numbers in FREE.values()}
    listed |= {pair[column(machine)] for pair, *_ in BOUND.values()}
    for number in set(range(600)) - listed:
        assert verdict(machine, number) == (FORBIDDEN if number < 424 else UNKNOWN)
    assert verdict(machine, SOCKET[machine], 2, 1) == FORBIDDEN


@pytest.mark.parametrize(
    ("name", "arguments", "answer"),
    [
        ("clone", (0x3D0F00,), ALLOWED),  # what the C library asks for when a thread starts
        ("clone", (0x1200011,), FORBIDDEN),  # … and when a process forks
        ("clone", (0x3D0F00 | 0x10000000,), FORBIDDEN),
        ("clone", (0x10000011,), FORBIDDEN),
        ("socketpair", (1, 1), ALLOWED),
        ("socketpair", (2, 1), FORBIDDEN),
        ("ioctl", (0, 0x5401), ALLOWED),
        ("ioctl", (0, 0x5412), FORBIDDEN),
        ("prctl", (15,), ALLOWED),
        ("prctl", (22,), FORBIDDEN),
    ],
)
def test_some_calls_are_allowed_for_some_arguments(machine, name, arguments, answer):
    number = BOUND[name][0][column(machine)]
    assert verdict(machine, number, *arguments) == answer


@pytest.mark.parametrize("number", [0x40000000, 0x40000027, 0xFFFFFFFF])
def test_numbers_of_the_other_convention_end_the_process(machine, number):
    assert verdict(machine, number) == KILLED


@pytest.mark.parametrize("audit", [0x40000003, 0x40000028, 0xC00000F3])
def test_calls_for_another_architecture_end_the_process(machine, audit):
    assert verdict(machine, 0, audit=audit) == KILLED


def test_a_machine_without_a_list_is_refused(monkeypatch):
    monkeypatch.setattr(platform, "machine", lambda: "riscv64")
    with pytest.raises(OSError, match="riscv64"):
        seccomp.program()
