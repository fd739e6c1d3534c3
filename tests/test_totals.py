"""Totals over several assignments: who is who, and what can't be said."""

import csv

import pytest

from grader.errors import UsageError
from grader.exchange.gradescope import write_results_json
from grader.exchange.sheet import Sheet
from grader.gradebook import CLASS, Gradebook
from grader.result import Origin, Outcome, Result, Status, Student
from grader.roster import roster_of
from grader.totals import add_up, read_all, still_due, write_totals

ANNA, BEN = Student("Anna A", "01", "anna@x.org"), Student("Ben B", "02", "ben@x.org")


@pytest.fixture
def reports(tmp_path):
    """A folder of reports; `handed_in(assignment, name, points, …)` adds a result."""

    def handed_in(assignment, name, points, *students, pending=0.0, **more):
        outcome = Outcome("a", "1.1", "E", "T.", 5.0 - pending, points, Status.RIGHT)
        open_one = Outcome("b", "1.2", "E", "T.", pending, None, Status.PENDING)
        outcomes = (outcome, open_one) if pending else (outcome,)
        result = Result(name, f"{name}.ipynb", assignment, assignment.title(), "1", 5.0, outcomes,
                        students=students, **more)  # fmt: skip
        folder = tmp_path / assignment / name
        folder.mkdir(parents=True)
        write_results_json(result, folder / "results.json")

    handed_in.folder = tmp_path
    return handed_in


def table_of(reports, *rows):
    """The table that is written: by the first column that says anything, as dictionaries."""
    roster = roster_of(Sheet(reports.folder, ["name", "student number", "e-mail"], list(rows)))
    totals = add_up(read_all(reports.folder), roster if rows else None)
    write_totals(totals, reports.folder / "totals.csv")
    with (reports.folder / "totals.csv").open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_a_student_has_one_row_over_all_assignments(reports):
    reports("first", "anna", 4.0, ANNA)
    reports("second", "a", 2.0, Student("A. Anna", "01"), pending=1.0)
    reports("second", "b", 5.0, BEN)
    anna, ben = table_of(reports)
    assert anna == {
        "student": "Anna A", "student number": "01", "e-mail": "anna@x.org", "first": "4",
        "second": "2", "total": "6", "of": "10", "pending": "1",
        "submissions": "first/anna; second/a", "flags": "",
    }  # fmt: skip
    assert (ben["first"], ben["second"], ben["total"]) == ("", "5", "5")


def test_a_stranger_of_the_same_name_is_in_no_students_row(reports):
    people = [Origin("Gradescope", "x", (one,), "1") for one in (ANNA, Student("Anna A", "09"))]
    for name, origin in zip(("anna", "stranger"), people, strict=True):
        reports("first", name, 4.0, origin=origin)
    anna, other = table_of(reports, ["Anna A", "01", "anna@x.org"])
    assert (anna["submissions"], anna["flags"]) == ("first/anna", "")
    assert (other["submissions"], other["student number"]) == ("first/stranger", "09")


def test_of_work_of_two_each_row_has_what_counts_for_them(reports):
    both = Origin("Gradescope", "x", (ANNA, BEN), "1")
    reports("first", "both", 4.0, ANNA, BEN, origin=both, lost_for=(ANNA,))
    reports("first", "alone", 2.0, ANNA, origin=Origin("Gradescope", "y", (ANNA,), "2"))
    for rows in ((), (["Anna A", "01", "anna@x.org"], ["Ben B", "02", "ben@x.org"])):
        anna, ben = table_of(reports, *rows)
        assert (anna["first"], ben["first"], anna["flags"], ben["flags"]) == ("2", "4", "", "")


def test_an_assignment_that_was_stopped_before_its_first_result_stops_no_totals(reports):
    reports("first", "anna", 4.0, ANNA)
    reports("second", "old", 1.0, BEN)
    with Gradebook(reports.folder / "second") as book:
        book.keep(CLASS, {"names": ["new"], "settings": {"name": "second"}})
    assert set(read_all(reports.folder)) == {"first"}
    assert still_due(reports.folder) == ["new"]


def test_a_folder_of_one_assignment_will_do(reports):
    reports("first", "anna", 4.0, ANNA)
    (found,) = read_all(reports.folder / "first").values()
    assert [graded.submission for graded in found] == ["anna"]


def test_with_a_roster_everybody_has_a_row_and_strangers_have_one_of_their_own(reports):
    reports("first", "anna", 4.0, identity={"Name": "Anna A"})
    reports("second", "s2", 3.0, identity={"Student number": "1"})
    reports("second", "eve", 5.0, identity={"Name": "Eve"})
    anna, ben, eve = table_of(reports, ["Anna A", "01", ""], ["Ben B", "02", ""])
    assert (anna["total"], anna["flags"]) == ("7", "")
    assert (ben["total"], ben["flags"]) == (
        "0",
        "Nothing was handed in that is known to be theirs.",
    )
    assert (eve["student"], eve["second"]) == ("Eve", "5")
    assert "Not on the roster" in eve["flags"]


def test_two_people_of_one_name_are_never_one(reports):
    reports("first", "x", 4.0, Student("Anna A", "01"))
    reports("second", "y", 3.0, Student("Anna A", "07"))
    assert [row["total"] for row in table_of(reports)] == ["4", "3"]


def test_what_fits_two_people_is_a_row_of_its_own_with_a_flag(reports):
    reports("first", "a", 1.0, Student("Anna A", "01", "one@x.org"))
    reports("first", "b", 2.0, Student("Anna B", "02", "two@x.org"))
    reports("second", "c", 4.0, Student("Anna C", "01", "two@x.org"))
    rows = table_of(reports)
    assert [row["total"] for row in rows] == ["1", "2", "4"]
    assert [bool(row["flags"]) for row in rows] == [False, False, True]


def test_without_anything_better_it_is_the_notebooks_word_or_the_files_name(reports):
    reports("first", "s1", 1.0, identity={"Name": "Cleo  C", "Group": "3"})
    reports("second", "s9", 2.0, identity={"Name": "cleo c"})
    reports("first", "dora", 3.0, identity={"Name": ""})
    reports("second", "Dora", 4.0)
    cleo, dora = table_of(reports)
    assert (cleo["student"], cleo["total"]) == ("Cleo  C", "3")
    assert cleo["flags"] == "Known by what the notebooks say of themselves alone."
    assert (dora["submissions"], dora["total"]) == ("first/dora; second/Dora", "7")
    assert dora["flags"] == "Known by the name of a file alone."


def test_of_two_submissions_that_count_none_is_counted(reports):
    reports("first", "a", 1.0, ANNA)
    reports("first", "b", 5.0, ANNA)
    reports("second", "old", 1.0, ANNA, counts=False, later="new")
    reports("second", "new", 3.0, ANNA)
    (anna,) = table_of(reports)
    assert (anna["first"], anna["second"], anna["total"]) == ("", "3", "3")
    assert anna["flags"] == "first: more than one submission (a, b), so that none is counted."


def test_a_group_shares_and_a_fault_is_no_zero(reports):
    reports("first", "both", 4.0, ANNA, BEN)
    reports("second", "anna", 0.0, ANNA, fault="The grader stopped.")
    anna, ben = table_of(reports)
    assert (anna["first"], ben["first"]) == ("4", "4")
    assert (anna["second"], anna["total"]) == ("", "4")
    assert "could not be graded" in anna["flags"]


def test_names_are_no_formulas(reports):
    reports("first", "x", 4.0, Student("=1+1", "01"))
    assert table_of(reports)[0]["student"] == "'=1+1"


def test_a_folder_without_results_is_said(tmp_path):
    with pytest.raises(UsageError, match="holds no results"):
        read_all(tmp_path)


def test_the_platforms_word_is_matched_before_the_notebooks(reports):
    origin = Origin("Moodle", people=(Student("Ben B"),))
    reports("first", "x", 4.0, identity={"Name": "Anna A"}, origin=origin)
    anna, ben = table_of(reports, ["Anna A", "01", ""], ["Ben B", "02", ""])
    assert (anna["total"], ben["total"]) == ("0", "4")
    assert "was handed in by" in ben["flags"]
