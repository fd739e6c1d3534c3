"""Written answers out as a table and in again, as spreadsheets leave it."""

import csv

import pytest

from grader.decisions import Decisions, Verdict
from grader.errors import UsageError
from grader.gradebook import Gradebook
from grader.review.queue import task_in
from grader.review.sheet import read_reviews, write_sheet

from .conftest import ANSWERS, BASIS, result_of


@pytest.fixture
def table(graded, tmp_path):
    path = tmp_path / "answers.csv"
    assert write_sheet(graded, path) == 8
    return path


def rows_of(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return {(row["submission"], row["criterion"]): row for row in csv.DictReader(file)}


def fill_in(path, changes, delimiter=",", encoding="utf-8-sig"):
    """Change some cells, as a person and a spreadsheet would."""
    rows = rows_of(path)
    for key, cells in changes.items():
        rows[key] |= cells
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.DictWriter(file, list(next(iter(rows.values()))), delimiter=delimiter)
        writer.writeheader()
        writer.writerows(rows.values())


def said(graded, name="ann"):
    with Gradebook(graded) as book:
        return [(one.by, one.verdict) for one in Decisions(book).of(name)]


def test_what_is_filled_in_is_taken_over_with_its_level(graded, table):
    fill_in(table, {("ann", "explain"): {"points": "1", "comment": "Prove it: $x$, „so“."}})
    assert read_reviews(graded, table, "ada") == (1, ())
    verdict = Verdict(1.0, "The reason is there, its proof isn’t.", "Prove it: $x$, „so“.")
    assert said(graded) == [("ada", verdict)]


def test_a_table_read_twice_or_as_it_was_written_changes_nothing(graded, table):
    assert read_reviews(graded, table, "ada").saved == 0
    fill_in(table, {("ann", "explain"): {"points": "1"}})
    assert [read_reviews(graded, table, "ada") for _ in range(2)] == [(1, ()), (0, ())]
    write_sheet(graded, table)
    row = rows_of(table)["ann", "explain"]
    assert (row["points"], row["by"]) == ("1", "ada")
    assert read_reviews(graded, table, "ben") == (0, ())


def test_a_spreadsheet_that_writes_semicolons_and_commas_is_understood(graded, table):
    filled = {("ann", "explain"): {"points": "0,5"}}
    fill_in(table, filled, delimiter=";", encoding="utf-16")
    assert read_reviews(graded, table, "ada").saved == 1
    assert said(graded)[0][1].points == 0.5


def test_answers_are_no_formulas_and_all_there(table):
    rows = rows_of(table)
    assert rows["dan", "explain"]["answer"] == "'=1+1 It is so."
    assert rows["ann", "explain"]["answer"] == ANSWERS["ann"]
    assert rows["ann", "explain"]["levels"].startswith("0: The reason isn’t there yet. | 1: ")


def test_what_somebody_decided_meanwhile_is_not_overwritten_and_the_rest_is_saved(graded, table):
    with Gradebook(graded) as book:
        item = task_in(book, "ann", "explain").item
        Decisions(book).save(item, Verdict(2.0), 0, "ben")
    fill_in(table, {("ann", "explain"): {"points": "0"}, ("bob", "cost"): {"points": "1"}})
    taken = read_reviews(graded, table, "ada")
    assert taken.saved == 1
    assert [line.partition(", ")[2] for line in taken.lost] == [
        "row 2: ann, explain: ben decided meanwhile. Write the table again, and compare."
    ]
    assert [by for by, _ in said(graded)] == ["ben"]


def test_points_are_not_given_to_an_answer_that_nobody_saw(graded, table):
    with Gradebook(graded) as book:
        book.add(BASIS, result_of("ann", "Another answer."))
    fill_in(table, {("ann", "explain"): {"points": "2"}})
    (lost,) = read_reviews(graded, table, "ada").lost
    assert "what was handed in has changed since" in lost


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        ({"points": "3"}, "3 points aren't between 0 and 2"),
        ({"points": "nan"}, "aren't between"),
        ({"points": "two"}, "“two” are no number"),
        ({"points": "1", "version": "0.12"}, "leave that column as it was"),
        ({"points": "1", "submission": "zoe"}, "knows no submission 'zoe'"),
        ({"points": "1", "criterion": "solve", "version": ""}, "say why the points change"),
    ],
)
def test_a_row_that_makes_no_sense_is_named_and_not_saved(graded, table, cells, sentence):
    fill_in(table, {("ann", "explain"): cells})
    taken = read_reviews(graded, table, "ada")
    assert taken.saved == 0
    assert sentence in taken.lost[0]
    assert "row 2" in taken.lost[0]


def test_points_of_a_machine_are_changed_by_a_row_with_a_reason(graded, table):
    changed = {"criterion": "solve", "points": "3", "comment": "A typo.", "version": ""}
    fill_in(table, {("ann", "cost"): changed})
    assert read_reviews(graded, table, "ada") == (1, ())
    assert said(graded) == [("ada", Verdict(3.0, "", "A typo."))]


def test_another_table_is_said_to_be_one(graded, tmp_path):
    (tmp_path / "x.csv").write_text("submission,criterion,points\n")
    with pytest.raises(UsageError, match="needs the column “comment”"):
        read_reviews(graded, tmp_path / "x.csv", "ada")
