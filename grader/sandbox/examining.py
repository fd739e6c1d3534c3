"""Says what isolation this machine gives: each level, what it rests on, and what is missing."""

import platform
from collections.abc import Iterator

from grader.sandbox import landlock, seccomp
from grader.sandbox.choice import Isolation
from grader.sandbox.host import IsolationFault, Zygote


def examine() -> Iterator[tuple[str, str]]:
    """Try every level and look at what they rest on.

    Yields:
        A name, and what there is to say of it, with the remedy for what is missing.

    Raises:
        GradingFault: a process for notebooks can't be started at all.
    """
    for level in Isolation:
        try:
            with Zygote(level) as zygote:
                yield level, f"Notebooks run in {zygote.isolation}."
        except IsolationFault as fault:
            yield level, f"Not on this machine: {fault.reason}"
    yield "Landlock", _landlock()
    yield "seccomp", _seccomp()
    yield (
        "cgroups",
        "None is used: memory, computing time and threads are bounded for each guest by limits of "
        "its process, so that several guests at once share what the machine has.",
    )


def _landlock() -> str:
    try:
        version = landlock.version()
    except OSError as error:
        return (
            f"Asking for it is forbidden ({error.strerror}): Docker allows it from version 23 on."
        )
    if not version:
        return (
            "Not in this kernel. `full` does without its second wall, `container` can't be had; it "
            "comes with Linux 5.13, where the boot parameter lsm= names landlock."
        )
    more = "" if version >= 6 else " From 6 on (Linux 6.12) it also keeps signals in."
    return f"Version {version}.{more}"


def _seccomp() -> str:
    try:
        size = len(seccomp.program()) // 8
    except OSError as error:
        return f"{error.strerror}: `full` and `container` need x86_64 or aarch64."
    return f"A filter of {size} steps for {platform.machine()}."
