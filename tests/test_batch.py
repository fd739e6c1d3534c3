"""Many submissions: what is written and when, what stands, and what is done again."""

import json
import re
import sqlite3
from collections import Counter
from datetime import UTC, datetime

import msgspec
import pytest

from grader.assignment import load_assignment
from grader.batch import Batch
from grader.crew import processes
from grader.errors import AuthoringError, GradingFault, UsageError
from grader.gradebook import Gradebook
from grader.intake import Intake, Sources
from grader.jobs import PAGES
from grader.lateness import Deadline
from grader.publishing import publish_again
from grader.result import Origin, Result
from grader.sandbox.choice import Isolation

MEASURED = r'"(seconds|memory)":[^,}]*'
RIGHT = ("import numpy as np", "def half(x): return x / 2", "def double(x): return x + x")
WRONG = ("import numpy as np", "def half(x): return x / 3", "def double(x): return x + x")


@pytest.fixture
def notebooks(write_notebook):
    """Files and names of three submissions: two right ones and a wrong one."""
    cells = {"a": RIGHT, "b": WRONG, "c": RIGHT}
    return {write_notebook(*cells[name], name=f"{name}.ipynb"): name for name in cells}


@pytest.fixture
def output(tmp_path):
    return tmp_path / "out"


def graded_again(batch):
    """Names of those that are graded, not taken from the gradebook."""
    return {graded.result.submission for graded in batch.grade() if not graded.before}


def test_each_result_is_on_disk_before_the_next_one_is_graded(halves, notebooks, output):
    for graded in Batch(halves, notebooks, output).grade():
        name = graded.result.submission
        written = json.loads((output / name / "results.json").read_text())
        assert written["score"] == graded.result.score
        for page in ("report.html", "instructor.html"):
            assert (output / name / page).is_file()
        with Gradebook(output) as book:
            assert [row.score for row in book.history(name)] == [graded.result.score]
    assert (output / "index.html").is_file()
    assert len((output / "grades.csv").read_text().splitlines()) == 4


def test_one_student_can_not_change_the_next_ones_notebook(halves, write_notebook, output):
    spoiler = (*RIGHT, "np.add = None\nimport builtins\nbuiltins.float = None\nx = 1")
    names = {
        write_notebook(*spoiler, name="a.ipynb"): "a",
        write_notebook(*RIGHT, "print(float(np.add(1, 1)), 'x' in dir())", name="b.ipynb"): "b",
    }
    _, second = Batch(halves, names, output).grade()
    assert second.result.score == 3
    assert "2.0 False" in (output / "b" / "report.html").read_text()


def test_the_reports_of_two_runs_are_the_same_to_the_byte(halves, write_notebook, tmp_path):
    names = {write_notebook(*RIGHT, "1 / 0"): "a"}
    for run in ("one", "two"):
        list(Batch(halves, names, tmp_path / run).grade())
    for file in ("a/report.html", "index.html", "grades.csv"):
        assert (tmp_path / "one" / file).read_bytes() == (tmp_path / "two" / file).read_bytes()


def test_a_folder_that_is_a_file_is_an_error(halves, notebooks, output):
    output.write_text("")
    with pytest.raises(UsageError, match="can't write the results there"):
        list(Batch(halves, notebooks, output).grade())


def test_what_has_been_graded_stands_until_it_changes(halves, notebooks, write_notebook, output):
    assert graded_again(Batch(halves, notebooks, output)) == {"a", "b", "c"}
    before = {path: path.read_bytes() for path in output.rglob("*.[hjc]*") if path.is_file()}
    assert graded_again(Batch(halves, notebooks, output)) == set()
    assert all(path.read_bytes() == content for path, content in before.items())
    write_notebook(*RIGHT, name="b.ipynb")
    assert graded_again(Batch(halves, notebooks, output)) == {"b"}
    with Gradebook(output) as book:
        assert [grading.score for grading in book.history("b")] == [2, 3]


@pytest.mark.parametrize("change", ["the assignment", "the grader", "isolation", "regrade"])
def test_all_are_graded_again_when_what_grades_them_changes(
    halves, notebooks, output, change, monkeypatch
):
    assert len(graded_again(Batch(halves, notebooks, output))) == 3
    more = {}
    if change == "the assignment":
        (halves.folder / "cases.py").write_text("SIZES = [1, 2]")
        halves = load_assignment(halves.folder)
    elif change == "the grader":
        for module in ("batch", "jobs"):
            monkeypatch.setattr(f"grader.{module}.grader_version", lambda: "2.0")
    elif change == "isolation":
        more = {"isolation": Isolation.PROCESS}
    else:
        more = {"regrade": True}
    assert len(graded_again(Batch(halves, notebooks, output, **more))) == 3
    assert graded_again(Batch(halves, notebooks, output, **(more | {"regrade": False}))) == set()


def test_grading_again_goes_on_where_it_was_stopped(halves, notebooks, output):
    list(Batch(halves, notebooks, output).grade())
    for _ in range(2):
        stopped = Batch(halves, notebooks, output, regrade=True).grade()
        first = next(stopped)
        stopped.close()
        assert not first.before
        others = {"a", "b", "c"} - {first.result.submission}
        assert graded_again(Batch(halves, notebooks, output, regrade=True)) == others
    assert graded_again(Batch(halves, notebooks, output)) == set()


def test_grading_again_is_over_when_something_else_was_done_meanwhile(halves, notebooks, output):
    list(Batch(halves, notebooks, output).grade())
    for meanwhile in (Batch(halves, notebooks, output).grade, lambda: publish_again(output)):
        stopped = Batch(halves, notebooks, output, regrade=True).grade()
        next(stopped)
        stopped.close()
        list(meanwhile())
        again = graded_again(Batch(halves, notebooks, output, regrade=True))
        assert again == {"a", "b", "c"}


@pytest.mark.parametrize("lost", ["results.json", "report.html", "instructor.html", ""])
def test_reports_that_are_gone_are_written_again_without_grading(halves, notebooks, output, lost):
    list(Batch(halves, notebooks, output).grade())
    before = {path: path.read_bytes() for path in (output / "a").iterdir()}
    for path in before if not lost else [output / "a" / lost]:
        path.unlink()
    assert graded_again(Batch(halves, notebooks, output)) == set()
    assert {path: path.read_bytes() for path in (output / "a").iterdir()} == before


def test_a_report_that_a_power_cut_left_empty_is_written_again(halves, notebooks, output):
    list(Batch(halves, notebooks, output).grade())
    before = (output / "a" / "results.json").read_bytes()
    (output / "a" / "results.json").write_bytes(b"")
    assert graded_again(Batch(halves, notebooks, output)) == set()
    assert (output / "a" / "results.json").read_bytes() == before


def test_a_fault_of_the_grader_is_no_grade_and_is_tried_again(halves, notebooks, output):
    rubric = halves.rubric_source.read_text()
    halves.rubric_source.write_text(rubric.replace("return code.half(case)", "1 / 0", 1))
    assert all(graded.result.fault for graded in Batch(halves, notebooks, output).grade())
    assert graded_again(Batch(halves, notebooks, output)) == {"a", "b", "c"}
    with Gradebook(output) as book:
        assert {grading.score for grading in book.history("a")} == {None}


def test_what_is_for_no_assignment_is_refused_until_somebody_says_it_is(halves, notebooks, output):
    alien = next(path for path, name in notebooks.items() if name == "a")
    batch = Batch(halves, notebooks, output, refused={alien: "It is for another course."})
    said = {graded.result.submission: graded.result for graded in batch.grade()}
    assert (said["a"].refusal, said["a"].score) == ("It is for another course.", 0)
    assert not said["b"].refusal
    assert graded_again(Batch(halves, notebooks, output)) == {"a"}


def test_another_deadline_changes_the_points_and_the_report_but_runs_nothing(
    halves, notebooks, output
):
    late = {path: Origin(time=datetime(2026, 12, 1, tzinfo=UTC)) for path in notebooks}

    def batch(**deadline):
        rule = Deadline(datetime(2026, 11, 30, tzinfo=UTC), **deadline)
        settings = msgspec.structs.replace(halves.settings, deadline=rule)
        changed = msgspec.structs.replace(halves, settings=settings)
        intake = Intake(notebooks, late, settings, Sources(), output)
        return Batch(changed, notebooks, output, intake=intake)

    assert graded_again(batch(points_per_day=1)) == {"a", "b", "c"}
    before = (output / "a" / "report.html").read_text()
    assert "1 point taken off" in before
    assert graded_again(batch(points_per_day=1)) == set()
    assert (output / "a" / "report.html").read_text() == before
    assert graded_again(batch(points_per_day=2)) == set()
    assert "2 points taken off" in (output / "a" / "report.html").read_text()
    with Gradebook(output) as book:
        assert [grading.score for grading in book.history("a")] == [2, 1]


def test_any_order_and_any_number_of_workers_give_the_same_gradebook(
    halves, notebooks, write_notebook, tmp_path
):
    notebooks[write_notebook("x = sum(range(10**7))", *WRONG, name="slow.ipynb")] = "slow"
    (tmp_path / "broken.ipynb").write_text("{")
    notebooks[tmp_path / "broken.ipynb"] = "broken"

    def book(folder):
        with sqlite3.connect(folder / "gradebook.db") as book:
            rows = book.execute("SELECT *, result AS told FROM grading")
            leave_out = {"number", "graded", "result"}
            kept = [i for i, (name, *_) in enumerate(rows.description) if name not in leave_out]
            timeless = ([re.sub(MEASURED, "", str(part)) for part in row] for row in rows)
            return Counter(tuple(row[i] for i in kept) for row in timeless)

    list(Batch(halves, notebooks, tmp_path / "one").grade())
    backwards = dict(reversed(notebooks.items()))
    list(Batch(halves, backwards, tmp_path / "three").grade(processes(3)))
    assert book(tmp_path / "one") == book(tmp_path / "three")
    assert len(book(tmp_path / "one")) == 5


def test_a_rubric_that_can_not_be_loaded_is_said_by_workers_too(halves, notebooks, output):
    halves.rubric_source.write_text("rubric = 1 / 0")
    with pytest.raises(AuthoringError, match=r"rubric\.py:1: ZeroDivisionError"):
        list(Batch(halves, notebooks, output).grade(processes(2)))


def test_a_report_that_can_not_be_rendered_stops_nothing(halves, notebooks, output, monkeypatch):
    def fails_for_b(result):
        if result.submission == "b" and not result.fault:
            raise ValueError("what is this?")
        return "<p>"

    monkeypatch.setitem(PAGES, "report.html", fails_for_b)
    faults = {g.result.submission: g.result.fault for g in Batch(halves, notebooks, output).grade()}
    assert faults == {
        "a": "",
        "b": "The report can't be written: ValueError: what is this?",
        "c": "",
    }


def test_a_file_whose_name_is_no_text_is_graded_like_any_other(halves, notebooks, output, tmp_path):
    (path, *_) = notebooks
    odd = path.rename(path.parent / b"\xff\xfe.ipynb".decode(errors="surrogateescape"))
    (graded,) = Batch(halves, {odd: "odd"}, output).grade()
    assert (graded.result.score, graded.result.file) == (3, "\ufffd\ufffd.ipynb")


def test_an_assignment_travels_without_its_folder(halves, notebooks, output, tmp_path):
    batch = Batch(halves, notebooks, output, carried=True)
    halves.folder.rename(tmp_path / "elsewhere")
    assert [g.result.score for g in batch.grade()] == [3, 2, 3]


def test_an_assignment_that_changes_during_grading_is_noticed(halves, notebooks, output):
    batch = Batch(halves, notebooks, output)
    halves.rubric_source.write_text(halves.rubric_source.read_text() + "\n")
    with pytest.raises(GradingFault, match="has changed since grading began"):
        list(batch.grade())


def test_right_values_stand_in_the_instructors_page_and_in_nothing_that_students_get(
    halves, write_notebook, tmp_path
):
    wrong = ("import numpy as np", "def half(x): return x / 3", "def double(x): return x")
    list(Batch(halves, {write_notebook(*wrong): "a"}, tmp_path).grade())
    with sqlite3.connect(tmp_path / "gradebook.db") as book:
        [[encoded]] = book.execute("SELECT result FROM grading")
    [half, *_] = msgspec.json.decode(encoded, type=Result).evidence
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
    list(Batch(halves, names, tmp_path / "out").grade())
    page = (tmp_path / "out" / "index.html").read_text(encoding="utf-8")
    assert page.count('class="pairs"') == 1
    pairs = page.split('class="pairs"')[1].split("</table>", maxsplit=1)[0]
    assert pairs.count("a/report.html") == pairs.count("b/report.html") == 1
    assert "c/report.html" not in pairs
