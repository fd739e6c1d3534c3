"""Workers of each kind, in real processes: what they get done, and what happens when they die."""

import os
import signal
import socket
import sys

import pytest

from grader.crew import DEATHS, DIED, FAILED, Lost, cluster, hand_out, here, processes
from grader.errors import GradingFault, UsageError


def double(number):
    return 2 * number


def dies_once(job):
    """Kill this process the first time that the job is done."""
    number, folder = job
    try:
        (folder / str(number)).touch(exist_ok=False)
    except FileExistsError:
        return 2 * number
    if number % 4 == 1:
        os.kill(os.getpid(), signal.SIGKILL)
    return 2 * number


def dies(_number):
    os.kill(os.getpid(), signal.SIGKILL)


def dies_at_three(number):
    if number == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return 2 * number


def raises_at_three(number):
    if number == 3:
        raise ValueError("three!")
    return 2 * number


def refuses(number):
    raise GradingFault("Notebooks can't be isolated.")


def crews():
    return [here(lambda: None), processes(2)]


@pytest.mark.parametrize("crew", crews())
def test_every_job_is_done_once(crew):
    assert sorted(hand_out(double, range(20), crew)) == [(n, 2 * n) for n in range(20)]


@pytest.mark.parametrize("crew", crews())
def test_jobs_are_taken_as_workers_become_free(crew):
    taken = []
    for done, _ in enumerate(hand_out(double, (taken.append(n) or n for n in range(50)), crew)):
        assert len(taken) <= done + 1 + 4  # two at each of two workers


def test_a_worker_that_dies_loses_nothing(tmp_path):
    jobs = [(number, tmp_path) for number in range(10)]
    found = sorted(hand_out(dies_once, jobs, processes(2)))
    assert found == [(job, 2 * job[0]) for job in jobs]


def test_a_job_that_always_takes_its_worker_along_is_given_up_and_no_other():
    found = dict(hand_out(dies_at_three, range(8), processes(2)))
    assert found.pop(3) == Lost(DIED, {"times": str(DEATHS)})
    assert found == {number: 2 * number for number in range(8) if number != 3}


def test_where_every_job_takes_its_worker_along_it_is_no_jobs_fault():
    with pytest.raises(GradingFault, match="die whatever they grade"):
        list(hand_out(dies, range(20), processes(2)))


@pytest.mark.parametrize("crew", crews())
def test_a_job_that_fails_unforeseen_is_lost_alone(crew):
    found = dict(hand_out(raises_at_three, range(5), crew))
    assert found == {0: 0, 1: 2, 2: 4, 3: Lost(FAILED, {"error": "ValueError: three!"}), 4: 8}


@pytest.mark.parametrize("crew", crews())
def test_what_no_worker_can_do_is_said_once(crew):
    with pytest.raises(GradingFault, match="can't be isolated"):
        list(hand_out(refuses, range(5), crew))


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:9", "nonsense", "tcp://x:y", "tcp://[::"])
def test_an_address_without_a_scheduler_is_named(address):
    with pytest.raises(UsageError) as refused:
        list(hand_out(double, [1], cluster(address)))
    assert str(refused.value).startswith(f"{address}: no scheduler with workers answers there (")


def test_a_stranger_at_the_address_is_not_waited_for_without_end(monkeypatch):
    monkeypatch.setattr("grader.crew.CONNECT_SECONDS", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as stranger:
        address = f"tcp://127.0.0.1:{stranger.getsockname()[1]}"
        with pytest.raises(UsageError, match=r"answers there \(timed out\)"):
            list(hand_out(double, [1], cluster(address)))


def test_without_the_extra_it_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(UsageError, match=r"pip install 'notebook-grader\[cluster\]'"):
        cluster("tcp://127.0.0.1:8786")
