"""The real command, killed at any moment or interrupted: it goes on, with the same grades."""

import contextlib
import json
import multiprocessing
import os
import random
import re
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from grader.cli import main

CELLS = {
    "right": ("import numpy as np", "def half(x): return x / 2", "def double(x): return x + x"),
    "wrong": ("import numpy as np", "def half(x): return x / 3", "def double(x): return x + x"),
    "half": ("def half(x): return x / 2",),
    "ends": ("import os", "os._exit(3)", "def half(x): return x / 2"),
}
KILLS = 50


@pytest.fixture
def submissions(write_notebook, tmp_path):
    """A folder of 24 small submissions, one of them broken."""
    folder = tmp_path / "class"
    folder.mkdir()
    for number in range(23):
        kind = list(CELLS)[number % len(CELLS)]
        write_notebook(*CELLS[kind], name=f"class/{kind}{number}.ipynb")
    (folder / "broken.ipynb").write_text("{")
    return folder


MEASURED = re.compile(r"\d+(\.\d+)? (m?s|MiB)\b")


def lasting(output):
    """All that stays of a run, without the time and the memory that it took."""
    files = {}
    for path in sorted(output.rglob("*")):
        if path.is_file() and not path.name.startswith("gradebook.db"):
            text = path.read_text()
            if path.name == "results.json":
                text = {**json.loads(text), "execution_time": 0}
            if path.name == "instructor.html":
                text = MEASURED.sub("…", text)
            files[str(path.relative_to(output))] = text
    return files


def rows(output):
    """Gradings in the book so far."""
    if not (output / "gradebook.db").exists():
        return []
    with closing(sqlite3.connect(output / "gradebook.db", timeout=30)) as book:
        if not book.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]:
            return []
        return book.execute("SELECT submission, score FROM grading ORDER BY number").fetchall()


def promises_kept(output):
    """Whatever was written is whole, and says what the book says."""
    latest = dict(rows(output))
    for path in output.glob("*/results.json"):
        assert json.loads(path.read_text())["score"] == latest[path.parent.name]
        assert (path.parent / "report.html").read_text().rstrip().endswith("</html>")


def test_killed_at_fifty_random_moments_it_ends_with_the_same_grades(
    halves, course, submissions, tmp_path
):
    words = [str(submissions), "--assignment", str(halves.folder), "--isolation", "process"]
    words = ["grade", *words, "--jobs", "1", "--quiet", "--output"]
    # Children of a process that has imported everything: otherwise most kills would hit imports.
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["grader.cli", "grader.batch", "grader.progress"])
    moments = random.Random(1)
    output = tmp_path / "killed"
    submitted = len(list(submissions.iterdir()))
    killed = at_work = 0
    while killed < KILLS:
        gradings = rows(output)
        before = len(gradings)
        finished = len(dict(gradings)) == submitted
        again = ["--regrade"] if finished and killed % 4 else []
        process = context.Process(target=main, args=([*words, str(output), *again],))
        process.start()
        if moments.random() < 0.5:  # the others are hit while they start
            while process.is_alive() and len(rows(output)) == before:
                time.sleep(0.01)
        process.join(moments.random() * 0.15)
        process.kill()
        process.join()
        killed += process.exitcode == -signal.SIGKILL
        at_work += process.exitcode == -signal.SIGKILL and len(rows(output)) > before
        promises_kept(output)
    main_again = context.Process(target=main, args=([*words, str(output)],))
    main_again.start()
    main_again.join()
    assert main_again.exitcode == 0
    undisturbed = context.Process(target=main, args=([*words, str(tmp_path / "undisturbed")],))
    undisturbed.start()
    undisturbed.join()
    assert lasting(output) == lasting(tmp_path / "undisturbed")
    assert at_work > KILLS / 5


def command_of(pid):
    """What a process was started with; nothing when it is gone, as guests soon are."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except (FileNotFoundError, ProcessLookupError):
        return b""


def runs(pid):
    """Whether a process is there and no mere entry in the table."""
    try:
        with open(f"/proc/{pid}/stat", encoding="ascii", errors="replace") as file:
            return file.read().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def wait_until(holds, seconds=60):
    deadline = time.monotonic() + seconds
    while not (value := holds()):
        assert time.monotonic() < deadline
        time.sleep(0.01)
    return value


@pytest.fixture
def started(course, submissions):
    """The command with two workers, in a process group of its own; one submission is graded."""
    # A shell that runs the tests in the background lets them ignore Ctrl-C.
    heeding = ["env", "--default-signal=INT", sys.executable]
    words = [*heeding, "-m", "grader", "grade", submissions, "--jobs", "2"]
    process = subprocess.Popen(
        words,
        cwd=course,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stdout.readline()
    yield process
    process.kill()
    process.communicate()


def test_when_the_command_is_killed_no_worker_and_no_guest_stays(started, processes):
    children = processes(started.pid)
    assert len(children) >= 4  # two workers, and a process for guests for each
    started.kill()
    started.wait()
    wait_until(lambda: not any(map(runs, children)))


def test_ctrl_c_ends_it_cleanly_and_says_how_to_go_on(started, course, submissions, processes):
    children = processes(started.pid)
    os.killpg(started.pid, signal.SIGINT)  # as a terminal does: to all of them
    output, errors = started.communicate(timeout=120)
    assert started.returncode == 130
    lines = [line for line in errors.splitlines() if line]
    assert len(lines) == 1
    assert lines[0].startswith("Stopped; ")
    assert lines[0].endswith("the same command goes on where this one stopped.")
    assert "Traceback" not in output
    wait_until(lambda: not any(map(runs, children)))
    promises_kept(course / "reports")
    again = subprocess.run(started.args, cwd=course, capture_output=True, text=True, check=True)
    assert "(as before)" in again.stdout
    assert len(set(rows(course / "reports"))) == len(rows(course / "reports")) == 24


@pytest.mark.parametrize("also_what_they_are_forked_from", [False, True])
def test_workers_that_are_killed_are_replaced(
    started, course, processes, also_what_they_are_forked_from
):
    forked = {pid for pid in processes(started.pid) if b"forkserver" in command_of(pid)}
    (server,) = {pid for pid in forked if processes(pid) >= forked - {pid}}
    assert len(forked) == 3
    for pid in forked if also_what_they_are_forked_from else forked - {server}:
        with contextlib.suppress(ProcessLookupError):  # the processes of a pool die together
            os.kill(pid, signal.SIGKILL)
    output, errors = started.communicate(timeout=120)
    assert (started.returncode, errors) == (0, ""), output
    assert len(set(rows(course / "reports"))) == len(rows(course / "reports")) == 24
