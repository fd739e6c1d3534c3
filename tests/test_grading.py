"""One file in, one result out, whatever is in the file."""

import json

import pytest

from grader.errors import GradingFault
from grader.examiner import Examiner
from grader.grading import grade
from grader.result import Status

RIGHT = ("#md Name: A. Example", "import numpy as np", "def half(x): return x / 2",
         "def double(x): return x + x")  # fmt: skip
CELL = {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None, "source": "1"}
NOTEBOOK = {"cells": [CELL], "metadata": {}, "nbformat": 4, "nbformat_minor": 4}


def broken(**changes):
    return json.dumps({**NOTEBOOK, **changes}).encode()


@pytest.fixture
def grade_file(halves, zygote):
    examiner = Examiner(halves)
    return lambda path: grade(examiner, zygote, path, "s1")


def test_a_right_notebook_gets_all_but_what_is_pending(grade_file, write_notebook):
    result = grade_file(write_notebook(*RIGHT))
    assert (result.score, result.automatic, result.pending, result.total) == (3, 3, 1, 4)
    assert (result.assignment, result.version, result.title) == (
        "halves",
        "3",
        "Halves and doubles",
    )
    assert result.identity == {"Name": "A. Example"}
    assert [cell.kind for cell in result.cells] == ["markdown", "code", "code", "code"]
    assert result.refusal == result.fault == ""
    assert result.isolation


def test_two_runs_give_the_same_result(grade_file, write_notebook):
    path = write_notebook(*RIGHT, "import random\nprint(random.random() >= 0)")
    first, second = grade_file(path), grade_file(path)
    assert first.outcomes == second.outcomes
    assert first.cells == second.cells


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"   \n",
        b"not json",
        b"\x00\x01\x02\xff\xfe",
        b"PK\x03\x04 a zip",
        b"[" * 200_000,
        b'{"cells": ' * 50_000,
        b"3",
        b"[]",
        b"{}",
        b"null",
        json.dumps(NOTEBOOK).encode()[:-30],
        broken(cells=[]),
        broken(cells={}),
        broken(cells=[{**CELL, "source": 3}]),
        broken(cells=[{**CELL, "source": [1, 2]}]),
        broken(cells=[3]),
        broken(nbformat=99),
        broken(nbformat="four"),
        broken(metadata={"kernelspec": {"name": "ir", "display_name": "R", "language": "R"}}),
        b'{"nbformat": 4, "nbformat_minor": 4, "metadata": {}, "cells": [' + b"9" * 5000 + b"]}",
    ],
    ids=range(21),
)
def test_what_can_not_be_graded_scores_zero_and_says_why(grade_file, tmp_path, content):
    path = tmp_path / "broken.ipynb"
    path.write_bytes(content)
    result = grade_file(path)
    assert result.fault == ""
    assert result.refusal.endswith(".")
    assert "Traceback" not in result.refusal
    assert result.score == 0
    assert {outcome.earned for outcome in result.outcomes} == {0}
    assert {outcome.status for outcome in result.outcomes} == {Status.NOT_ATTEMPTED}


def test_a_file_that_is_too_large_is_refused(grade_file, tmp_path):
    path = tmp_path / "large.ipynb"
    with path.open("wb") as file:
        file.truncate(2**30)
    assert "large" in grade_file(path).refusal


@pytest.mark.parametrize("minor", [0, 1, 2, 3, 4, 5])
def test_old_notebook_formats_are_read(grade_file, write_notebook, minor):
    path = write_notebook(*RIGHT)
    content = json.loads(path.read_text())
    content["nbformat_minor"] = minor
    if minor < 5:
        for cell in content["cells"]:
            del cell["id"]
    path.write_text(json.dumps(content))
    assert grade_file(path).score == 3


def test_packages_outside_the_list_are_flagged_and_cost_nothing(grade_file, write_notebook):
    result = grade_file(write_notebook(*RIGHT, "import math"))
    assert result.score == 3
    (finding,) = result.policy
    assert (finding.package, finding.cell, finding.line) == ("math", 4, 1)


def test_a_failure_of_the_rubric_is_nobodys_lost_point(halves, zygote, write_notebook):
    text = halves.rubric_source.read_text().replace("return code.half(case)", "1 / 0", 1)
    halves.rubric_source.write_text(text)
    result = grade(Examiner(halves), zygote, write_notebook(*RIGHT), "s1")
    assert "ZeroDivisionError" in result.fault
    assert result.outcomes == ()


def test_a_process_that_can_not_be_started_is_a_fault_of_the_grader(halves, write_notebook):
    class Broken:
        isolation = "none"

        def fork(self, computing_seconds):
            raise GradingFault("It did not start.")

    result = grade(Examiner(halves), Broken(), write_notebook(*RIGHT), "s1")
    assert result.fault == "It did not start."
