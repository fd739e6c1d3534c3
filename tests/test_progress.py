"""What a person sees of a batch: on a terminal, in a pipe, and in the log."""

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from grader.batch import Graded
from grader.confirmations import Confirmation, Ruling
from grader.decisions import Decisions, Item, Verdict
from grader.errors import GradingFault
from grader.gradebook import Basis, Gradebook, this_moment
from grader.progress import Watch, history_lines
from grader.result import Result

RIGHT = ("import numpy as np", "def half(x): return x / 2", "def double(x): return x + x")


def result_of(name, **more):
    return Result(name, f"{name}.ipynb", "halves", "Halves", "1", 2.0, (), **more)


def test_a_terminal_gets_a_bar_with_rate_and_time_left(course, write_notebook):
    paths = [write_notebook(*RIGHT, name=f"s{n}.ipynb") for n in range(12)]
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "grader", "grade", *paths, "--jobs", "1"]
    environment = {**os.environ, "TERM": "xterm", "COLUMNS": "100"}
    with subprocess.Popen(command, cwd=course, stdout=theirs, stderr=theirs, env=environment) as p:
        os.close(theirs)
        seen = b""
        try:
            while part := os.read(ours, 65536):
                seen += part
        except OSError:  # the other end is closed
            pass
    os.close(ours)
    assert p.returncode == 0
    text = seen.decode()
    assert "Grading" in text
    assert "/12" in text
    assert "/min" in text
    assert "0:00:0" in text
    assert "s3: 3 of 3, 1 pending" in text


def test_what_has_stood_does_not_count_as_work(capsys):
    with Watch(3) as watch:
        watch.saw(Graded(result_of("a"), before=True))
        watch.saw(Graded(result_of("b")))
        assert watch.left == 1
        task = watch._bar.tasks[0]
        assert (task.completed, task.total) == (1, 2)
    assert capsys.readouterr().out == "a: 0 of 0 (as before)\nb: 0 of 0\n"


def test_what_is_not_run_again_but_counts_otherwise_is_not_said_to_be_as_before(capsys):
    with Watch(1) as watch:
        watch.saw(Graded(result_of("a"), before=True, changed=True))
    assert capsys.readouterr().out == "a: 0 of 0 (not run again)\n"


def test_a_log_on_a_full_disk_is_said_once_and_stops_nothing(capsys):
    with Watch(2, log=Path("/dev/full")) as watch:
        for name in ("a", "b"):
            watch.saw(Graded(result_of(name)))
    said = capsys.readouterr()
    assert said.out == "a: 0 of 0\nb: 0 of 0\n"
    assert said.err == "/dev/full: the log can't be written ([Errno 28] No space left on device).\n"


def test_no_line_of_the_log_can_be_forged(tmp_path):
    with Watch(1, quiet=True, log=tmp_path / "log") as watch:
        forged = "x\n2026-01-01T00:00:00Z INFO ben: 10 of 10\r\x1b[2J\u2028"
        watch.saw(Graded(result_of("a", refusal=forged), remarks=("a\nb",)))
    lines = (tmp_path / "log").read_text().splitlines()
    assert len(lines) == 4
    assert lines[1].endswith("WARNING a: a b")
    assert "\x1b" not in lines[2]


def test_no_line_on_the_screen_can_be_forged_either(tmp_path, capsys):
    forged = "x\nben: 10 of 10\r\x1b[2J"
    with Watch(1, quiet=False, log=None) as watch:
        watch.saw(Graded(result_of("a", refusal=forged, flags=(forged,))))
    shown = capsys.readouterr().out
    assert "\nben" not in shown
    assert not {"\x1b", "\r"} & {*shown}


@pytest.mark.parametrize(
    ("error", "said"), [(GradingFault("No isolation."), "No isolation"), (KeyboardInterrupt(), "")]
)
def test_the_log_says_why_a_batch_stopped_and_how_to_go_on(tmp_path, error, said):
    watch = Watch(2, quiet=True, log=tmp_path / "log")
    watch.__enter__()
    watch.saw(Graded(result_of("a")))
    watch.__exit__(type(error), error, None)
    last = (tmp_path / "log").read_text().splitlines()[-1]
    assert f"ERROR Stopped: {said or 'interrupted'}. 1 graded, 0 as before, 0 faults." in last
    assert last.endswith("the same command goes on where this one stopped.")


def test_the_history_tells_every_decision_on_packages_with_its_time(tmp_path):
    def decided(decision, when):
        return Confirmation("a", decision, frozenset({"torch"}), "Ada", "seen", when=when)

    with Gradebook(tmp_path) as book:
        confirmed = decided(Ruling.CONFIRMED, this_moment())
        book.add(Basis("file", "assignment", "1.0", "full"), result_of("a"))
        dismissed = decided(Ruling.DISMISSED, this_moment())
        by_hand = decided(Ruling.DISMISSED, "yesterday")
        lines = history_lines(book.history("a"), (), [by_hand, dismissed, confirmed])
    ends = ["torch confirmed. seen", "", "torch dismissed. seen", "torch dismissed. seen"]
    assert [line.endswith(end) for line, end in zip(lines, ends, strict=True)] == [True] * 4
    assert lines[3] == "a, by Ada: torch dismissed. seen"


def test_the_history_keeps_the_order_of_what_happened_within_a_second(tmp_path):
    why = Item("a", "why", "digest", 2.0)
    with Gradebook(tmp_path) as book:
        for version in range(3):
            book.add(Basis("file", "assignment", "1.0", "full"), result_of("a"))
            Decisions(book).save(why, Verdict(version / 2), version, "Ada")
        lines = history_lines(book.history("a"), Decisions(book).of("a"))
    assert ["by Ada" in line for line in lines] == [False, True] * 3
