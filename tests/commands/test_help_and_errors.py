"""What the command says of itself, of this machine, and of wrong use."""

import os
import subprocess
import sys
from pathlib import Path

import pytest


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
        (["confirm", "anna", "--by", "T", "--reason", "r"], "there is no gradebook"),
        (["confirm", "anna", "--by", " ", "--reason", "r"], "--by must say something"),
        (["override", "anna", "c", "1", "--by", "", "--reason", "r"], "--by must say something"),
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


def test_outside_of_a_course_the_command_says_where_to_go(grader, tmp_path):
    (tmp_path / "elsewhere").mkdir()
    done = grader("generate", cwd=tmp_path / "elsewhere")
    assert done.returncode == 2
    assert "Go to the folder of your course" in done.stderr


def test_the_installed_command_works_in_a_course_of_its_own(course, submission):
    command = Path(sys.executable).parent / "grader"
    done = subprocess.run(
        [command, "grade", submission], cwd=course, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def loaded_by(*words):
    """A command that has ended, and the modules that it had loaded by then."""
    script = f"import sys; sys.argv = ['grader', *{words}]\nfrom grader.cli import main\n"
    script += "try: main()\nexcept SystemExit: pass\nprint(*sys.modules, file=sys.stderr)"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    return done, done.stderr.split()


def test_help_waits_for_nothing_that_it_does_not_need():
    done, loaded = loaded_by("--help")
    assert "Usage:" in done.stdout
    heavy = {"numpy", "nbformat", "IPython", "jinja2", "rich.progress", "sqlite3", "distributed"}
    assert heavy.isdisjoint(loaded)


@pytest.mark.parametrize(
    "words",
    [
        ("history", "nobody", "--output", "nowhere"),
        ("confirm", "s1", "--by=A", "--reason=B", "--output", "nowhere"),
        ("totals", "nowhere"),
    ],
)
def test_what_only_reads_results_does_not_wait_for_what_grades(words):
    done, loaded = loaded_by(*words)
    assert done.stderr.startswith("grader: nowhere")
    assert {"jupytext", "nbconvert", "IPython"}.isdisjoint(loaded)


@pytest.mark.parametrize("wrong", ["nowhere", "nowhere.ipynb", "nowhere.zip"])
def test_a_wrong_path_shows_before_what_grades_is_loaded(wrong):
    done, loaded = loaded_by("grade", wrong)
    assert done.stderr.startswith(f"grader: {wrong}")
    assert {"jupytext", "nbconvert", "IPython"}.isdisjoint(loaded)


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
    root = "as a user of its own", "readable for everybody"
    ordinary = ("as the same user as the grader",)
    assert any(words in said["container"] for words in (ordinary if os.geteuid() else root))
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
