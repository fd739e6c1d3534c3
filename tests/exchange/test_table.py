"""The table of grades."""

import csv
from datetime import UTC, datetime

import pytest

from grader.exchange.table import guarded, unguarded, write_grades_csv
from grader.result import Adjustment, Origin, Outcome, PolicyFinding, Result, Status, Student


def result(name, earned, **more):
    outcomes = (
        Outcome("half", "1.1", "Exercise 1", "Half.", 1.0, earned, Status.WRONG),
        Outcome("why", "1.2", "Exercise 1", "Why.", 1.0, None, Status.PENDING),
    )
    more = {"outcomes": outcomes, "identity": {"Name": "A. Example"}, **more}
    return Result(name, f"{name}.ipynb", "halves", "Halves", "3", 2.0, **more)


@pytest.fixture
def table(tmp_path):
    def table(*results, missing=()):
        path = tmp_path / "grades.csv"
        write_grades_csv(results, path, missing)
        with path.open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    return table


def test_there_is_one_row_for_each_and_one_column_for_each_criterion(table):
    rows = table(result("a", 1.0), result("b", 0.1 + 0.2))
    assert [row["submission"] for row in rows] == ["a", "b"]
    assert [row["half"] for row in rows] == ["1", "0.3"]
    assert [row["score"] for row in rows] == ["1", "0.3"]
    assert [row["why"] for row in rows] == ["", ""]
    assert [row["pending"] for row in rows] == ["1", "1"]
    assert rows[0]["Name"] == "A. Example"


def test_a_fault_leaves_the_score_empty_and_says_why(table):
    faulty = result("b", 0.0, outcomes=(), fault="The rubric failed.")
    rows = table(result("a", 1.0), faulty, result("c", 0.0, refusal="Empty."))
    assert [row["score"] for row in rows] == ["1", "", "0"]
    assert [row["remark"] for row in rows] == ["", "The rubric failed.", "Empty."]


def test_packages_that_are_not_allowed_stand_among_the_flags(table):
    used = [PolicyFinding("Not allowed.", package, 0, 1) for package in ("torch", "!ls", "torch")]
    (row,) = table(result("a", 1.0, policy=tuple(used), flags=("Look.",)))
    assert row["flags"] == "Look. Not allowed: !ls, torch."


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "\r=1"])
def test_no_spreadsheet_takes_a_students_text_for_a_formula(table, text):
    assert guarded(text) == f"'{text}"
    assert unguarded(guarded(text)) == text
    (row,) = table(result("a", 1.0, identity={"Name": text}))
    assert row["Name"] == f"'{text}"


def test_neither_does_one_that_splits_the_line_at_semicolons(table):
    text = "x;=cmd|' /c calc'!A0;'y';@b"
    (row,) = table(result("a", 1.0, identity={"Name": text}))
    assert row["Name"] == guarded(text) == "x;'=cmd|' /c calc'!A0;'y';'@b"
    assert unguarded(guarded(text)) == text


@pytest.mark.parametrize(
    "text", ['a "quoted" name', "one; two", "it's; 'quoted'", "two\nlines", "comma, here", "Zoë"]
)
def test_awkward_texts_come_back_as_they_were(table, text):
    (row,) = table(result("a", 1.0, identity={"Name": text}))
    assert row["Name"] == text


def test_an_empty_class_is_a_table_without_rows(table):
    assert table() == []


def test_student_time_rules_and_flags_have_columns_of_their_own(table):
    late = result(
        "a",
        1.0,
        students=(Student("Anna A", "01", "a@x.org"), Student("Ben B", "=2")),
        origin=Origin(time=datetime(2026, 12, 1, 12, tzinfo=UTC)),
        late=True,
        counts=False,
        adjustments=(Adjustment("lateness", "A day.", 0.25),),
        flags=("A later one counts: b.", "Look."),
    )
    row, plain = table(late, result("b", 1.0))
    assert row["student"] == "Anna A; Ben B"
    assert row["student number"] == "01; =2"
    assert row["e-mail"] == "a@x.org"
    assert row["handed in"] == "2026-12-01 12:00:00+00:00"
    assert (row["late"], row["counts"], row["taken off"]) == ("yes", "no", "0.25")
    assert row["score"] == "0.75"
    assert row["flags"] == "A later one counts: b. Look."
    assert (plain["late"], plain["counts"], plain["taken off"]) == ("", "yes", "0")


def test_who_handed_in_nothing_has_a_row_that_says_so_and_no_score(table):
    known = result("a", 1.0, students=(Student("Anna A"),))
    _, missing = table(known, missing=[Student("Cem C", "3", "c@x.org")])
    assert (missing["student"], missing["student number"]) == ("Cem C", "3")
    assert (missing["submission"], missing["score"]) == ("", "")
    assert missing["remark"] == "Nothing was handed in."
    _, missing = table(result("a", 1.0), missing=[Student("Cem C")])
    assert missing["remark"] == "Nothing was handed in that is known to be theirs."
