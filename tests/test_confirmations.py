"""What persons decided about forbidden packages."""

import subprocess
import sys

import pytest

from grader.confirmations import (
    FILE,
    Confirmation,
    OnViolation,
    Ruling,
    add_confirmation,
    read_confirmations,
    violation_adjustment,
)
from grader.errors import UsageError
from grader.exchange.sheet import read_sheet
from grader.gradebook import Basis, Gradebook
from grader.result import Outcome, PolicyFinding, Result, Status

TORCH = (PolicyFinding("`torch` is not allowed.", "torch", 1, 1),)
YES = Confirmation("a", Ruling.CONFIRMED, frozenset({"torch"}), "T. A.", "used in backward")


def test_decisions_are_read_back_as_they_were_and_the_last_one_counts(tmp_path):
    assert read_confirmations(tmp_path) == {}
    other = Confirmation("=b", Ruling.DISMISSED, frozenset({"!ls", "os"}), "T", "-, \nno;")
    for decision in (Confirmation("a", Ruling.DISMISSED), other, YES):
        add_confirmation(tmp_path, decision)
    found = read_confirmations(tmp_path)
    assert found["a"] == YES
    assert found["=b"] == other


def test_what_many_decide_at_one_moment_is_all_there(tmp_path):
    outcome = Outcome("c", "1", "part", "title", 2.0, 1.0, Status.RIGHT)
    result = Result("a", "a.ipynb", "halves", "H", "1", 2.0, (outcome,), policy=TORCH)
    with Gradebook(tmp_path) as book:
        book.add(Basis("file", "assignment", "1.0", "full"), result)
    command = [
        sys.executable,
        "-m",
        "grader",
        "confirm",
        "a",
        "--reason",
        "r",
        "--output",
        tmp_path,
    ]
    names = {f"T{number}" for number in range(4)}
    at_work = [subprocess.Popen([*command, "--by", name]) for name in names]
    assert {process.wait(timeout=60) for process in at_work} == {0}
    assert {row[3] for row in read_sheet(tmp_path / FILE).rows} == names


def test_a_table_saved_by_a_spreadsheet_is_read_and_goes_on_in_its_form(tmp_path):
    path = tmp_path / "confirmations.csv"
    path.write_text("Submission;Decision;Reason\nb;dismissed;fine", encoding="utf-8-sig")
    add_confirmation(tmp_path, YES)
    found = read_confirmations(tmp_path)
    assert found["b"].decision is Ruling.DISMISSED
    assert found["a"] == YES


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("submission,decision\na,maybe\n", r"confirmations\.csv, row 2: the decision is “maybe”"),
        ("who,what\na,b\n", "needs the columns"),
    ],
)
def test_a_file_of_another_form_is_said_with_its_row(tmp_path, text, sentence):
    (tmp_path / "confirmations.csv").write_text(text)
    with pytest.raises(UsageError, match=sentence):
        read_confirmations(tmp_path)


@pytest.mark.parametrize("rule", [OnViolation.CAP, OnViolation.ZERO])
def test_no_machine_takes_points_alone(rule):
    line = violation_adjustment(rule, TORCH, None, 8.0, 5.0)
    assert line.points == 0
    assert "only if a person confirms it" in line.sentence


def test_a_confirmed_violation_costs_what_the_rule_says_and_names_the_person():
    cap = violation_adjustment(OnViolation.CAP, TORCH, YES, 8.0, 5.0)
    assert cap.points == 3.0
    assert "as was confirmed by T. A.: used in backward" in cap.sentence
    assert violation_adjustment(OnViolation.CAP, TORCH, YES, 4.0, 5.0).points == 0.0
    assert violation_adjustment(OnViolation.ZERO, TORCH, YES, 8.0, 5.0).points == 8.0


def test_a_dismissed_one_costs_nothing_and_says_so():
    no = Confirmation("a", Ruling.DISMISSED, by="T", reason="unused")
    line = violation_adjustment(OnViolation.ZERO, TORCH, no, 8.0, 5.0)
    assert (line.points, "costs nothing: unused" in line.sentence) == (0, True)


def test_a_decision_does_not_hold_for_what_nobody_looked_at():
    more = (*TORCH, PolicyFinding("`jax` is not allowed.", "jax", 1, 2))
    assert violation_adjustment(OnViolation.ZERO, more, YES, 8.0, 5.0).points == 0


@pytest.mark.parametrize("package", ["a; b", "'=x", " =x", "; ", "torch"])
def test_no_name_in_a_notebook_makes_a_decision_about_it_void(tmp_path, package):
    found = (*TORCH, PolicyFinding("x", package, 1, 2), PolicyFinding("Too long.", "", 2, 1))
    seen = frozenset(finding.package for finding in found)
    add_confirmation(tmp_path, Confirmation("a", Ruling.CONFIRMED, seen, "T", "r"))
    line = violation_adjustment(OnViolation.ZERO, found, read_confirmations(tmp_path)["a"], 8, 5)
    assert line.points == 8
    assert "``" not in line.sentence


def test_where_nothing_was_found_or_the_rule_is_to_flag_there_is_no_line():
    assert violation_adjustment(OnViolation.ZERO, (), YES, 8.0, 5.0) is None
    assert violation_adjustment(OnViolation.FLAG, TORCH, YES, 8.0, 5.0) is None
