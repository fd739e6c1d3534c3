"""Waiting for a process: for what it says, up to a time on the clock and a time of computing."""

import math
import socket
import subprocess
import sys
import time

import pytest

from grader.sandbox.computing import OverspentError, computed_by, wait_for_answer


@pytest.fixture
def start():
    """Start a process that runs some code, with a channel to it as its standard output."""
    ours, theirs = socket.socketpair()
    started = []

    def start(code):
        command = [sys.executable, "-c", f"print(flush=True)\n{code}"]
        started.append(subprocess.Popen(command, stdout=theirs.fileno()))
        assert ours.recv(1)
        return ours, started[0].pid

    yield start
    for process in started:
        process.kill()
        process.wait()
    ours.close()
    theirs.close()


def test_what_computes_too_long_is_stopped_long_before_its_deadline(start):
    channel, pid = start("while True: pass")
    with pytest.raises(OverspentError):
        wait_for_answer(channel, pid, math.inf, 0.2)
    assert computed_by(pid) > 0.2


def test_what_sleeps_is_stopped_by_the_clock_alone(start):
    channel, pid = start("import time; time.sleep(60)")
    with pytest.raises(TimeoutError):
        wait_for_answer(channel, pid, time.monotonic() + 0.3, 0.2)


def test_all_threads_count_together(start):
    channel, pid = start(
        "import hashlib, threading\n"
        "def work():\n"
        "    while True: hashlib.sha256(bytes(10**6))\n"
        "for _ in range(3): threading.Thread(target=work).start()"
    )
    with pytest.raises(OverspentError):
        wait_for_answer(channel, pid, math.inf, 0.5)


def test_an_answer_and_an_end_are_noticed_at_once(start):
    channel, pid = start("print('x')")
    wait_for_answer(channel, pid, math.inf, math.inf)
    assert channel.recv(1) == b"x"


def test_what_was_computed_for_earlier_answers_does_not_count(start):
    channel, pid = start(
        "import time\nwhile time.process_time() < 0.2: pass\nprint('x', flush=True); time.sleep(60)"
    )
    wait_for_answer(channel, pid, math.inf, math.inf)
    assert channel.recv(2, socket.MSG_WAITALL) == b"x\n"
    assert computed_by(pid) > 0.05
    with pytest.raises(TimeoutError):
        wait_for_answer(channel, pid, time.monotonic() + 0.1, 0.04)


def test_a_process_that_is_not_there_has_computed_nothing():
    assert computed_by(2**22 + 1) == 0
