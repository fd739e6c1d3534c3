"""What a folder of reports holds from earlier runs."""

import pytest

from grader.earlier import class_in, home_of, names_by_content
from grader.gradebook import CLASS, Basis, Gradebook
from grader.result import Result


@pytest.fixture
def graded(tmp_path):
    def grade(folder, assignment, **contents):
        """A run of which these files were the class."""
        place = tmp_path / folder
        place.mkdir(parents=True, exist_ok=True)
        with Gradebook(place) as book:
            book.keep(CLASS, {"names": list(contents), "settings": {"name": assignment}})
            for name, content in contents.items():
                result = Result(name, f"{name}.ipynb", assignment, "T", "1", 1.0, ())
                book.add(Basis(content, "a", "g", "full"), result)
        return place

    return grade


def test_a_folder_that_nothing_was_graded_into_holds_nothing(tmp_path):
    assert class_in(tmp_path) is None
    assert names_by_content(tmp_path) == {}
    assert home_of("one", tmp_path, alone=True) == tmp_path
    assert home_of("one", tmp_path, alone=False) == tmp_path / "one"


def test_reports_stay_where_they_are_when_another_assignment_comes(graded):
    reports = graded("reports", "one", anna="1")
    assert home_of("one", reports, alone=False) == reports
    assert home_of("two", reports, alone=False) == reports / "two"
    assert home_of("two", reports, alone=True) == reports / "two"


def test_reports_stay_where_they_are_when_only_one_assignment_is_left(graded, tmp_path):
    graded("reports/one", "one", anna="1")
    assert home_of("one", tmp_path / "reports", alone=True) == tmp_path / "reports" / "one"


def test_names_are_those_of_the_last_run_and_of_files_that_are_there_once(graded, tmp_path):
    graded("reports", "one", anna="1", gone="2")
    graded("reports", "one", anna="3", max="4", copy="4")
    graded("reports/two", "two", eve="5")
    assert class_in(tmp_path / "reports").names == ("anna", "max", "copy")
    assert names_by_content(tmp_path / "reports") == {"3": "anna", "5": "eve"}
