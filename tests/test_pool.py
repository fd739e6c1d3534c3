"""Processes that work for this one die together, and at once when they are not wanted any more."""

import multiprocessing
import os
import signal
import struct
import subprocess
import sys
import threading
import time
from multiprocessing import forkserver

import pytest

from grader.crew import hand_out, processes
from grader.pool import prepare


def double(number):
    return 2 * number


def dies_amid_its_answer_once(job):
    """Kill this process, the first time, when half of an answer is on its way."""
    number, folder = job
    if number == 1 and not (folder / "dead").exists():
        (folder / "dead").touch()
        frame = sys._getframe()
        while "result_queue" not in frame.f_locals:
            frame = frame.f_back
        answers = frame.f_locals["result_queue"]
        answers._wlock.acquire()  # as the pool does before it sends
        os.write(answers._writer.fileno(), struct.pack("!i", 1000) + b"half")
        os.kill(os.getpid(), signal.SIGKILL)
    return 2 * number


def sleeps(number):
    time.sleep(20)


def dies_first_of_all_once(job):
    number, folder = job
    if number == 0 and not (folder / "dead").exists():
        (folder / "dead").touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return 2 * number


def test_one_that_is_being_started_when_another_dies_is_not_waited_for(tmp_path, monkeypatch):
    start = multiprocessing.context.ForkServerProcess.start
    started = []

    def start_slowly(process):
        start(process)
        started.append(process)
        if len(started) == 2:
            time.sleep(0.4)  # in which the pool hears of the death, and not of this process

    monkeypatch.setattr(multiprocessing.context.ForkServerProcess, "start", start_slowly)
    jobs = [(number, tmp_path) for number in range(4)]
    found = sorted(hand_out(dies_first_of_all_once, jobs, processes(2)))
    assert found == [(job, 2 * job[0]) for job in jobs]


@pytest.mark.parametrize("workers", [1, 2])
def test_a_worker_that_dies_amid_its_answer_loses_nothing(workers, tmp_path):
    jobs = [(number, tmp_path) for number in range(1, 8)]
    found = sorted(hand_out(dies_amid_its_answer_once, jobs, processes(workers)))
    assert found == [(job, 2 * job[0]) for job in jobs]


def test_broken_off_while_an_answer_is_half_there_it_ends_all_the_same(tmp_path):
    def interrupted():
        yield 1, tmp_path
        while not (tmp_path / "dead").exists():
            time.sleep(0.01)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        list(hand_out(dies_amid_its_answer_once, interrupted(), processes(1)))
    assert multiprocessing.active_children() == []


def test_what_workers_are_forked_from_may_die_while_it_is_asked_for_one():
    prepare(__name__)
    server = forkserver._forkserver._forkserver_pid
    os.kill(server, signal.SIGSTOP)  # so that it is asked, and doesn't answer
    killer = threading.Timer(0.5, os.kill, (server, signal.SIGKILL))
    killer.start()
    found = sorted(hand_out(double, range(5), processes(2)))
    killer.join()
    assert found == [(number, 2 * number) for number in range(5)]
    assert forkserver._forkserver._forkserver_pid != server


def test_what_workers_are_forked_from_may_take_a_while_to_die(monkeypatch):
    # As between its last file and its end: it counts as alive, but nobody listens there any more.
    forkserver.ensure_running()
    known = forkserver._forkserver
    there = known._forkserver_address
    monkeypatch.setattr(known, "_forkserver_address", "\0nobody listens")
    later = threading.Timer(0.7, setattr, (known, "_forkserver_address", there))
    later.start()
    try:
        assert list(hand_out(double, [1], processes(1))) == [(1, 2)]
    finally:
        later.join()


def test_what_workers_are_forked_from_leaves_ctrl_c_to_others_from_its_first_moment():
    source = """
from multiprocessing import forkserver
from grader.pool import prepare
prepare("json")
with open(f"/proc/{forkserver._forkserver._forkserver_pid}/status") as lines:
    print(*(line for line in lines if line.startswith("SigBlk")))
"""
    done = subprocess.run(
        [sys.executable, "-c", source], capture_output=True, text=True, check=True, timeout=60
    )
    assert int(done.stdout.split()[1], 16) & 1 << (signal.SIGINT - 1)


def test_a_folder_that_is_too_long_a_path_for_sockets_is_named(tmp_path):
    long = tmp_path / ("long" * 25)
    long.mkdir()
    done = subprocess.run(
        [sys.executable, "-m", "grader", "grade", tmp_path],
        env={**os.environ, "TMPDIR": str(long)},
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert (done.returncode, f"grader: {long}: worker processes" in done.stderr) == (2, True)
    assert "Set TMPDIR to a short path, such as /tmp." in done.stderr


def test_workers_end_at_once_when_the_work_is_broken_off():
    def interrupted():
        yield 1
        time.sleep(1)  # until the worker is at it
        raise KeyboardInterrupt

    started = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        list(hand_out(sleeps, interrupted(), processes(1)))
    assert time.monotonic() - started < 15  # the work takes 20 seconds
    assert multiprocessing.active_children() == []
