"""What `grader grade` prints and writes for one, several and all kinds of submissions."""

import csv
import json
import zipfile

from tests.commands.conftest import RIGHT


def test_grade_writes_results_report_index_and_table(grader, course, submission):
    done = grader("grade", submission)
    assert done.returncode == 0, done.stderr
    assert done.stdout == (
        "anna: 3 of 3, 1 pending\nReports: reports/index.html   Grades: reports/grades.csv\n"
    )
    assert done.stderr == ""
    folder = course / "reports"
    results = json.loads((folder / "anna" / "results.json").read_text())
    assert results["score"] == 3
    assert [test["extra_data"]["criterion"] for test in results["tests"]] == [
        "half",
        "double",
        "why",
    ]
    assert "3 of 3 points so far" in (folder / "anna" / "report.html").read_text()
    assert "anna/report.html" in (folder / "index.html").read_text()
    with (folder / "grades.csv").open(newline="") as file:
        (row,) = csv.DictReader(file)
    assert (row["submission"], row["score"], row["pending"]) == ("anna", "3", "1")


def test_a_folder_is_graded_whole_and_a_broken_file_does_not_stop_it(
    grader, course, write_notebook
):
    folder = write_notebook(*RIGHT, name="b.ipynb").parent / "class"
    folder.mkdir()
    for name in ("a", "c"):
        (folder / f"{name}.ipynb").write_bytes((folder.parent / "b.ipynb").read_bytes())
    (folder / "b.ipynb").write_text("{")
    done = grader("grade", folder, "--output", course / "out")
    assert done.returncode == 0
    lines = sorted(done.stdout.splitlines()[:3])
    assert lines[0] == "a: 3 of 3, 1 pending"
    assert lines[1].startswith("b: 0 of 4. ")
    assert lines[2] == "c: 3 of 3, 1 pending"
    assert json.loads((course / "out" / "b" / "results.json").read_text())["score"] == 0
    assert (course / "out" / "b" / "report.html").is_file()


def test_two_files_of_one_name_get_a_folder_each(grader, course, write_notebook):
    path = write_notebook(*RIGHT, name="x.ipynb")
    for student in ("anna", "ben"):
        folder = path.parent / "class" / student
        folder.mkdir(parents=True)
        (folder / "x.ipynb").write_bytes(path.read_bytes())
    done = grader("grade", path.parent / "class", "--output", "out")
    assert done.returncode == 0
    assert {p.parent.name for p in (course / "out").glob("*/results.json")} == {"anna_x", "ben_x"}


def test_the_zip_of_a_platform_is_graded_whole(grader, course, write_notebook):
    content = write_notebook(*RIGHT).read_text()
    with zipfile.ZipFile(course / "class.zip", "w") as file:
        file.writestr("Anna A_1_assignsubmission_file_/x.ipynb", content)
        file.writestr("Ben B_2_assignsubmission_file_/x.pdf", b"%PDF-1.7 \xff")
    done = grader("grade", "class.zip")
    assert done.returncode == 0, done.stderr
    first, second = sorted(done.stdout.splitlines()[:2])
    assert first == "Anna_A_1: 3 of 3, 1 pending"
    assert second.startswith("Ben_B_2: 0 of 4. The file isn't UTF-8 text")


def test_roster_times_and_rules_reach_the_table_and_the_report(grader, course, write_notebook):
    path = course / "solution" / "halves" / "assignment.toml"
    rules = """
    [deadline]
    at = 2026-11-30T23:59:00
    zone = "Europe/Vienna"
    points_per_day = 0.5
    """
    path.write_text('on_violation = "zero"\n' + path.read_text() + rules)
    notebook = write_notebook("#md Name: Anna A", "import os", *RIGHT, name="anna.ipynb")
    (course / "roster.csv").write_text("name;number\nA, Anna;1\nBen B;2\n")
    (course / "times.csv").write_text("name,time\nAnna A,2026-12-01 08:00\n")
    command = ("grade", notebook, "--roster", "roster.csv", "--times", "times.csv")
    done = grader(*command)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[:2] == [
        "anna: 2.5 of 3, 1 pending",
        "1 on the roster handed in nothing: Ben B",
    ]
    with (course / "reports" / "grades.csv").open(newline="") as file:
        row, missing = csv.DictReader(file)
    assert (row["student number"], row["late"], row["score"]) == ("1", "yes", "2.5")
    assert missing["student"] == "Ben B"
    report = (course / "reports" / "anna" / "report.html").read_text()
    assert "until then nothing is taken off" in report
    confirmed = grader("confirm", "anna", "--by", "T. A.", "--reason", "seen")
    assert confirmed.returncode == 0, confirmed.stderr
    assert grader(*command).stdout.startswith("anna: 0 of 3, 1 pending")
    assert "confirmed by T. A." in (course / "reports" / "anna" / "report.html").read_text()


def test_what_the_grader_itself_fails_at_ends_with_one(grader, course, submission):
    path = course / "solution" / "halves" / "rubric.py"
    path.write_text(path.read_text().replace("return code.half(case)", "1 / 0", 1))
    done = grader("grade", submission)
    assert done.returncode == 1
    assert "anna: not graded." in done.stdout
    assert "1 could not be graded through no fault of theirs." in done.stderr
    assert "score" not in json.loads((course / "reports" / "anna" / "results.json").read_text())


def test_a_folder_that_can_not_be_written_to_is_said(grader, course, submission):
    (course / "taken").write_text("a file")
    done = grader("grade", submission, "--output", "taken")
    assert done.returncode == 2
    assert "taken: can't write the results there" in done.stderr


def test_less_isolation_must_be_asked_for_and_is_said_in_the_report(grader, course, submission):
    assert grader("grade", submission).returncode == 0
    report = (course / "reports" / "anna" / "report.html").read_text()
    assert "Run in a single process in namespaces of its own" in report
    assert grader("grade", submission, "--isolation", "process").returncode == 0
    report = (course / "reports" / "anna" / "report.html").read_text()
    assert "not walled off from the machine" in report
    done = grader("grade", submission, "--isolation", "none")
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_notebooks_of_two_assignments_are_graded_apart(grader, two_assignments, write_notebook):
    write_notebook(*RIGHT, name="anna.ipynb")
    write_notebook("1", name="zoe.ipynb")
    write_notebook(*RIGHT, name="ben.ipynb")
    path = write_notebook("def negative(x): return -x", RIGHT[2], name="cleo.ipynb")
    done = grader("grade", path.parent, "--output", "out")
    assert done.returncode == 0, done.stderr
    lines = [line.partition(". Hand")[0] for line in done.stdout.splitlines()]
    assert sorted(lines[:3]) == [
        "anna: 3 of 3, 1 pending",
        "ben: 3 of 3, 1 pending",
        "zoe: 0 of 4. This notebook is not recognised as one of the assignments `halves`, `signs`: "
        "it does not define what one of them asks for",
    ]
    assert lines[3:] == [
        "Reports: out/halves/index.html   Grades: out/halves/grades.csv",
        "cleo: 3 of 3, 1 pending",
        "Reports: out/signs/index.html   Grades: out/signs/grades.csv",
    ]
    assert "not recognised" in (two_assignments / "out/halves/zoe/report.html").read_text()
    told = grader("grade", path.parent / "zoe.ipynb", "--assignment", "halves", "--output", "told")
    assert told.stdout.startswith("zoe: 0 of 3, 1 pending")


def test_what_stands_is_said_as_before_and_is_not_graded_again(grader, course, submission):
    assert grader("grade", submission).returncode == 0
    done = grader("grade", submission)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[0] == "anna: 3 of 3, 1 pending (as before)"
    again = grader("grade", submission, "--regrade")
    assert again.stdout.splitlines()[0] == "anna: 3 of 3, 1 pending"


def test_quiet_prints_nothing_but_errors_and_the_log_says_all(grader, course, submission):
    path = course / "solution" / "halves" / "rubric.py"
    good = path.read_text()
    done = grader("grade", submission, "--quiet", "--log", "grading.log")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    path.write_text(good.replace("return code.half(case)", "1 / 0", 1))
    done = grader("grade", submission, "--quiet", "--log", "grading.log")
    assert (done.returncode, done.stdout) == (1, "")
    assert "1 could not be graded through no fault of theirs." in done.stderr
    lines = [line.split(" ", 2)[1:] for line in (course / "grading.log").read_text().splitlines()]
    assert [level for level, _ in lines] == ["INFO", "INFO", "INFO", "INFO", "ERROR", "INFO"]
    assert lines[1][1].startswith("anna: 3 of 3, 1 pending [")
    assert lines[2][1] == "Done: 1 graded, 0 as before, 0 faults."
    assert lines[4][1].startswith("anna: not graded. ")


def test_who_was_graded_before_and_is_not_given_again_is_named(grader, course, write_notebook):
    anna, ben = (write_notebook(*RIGHT, name=f"{name}.ipynb") for name in ("anna", "ben"))
    assert grader("grade", anna, ben).stderr == ""
    late = grader("grade", ben)
    assert late.returncode == 0
    assert "1 submission of the run before not given this time" in late.stderr
    assert late.stderr.endswith("Give all of a class together: anna\n")
    assert (course / "reports" / "anna" / "report.html").is_file()
