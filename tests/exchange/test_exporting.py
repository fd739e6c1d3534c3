"""Which export is written, and what it needs."""

import json

import pytest

from grader.errors import UsageError
from grader.exchange.exporting import export
from grader.exchange.platform import Platform
from grader.gradebook import CLASS, Gradebook
from grader.result import Origin, Student
from tests.exchange.graded import write


def test_gradescope_gets_each_results_json_under_its_own_name(tmp_path):
    people = (Student("Anna A", "1"),)
    own = Origin("Gradescope", "submission_5", people, "5")
    write(tmp_path / "reports", "Anna_A_5", origin=own, students=people, flags=("Look.",))
    write(tmp_path / "reports", "x", identity={"Name": "X"})
    done = export(Platform.GRADESCOPE, tmp_path / "reports", None, tmp_path / "out")
    assert done.placed == 2
    first = json.loads((tmp_path / "out" / "submission_5" / "results.json").read_text())
    assert (first["score"], first["tests"][0]["score"]) == (7.5, 7.5)
    assert not {"flags", "students", "origin", "identity"} & set(first["extra_data"])
    assert (tmp_path / "out" / "x" / "results.json").is_file()


@pytest.mark.parametrize(
    ("platform", "sentence"), [("moodle", "the grading worksheet"), ("canvas", "the gradebook")]
)
def test_a_platform_with_a_table_of_its_own_needs_it(tmp_path, platform, sentence):
    write(tmp_path / "reports", "x")
    with pytest.raises(UsageError, match=f"Give {sentence}.*--sheet"):
        export(Platform(platform), tmp_path / "reports", None, tmp_path / "out")


def test_a_folder_without_results_is_said(tmp_path):
    with pytest.raises(UsageError, match="holds no results"):
        export(Platform.NBGRADER, tmp_path, None, tmp_path / "out")


def test_nothing_is_written_over_the_results_themselves(tmp_path):
    write(tmp_path, "x")
    before = (tmp_path / "x" / "results.json").read_bytes()
    with pytest.raises(UsageError, match="where the results themselves are"):
        export(Platform.GRADESCOPE, tmp_path, None, tmp_path / "x" / "..")
    assert (tmp_path / "x" / "results.json").read_bytes() == before


def test_a_folder_within_the_results_is_no_place_for_an_export(tmp_path):
    write(tmp_path, "x")
    with pytest.raises(UsageError, match="give another --output"):
        export(Platform.GRADESCOPE, tmp_path, None, tmp_path / "out")


def test_who_is_not_graded_yet_is_lost_and_nobody_gets_no_points_meanwhile(tmp_path):
    reports, roster = tmp_path / "reports", tmp_path / "roster.csv"
    write(reports, "anna", students=(Student("Anna A", "1"),))
    with Gradebook(reports) as book:
        book.keep(CLASS, {"names": ["anna", "ben"], "settings": {"name": "halves"}})
    roster.write_text("Name,Number\nAnna A,1\nBen B,2\n")
    done = export(Platform.NBGRADER, reports, roster, tmp_path / "out")
    assert done.lost == ["ben: isn't graded yet. Give the same `grader grade` command again."]
    assert "Ben" not in (tmp_path / "out" / "grades.csv").read_text()
    assert done.placed == 1


def test_a_folder_of_several_assignments_is_answered_with_theirs(tmp_path):
    write(tmp_path / "one", "x")
    with pytest.raises(
        UsageError, match=r"holds several assignments\. Name the folder of one: .*one"
    ):
        export(Platform.NBGRADER, tmp_path, None, tmp_path / "out")


def test_what_is_no_longer_handed_in_is_not_exported(tmp_path):
    for name in ("x", "withdrawn"):
        write(tmp_path / "reports", name)
    with Gradebook(tmp_path / "reports") as book:
        book.keep(CLASS, {"names": ["x"], "settings": {"name": "halves"}})
    done = export(Platform.NBGRADER, tmp_path / "reports", None, tmp_path / "out")
    assert done.placed == 1
    assert "withdrawn" not in (tmp_path / "out" / "grades.csv").read_text()
    assert done.notes == ["1 graded earlier are not in the last run, and left out: withdrawn."]


def test_who_was_graded_in_an_earlier_run_is_not_said_to_have_handed_in_nothing(tmp_path):
    for name in ("anna", "ben"):
        write(tmp_path / "reports", name, students=(Student(name),))
    with Gradebook(tmp_path / "reports") as book:
        book.keep(CLASS, {"names": ["ben"], "settings": {"name": "halves"}})
    (tmp_path / "roster.csv").write_text("Name\nanna\nben\ncem\n")
    export(Platform.NBGRADER, tmp_path / "reports", tmp_path / "roster.csv", tmp_path / "out")
    _, ben, cem = (tmp_path / "out" / "grades.csv").read_text().splitlines()
    assert ben.startswith("halves,,,ben,")
    assert cem.startswith("halves,,,cem,")
