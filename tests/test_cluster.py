"""A real dask scheduler and workers, processes of their own, some of which are killed."""

import json
import os
import signal
import subprocess
import sys
import time

import pytest

from grader.batch import Batch
from grader.crew import cluster
from grader.errors import GraderError
from tests.test_killed import lasting

RIGHT = ("import numpy as np", "def half(x): return x / 2", "def double(x): return x + x")
WRONG = ("import numpy as np", "def half(x): return x / 3", "def double(x): return x + x")


@pytest.fixture
def scheduler(tmp_path):
    """A scheduler with two workers: its process, its address, and the workers' processes."""
    file = tmp_path / "scheduler.json"
    log = (tmp_path / "cluster.log").open("wb")
    dask = [sys.executable, "-m", "distributed.cli.dask_scheduler", "--host", "127.0.0.1"]
    dask += ["--port", "0", "--no-dashboard", "--scheduler-file", file]
    started = [subprocess.Popen(dask, stdout=log, stderr=log, cwd=tmp_path)]
    deadline = time.monotonic() + 60
    while not (file.exists() and (address := address_in(file))):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    worker = [sys.executable, "-m", "distributed.cli.dask_worker", address, "--nthreads", "1"]
    worker += ["--no-nanny", "--no-dashboard", "--local-directory", tmp_path / "dask"]
    started += [subprocess.Popen(worker, stdout=log, stderr=log, cwd=tmp_path) for _ in range(2)]
    yield started[0], address, started[1:]
    for process in started:
        process.kill()
        process.wait()
    log.close()


def address_in(file):
    try:
        return json.loads(file.read_text())["address"]
    except ValueError:  # it is being written
        return None


@pytest.fixture
def names(write_notebook):
    return {
        write_notebook(*(WRONG if n % 3 else RIGHT), f"n = {n}", name=f"s{n}.ipynb"): f"s{n}"
        for n in range(16)
    }


def test_a_cluster_gives_the_same_grades_though_a_worker_is_killed(
    halves, names, scheduler, tmp_path
):
    _, address, workers = scheduler
    list(Batch(halves, names, tmp_path / "here").grade())
    there = Batch(halves, names, tmp_path / "there", carried=True)
    # Whatever the workers see, it isn't the folder of the assignment.
    halves.folder.rename(tmp_path / "elsewhere")
    for done, graded in enumerate(there.grade(cluster(address))):
        assert not graded.result.fault
        if done == 2:
            os.kill(workers[0].pid, signal.SIGKILL)
    assert lasting(tmp_path / "here") == lasting(tmp_path / "there")
    assert len(list((tmp_path / "there").glob("*/report.html"))) == len(names)


def test_when_the_scheduler_is_gone_it_is_said_and_what_was_graded_is_kept(
    halves, names, scheduler, tmp_path, monkeypatch
):
    monkeypatch.setattr("grader.crew.MANY", 4)
    process, address, _ = scheduler
    batch = Batch(halves, names, tmp_path / "out", carried=True)
    graded = batch.grade(cluster(address))
    seen = [next(graded)]
    process.kill()
    with pytest.raises(GraderError, match="can't be reached any more"):
        seen.extend(graded)
    stand = [graded.before for graded in Batch(halves, names, tmp_path / "out").grade()]
    assert stand.count(True) == len(seen) < len(names)
