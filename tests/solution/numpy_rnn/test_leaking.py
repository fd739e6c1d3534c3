"""A student's report gives no answer away: what it says is written down here, word for word.

Whoever changes what reports say changes the golden files with it, and reads them once more:

    GOLDEN=write .venv/bin/python -m pytest tests/solution/numpy_rnn/test_leaking.py
"""

import ast
import html
import os
import re
from collections.abc import Mapping
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import msgspec
import numpy as np
import pytest

from grader.grading import grade
from grader.report import render_instructor_page, render_report

HERE = Path(__file__).parent
SUBMISSIONS = HERE.parents[1] / "submissions"
SOLUTION = HERE.parents[2] / "solution" / "numpy_rnn"
NAMES = ("tanh_derivative_forgotten", "forward_without_hidden_bias", "one_sided_quotient")
NUMBER = re.compile(r"(?<![\w.])\d*\.?\d+(?:e[+-]?\d+)?")
TELLING = 3  # significant digits: what is told less exactly gives nothing away


class Words(HTMLParser):
    """What a page says, line by line, also to who doesn't see it; without the notebook itself."""

    def __init__(self, page):
        super().__init__()
        self.lines = []
        self._quiet = False
        self.feed(page.split('<section class="notebook"')[0])

    def handle_starttag(self, tag, attrs):
        self._quiet = tag in ("style", "script")
        said = dict(attrs).get("aria-label")
        if said:
            self.lines.append(f"[{said}]")

    def handle_endtag(self, tag):
        self._quiet = False

    def handle_data(self, data):
        if data.strip() and not self._quiet:
            self.lines.append(" ".join(data.split()))


@pytest.fixture(scope="module", params=NAMES)
def report(request, examiner, zygote):
    result = grade(examiner, zygote, SUBMISSIONS / f"{request.param}.ipynb", request.param)
    told = msgspec.structs.replace(result, measurements=())  # of time: other ones in each run
    return request.param, render_report(told), render_instructor_page(told)


def numbers_in(value):
    if isinstance(value, Mapping):
        value = list(value.values())
    if isinstance(value, list | tuple):
        for item in value:
            yield from numbers_in(item)
    elif isinstance(value, np.ndarray | float):
        yield from (float(number) for number in np.ravel(value))


@cache
def told_exactly(examiner, digits):
    """All hidden inputs and right answers, as they read with some digits."""
    found = set()
    for criterion in examiner.rubric.criteria:
        for index, case in enumerate(examiner.cases(criterion) if criterion.question else ()):
            hidden = [case.x, case.weights, case.d_loss, case.earlier]
            for number in numbers_in([hidden, examiner.right_answer(criterion, index)]):
                found.add(f"{abs(number):.{digits - 1}e}")
    return found


def digits_of(written):
    return len(re.sub(r"e.*|\.", "", written).strip("0"))


def test_what_a_report_says_is_what_was_read_over(report):
    name, page, _ = report
    golden = HERE / "golden" / f"{name}.txt"
    said = "\n".join(Words(page).lines) + "\n"
    if os.environ.get("GOLDEN") == "write":
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(said, encoding="utf-8")
    assert said == golden.read_text(encoding="utf-8")


def given_away(page, examiner):
    """Numbers on a page, besides those in the notebook, that are an answer or a hidden input."""
    before = page.split('<section class="notebook"')[0].split("</style>")[1]
    for number in set(NUMBER.findall(before)):
        digits = digits_of(number)
        if digits >= TELLING and f"{float(number):.{digits - 1}e}" in told_exactly(
            examiner, digits
        ):
            yield number


def test_no_expected_value_and_no_hidden_input_is_in_it(report, examiner):
    _, page, instructors = report
    assert list(given_away(page, examiner)) == []
    assert len(list(given_away(instructors, examiner))) > 10  # so they would be seen


def code_lines(text):
    """Lines of code that are no text for students: those of statements without a string."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Assign | ast.AugAssign | ast.Return | ast.For | ast.Assert):
            line = text.splitlines()[node.lineno - 1].strip()
            if len(line) >= 25 and '"' not in line:
                yield line


def test_no_line_of_the_rubric_or_of_the_solution_is_in_it(report):
    _, page, _ = report
    before = html.unescape(re.sub("<[^>]+>", "", page.split('<section class="notebook"')[0]))
    for path in SOLUTION.glob("*.py"):
        text = path.read_text(encoding="utf-8")
        for line in code_lines(text):
            assert line not in before, f"{path.name}: {line}"
