"""A browser, and invented results of an invented assignment to look at in it.

To look at the pages yourself, with any folder that has a `report.html` or an `index.html`:

    python -c "import runpy; runpy.run_path('tests/browser/conftest.py')['photograph'](
        'reports/index.html', 'pictures')"
"""

import base64
import os
import shutil
import struct
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest
from playwright.sync_api import Browser, sync_playwright

from grader.result import (
    Asked,
    CellRun,
    Evidence,
    Finding,
    Measurement,
    Mistake,
    Outcome,
    Picture,
    Place,
    PolicyFinding,
    Result,
    Status,
    Trouble,
    Value,
)
from tests.browser.visit import Visit

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def chromium() -> str:
    """Find the browser, or say how to get it."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if path := shutil.which(name):
            return path
    raise FileNotFoundError(
        "These tests look at the reports in Chromium, and none is installed."
        " Install it, for example with 'apt-get install chromium', and run them again."
    )


def photograph(page_file: str, folder: str) -> None:
    """Save pictures of a page, narrow and wide, light and dark, into `folder`."""
    Path(folder).mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        for width in (400, 1600):
            for scheme in ("light", "dark"):
                page = opened.new_page(
                    viewport={"width": width, "height": 900}, color_scheme=scheme
                )
                page.goto(Path(page_file).resolve().as_uri())
                name = f"{Path(page_file).stem}-{width}-{scheme}.png"
                page.screenshot(path=Path(folder) / name, full_page=True)
                page.close()
        opened.close()


@pytest.fixture(scope="session")
def browsers() -> Iterator[Callable[[], Browser]]:
    """The browser of all tests, and another one when it has crashed."""
    try:
        chromium()
    except FileNotFoundError as missing:
        if "CI" in os.environ:
            raise
        pytest.skip(str(missing))
    with sync_playwright() as playwright:
        opened: list[Browser] = []

        def running() -> Browser:
            if not opened or not opened[-1].is_connected():
                opened.append(
                    playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
                )
            return opened[-1]

        yield running
        for browser in opened:
            browser.close()


@pytest.fixture
def browser(browsers: Callable[[], Browser]) -> Browser:
    return browsers()


@pytest.fixture
def visits() -> Iterator[list[Visit]]:
    opened: list[Visit] = []
    yield opened
    for visit in opened:
        visit.page.close()


def picture() -> str:
    """A small PNG, striped, as base64."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        checksum = struct.pack(">I", zlib.crc32(kind + content))
        return struct.pack(">I", len(content)) + kind + content + checksum

    row = b"\x00" + b"".join(bytes((70, 110, 60 + 3 * x)) for x in range(64))
    header = struct.pack(">IIBBBBB", 64, 40, 8, 2, 0, 0, 0)
    content = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header)
    content += chunk(b"IDAT", zlib.compress(row * 40)) + chunk(b"IEND", b"")
    return base64.b64encode(content).decode()


SOLVE = '''import numpy as np


def solve(A, b):
    """Solve A x = b by elimination."""
    A, b = A.copy(), b.copy()
    for row in range(len(b)):
        # TODO: choose a pivot
        for below in range(row + 1, len(b)):
            factor = A[below, row] / A[row, row]
            A[below] -= factor * A[row]
            b[below] -= factor * b[row]
    return back_substitution(A, b)'''

DERIVATION = r"""# Why elimination works

Each step multiplies from the left with $L_k = I - \ell_k e_k^\top$, so that

$$
\begin{aligned}
U &= L_{n-1} \cdots L_2 L_1 A \\
\det U &= \prod_{k=1}^{n-1} \det L_k \cdot \det A = \det A
\end{aligned}
$$

The **cost** is $\tfrac{2}{3} n^3 + \mathcal{O}(n^2)$ operations, as `solve` shows:

| n | seconds |
|---|---|
| 100 | 0.02 |
| 1000 | 14.1 |
"""


def cells() -> tuple[CellRun, ...]:
    lost = Trouble(
        "NameError",
        "name 'back_substitution' is not defined",
        (Place(1, 13, "solve", "    return back_substitution(A, b)"),),
    )
    drawing = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="220" height="60">'
        '<path d="M5 50L70 20L140 35L215 8" stroke="#46c" fill="none" stroke-width="3"/></svg>'
    )
    return (
        CellRun(0, "markdown", DERIVATION),
        CellRun(1, "code", SOLVE, "ok"),
        CellRun(
            2,
            "code",
            "from scipy import linalg\n\nprint(solve(np.eye(3), np.ones(3)))",
            "raised",
            ({"output_type": "stream", "name": "stdout", "text": "starting …\n"},),
            trouble=lost,
        ),
        CellRun(
            3,
            "code",
            "plot(np.arange(64))\nfor i in range(60):\n    print(i, i ** 2)",
            "ok",
            (
                {
                    "output_type": "display_data",
                    "data": {"image/png": picture(), "text/plain": "<Figure>"},
                },
                {"output_type": "display_data", "data": {"image/svg+xml": drawing}},
                {
                    "output_type": "stream",
                    "name": "stdout",
                    "text": "\n".join(f"{i} {i**2}" for i in range(60)),
                },
            ),
        ),
        CellRun(4, "code", "while True:\n    pass", "timed out", note="Stopped after 10 s."),
        CellRun(5, "code", "solve(A, b)"),
    )


def pictures() -> tuple[Picture, ...]:
    """One of each kind, the map as large as maps become."""
    rows = tuple(tuple((row * column) % 10 for column in range(16)) for row in range(16))
    points = tuple((n % 25, (3 * n) % 25, n % 4) for n in range(60))
    return (
        Picture("map", "A", ("row", "column"), rows, (500, 500)),
        Picture("bars", "x", ("relative error", "row"), ((0, 0, 3, 7, 8),), (5,)),
        Picture("cases", "", ("largest relative error", "equations"), ((2, 0), (3, 4), (9, 9))),
        Picture("points", "", ("by elimination", "by inversion"), points),
    )


def outcomes() -> tuple[Outcome, ...]:
    first, second = "Exercise 1: elimination", "Exercise 2: conditioning"
    off = Finding(
        "x",
        "values",
        "The first entries are right, the last ones are not.",
        largest_error=0.0312,
        where=(4,),
        wrong_entries=2,
        entries=6,
    )
    lost = Trouble(
        "NameError",
        "name 'back_substitution' is not defined",
        (
            Place(2, 3, "<module>", "print(solve(np.eye(3), np.ones(3)))"),
            Place(1, 13, "solve", "    return back_substitution(A, b)"),
        ),
    )
    return (
        Outcome(
            "solve.small",
            "1.1",
            first,
            "The solution of a system of three equations is found.",
            2,
            2.0,
            Status.RIGHT,
            6,
            6,
            case="solve(A, b)",
        ),
        Outcome(
            "solve.pivot",
            "1.2",
            first,
            "A zero on the diagonal is met by exchanging rows.",
            1.5,
            0.75,
            Status.WRONG,
            6,
            4,
            (off,),
            "solve(A, b) with a zero pivot",
            notes=("Right for systems that need no exchange.",),
            hint="Which row would you take if you did it by hand?",
            mistakes=(Mistake("pivot", "No rows are exchanged.", "the start of the loop"),),
            calls="solve(A, b)",
            cell=1,
            lines=(Place(1, 7, "solve", "    for row in range(len(b)):"),),
            pictures=pictures(),
        ),
        Outcome(
            "solve.large",
            "1.3",
            first,
            "Systems of any size are solved.",
            1,
            0.0,
            Status.RAISED,
            4,
            0,
            case="solve(A, b)",
            trouble=lost,
            hint="Run the notebook from the top.",
        ),
        Outcome(
            "explain",
            "1.4",
            first,
            "The derivation says why the determinant stays the same.",
            1,
            None,
            Status.PENDING,
        ),
        Outcome(
            "condition.norm",
            "2.1",
            second,
            "The condition number is the ratio of the extreme singular values.",
            1,
            1.0,
            Status.RIGHT,
            5,
            5,
        ),
        Outcome(
            "condition.estimate",
            "2.2",
            second,
            "The estimate needs no inverse.",
            2,
            0.0,
            Status.TIMED_OUT,
            3,
            1,
            reason="The call took longer than 5 seconds and was stopped.",
        ),
        Outcome(
            "condition.plot",
            "2.3",
            second,
            "The growth of the error is drawn.",
            0.5,
            0.0,
            Status.NOT_ATTEMPTED,
            hint="The function still raises NotImplementedError.",
        ),
    )


@pytest.fixture
def result() -> Result:
    return example("lovelace-01", "A. Example", outcomes())


def asked() -> tuple[Asked, ...]:
    numbers = "float64 [6]\n[" + " ".join(f"{n / 7:.6f}" for n in range(6)) + "]"
    values = (
        Value("x", numbers, numbers.replace("0.8", "9.8")),
        Value("it holds", "True", "False"),
    )
    return (Asked(0, "a matrix", "right"), Asked(1, "a zero pivot", "not right at once", values))


def example(submission: str, name: str, found: tuple[Outcome, ...]) -> Result:
    return Result(
        submission,
        "my solution (2).ipynb",
        "matrix",
        "Systems of linear equations",
        "1.2",
        9.0,
        found,
        cells(),
        (PolicyFinding("The package scipy is not on the list of this assignment.", "scipy", 2, 1),),
        {"Name": name, "Student number": "k123"},
        isolation="Run apart from the grader, without network, as an unknown user.",
        evidence=(Evidence("solve.pivot", 0.042, "1e-9: rounding.", asked(), 91.0),),
        measurements=(Measurement("What a loop costs", ("loop", "array"), (22.8e-3, 237e-6)),),
    )


@pytest.fixture
def class_results() -> list[Result]:
    return example_class()


def example_class() -> list[Result]:
    """Nine submissions: mixed ones, a refused one, and one on which the grader failed."""
    results = []
    for index in range(7):
        found = [
            msgspec.structs.replace(o, earned=o.points, status=Status.RIGHT)
            if o.earned is not None and (index + place) % 3 == 0
            else o
            for place, o in enumerate(outcomes())
        ]
        results.append(example(f"student-{index + 1:02}", f"Person {index + 1}", tuple(found)))
    broken = msgspec.structs.replace(results[0], submission="student-08", outcomes=(), cells=())
    results.append(msgspec.structs.replace(broken, refusal="The file is not JSON."))
    failed = msgspec.structs.replace(broken, submission="student-09", policy=())
    results.append(msgspec.structs.replace(failed, fault="The rubric raised ZeroDivisionError."))
    return results
