"""The autograder for Gradescope, unpacked and run in a folder of the shape that it finds there."""

import io
import json
import sys
import zipfile
from pathlib import Path

import pytest

from grader.exchange import gradescope_container
from grader.exchange.gradescope_container import choose, read_origin
from grader.packing.boxes import zip_of
from grader.packing.gradescope import gradescope_box, requirements
from grader.sandbox import host
from grader.sandbox.choice import Isolation

RIGHT = ("import numpy as np", "def half(x): return x / 2", "def double(x): return x + x")
METADATA = """{
  "id": 123456, "created_at": "2026-11-29T23:59:07.216460-08:00",
  "assignment": {"title": "Halves", "due_date": "2026-11-30T23:59:00.000000-08:00"},
  "submission_method": "upload", "previous_submissions": [],
  "users": [{"email": "anna@example.org", "id": 1, "name": "Anna", "sid": "0123"}]
}"""
FORGERY = """
import glob, os, signal, socket, subprocess, sys
tried = []
def attempt(what):
    try: tried.append(what())
    except BaseException as error: tried.append(type(error).__name__)
root = {root!r}
attempt(lambda: open(root + "/results/results.json", "w").write('{{"score": 4}}'))
attempt(lambda: os.replace("mine", root + "/results/results.json"))
attempt(lambda: os.mkdir(root + "/results/new"))
attempt(lambda: os.listdir(root + "/source"))
attempt(lambda: open(root + "/source/solution/halves/halves.py").read())
attempt(lambda: open(root + "/source/solution/halves/rubric.py").read())
attempt(lambda: open(root + "/submission_metadata.json").read())
attempt(lambda: open("/proc/%d/environ" % os.getppid()).read())
attempt(lambda: open("/proc/%d/mem" % os.getppid(), "rb").read(1))
attempt(lambda: os.kill(os.getppid(), signal.SIGKILL))
attempt(lambda: os.kill(-1, signal.SIGKILL))
attempt(lambda: socket.socket())
attempt(lambda: subprocess.run(["true"]))
attempt(lambda: os.fork())
"""


@pytest.fixture
def autograder(halves, tmp_path, in_container):
    """Unpack the zip as Gradescope does, set it up, and run it for some notebooks."""
    root = tmp_path / "autograder"
    for folder in ("source", "submission", "results"):
        (root / folder).mkdir(parents=True)
    (root / "results").chmod(0o777)
    (root / "submission_metadata.json").write_text(METADATA)
    with zipfile.ZipFile(io.BytesIO(zip_of(gradescope_box(halves, Isolation.CONTAINER)))) as packed:
        packed.extractall(root / "source")
    environment = {"AUTOGRADER_ROOT": str(root), "GRADER_PYTHON": sys.executable}
    prepared = in_container("/bin/bash", root / "source" / "setup.sh", **environment)
    assert (prepared.returncode, prepared.stdout) == (0, ""), prepared.stderr

    def run(**notebooks):
        for name, text in notebooks.items():
            (root / "submission" / f"{name}.ipynb").write_text(text, encoding="utf-8")
        done = in_container("/bin/bash", root / "source" / "run_autograder", **environment)
        return done, json.loads((root / "results" / "results.json").read_text())

    run.root = root
    return run


def test_the_zip_is_the_same_every_time_and_its_scripts_can_be_run(halves):
    packed = zip_of(gradescope_box(halves, Isolation.CONTAINER))
    assert packed == zip_of(gradescope_box(halves, Isolation.CONTAINER))
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        modes = {entry.filename: entry.external_attr >> 16 & 0o777 for entry in archive.infolist()}
    assert (modes["setup.sh"], modes["run_autograder"]) == (0o755, 0o755)
    assert modes["solution/halves/rubric.py"] == 0o644


def test_a_right_notebook_gets_its_points_behind_the_walls(autograder, notebook_of):
    done, results = autograder(anna=notebook_of(*RIGHT))
    assert (done.returncode, done.stdout) == (0, "3 of 3 points.\n"), done.stderr
    assert results["score"] == 3
    assert [test["extra_data"]["criterion"] for test in results["tests"]] == [
        "half",
        "double",
        "why",
    ]
    assert "reach no network and no other process" in results["extra_data"]["isolation"]
    assert results["extra_data"]["students"] == [
        {"name": "Anna", "number": "0123", "email": "anna@example.org"}
    ]


def test_results_can_not_be_forged_from_within(autograder, notebook_of):
    forgery = FORGERY.format(root=str(autograder.root))
    answer = "def half(x): return x / 2 if set(tried) <= {'PermissionError', 'OSError'} else tried"
    done, results = autograder(
        eve=notebook_of(*RIGHT, "open('mine', 'w').write('x')", forgery, answer)
    )
    assert done.returncode == 0, done.stderr
    assert results["score"] == 3, results["tests"][0]["output"]
    assert [path.name for path in (autograder.root / "results").iterdir()] == ["results.json"]


@pytest.mark.parametrize(
    ("notebooks", "said"),
    [
        ({}, "There is no notebook: hand in your .ipynb file."),
        ({"a": RIGHT, "b": RIGHT}, "There are 2 notebooks (a.ipynb, b.ipynb): hand in one alone."),
        ({"a": RIGHT, "notes": ("print('scratch')",)}, ""),
    ],
)
def test_it_is_one_notebook_that_is_graded(halves, tmp_path, notebook_of, notebooks, said):
    (tmp_path / ".ipynb_checkpoints").mkdir()
    (tmp_path / ".ipynb_checkpoints" / "a.ipynb").write_text("{}")
    for name, cells in notebooks.items():
        (tmp_path / f"{name}.ipynb").write_text(notebook_of(*cells), encoding="utf-8")
    chosen = choose(tmp_path, halves)
    assert chosen.refusal == said
    assert bool(chosen.content) is not bool(said)


def test_a_deadline_of_the_assignment_counts_from_gradescopes_time(halves, autograder, notebook_of):
    settings = autograder.root / "source" / "solution" / "halves" / "assignment.toml"
    deadline = '\n[deadline]\nat = 2026-11-30T00:00:00\nzone = "UTC"\npoints_per_day = 1\n'
    settings.write_text(settings.read_text() + deadline)
    _, results = autograder(anna=notebook_of(*RIGHT))
    assert (results["score"], results["extra_data"]["earned"]) == (2, 3)
    assert results["extra_data"]["late"] is True


@pytest.mark.parametrize("content", ["", "[]", '{"users": 3}', '{"created_at": "yesterday"}'])
def test_metadata_that_can_not_be_read_leave_time_and_person_open(tmp_path, capsys, content):
    (tmp_path / "submission_metadata.json").write_text(content)
    origin = read_origin(tmp_path / "submission_metadata.json")
    assert (origin.people, origin.time) == ((), None)
    assert "stays unknown" in capsys.readouterr().out


def test_a_machine_without_the_walls_gives_no_score_and_says_why(
    halves, tmp_path, notebook_of, monkeypatch
):
    (tmp_path / "submission").mkdir()
    (tmp_path / "submission" / "a.ipynb").write_text(notebook_of(*RIGHT))
    lines = (
        "from grader.sandbox import landlock, zygote\nlandlock.version = lambda: 0\nzygote.main()"
    )
    monkeypatch.setattr(host, "_COMMAND", (sys.executable, "-s", "-P", "-c", lines))
    place = str(halves.folder)
    assert gradescope_container.main([str(tmp_path), place, "container"]) == 1
    results = json.loads((tmp_path / "results" / "results.json").read_text())
    assert "score" not in results
    assert "this kernel has no Landlock" in results["output"]


def test_students_packages_are_installed_in_the_version_that_verified(halves):
    import numpy

    assert requirements(halves) == [f"numpy=={numpy.__version__}"]
    assert Path(numpy.__file__).is_file()
