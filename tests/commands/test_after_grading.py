"""What is done with grades: tables for platforms, histories and totals."""

import csv
import zipfile
from pathlib import Path

from tests.commands.conftest import RIGHT


def test_moodles_zip_goes_in_and_its_worksheet_and_feedback_come_out(
    grader, course, write_notebook
):
    with zipfile.ZipFile(course / "class.zip", "w") as file:
        content = write_notebook(*RIGHT).read_text()
        file.writestr("Anna A_71_assignsubmission_file_/x.ipynb", content)
        file.writestr("Eva E_79_assignsubmission_file_/x.ipynb", content)
    sheet = "Identifier,Full name,Grade,Maximum grade,Last modified (grade)\n"
    (course / "sheet.csv").write_text(f"{sheet}Participant 71,Anna A,,4.00,-\n")
    assert grader("grade", "class.zip").returncode == 0
    done = grader("export", "moodle", "--sheet", "sheet.csv", "-o", "back")
    assert done.returncode == 1
    assert done.stdout.splitlines() == [
        f"Wrote {Path('back', 'sheet.csv')}",
        f"Wrote {Path('back', 'feedback.zip')}",
        "1 grade written.",
    ]
    assert "2 of 2 have points that a person has yet to give" in done.stderr
    assert "not written: Eva_E_79: Not on the roster" in done.stderr
    assert "Participant 71,Anna A,3,4.00," in (course / "back" / "sheet.csv").read_text()
    with zipfile.ZipFile(course / "back" / "feedback.zip") as file:
        assert file.namelist() == ["Anna A_71_assignsubmission_file_/report.html"]


def test_history_shows_who_had_what_when_and_what_was_new(grader, submission, write_notebook):
    grader("grade", submission)
    write_notebook("#md Name: Anna Muster", *RIGHT[:2], name="anna.ipynb")
    grader("grade", submission)
    grader("grade", submission, "--regrade", "--isolation", "process")
    done = grader("history", "ANNA MUSTER")
    assert done.returncode == 0
    second, third = done.stdout.splitlines()
    assert "anna, Anna Muster: 1 of 3, 1 pending" in second
    assert third.endswith("(another isolation)")
    first, second, _ = grader("history", "anna").stdout.splitlines()
    assert first.endswith("anna: 3 of 3, 1 pending")
    assert second.endswith("1 of 3, 1 pending  (another file)")
    nobody = grader("history", "nobody")
    assert nobody.returncode == 2
    assert "knows no submission or student 'nobody'" in nobody.stderr


def test_totals_of_two_assignments_are_one_table(grader, two_assignments, write_notebook):
    named = "#md Name: Anna"
    write_notebook(named, *RIGHT, name="a.ipynb")
    signs = write_notebook(named, "import numpy as np", "def negative(x): return -x",
                           RIGHT[2], name="b.ipynb")  # fmt: skip
    assert grader("grade", signs.parent / "a.ipynb", signs).returncode == 0
    done = grader("totals", "reports")
    assert (done.returncode, done.stderr) == (0, "1 to look at: see the column of flags.\n")
    assert done.stdout == "Wrote reports/totals.csv: 1 row, 2 assignments.\n"
    with (two_assignments / "reports" / "totals.csv").open(newline="") as file:
        (anna,) = csv.DictReader(file)
    assert (anna["student"], anna["total"], anna["of"], anna["pending"]) == ("Anna", "6", "8", "2")
    again = grader("totals", "reports", "--roster", "missing.csv")
    assert again.returncode == 2
    assert "missing.csv: can't be read" in again.stderr
