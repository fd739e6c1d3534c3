"""A class whose written answers wait for a person, graded without running anything."""

import threading
import time

import msgspec
import pytest

from grader.assignment import Settings
from grader.gradebook import Basis, Gradebook
from grader.publishing import CLASS, Class
from grader.result import CellRun, Finding, Level, Outcome, Result, Status, Written
from grader.review.app import Desk, app_of
from grader.review.gate import Gate
from grader.review.serving import bound, server_of

BASIS = Basis("file", "assignment", "1.0", "full")
LEVELS = (
    Level(0, "The reason isn’t there yet."),
    Level(1, "The reason is there, its proof isn’t."),
    Level(2, "Both are there."),
)
MODEL = r"Since $\det L_k = 1$, the determinant stays."
ANSWER = r"""Each step has $\det L_k = 1$, so

$$
\begin{aligned}
\det U &= \prod_k \det L_k \det A
\end{aligned}
$$"""
HOSTILE = (
    "</script><script>window.hacked = 1</script><img src=x onerror='window.hacked = 2'>"
    "<form action=https://example.org><button>Save</button></form>"
    "[click](javascript:window.hacked=3) ![far](https://example.org/a.png)"
    "<style>* { display: none }</style><a href=https://example.org>a link</a>"
)
ANSWERS = {"ann": ANSWER, "bob": HOSTILE, "cem": "", "dan": "=1+1 It is so."}


def result_of(name, answer):
    """A result with two written answers, of which the second is always the same."""
    part = "Exercise 1: elimination"
    off = Finding("x", "values", "The last entries are off.", largest_error=0.1)
    outcomes = (
        Outcome("solve", "1.1", part, "Systems are solved.", 3.0, 0.0, Status.WRONG, 6, 2, (off,)),
        Outcome("explain", "1.2", part, "The determinant stays: why.", 2.0, None, Status.PENDING),
        Outcome("cost", "1.10", part, "What it costs.", 1.0, None, Status.PENDING),
    )
    written = (
        Written("explain", "## Why?\n\nSay why $\\det U = \\det A$.", answer, MODEL, LEVELS),
        Written("cost", "What does it cost?", "n³", "$n^3$", (Level(0, "No."), Level(1, "Yes."))),
    )
    cells = (CellRun(0, "code", "x = 1"), CellRun(1, "markdown", answer))
    return Result(
        name,
        f"{name}.ipynb",
        "elimination",
        "Elimination",
        "1",
        6.0,
        outcomes,
        cells,
        written=written,
    )


def write_class(folder, answers):
    """Write a gradebook of a class that gave these answers."""
    settings = {"name": "elimination", "title": "Elimination", "version": "1", "seed": 1}
    known = Class(
        tuple(answers), (), msgspec.convert({**settings, "packages": []}, Settings), ("import x",)
    )
    folder.mkdir(exist_ok=True)
    with Gradebook(folder) as book:
        book.keep(CLASS, known)
        for name, answer in answers.items():
            book.add(BASIS, result_of(name, answer))
    return folder


@pytest.fixture
def graded(tmp_path):
    return write_class(tmp_path / "reports", ANSWERS)


@pytest.fixture
def book(graded):
    with Gradebook(graded) as book:
        yield book


class Sitting:
    """The page of one person who grades, served in a thread as the command serves it."""

    def __init__(self, folder, by):
        self._listening = bound(0)
        desk, port = Desk(folder, by, by), self._listening.getsockname()[1]
        self.gate = Gate(app_of(desk), port, desk.queue.language)
        self._server = server_of(self.gate)
        self._thread = threading.Thread(target=self._server.run, args=([self._listening],))
        self._thread.start()
        while not self._server.started:
            time.sleep(0.01)
        self.link = self.gate.link
        self.home = self.link.partition("/enter/")[0]

    def end(self):
        self._server.should_exit = True
        self._thread.join()
        self._listening.close()


@pytest.fixture
def sit():
    """Begin a person's sitting over a folder of results."""
    sittings = []

    def begin(folder, by):
        sittings.append(Sitting(folder, by))
        return sittings[-1]

    yield begin
    for sitting in sittings:
        sitting.end()
