"""A course with secrets and open doors that no notebook may change, read or reach."""

import hashlib
import os
import secrets
import shutil
import socket
import sqlite3
import threading
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest

from grader.assignment import Limits
from grader.sandbox.host import Isolation, Zygote

PROJECT = Path(__file__).parent.parent.parent
SHORT = Limits(2.0, 1.0, 15.0, cpu_seconds=6.0)


class Machine:
    """What stands beside the grader: a course anybody may write to, and servers that listen."""

    def __init__(self, course, stack):
        self.course = course
        self.secret = secrets.token_hex(16)
        self.visits = []
        shutil.copytree(PROJECT / "solution", course / "solution")
        shutil.copytree(PROJECT / "tests" / "submissions", course / "submissions")
        (course / "reports").mkdir()
        (course / "reports" / "grades.csv").write_text(f"submission,score\nother,{self.secret}\n")
        with sqlite3.connect(course / "gradebook.sqlite") as book:
            book.execute("create table grades (student text, score real)")
            book.execute("insert into grades values (?, 3)", [self.secret])
        book.close()
        self.facts = {"COURSE": str(course)} | self._servers(stack)
        for path in (course, *course.rglob("*")):
            path.chmod(0o777 if path.is_dir() else 0o666)

    def _servers(self, stack):
        abstract = f"\0grader-{secrets.token_hex(8)}"
        udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        udp.bind(("127.0.0.1", 0))
        named, hidden = socket.socket(socket.AF_UNIX), socket.socket(socket.AF_UNIX)
        named.bind(str(self.course / "socket"))
        hidden.bind(abstract)
        tcp = socket.create_server(("127.0.0.1", 0))
        for server in (udp, named, hidden, tcp):
            if server is not udp:
                server.listen()
            stack.callback(server.close)
            threading.Thread(target=self._watch, args=[server], daemon=True).start()
        ports = {"TCP_PORT": tcp.getsockname()[1], "UDP_PORT": udp.getsockname()[1]}
        return ports | {"ABSTRACT": abstract}

    def _watch(self, server):
        with suppress(OSError):
            while True:
                if server.type == socket.SOCK_DGRAM:
                    self.visits.append(server.recvfrom(100))
                else:
                    self.visits.append(server.accept())

    def state(self):
        """Mode, time of change and content of everything in the course."""
        return {
            str(path): (os.lstat(path).st_mode, os.lstat(path).st_mtime_ns, _digest(path))
            for path in sorted((self.course, *self.course.rglob("*")))
        }


def _digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else None


@pytest.fixture(scope="module")
def machine(tmp_path_factory):
    with ExitStack() as stack, pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("hostile")
        made = Machine(folder, stack)
        patch.setenv("GRADER_SECRET", made.secret)
        yield made


@pytest.fixture(scope="module")
def warm(machine):
    """A zygote that all attacks come from, one after the other.

    All of this can be tried on a lower level, too: `GRADER_TEST_ISOLATION=container`.
    """
    with Zygote(Isolation(os.environ.get("GRADER_TEST_ISOLATION", "full"))) as process:
        yield process


@pytest.fixture(scope="module")
def impatient(examiner_within):
    """The examiner, with limits that an attack reaches soon."""
    return examiner_within(SHORT)
