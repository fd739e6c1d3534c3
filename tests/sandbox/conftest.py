"""A hostile student with a guest to try things in, and a view on its processes from outside."""

import sys
import time
from contextlib import contextmanager

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


@pytest.fixture
def are_gone(status):
    """Whether all processes end in time."""

    def gone(pids, seconds=10):
        deadline = time.monotonic() + seconds
        while any(status(p).get("State", "Z")[0] != "Z" for p in pids):
            if time.monotonic() > deadline:
                return False
            time.sleep(0.01)
        return True

    return gone
