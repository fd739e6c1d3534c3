"""Finding an assignment and reading what it says of itself."""

from pathlib import Path

import pytest

from grader.assignment import Limits, find_course, load_assignment, load_module
from grader.errors import AuthoringError, UsageError


def test_the_only_solution_is_found_from_any_folder_of_the_course(course, monkeypatch):
    deep = course / "solution" / "halves"
    for folder in (course, deep):
        monkeypatch.chdir(folder)
        assignment = load_assignment()
        assert assignment.name == "halves"
        assert assignment.course == course
        assert assignment.skeleton == course / "assignment" / "halves" / "halves.ipynb"


def test_a_course_may_have_only_an_assignment_folder(tmp_path):
    (tmp_path / "assignment").mkdir()
    (tmp_path / "deeper").mkdir()
    assert find_course(tmp_path / "deeper") == tmp_path


def test_outside_of_a_course_the_error_says_where_to_go(tmp_path):
    with pytest.raises(UsageError, match="Go to the folder of your course"):
        find_course(tmp_path)


def test_a_course_without_a_solution_says_so(tmp_path, monkeypatch):
    (tmp_path / "solution").mkdir()
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError, match="holds no solution"):
        load_assignment()


def test_among_several_solutions_one_must_be_named(course, monkeypatch):
    other = course / "solution" / "other"
    other.mkdir()
    (other / "assignment.toml").write_text("")
    monkeypatch.chdir(course)
    with pytest.raises(UsageError, match="solution/halves, solution/other"):
        load_assignment()


def test_a_misspelt_name_is_answered_with_those_that_there_are(course, monkeypatch):
    monkeypatch.chdir(course)
    with pytest.raises(UsageError, match=r"There are: halves\."):
        load_assignment(Path("half"))


def test_a_folder_that_does_not_exist_is_an_error(course):
    with pytest.raises(UsageError, match="there is no such folder"):
        load_assignment(course / "solution" / "nothing")


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('name = "halves"', 'name = "Half Ves"', "lower-case letters"),
        ("seed = 1", "seed = -1", "must not be negative"),
        ("seed = 1", 'seed = "one"', "seed"),
        ('version = "3"', "", "version"),
        ("seed = 1", "seed = 1\ncolour = 2", "colour"),
        ("seed = 1", 'seed = 1\nlanguage = "fr"', '`language` must be "de" or "en", not \'fr\''),
        ("cell_seconds = 2.0", "cell_seconds = 0", "more than 0 seconds"),
        ("cell_seconds = 2.0", "cpu_seconds = 0", "more than 0 seconds"),
        ("seed = 1", "seed = = 1", "Invalid"),
        ("[limits]", "[deadline]\nat = 2026-11-30T23:59:00\n[limits]", "needs `zone`"),
        ("[limits]", "[deadline]\nat = 2026-11-30\n[limits]", "datetime"),
        ("[limits]", "[extensions]\na = 2026-11-30T23:59:00\n[limits]", "need a `deadline`"),
        ("cell_seconds = 2.0", "cpu_seconds = nan", "at most 86400 seconds"),
        ("cell_seconds = 2.0", "cpu_seconds = inf", "at most 86400 seconds"),
        (
            "[limits]",
            "[extensions]\nann = 2025-11-30T23:59:00\n[deadline]\nat = 2026-11-30T23:59:00\n"
            'zone = "Europe/Vienna"\n[limits]',
            "the extension of 'ann' ends before the deadline",
        ),
        ("seed = 1", 'seed = 1\non_violation = "fail"', "fail"),
        ("seed = 1", "seed = 1\nviolation_cap_percent = 101", "between 0 and 100"),
    ],
)
def test_settings_that_are_wrong_are_named_with_their_file(course, old, new, sentence):
    path = course / "solution" / "halves" / "assignment.toml"
    path.write_text(path.read_text().replace(old, new))
    with pytest.raises(AuthoringError, match=sentence) as error:
        load_assignment(course / "solution" / "halves")
    assert error.value.file == path


@pytest.mark.parametrize("name", ["halves.py", "rubric.py", "assignment.toml"])
def test_a_file_that_is_missing_is_named(course, name):
    (course / "solution" / "halves" / name).unlink()
    with pytest.raises(AuthoringError, match=f"{name}: This file is missing"):
        load_assignment(course / "solution" / "halves")


def test_modules_of_two_courses_with_equal_names_are_two(tmp_path):
    for place in ("one", "two"):
        (tmp_path / place).mkdir()
        (tmp_path / place / "part.py").write_text(f"value = '{place}'")
        (tmp_path / place / "whole.py").write_text("from .part import value")
    found = [load_module(tmp_path / place / "whole.py").value for place in ("one", "two")]
    assert found == ["one", "two"]


@pytest.mark.parametrize(
    ("text", "line", "sentence"),
    [
        ("x = 1\ny = (", 2, "SyntaxError"),
        ("x = 1\n\n1 / 0", 3, "ZeroDivisionError"),
        ("import nothing_like_it", 1, "ModuleNotFoundError"),
    ],
)
def test_a_module_that_fails_is_an_error_with_its_line(tmp_path, text, line, sentence):
    path = tmp_path / "broken.py"
    path.write_text(text)
    with pytest.raises(AuthoringError, match=sentence) as error:
        load_module(path)
    assert (error.value.file, error.value.line) == (path, line)


def test_what_fails_in_a_folder_of_its_own_is_named_there(tmp_path):
    (tmp_path / "parts").mkdir()
    path = tmp_path / "parts" / "forward.py"
    path.write_text("x = 1\n1 / 0")
    (tmp_path / "whole.py").write_text("from .parts import forward")
    with pytest.raises(AuthoringError, match="ZeroDivisionError") as error:
        load_module(tmp_path / "whole.py")
    assert (error.value.file, error.value.line) == (path, 2)


def test_a_submission_may_compute_as_long_as_it_may_take_unless_something_else_is_said():
    assert Limits(submission_seconds=7).computing_seconds == 7
    assert Limits(submission_seconds=7, cpu_seconds=9).computing_seconds == 9


def test_deadline_and_extensions_are_read_as_moments(course):
    path = course / "solution" / "halves" / "assignment.toml"
    path.write_text(
        path.read_text()
        + """
[deadline]
at = 2026-11-30 23:59:00
zone = "Europe/Vienna"
grace_minutes = 15
percent_per_day = 10

[extensions]
"01234567" = 2026-12-07T23:59:00+01:00
"""
    )
    settings = load_assignment(course / "solution" / "halves").settings
    assert settings.deadline.moment(settings.deadline.at).isoformat() == "2026-11-30T23:59:00+01:00"
    assert settings.extensions["01234567"].isoformat() == "2026-12-07T23:59:00+01:00"
