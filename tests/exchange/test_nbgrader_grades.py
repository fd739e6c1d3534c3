"""The table that nbgrader exports."""

import csv
from datetime import UTC, datetime

from grader.exchange import nbgrader_grades
from grader.exchange.graded import read_graded
from grader.result import Adjustment, Origin, Student
from tests.exchange.graded import write


def rows_of(results, folder, roster=None):
    done = nbgrader_grades.export(read_graded(results), roster, folder)
    with (folder / "grades.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file)), done


def test_columns_are_those_of_nbgrader_and_times_in_its_form(tmp_path):
    write(
        tmp_path / "reports",
        "anna",
        8.0,
        origin=Origin(
            "nbgrader",
            "anna",
            (Student(number="anna"),),
            "anna",
            datetime(2026, 12, 1, 12, tzinfo=UTC),
        ),
        due=datetime(2026, 11, 30, 23, tzinfo=UTC),
        adjustments=(Adjustment("lateness", "A day.", 1.5),),
    )
    (row,), _ = rows_of(tmp_path / "reports", tmp_path / "out")
    assert row == {
        "assignment": "halves",
        "duedate": "2026-11-30 23:00:00",
        "timestamp": "2026-12-01 12:00:00",
        "student_id": "anna",
        "last_name": "",
        "first_name": "",
        "email": "",
        "raw_score": "8.0",
        "late_submission_penalty": "1.5",
        "score": "6.5",
        "max_score": "10.0",
    }


def test_who_is_on_the_roster_and_handed_in_nothing_has_no_points(tmp_path):
    write(tmp_path / "reports", "x", students=(Student("A, Anna Maria", "1"),))
    write(tmp_path / "reports", "y", students=(Student("Eva E", "9"),))
    (tmp_path / "roster.csv").write_text('name,number\n"A, Anna Maria",1\nBen van B,=2\n')
    rows, done = rows_of(tmp_path / "reports", tmp_path / "out", tmp_path / "roster.csv")
    assert [(r["student_id"], r["last_name"], r["first_name"], r["score"]) for r in rows] == [
        ("1", "A", "Anna Maria", "7.5"),
        ("'=2", "B", "Ben van", "0.0"),
    ]
    assert done.lost == ["y: Not on the roster: “Eva E”."]
    assert done.notes == ["1 of these are 0: nothing handed in is known to be theirs."]


def test_whose_grade_is_not_known_has_no_row_instead_of_zero_points(tmp_path):
    reports, roster = tmp_path / "reports", tmp_path / "roster.csv"
    roster.write_text("Name,Number\nAnna A,1\nBen B,2\nCem C,3\nDora D,4\nDora D,5\nEve E,6\n")
    write(reports, "anna", students=(Student("Anna A", "1"),))
    write(reports, "ben", students=(Student("Ben B", "2"),), fault="Broken.")
    write(reports, "dora", origin=Origin("Moodle", "x", (Student("Dora D"),), "9"))
    write(reports, "eve", students=(Student("Eve E", "6"),), counts=False, flags=("Twice.",))
    rows, done = rows_of(reports, tmp_path / "out", roster)
    assert [(row["last_name"], row["score"]) for row in rows] == [("A", "7.5"), ("C", "0.0")]
    assert len(done.lost) == 3


def test_whom_a_notebook_names_has_no_zero_though_the_platform_calls_them_otherwise(tmp_path):
    reports, roster = tmp_path / "reports", tmp_path / "roster.csv"
    roster.write_text("Name,Number\nAnna A,1\nBen B,2\nCem Ali C,3\nDan D,4\n")
    write(reports, "ben", students=(Student("Ben B", "2"),))
    write(reports, "x", origin=Origin("Moodle", "Cem C", (Student("Cem C"),), "9"))
    login = Origin("nbgrader", "s7", (Student(number="s7"),), "s7")
    write(reports, "s7", origin=login, identity={"Name": "Anna A", "Student number": "1"})
    rows, done = rows_of(reports, tmp_path / "out", roster)
    assert [(row["last_name"], row["score"]) for row in rows] == [("B", "7.5"), ("D", "0.0")]
    assert len(done.lost) == 2
