"""Grading by a person as it is typed: real processes, their output and exit codes."""

import csv
import http.client
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.fixture
def start(graded):
    """Start `grader …` beside the folder of reports."""

    def start(*words):
        return subprocess.Popen(
            [sys.executable, "-m", "grader", *map(str, words)],
            cwd=graded.parent,
            env={**os.environ, "COLUMNS": "200", "PYTHONUNBUFFERED": "1"},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    return start


@pytest.fixture
def grader(start):
    """Run `grader …` to its end: its exit code, what it says, and its complaints."""

    def grader(*words):
        process = start(*words)
        said, complained = process.communicate(timeout=120)
        assert "Traceback" not in complained
        return process.returncode, said, complained

    return grader


def fill_in(path, submission, **cells):
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        if (row["submission"], row["criterion"]) == (submission, "explain"):
            row.update(cells)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def test_reviewed_in_a_table_changed_by_hand_reported_and_exported(grader, graded):
    table = graded.parent / "answers.csv"
    code, said, _ = grader("review", "reports", "--write-csv", table)
    assert (code, said.splitlines()[0]) == (0, f"Wrote {table}: 8 answers.")
    fill_in(table, "ann", points="1", comment="Prove it.")
    code, said, _ = grader("review", "reports", "--read-csv", table, "--by", "Ada")
    assert (code, said.splitlines()[0]) == (0, "1 decision saved.")
    fill_in(table, "ann", points="7")
    code, _, complained = grader("review", "reports", "--read-csv", table, "--by", "Ada")
    assert (code, "7 points aren't between 0 and 2" in complained) == (1, True)
    reason = ("--by", "Ben", "--reason", "A typo.")
    code, said, _ = grader("override", "ann", "solve", "3", *reason)
    assert (code, said.splitlines()[0]) == (0, "ann: solve gets 3 of 3.")

    code, said, _ = grader("report", "reports")
    assert (code, said.splitlines()[0]) == (0, "ann: 4 of 5, 1 pending")
    page = (graded / "ann" / "report.html").read_text(encoding="utf-8")
    assert "Read by Ada: The reason is there, its proof isn’t." in page
    assert "Ben looked at this and changed the points from 0 to 3." in page
    assert "A typo." in page
    with (graded / "grades.csv").open(encoding="utf-8", newline="") as file:
        (ann, *_) = csv.DictReader(file)
    assert (ann["score"], ann["solve"], ann["explain"], ann["cost"]) == ("4", "3", "1", "")
    code, _, _ = grader("export", "gradescope", "reports", "-o", "export")
    exported = json.loads(Path(graded.parent, "export", "ann", "results.json").read_text())
    assert (code, exported["score"]) == (0, 4)

    code, said, _ = grader("history", "ann")
    lines = [line.split("  ", 1)[1] for line in said.splitlines()]
    assert lines == [
        "ann: 0 of 3, 3 pending",
        "ann, by Ada: explain gets 1 of 2. The reason is there, its proof isn’t. Prove it.",
        "ann, by Ben: solve gets 3 instead of 0. A typo.",
        "ann: 4 of 5, 1 pending  (again: rules or decisions have changed, or --regrade was given)",
    ]


def test_what_was_decided_is_taken_back_and_stays_in_the_history(grader, graded):
    by = ("--by", "Ben", "--reason")
    grader("override", "ann", "solve", "3", *by, "A typo.")
    grader("override", "ann", "explain", "2", *by, "Well put.")
    code, said, _ = grader("override", "ann", "solve", "--take-back", *by, "It was none.")
    assert (code, said.splitlines()[0]) == (
        0,
        "ann: solve gets 0 of 3 again, as the machine gave.",
    )
    code, said, _ = grader("override", "ann", "explain", *by, "Read it again.", "--take-back")
    assert (code, said.splitlines()[0]) == (0, "ann: explain waits for a person again.")
    code, _, complained = grader("override", "ann", "solve", "--take-back", *by, "Once more.")
    assert (code, "there are no points of a person to take back" in complained) == (2, True)
    _, said, _ = grader("report", "reports")
    assert said.splitlines()[0] == "ann: 0 of 3, 3 pending"
    assert "A typo." not in (graded / "ann" / "report.html").read_text(encoding="utf-8")
    _, said, _ = grader("history", "ann")
    assert [line.split(": ", 1)[1] for line in said.splitlines() if "by Ben" in line] == [
        "solve gets 3 instead of 0. A typo.",
        "explain gets 2 of 2. Both are there. Well put.",
        "solve has no points from a person. It was none.",
        "explain has no points from a person. Read it again.",
    ]


def test_the_page_is_served_until_ctrl_c(start):
    process = start("review", "reports", "--by", "Ada")
    assert process.stdout.readline() == "8 written answers of 4 submissions.\n"
    link = process.stdout.readline().split()[-1]
    host, _, token = link.removeprefix("http://").partition("/")
    connection = http.client.HTTPConnection(host, timeout=10)
    connection.request("GET", f"/{token}")
    assert connection.getresponse().status == 200
    connection.close()
    process.send_signal(signal.SIGINT)
    said, complained = process.communicate(timeout=30)
    assert (process.returncode, complained) == (0, "")
    assert said.splitlines()[-1].startswith("Then `grader report reports` writes")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("review", "reports"), "Say who grades: --by NAME."),
        (("review", "nowhere", "--by", "Ada"), "nowhere: there is no gradebook (gradebook.db)."),
        (
            ("review", ".", "--by", "Ada"),
            "holds several assignments. Name the folder of one: reports",
        ),
        (
            ("review", "reports", "--write-csv", "a", "--read-csv", "b"),
            "Give either --write-csv or",
        ),
        (("report", "nowhere"), "nowhere: there is no gradebook"),
        (("override", "ann", "x", "1", "--by", "A", "--reason", "B"), "there is no criterion 'x'"),
        (
            ("override", "ann", "solve", "--by", "A", "--reason", "B"),
            "Give either the points or --take-back.",
        ),
        (
            ("override", "ann", "solve", "1", "--take-back", "--by", "A", "--reason", "B"),
            "Give either the points or --take-back.",
        ),
        (
            ("override", "ann", "solve", "9", "--by", "A", "--reason", "B"),
            "9 points aren't between",
        ),
        (
            ("override", "ann", "solve", "1", "--by", "A", "--reason", ""),
            "say why the points change",
        ),
    ],
)
def test_wrong_use_is_said_in_a_sentence(grader, words, sentence):
    code, _, complained = grader(*words)
    assert code == 2
    assert sentence in complained
