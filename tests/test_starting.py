"""A new assignment: at once it can be generated, graded and verified."""

import keyword

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.assignment import load_assignment
from grader.errors import UsageError
from grader.examiner import Examiner
from grader.grading import grade
from grader.skeleton import build_solved, write_skeleton
from grader.starting import start
from grader.verify import verify


def test_what_it_makes_generates_grades_and_verifies(tmp_path, zygote):
    started = start("first_steps", tmp_path)
    assert started.folder == tmp_path / "solution" / "first_steps"
    assert started.left == ()
    assert sorted(path.name for path in started.folder.iterdir()) == [
        "assignment.toml",
        "first_steps.py",
        "misconceptions.py",
        "rubric.py",
    ]
    assignment = load_assignment(started.folder)
    assert assignment.settings.title == "First steps"
    write_skeleton(assignment)
    right = tmp_path / "right.ipynb"
    right.write_text(build_solved(assignment), encoding="utf-8")
    result = grade(Examiner(assignment), zygote, right, "right")
    assert (result.score, result.pending, result.total) == (2, 1, 3)
    proofs = list(verify(assignment))
    assert [proof.failures for proof in proofs] == [()] * 6
    assert "mutation score 100 %" in proofs[-1].claim


def test_its_notes_for_instructors_are_not_in_the_students_notebook(tmp_path):
    assignment = load_assignment(start("notes", tmp_path).folder)
    skeleton = write_skeleton(assignment).read_text(encoding="utf-8")
    assert "instructors" in assignment.notebook_source.read_text(encoding="utf-8")
    assert "instructors" not in skeleton
    assert "x.mean()" not in skeleton


def test_it_goes_into_the_course_that_is_there(course):
    deep = course / "solution" / "halves"
    assert start("more", deep).folder == course / "solution" / "more"


def test_two_assignments_have_seeds_of_their_own(tmp_path):
    seeds = {load_assignment(start(name, tmp_path).folder).settings.seed for name in ("a", "b")}
    assert len(seeds) == 2


def test_what_is_there_already_stays_as_it_is(course):
    folder = course / "solution" / "halves"
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    with pytest.raises(UsageError, match="stays as it is"):
        start("halves", course)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    (course / "solution" / "empty").mkdir()
    with pytest.raises(UsageError, match="stays as it is"):
        start("empty", course)


@pytest.mark.parametrize(
    "name",
    [
        "",
        "two words",
        "Upper",
        "1st",
        "class",
        "../up",
        "a/b",
        "a.b",
        "é",
        "rubric",
        "x" * 65,
        "a\n",
    ],
)
def test_what_can_be_no_name_is_refused_and_nothing_is_written(tmp_path, name):
    with pytest.raises(UsageError, match="can't be the name of an assignment"):
        start(name, tmp_path)
    assert list(tmp_path.iterdir()) == []


@given(st.text(max_size=12))
def test_every_name_that_is_taken_is_one_in_python(name):
    from grader.starting import _check

    try:
        _check(name)
    except UsageError:
        return
    assert name.isidentifier()
    assert not keyword.iskeyword(name)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (None, "can't be read"),
        (b"", "is no Jupyter notebook"),
        (b"\xff\xfe", "is no Jupyter notebook"),
        (b"[]", "is no Jupyter notebook"),
        (b'{"nbformat": 4, "nbformat_minor": 4, "metadata": {}, "cells": []}', "holds no code"),
    ],
)
def test_a_notebook_that_is_none_leaves_nothing_behind(tmp_path, content, sentence):
    path = tmp_path / "source.ipynb"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(UsageError, match=sentence):
        start("from_it", tmp_path, path)
    assert not (tmp_path / "solution").exists()
