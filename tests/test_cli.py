"""The command as people type it: a real process, its output and its exit code."""

import csv
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

RIGHT = ("import numpy as np", "def half(x): return x / 2", "def double(x): return x + x")


@pytest.fixture
def grader(course):
    """Run `grader …` in the folder of the course."""

    def grader(*words, **more):
        command = [sys.executable, "-m", "grader", *map(str, words)]
        more = {"cwd": course, "env": {**os.environ, "COLUMNS": "200"}, **more}
        return subprocess.run(
            command, capture_output=True, text=True, check=False, timeout=120, **more
        )

    return grader


@pytest.fixture
def submission(course, write_notebook):
    return write_notebook(*RIGHT, name="anna.ipynb")


def test_generate_writes_the_skeleton_and_check_compares_it(grader, course):
    checked = grader("generate", "--check")
    assert checked.returncode == 1
    assert "+++ assignment/halves/halves.ipynb (from the solution)" in checked.stdout
    assert "is out of date: run `grader generate`" in checked.stderr
    written = grader("generate", "solution/halves")
    assert (written.returncode, written.stdout) == (0, "Wrote assignment/halves/halves.ipynb\n")
    again = grader("generate", "--check", cwd=course / "solution" / "halves")
    assert again.returncode == 0
    assert "is up to date" in again.stdout


def test_generate_says_file_and_line_of_a_broken_solution(grader, course):
    path = course / "solution" / "halves" / "halves.py"
    path.write_text(path.read_text().replace("    ### END SOLUTION\n", "", 1))
    done = grader("generate")
    assert done.returncode == 2
    assert "solution/halves/halves.py:13: this `### BEGIN SOLUTION` has no" in done.stderr
    assert "Traceback" not in done.stderr


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


def test_moodles_zip_goes_in_and_its_worksheet_and_feedback_come_out(
    grader, course, write_notebook
):
    with zipfile.ZipFile(course / "class.zip", "w") as file:
        content = write_notebook(*RIGHT).read_text()
        file.writestr("Anna A_71_assignsubmission_file_/x.ipynb", content)
        file.writestr("Eva E_79_assignsubmission_file_/x.ipynb", content)
    sheet = "Identifier,Full name,Grade,Maximum grade,Last modified (grade)\n"
    (course / "sheet.csv").write_text(f"{sheet}Participant 71,Anna A,,4.00,-\n")
    assert grader("grade", "class.zip").returncode == 0
    done = grader("export", "moodle", "--sheet", "sheet.csv", "-o", "back")
    assert done.returncode == 1
    assert done.stdout.splitlines() == [
        f"Wrote {Path('back', 'sheet.csv')}",
        f"Wrote {Path('back', 'feedback.zip')}",
        "1 grade written.",
    ]
    assert "2 of 2 have points that a person has yet to give" in done.stderr
    assert "not written: Eva_E_79: Not on the roster" in done.stderr
    assert "Participant 71,Anna A,3,4.00," in (course / "back" / "sheet.csv").read_text()
    with zipfile.ZipFile(course / "back" / "feedback.zip") as file:
        assert file.namelist() == ["Anna A_71_assignsubmission_file_/report.html"]


def test_what_the_grader_itself_fails_at_ends_with_one(grader, course, submission):
    path = course / "solution" / "halves" / "rubric.py"
    path.write_text(path.read_text().replace("return code.half(case)", "1 / 0", 1))
    done = grader("grade", submission)
    assert done.returncode == 1
    assert "anna: not graded." in done.stdout
    assert "1 could not be graded through no fault of theirs." in done.stderr
    assert "score" not in json.loads((course / "reports" / "anna" / "results.json").read_text())


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["grade", "nothing.ipynb"], "nothing.ipynb"),
        (["grade"], "Missing argument"),
        (["grade", "solution"], "no notebook"),
        (["graed"], "No such command"),
        (["grade", "x.ipynb", "--outptu", "y"], "No such option"),
        (["export", "canvas", "solution"], "holds no results"),
        (["export", "blackboard"], "blackboard"),
        (["confirm", "anna", "--by", "T", "--reason", "r"], "was this submission graded?"),
        (["generate", "solution/other"], "there is no such folder"),
        (["verify", "solution/other"], "there is no such folder"),
        (["grade", "solution/halves/halves.py", "--jobs", "0"], "--jobs"),
        (["grade", "solution/halves/halves.py", "--jobs", "2", "--cluster", "x"], "Give either"),
        (["grade", "solution/halves/halves.py", "--cluster", "x:y:z"], "no scheduler"),
        (["grade", "solution/halves/halves.py", "--log", "no/where"], "the log can't be written"),
        (["history", "anna"], "there is no gradebook"),
    ],
)
def test_wrong_use_ends_with_two_and_a_sentence(grader, words, sentence):
    done = grader(*words)
    assert done.returncode == 2
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr


def test_a_folder_that_can_not_be_written_to_is_said(grader, course, submission):
    (course / "taken").write_text("a file")
    done = grader("grade", submission, "--output", "taken")
    assert done.returncode == 2
    assert "taken: can't write the results there" in done.stderr


def test_a_skeleton_that_can_not_be_written_is_said_in_a_sentence(grader, course):
    (course / "assignment").write_text("a file where a folder should be")
    done = grader("generate")
    assert done.returncode == 2
    assert "assignment" in done.stderr
    assert "Traceback" not in done.stderr


def test_outside_of_a_course_the_command_says_where_to_go(grader, tmp_path):
    (tmp_path / "elsewhere").mkdir()
    done = grader("generate", cwd=tmp_path / "elsewhere")
    assert done.returncode == 2
    assert "Go to the folder of your course" in done.stderr


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


def test_verify_proves_and_fails(grader, course):
    failed = grader("verify")
    assert failed.returncode == 1
    assert "FAILS  The committed skeleton" in failed.stdout
    grader("generate")
    done = grader("verify")
    assert done.returncode == 0, done.stdout
    assert done.stdout.count("holds  ") == len(done.stdout.splitlines()) >= 3


def test_all_assignments_are_listed_generated_and_verified(grader, two_assignments):
    listed = grader("list")
    assert listed.returncode == 0, listed.stderr
    assert [line.split()[:3] for line in listed.stdout.splitlines()] == [
        ["halves", "4", "points"],
        ["signs", "4", "points"],
    ]
    one_of_them = grader("generate")
    assert one_of_them.returncode == 2
    assert "Name one of them: solution/halves, solution/signs" in one_of_them.stderr
    assert grader("generate", "signs").stdout == "Wrote assignment/signs/signs.ipynb\n"
    checked = grader("generate", "--all", "--check")
    assert checked.returncode == 1
    assert "assignment/signs/signs.ipynb is up to date" in checked.stdout
    assert "assignment/halves/halves.ipynb is out of date" in checked.stderr
    assert grader("generate", "--all").returncode == 0
    assert grader("generate", "--all", "--check").returncode == 0
    done = grader("verify", "--all")
    assert done.returncode == 0, done.stdout
    assert [line for line in done.stdout.splitlines() if line.endswith(":")] == [
        "halves:",
        "signs:",
    ]
    (two_assignments / "assignment" / "signs" / "signs.ipynb").write_text("")
    assert grader("verify", "--all").returncode == 1
    both = grader("verify", "signs", "--all")
    assert both.returncode == 2
    assert "Give either --all or signs" in both.stderr


def test_a_new_assignment_is_ready_at_once(grader, tmp_path, write_notebook):
    empty = tmp_path / "empty"
    empty.mkdir()
    made = grader("new", "first", cwd=empty)
    assert (made.returncode, made.stderr) == (0, "")
    assert made.stdout.splitlines() == [
        "Wrote solution/first",
        "Next: change its files, then `grader generate first`, `grader verify first`.",
    ]
    assert grader("generate", "first", cwd=empty).returncode == 0
    assert grader("verify", "first", cwd=empty).returncode == 0
    again = grader("new", "first", cwd=empty)
    assert again.returncode == 2
    assert "this is there already, and stays as it is" in again.stderr
    source = write_notebook("def f(x):\n    ### BEGIN SOLUTION\n    return x\n    ### END SOLUTION")
    adopted = grader("new", "second", "--from", source, cwd=empty)
    assert adopted.returncode == 0
    assert "To do: `solution_by_hand` (1 point): a person grades it" in adopted.stdout
    for name, more in (("class", ()), ("third", ("--from", "nowhere.ipynb"))):
        wrong = grader("new", name, *more, cwd=empty)
        assert wrong.returncode == 2
        assert "Traceback" not in wrong.stderr


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


def test_the_installed_command_works_in_a_course_of_its_own(course, submission):
    command = Path(sys.executable).parent / "grader"
    done = subprocess.run(
        [command, "grade", submission], cwd=course, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_what_stands_is_said_as_before_and_is_not_graded_again(grader, course, submission):
    assert grader("grade", submission).returncode == 0
    done = grader("grade", submission)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[0] == "anna: 3 of 3, 1 pending (as before)"
    again = grader("grade", submission, "--regrade")
    assert again.stdout.splitlines()[0] == "anna: 3 of 3, 1 pending"


def test_history_shows_who_had_what_when_and_what_was_new(grader, submission, write_notebook):
    grader("grade", submission)
    write_notebook("#md Name: Anna Muster", *RIGHT[:2], name="anna.ipynb")
    grader("grade", submission)
    grader("grade", submission, "--regrade", "--isolation", "process")
    done = grader("history", "ANNA MUSTER")
    assert done.returncode == 0
    second, third = done.stdout.splitlines()
    assert "anna, Anna Muster: 1 of 3, 1 pending" in second
    assert third.endswith("(another isolation)")
    first, second, _ = grader("history", "anna").stdout.splitlines()
    assert first.endswith("anna: 3 of 3, 1 pending")
    assert second.endswith("1 of 3, 1 pending  (another file)")
    nobody = grader("history", "nobody")
    assert nobody.returncode == 2
    assert "knows no submission or student 'nobody'" in nobody.stderr


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


def test_help_waits_for_nothing_that_it_does_not_need():
    script = "import sys; sys.argv = ['grader', '--help']\nfrom grader.cli import main\n"
    script += "try: main()\nexcept SystemExit: pass\nprint(*sys.modules, file=sys.stderr)"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert "Usage:" in done.stdout
    heavy = {"numpy", "nbformat", "IPython", "jinja2", "rich.progress", "sqlite3", "distributed"}
    assert heavy.isdisjoint(done.stderr.split())


def test_help_names_every_command(grader):
    done = grader("--help")
    assert done.returncode == 0
    for name in ("confirm", "export", "generate", "grade", "history", "list", "new", "verify"):
        assert name in done.stdout


def test_doctor_says_what_each_level_gives_and_what_it_rests_on(grader):
    done = grader("doctor")
    assert done.returncode == 0
    said = dict(line.split(maxsplit=1) for line in done.stdout.splitlines())
    assert list(said) == ["full", "container", "process", "Landlock", "seccomp", "cgroups"]
    assert "in namespaces of its own" in said["full"]
    assert (
        "as a user of its own" in said["container"] or "readable for everybody" in said["container"]
    )
    assert "not walled off" in said["process"]
    assert said["Landlock"].startswith("Version ")
    assert said["cgroups"].startswith("None is used")


def test_doctor_names_what_is_missing_and_the_remedy(course):
    alone = ["unshare", "--map-root-user", sys.executable, "-m", "grader", "doctor"]
    doctor = subprocess.run(alone, cwd=course, capture_output=True, text=True, check=False)
    assert doctor.returncode == 1
    assert "full       Not on this machine: root has no user 65534" in doctor.stdout
    assert doctor.stderr.startswith("grader: Notebooks can't be isolated: ")
    assert "start the grader as an ordinary user" in doctor.stderr
    assert "Traceback" not in doctor.stderr


def test_packages_are_written_where_they_are_asked_for(grader, course):
    made = grader("package", "gradescope", "halves")
    assert (made.returncode, made.stderr) == (0, "")
    assert made.stdout.startswith("Wrote halves-gradescope.zip. It holds the solution: ")
    with zipfile.ZipFile(course / "halves-gradescope.zip") as packed:
        assert {"setup.sh", "run_autograder"} < set(packed.namelist())


def test_students_check_their_own_notebook(grader, course, submission):
    (course / "solution" / "halves" / "selfcheck.py").write_text(
        "from grader.selfcheck import SelfCheck\nselfcheck = SelfCheck()\n"
        "@selfcheck.question(hint='Add.')\ndef twice(code, case):\n"
        '    """Twice one is two."""\n    return {\'double(1)\': (code.double(1), 2)}\n'
    )
    written = grader("generate")
    assert written.stdout.splitlines()[1] == "Wrote assignment/halves/selfcheck.py"
    questions = ("--questions", "assignment/halves/selfcheck.py")
    done = grader("check", submission, *questions)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("holds          Twice one is two.\n1 of 1 hold.")
    skeleton = grader("check", "assignment/halves/halves.ipynb")
    assert (skeleton.returncode, skeleton.stdout[:13]) == (1, "not attempted")


def test_totals_of_two_assignments_are_one_table(grader, two_assignments, write_notebook):
    named = "#md Name: Anna"
    write_notebook(named, *RIGHT, name="a.ipynb")
    signs = write_notebook(named, "import numpy as np", "def negative(x): return -x",
                           RIGHT[2], name="b.ipynb")  # fmt: skip
    assert grader("grade", signs.parent / "a.ipynb", signs).returncode == 0
    done = grader("totals", "reports")
    assert (done.returncode, done.stderr) == (0, "1 to look at: see the column of flags.\n")
    assert done.stdout == "Wrote reports/totals.csv: 1 rows, 2 assignments.\n"
    with (two_assignments / "reports" / "totals.csv").open(newline="") as file:
        (anna,) = csv.DictReader(file)
    assert (anna["student"], anna["total"], anna["of"], anna["pending"]) == ("Anna", "6", "8", "2")
    again = grader("totals", "reports", "--roster", "missing.csv")
    assert again.returncode == 2
    assert "missing.csv: can't be read" in again.stderr
