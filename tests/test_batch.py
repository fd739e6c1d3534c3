"""Many files one after the other: what is written, and when."""

import json

import pytest

from grader.batch import grade_all
from grader.errors import UsageError
from grader.examiner import Examiner

RIGHT = ("import numpy as np", "def half(x): return x / 2", "def double(x): return x + x")


def test_each_result_is_on_disk_before_the_next_one_is_graded(halves, write_notebook, tmp_path):
    names = {write_notebook(*RIGHT, name=f"{name}.ipynb"): name for name in "abc"}
    output = tmp_path / "out"
    for result in grade_all(Examiner(halves), names, output):
        assert json.loads((output / result.submission / "results.json").read_text())["score"] == 3
        for page in ("report.html", "instructor.html"):
            assert (output / result.submission / page).is_file()
    assert (output / "index.html").is_file()
    assert len((output / "grades.csv").read_text().splitlines()) == 4


def test_one_student_can_not_change_the_next_ones_notebook(halves, write_notebook, tmp_path):
    spoiler = (*RIGHT, "np.add = None\nimport builtins\nbuiltins.float = None\nx = 1")
    names = {
        write_notebook(*spoiler, name="a.ipynb"): "a",
        write_notebook(*RIGHT, "print(float(np.add(1, 1)), 'x' in dir())", name="b.ipynb"): "b",
    }
    _, second = grade_all(Examiner(halves), names, tmp_path / "out")
    assert second.score == 3
    assert second.cells[-1].outputs[0]["text"] == "2.0 False\n"


def test_the_reports_of_two_runs_are_the_same_to_the_byte(halves, write_notebook, tmp_path):
    names = {write_notebook(*RIGHT, "1 / 0"): "a"}
    for run in ("one", "two"):
        list(grade_all(Examiner(halves), names, tmp_path / run))
    for file in ("a/report.html", "index.html", "grades.csv"):
        assert (tmp_path / "one" / file).read_bytes() == (tmp_path / "two" / file).read_bytes()


def test_a_folder_that_is_a_file_is_an_error(halves, write_notebook, tmp_path):
    (tmp_path / "out").write_text("")
    with pytest.raises(UsageError, match="can't write the results there"):
        list(grade_all(Examiner(halves), {write_notebook(*RIGHT): "a"}, tmp_path / "out"))


def test_right_values_stand_in_the_instructors_page_and_in_nothing_that_students_get(
    halves, write_notebook, tmp_path
):
    wrong = ("import numpy as np", "def half(x): return x / 3", "def double(x): return x")
    [result] = grade_all(Examiner(halves), {write_notebook(*wrong): "a"}, tmp_path)
    [half, *_] = result.evidence
    lines = [value.expected.splitlines()[1] for case in half.cases for value in case.values]
    numbers = {word for line in lines for word in line.strip("[]").split()}
    assert len(numbers) == 8
    for file in ("a/report.html", "a/results.json", "index.html", "grades.csv"):
        text = (tmp_path / file).read_text(encoding="utf-8")
        assert not [number for number in numbers if number in text]
    instructors = (tmp_path / "a" / "instructor.html").read_text(encoding="utf-8")
    assert all(number in instructors for number in numbers)


def test_alike_submissions_are_named_on_the_page_of_the_class(halves, write_notebook, tmp_path):
    own = "\n".join(f"def part{n}(x): return np.sum(x[{n}]) * {n} + len(x)" for n in range(9))
    names = {
        write_notebook(*RIGHT, own, name="a.ipynb"): "a",
        write_notebook(own.replace("x", "vector"), *RIGHT, name="b.ipynb"): "b",
        write_notebook(*RIGHT, name="c.ipynb"): "c",
    }
    list(grade_all(Examiner(halves), names, tmp_path / "out"))
    page = (tmp_path / "out" / "index.html").read_text(encoding="utf-8")
    assert page.count('class="pairs"') == 1
    pairs = page.split('class="pairs"')[1].split("</table>", maxsplit=1)[0]
    assert pairs.count("a/report.html") == pairs.count("b/report.html") == 1
    assert "c/report.html" not in pairs
