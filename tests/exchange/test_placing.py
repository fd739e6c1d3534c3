"""Numbers that others read as we meant them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.exchange.graded import read_graded
from grader.exchange.placing import has_commas, place, read_number, written
from grader.result import Student
from grader.roster import Roster
from tests.exchange.graded import write

SCORES = st.floats(0, 1000).map(lambda value: round(value, 6))


@given(SCORES, st.booleans())
def test_every_score_comes_back_as_it_was(score, comma):
    assert read_number(written(score, comma=comma)) == score


@pytest.mark.parametrize(
    ("value", "text"), [(7.0, "7"), (0.3, "0.3"), (0.0, "0"), (9.999999, "9.999999")]
)
def test_the_shortest_text_is_written(value, text):
    assert written(value) == text


def test_decimal_commas_are_recognised_by_the_numbers_that_are_there():
    assert has_commas(["", "10,00"])
    assert not has_commas(["10.00", "", "1,000", "a,b"])


@pytest.mark.parametrize("text", ["", "EX", "10 %", "1,2,3"])
def test_what_is_no_number_is_none(text):
    assert read_number(text) is None


def test_of_work_of_two_each_gets_the_grade_that_counts_for_them(tmp_path):
    anna, ben = Student("Anna A", "1"), Student("Ben B", "2")
    write(tmp_path, "both", students=(anna, ben), lost_for=(anna,))
    write(tmp_path, "alone", 3.0, students=(anna,))
    placed = place(read_graded(tmp_path), Roster([anna, ben]), "nbgrader")
    assert {row: item.submission for row, item in placed.rows.items()} == {0: "alone", 1: "both"}
    assert placed.lost == []


def test_the_work_of_two_is_no_stand_in_for_a_later_one_that_could_not_be_graded(tmp_path):
    anna, ben = Student("Anna A", "1"), Student("Ben B", "2")
    write(tmp_path, "both", students=(anna, ben), lost_for=(anna,))
    write(tmp_path, "alone", students=(anna,), fault="Broken.")
    placed = place(read_graded(tmp_path), Roster([anna, ben]), "nbgrader")
    assert {row: item.submission for row, item in placed.rows.items()} == {1: "both"}
    assert placed.doubtful == {0}
