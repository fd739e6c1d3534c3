"""Canvas' gradebook, filled in."""

import csv

import pytest

from grader.errors import UsageError
from grader.exchange import canvas_grades
from grader.exchange.graded import read_graded
from grader.result import Origin, Student
from tests.exchange.graded import write

GRADEBOOK = (
    "Student,ID,SIS User ID,SIS Login ID,Section,Halves and doubles (501),Other (502),Final Score\n"
    ",,,,,Manual Posting,,\n"
    "    Points Possible,,,,,10.00,20.00,(read only)\n"
    '"A, Anna",41,0123,anna,S1,,3.00,1\n'
    '"B, Ben",42,0124,ben,S1,EX,,\n'
    '"\'=C, Cem",43,0125,cem,S1,1.00,,\n'
    '"Student, Test",44,,x,S1,,,\n'
)


def canvas(name, user):
    return Origin("Canvas", user, (Student(name),), user)


@pytest.fixture
def results(tmp_path):
    write(tmp_path / "reports", "aanna_41", origin=canvas("aanna", "41"))
    return tmp_path / "reports"


@pytest.fixture
def export(results, tmp_path):
    def export(gradebook=GRADEBOOK, **options):
        sheet = tmp_path / "gradebook.csv"
        sheet.write_text(gradebook, encoding="utf-8")
        done = canvas_grades.export(read_graded(results), sheet, tmp_path / "out", **options)
        with (tmp_path / "out" / "gradebook.csv").open(encoding="utf-8", newline="") as file:
            return list(csv.reader(file)), done

    return export


def test_only_the_assignments_column_is_filled_in(export, results):
    write(results, "cem", 10.0, students=(Student("C. C.", "0125"),))
    rows, done = export()
    expected = list(csv.reader(GRADEBOOK.splitlines()))
    expected[3][5], expected[5][5] = "7.5", "10"
    assert rows == expected
    assert (done.placed, done.lost) == (2, [])
    assert done.notes == ["1 of these replace another grade in the table."]  # 1.00, by 10
    same, done = export(GRADEBOOK.replace("1.00", "10,00"))
    assert (same[5][5], done.notes) == ("10", [])


def test_who_is_excused_stays_excused(export, results):
    write(results, "bben_42", origin=canvas("bben", "42"))
    rows, done = export()
    assert rows[4][5] == "EX"
    assert (done.placed, done.lost) == (1, ["bben_42: is excused in Canvas, which stays."])


@pytest.mark.parametrize("column", ["Other", "Other (502)", "502"])
def test_another_column_can_be_named(export, column):
    rows, _ = export(GRADEBOOK.replace("20.00", "10.00"), column=column)
    assert rows[3][5:7] == ["", "7.5"]


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("Halves and doubles", "Thirds", r"there are: Thirds \(501\), Other \(502\)"),
        ("Other (502)", "Halves and doubles (502)", "which column"),
        (" (501)", "", "which column"),
        ("10.00", "20.00", "the most there is 20 points, in the assignment 10"),
        ("10.00", "(read only)", "read only"),
    ],
)
def test_a_column_that_is_missing_doubtful_or_of_other_points_is_refused(
    export, old, new, sentence
):
    with pytest.raises(UsageError, match=sentence):
        export(GRADEBOOK.replace(old, new))


def test_decimal_commas_and_semicolons_stay_as_they_are(export, tmp_path):
    export(GRADEBOOK.replace(",", ";").replace(".00", ",00").replace('"A; Anna"', '"A, Anna"'))
    text = (tmp_path / "out" / "gradebook.csv").read_text(encoding="utf-8")
    assert "A, Anna;41;0123;anna;S1;7,5;3,00;1" in text
