"""Gradescope's export of submissions."""

from datetime import UTC, datetime

import pytest

from grader.errors import UsageError
from grader.result import Origin, Student

LIST = """---
submission_101:
  :submitters:
  - :name: Anna Muster
    :sid: '0123'
    :email: anna@example.org
  :created_at: 2026-11-30 21:32:37.229684000 Z
  :score: 12.0
submission_102:
  :submitters:
  - :name: Pair One
    :sid: '200'
    :email: one@example.org
  - :name: Pair Two
    :sid: '201'
"""


def test_the_list_gives_people_and_times(download):
    found = download(
        {
            "assignment_9_export/submission_metadata.yml": LIST,
            "assignment_9_export/submission_101/x.ipynb": "{}",
            "assignment_9_export/submission_101/results.json": "{}",
            "assignment_9_export/submission_102/deep/x.ipynb": "{}",
            "assignment_9_export/submission_103/answer.pdf": "%PDF",
        }
    )
    anna = Student("Anna Muster", "0123", "anna@example.org")
    pair = (Student("Pair One", "200", "one@example.org"), Student("Pair Two", "201"))
    moment = datetime(2026, 11, 30, 21, 32, 37, tzinfo=UTC)
    assert {name: origin for name, (_, origin) in found.items()} == {
        "Anna_Muster_101": Origin(
            "Gradescope", "submission_101", (anna,), "101", moment, order=101
        ),
        "Pair_One_Pair_Two_102": Origin("Gradescope", "submission_102", pair, "102", order=102),
        "103": Origin("Gradescope", "submission_103", (), "103", order=103),
    }


@pytest.mark.parametrize("text", ["a: [", "- 1", "", "a: &a [*a", "\x07: 1"])
def test_a_list_that_can_not_be_read_is_said(download, text):
    with pytest.raises(UsageError, match=r"submission_metadata\.yml: this list"):
        download({"submission_metadata.yml": text, "submission_1/x.ipynb": "{}"})


def test_entries_of_another_form_lose_no_submission(download):
    text = "submission_1: 5\nsubmission_2: {':submitters': [1, {':name': [2]}], ':created_at': x}\n"
    found = download(
        {
            "submission_metadata.yml": text,
            "submission_1/x.ipynb": "{}",
            "submission_2/x.ipynb": "{}",
        }
    )
    assert set(found) == {"1", "2"}


def test_a_students_own_list_says_nothing_about_anybody(download):
    forged = "x:\n  :submitters:\n  - :name: Someone Else\n    :sid: '1'\n"
    found = download(
        {
            "submission_metadata.yml": LIST,
            "submission_101/submission_metadata.yml": forged,
            "submission_101/x/x.ipynb": "{}",
        }
    )
    ((_, origin),) = found.values()
    assert origin.people[0].number == "0123"
