"""The repositories for GitHub Classroom: what is in them, and their workflows' own steps."""

import base64
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from grader.errors import UsageError
from grader.packing.boxes import write_folder
from grader.packing.github import github_box
from grader.selfcheck import FILE
from grader.skeleton import build_solved

QUESTIONS = '''
"""Halves and doubles."""

from grader.selfcheck import SelfCheck

selfcheck = SelfCheck()


@selfcheck.question(hint="Add.")
def doubles(code, _):
    """Twice one is two."""
    return {"double(1)": (code.double(1), 2)}


@selfcheck.question(hint="Divide.")
def undone(code, _):
    """`double` undoes `half`."""
    return {"double(half(6))": (code.double(code.half(6.0)), 6.0)}
'''


@pytest.fixture
def repositories(halves, tmp_path):
    (halves.folder / FILE).write_text(QUESTIONS)
    write_folder(github_box(halves), tmp_path / "made")
    return tmp_path / "made"


def step(workflow, name):
    """The command of a workflow's step."""
    (job,) = yaml.safe_load(workflow.read_text(encoding="utf-8"))["jobs"].values()
    (found,) = (step["run"] for step in job["steps"] if step.get("name") == name)
    return found


def run(command, folder, **environment):
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    return subprocess.run(
        ["/bin/bash", "-e", "-c", command], cwd=folder, capture_output=True, text=True, check=False,
        env={"PATH": path, "HOME": str(folder), **environment}, timeout=120,
    )  # fmt: skip


def test_a_students_repository_holds_nothing_of_the_solution(halves, repositories):
    template = repositories / "template"
    names = {path.relative_to(template).as_posix() for path in template.rglob("*.*")}
    assert {"halves.ipynb", "selfcheck.py", ".github/workflows/classroom.yml"} < names
    assert not any("rubric" in name or "halves.py" in name for name in names)
    for path in filter(Path.is_file, template.rglob("*")):
        content = path.read_bytes()
        assert b"x / 2" not in content


def test_the_workflow_of_a_student_checks_and_reports(halves, repositories, tmp_path):
    template, output = repositories / "template", tmp_path / "output"
    (tmp_path / "away").mkdir()
    halves.course.rename(tmp_path / "away" / "course")
    check = step(template / ".github" / "workflows" / "classroom.yml", "Check")
    open_one = run(check, template, GITHUB_OUTPUT=str(output))
    assert open_one.returncode == 1, open_one.stderr
    notebook = template / "halves.ipynb"
    text = notebook.read_text().replace("raise NotImplementedError", "return x + x", 2)
    notebook.write_text(text)
    half_right = run(check, template, GITHUB_OUTPUT=str(output))
    assert half_right.returncode == 1
    first, second = (
        json.loads(base64.b64decode(line.removeprefix("result=")))
        for line in output.read_text().splitlines()
    )
    assert (first["status"], first["max_score"]) == ("fail", 2)
    assert [test["score"] for test in first["tests"]] == [0, 0]
    assert [test["score"] for test in second["tests"]] == [1, 0]
    assert second["tests"][1]["name"] == "undone: `double` undoes `half`."
    assert "Hint: Divide." in second["tests"][1]["message"]


def test_the_workflow_of_the_instructors_grades_all_repositories(halves, repositories, tmp_path):
    for name in ("anna", "ben"):
        place = tmp_path / "handed-in" / f"halves-{name}"
        place.mkdir(parents=True)
        (place / "halves.ipynb").write_text(build_solved(halves), encoding="utf-8")
    grade = step(repositories / "private" / ".github" / "workflows" / "grade.yml", "Grade")
    done = run(grade, halves.course, RUNNER_TEMP=str(tmp_path))
    assert done.returncode == 0, done.stderr
    assert "halves-anna" in done.stdout
    assert "halves-ben" in done.stdout
    assert (halves.course / "reports" / "grades.csv").is_file()


def test_both_workflows_let_the_token_read_alone(repositories):
    for workflow in repositories.rglob("*.yml"):
        assert yaml.safe_load(workflow.read_text())["permissions"] == {"contents": "read"}
    student = repositories / "template" / ".github" / "workflows" / "classroom.yml"
    assert "secrets" not in student.read_text()


def test_without_a_self_check_there_is_nothing_to_check_by(halves):
    with pytest.raises(UsageError, match="can be checked by nothing else"):
        github_box(halves)
