"""A hostile student with a guest to try things in, and a view on its processes from outside."""

import os
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import pytest

from grader.sandbox import host, wire

WITHOUT_SECCOMP = "seccomp.install = lambda code: None"
WITHOUT_LANDLOCK = "landlock.version = lambda: 0"


class Student:
    """What a student's cells do in one guest."""

    def __init__(self, zygote):
        self.zygote = zygote
        self.guest = zygote.fork()

    def run(self, source, seconds=20.0):
        return self._ask(lambda number: wire.Run(number, 0, source), seconds)

    def sees(self, expression, *statements):
        """The value of an expression after some statements, none of which may raise."""
        ran = self.run("\n".join([*statements, f"answer = {expression}"]))
        assert ran.error is None, ran.error
        return self._ask(lambda number: wire.Get(number, None, "answer"), 10).value

    def error_of(self, source):
        error = self.run(source).error
        return error and error.kind

    def end(self):
        self.guest.end()

    def _ask(self, make, seconds):
        return self.guest.ask(make, seconds, lambda handle, name: (handle, name))


@pytest.fixture(scope="module")
def walled():
    with host.Zygote() as zygote:
        yield zygote


@pytest.fixture
def hostile():
    """Let a student in: `hostile(zygote)`."""
    return Student


@pytest.fixture
def student(walled):
    fresh = Student(walled)
    yield fresh
    fresh.end()


@pytest.fixture
def another(walled):
    fresh = Student(walled)
    yield fresh
    fresh.end()


@contextmanager
def started(*statements):
    """A zygote whose process first runs some Python, to take a wall away."""
    lines = "from grader.sandbox import landlock, seccomp, zygote", *statements, "zygote.main()"
    command = (sys.executable, "-s", "-P", "-c", "\n".join(lines))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(host, "_COMMAND", command)
        zygote = host.Zygote()
    with zygote:
        yield zygote


@pytest.fixture
def start():
    return started


@pytest.fixture(scope="module")
def namespaces_only():
    """A zygote whose guests have no second wall behind the first."""
    with started(WITHOUT_SECCOMP, WITHOUT_LANDLOCK) as zygote:
        yield zygote


@pytest.fixture(scope="module")
def without_landlock():
    with started(WITHOUT_LANDLOCK) as zygote:
        yield zygote


def status_of(pid):
    """The fields of /proc/<pid>/status; empty when the process is gone."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines()
    except (FileNotFoundError, ProcessLookupError):
        return {}
    return {name: content.strip() for name, _, content in (line.partition(":") for line in lines)}


def descendants(pid):
    """The processes that come from a process and are alive."""
    everybody = {int(name): status_of(name) for name in os.listdir("/proc") if name.isdigit()}
    found = {pid}
    while True:
        more = {p for p, status in everybody.items() if int(status.get("PPid", 0)) in found}
        if more <= found:
            return {p for p in found - {pid} if not everybody[p]["State"].startswith("Z")}
        found |= more


def gone(pids, seconds=10):
    """Whether all processes end in time."""
    deadline = time.monotonic() + seconds
    while any(status_of(p).get("State", "Z")[0] != "Z" for p in pids):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.01)
    return True


@pytest.fixture
def processes():
    """The processes that come from a zygote, given as such or by its number."""
    return lambda z: descendants(z if isinstance(z, int) else z._process.pid)


@pytest.fixture
def are_gone():
    return gone


@pytest.fixture
def status():
    return status_of
