"""One submission as a job: what a worker needs, keeps, and gives back."""

import os
import pickle

import msgspec
import pytest

from grader import jobs
from grader.errors import GradingFault
from grader.fingerprint import NO_CODE, fingerprint_of, given_by
from grader.jobs import Job, leave, work
from grader.kit import Kit
from grader.result import Result
from grader.rules import Placement
from grader.sandbox.choice import Isolation
from grader.submission import hand_in
from grader.version import grader_version

RIGHT = ("import numpy as np", "def half(x): return x / 2", "def double(x): return x + x")


@pytest.fixture
def job(halves, write_notebook):
    path = write_notebook(*RIGHT)
    return Job(
        hand_in(path, "anna"),
        Kit.of(halves),
        Isolation.FULL,
        grader_version(),
        halves.settings,
        Placement(),
    )


@pytest.fixture(autouse=True)
def _left():
    yield
    leave()


def result_of(done):
    return msgspec.json.decode(done.result, type=Result)


def zygote_of_worker():
    return jobs._DESK._zygote._process


def test_a_worker_keeps_its_process_for_the_next_job(job):
    assert result_of(work(job)).score == 3
    first = zygote_of_worker()
    done = work(job)
    assert zygote_of_worker() is first
    assert (result_of(done).score, done.remarks) == (3, ())
    assert b"3 of 3 points so far" in done.pages["report.html"]


def kill(process):
    """End a process for good: it may do one thing more before it hears of its end."""
    process.kill()
    process.wait(timeout=30)


def test_what_was_given_is_not_in_the_fingerprint_that_a_worker_gives_back(job):
    done = work(job)
    alone = fingerprint_of(result_of(done), given_by(())).packed()
    assert done.fingerprint == alone != NO_CODE.packed()
    leave()
    assert work(msgspec.structs.replace(job, given=RIGHT)).fingerprint == NO_CODE.packed()


def test_a_worker_that_leaves_leaves_no_process(job):
    work(job)
    process = zygote_of_worker()
    leave()
    assert process.poll() is not None


def test_when_the_guests_process_dies_between_two_jobs_a_new_one_takes_its_place(job):
    work(job)
    kill(zygote_of_worker())
    done = work(job)
    assert result_of(done).score == 3
    (remark,) = done.remarks
    assert "could not start or died" in remark
    assert remark.endswith("It is started again.")


def test_a_notebook_during_which_it_dies_each_time_is_a_fault_and_the_next_one_is_not(
    job, monkeypatch
):
    real = jobs.grade_handed_in

    def dies(examiner, zygote, handed_in):
        kill(zygote._process)
        return real(examiner, zygote, handed_in)

    with monkeypatch.context() as patch:
        patch.setattr(jobs, "grade_handed_in", dies)
        done = work(job)
    assert "could not start or died" in result_of(done).fault
    assert len(done.remarks) == jobs.TRIES
    assert result_of(work(job)).score == 3


def test_a_worker_of_another_version_refuses(job):
    with pytest.raises(GradingFault, match="install the same one everywhere"):
        work(msgspec.structs.replace(job, grader="0.0.1"))


def test_a_worker_of_another_version_need_not_understand_the_job(job, monkeypatch):
    assert pickle.loads(pickle.dumps(job)) == job
    travelling = pickle.dumps(job)
    monkeypatch.setattr(jobs, "grader_version", lambda: "another")
    monkeypatch.setattr(jobs, "Job", None)  # stands for one that is made of other parts
    with pytest.raises(GradingFault, match=r"has version another of the grader, not 0\.1\.0\+"):
        work(pickle.loads(travelling))


def test_a_worker_can_change_the_assignment(job, numpy_rnn, write_notebook):
    work(job)
    other = msgspec.structs.replace(job, kit=Kit.of(numpy_rnn))
    assert result_of(work(other)).assignment == "numpy_rnn"
    assert result_of(work(job)).assignment == "halves"


def test_the_files_of_a_kit_that_travelled_are_gone_when_the_worker_leaves(job, halves):
    work(msgspec.structs.replace(job, kit=Kit.of(halves, carried=True)))
    place = jobs._DESK._place.name
    assert os.stat(place).st_mode & 0o077 == 0
    leave()
    assert not os.path.exists(place)


def test_the_report_is_of_what_the_gradebook_will_say(job):
    done = work(job)
    assert jobs.render_report(result_of(done)).encode() == done.pages["report.html"]
