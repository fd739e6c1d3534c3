"""Every attack gets what honest zeros get, changes nothing outside and leaves nothing behind."""

import json
import re
import time
from contextlib import contextmanager

import pytest

from grader.batch import Batch
from grader.exchange.gradescope import results_of
from grader.grading import grade
from grader.report import render_report
from tests.hostile import attack as attacks
from tests.hostile.conftest import SHORT

OVERTIME = 60  # seconds that a busy machine may take above the limit of a submission
FOREIGN = re.compile(
    r"""<[^<>]*(src|href|action)\s*=\s*["']?\s*(https?:|//|javascript:|data:text)"""
)
HANDLER = re.compile(r"<[a-zA-Z][^<>]*\son\w+\s*=")


@pytest.fixture(scope="module")
def zeros(impatient, warm, machine, tmp_path_factory):
    """Points by criterion of a notebook that gives zeros and attacks nothing."""
    honest = attacks.Attack("zeros", (), (), (), ())
    path = tmp_path_factory.mktemp("zeros") / "zeros.ipynb"
    path.write_text(honest.notebook(machine.facts), encoding="utf-8")
    return points(grade(impatient, warm, path, "zeros"))


def points(result):
    return {outcome.criterion: outcome.earned for outcome in result.outcomes}


@pytest.fixture
def grade_attack(impatient, warm, machine, tmp_path):
    """Hand an attack in and have it graded."""

    def graded(attack):
        path = tmp_path / f"{attack.name}.ipynb"
        path.write_text(attack.notebook(machine.facts), encoding="utf-8")
        return grade(impatient, warm, path, attack.name)

    return graded


@pytest.fixture
def leaves_no_trace(warm, machine, processes):
    """Check on leaving that nothing outside changed, was reached or still runs."""

    @contextmanager
    def watched():
        before, running, started = machine.state(), processes(warm), time.monotonic()
        yield
        assert machine.state() == before
        assert machine.visits == []
        assert processes(warm) == running
        assert time.monotonic() - started < SHORT.submission_seconds + OVERTIME

    return watched


@pytest.mark.parametrize("name", attacks.NAMES)
def test_an_attack_gets_what_honest_zeros_get(name, grade_attack, leaves_no_trace, zeros, machine):
    attack = attacks.read(name)
    with leaves_no_trace():
        result = grade_attack(attack)
    assert not result.fault
    assert not result.refusal
    assert points(result) == zeros | dict.fromkeys(attack.costs, 0)
    json.dumps(results_of(result), allow_nan=False)
    page_is_harmless(render_report(result), attack, machine)


def test_who_comes_after_all_attacks_is_graded_as_ever(examiner, warm, machine):
    right = machine.course / "submissions" / "right.ipynb"
    assert grade(examiner, warm, right, "right").score == 9


def page_is_harmless(page, attack, machine):
    """Nothing in the page runs, is fetched, or was secret; what it must say is there."""
    assert machine.secret not in page
    assert page.count("<script") == 1
    assert page.count("<style") == 1
    assert not HANDLER.search(page)
    assert not FOREIGN.search(page)
    for words in attack.words:
        assert words in page


def test_a_batch_with_attacks_ends_and_grades_everybody(impatient, machine, tmp_path):
    hostile = ("exit_in_cells", "raw_writes", "page_in_every_field", "forged_results_in_files")
    names = {}
    for name in hostile:
        path = tmp_path / f"{name}.ipynb"
        path.write_text(attacks.read(name).notebook(machine.facts), encoding="utf-8")
        names[path] = name
    names[machine.course / "submissions" / "right.ipynb"] = "right"
    before = machine.state()
    output = tmp_path / "reports"
    results = [g.result for g in Batch(impatient.assignment, names, output).grade()]

    assert [result.score for result in results] == [0.5, 0.5, 0.5, 0.5, 9]
    assert machine.state() == before
    assert len((output / "grades.csv").read_text(encoding="utf-8").splitlines()) == 6
    page = (output / "index.html").read_text(encoding="utf-8")
    assert not HANDLER.search(page)
    assert not FOREIGN.search(page)
