"""Hands jobs to workers, on this machine or on many, and hears of each as soon as it is done.

Workers stand behind `concurrent.futures.Executor`; those that die are replaced, and their jobs are
handed out again.
"""

import socket
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import (
    FIRST_COMPLETED,
    BrokenExecutor,
    CancelledError,
    Executor,
    Future,
    wait,
)
from contextlib import AbstractContextManager, ExitStack, contextmanager
from importlib import import_module
from typing import Generic, ParamSpec, TypeVar
from urllib.parse import urlsplit

import msgspec

from grader.errors import GraderError, GradingFault, UsageError
from grader.pool import pool_of
from grader.texts import later

Given = TypeVar("Given")
Found = TypeVar("Found")
Parameters = ParamSpec("Parameters")

DEATHS = 3  # of a worker at one and the same job, before the job is given up
IN_A_ROW = 5  # jobs that all were given up, before it is no job's fault
CONNECT_SECONDS = 20
DIED = later("A worker process died each of the {times} times that it graded this alone.")
FAILED = later("A worker failed with {error}")
MANY = 64  # jobs at a cluster, so that workers that join later find some


class Lost(msgspec.Struct, frozen=True):
    """No worker could do a job."""

    sentence: str  # why, as `texts.say` takes it
    values: dict[str, str] = {}  # that stand in it


# Starts workers of one kind, and gives them with how many jobs may be under way or wait at them, so
# that memory stays bounded. Leaving the context ends the workers, at once after an exception.
Crew = Callable[[], AbstractContextManager[tuple[Executor, int]]]


def here(leave: Callable[[], None]) -> Crew:
    """This process, one job after the other; `leave` ends what it keeps between them."""

    @contextmanager
    def start() -> Iterator[tuple[Executor, int]]:
        try:
            yield _Here(), 1
        finally:
            leave()

    return start


def processes(count: int) -> Crew:
    """So many processes on this machine, forked from one that has loaded what was prepared."""

    @contextmanager
    def start() -> Iterator[tuple[Executor, int]]:
        with pool_of(count) as pool:
            yield pool, 2 * count  # one more for each, so that nobody waits for the next

    return start


def cluster(address: str) -> Crew:
    """The workers of a dask.distributed scheduler.

    Args:
        address: of the scheduler, such as `tcp://host:8786`. Starting the crew raises a UsageError
            when no scheduler answers there.

    Raises:
        UsageError: dask.distributed isn't installed.
    """
    try:
        distributed = import_module("distributed")
    except ImportError:
        raise UsageError(
            "--cluster needs dask.distributed: pip install 'notebook-grader[cluster]', here and "
            "on every worker."
        ) from None

    @contextmanager
    def start() -> Iterator[tuple[Executor, int]]:
        with ExitStack() as stack:
            try:
                _require_scheduler(address)
                client = distributed.Client(address, timeout=CONNECT_SECONDS, set_as_default=False)
                stack.enter_context(client)
                client.wait_for_workers(1, timeout=CONNECT_SECONDS)
            except (OSError, ValueError) as error:
                raise UsageError(
                    f"{address}: no scheduler with workers answers there ({error}). Start one with "
                    "`dask scheduler`, and workers with `dask worker ADDRESS --nthreads 1`."
                ) from None
            executor = client.get_executor(pure=False)
            stack.callback(executor.shutdown, wait=False)
            yield executor, max(MANY, 2 * sum(client.nthreads().values()))

    return start


def hand_out(
    work: Callable[[Given], Found], jobs: Iterable[Given], crew: Crew
) -> Iterator[tuple[Given, Found | Lost]]:
    """Give every job to a worker and yield what came of it, in the order in which they end.

    Args:
        work: what a worker does with a job.
        jobs: taken one by one, as workers become free.
        crew: the workers. When one dies, those of its kind are started anew.

    Raises:
        GraderError: `work` raised it: no worker could do any job.
        UsageError: there are no workers.
        GradingFault: the workers can't be reached any more, or die whatever the job is.
    """
    shift = _Shift(work, iter(jobs))
    while not shift.over:
        with crew() as (executor, at_once):
            yield from shift.with_workers(executor, at_once)


class _Shift(Generic[Given, Found]):
    """The jobs: those to come, those under way, and those whose worker may have died of them."""

    def __init__(self, work: Callable[[Given], Found], jobs: Iterator[Given]) -> None:
        self.over = False
        self._work, self._jobs = work, jobs
        self._under_way: dict[Future[Found], Given] = {}
        self._again: deque[tuple[Given, int]] = deque()  # with how often it was tried alone
        self._given_up = 0  # since some job was done

    def with_workers(
        self, executor: Executor, at_once: int
    ) -> Iterator[tuple[Given, Found | Lost]]:
        """Go on until all is done or a worker dies."""
        try:
            yield from self._one_by_one(executor)
            while self._fill(executor, at_once):
                done, _ = wait(self._under_way, return_when=FIRST_COMPLETED)
                for future in done:
                    outcome = _outcome(future)
                    yield self._under_way.pop(future), outcome
            self.over = True
        except BrokenExecutor:
            self._again += [(job, 0) for job in self._under_way.values()]
            self._under_way.clear()

    def _one_by_one(self, executor: Executor) -> Iterator[tuple[Given, Found | Lost]]:
        """Those that were under way when a worker died: alone, so that the guilty one shows."""
        while self._again:
            job, tries = self._again[0]
            self._again[0] = (job, tries + 1)
            if tries < DEATHS:
                outcome = _outcome(executor.submit(self._work, job))
                self._given_up = 0
            else:
                outcome = self._giving_up()
            self._again.popleft()
            yield job, outcome

    def _giving_up(self) -> Lost:
        """What is said of a job that no worker lived through.

        Raises:
            GradingFault: it was the same with those before.
        """
        self._given_up += 1
        if self._given_up == IN_A_ROW:
            raise GradingFault(
                "Worker processes die whatever they grade. Is there too little memory? `grader "
                "doctor` says what this machine can do; fewer --jobs take less."
            )
        return Lost(DIED, {"times": str(DEATHS)})

    def _fill(self, executor: Executor, at_once: int) -> bool:
        """Hand out jobs while there are any; whether some are under way."""
        while len(self._under_way) < at_once and (job := next(self._jobs, None)) is not None:
            try:
                self._under_way[executor.submit(self._work, job)] = job
            except BrokenExecutor:
                self._again.append((job, 0))
                raise
        return bool(self._under_way)


class _Here(Executor):
    """Does each job as soon as it is handed in."""

    def submit(
        self,
        fn: Callable[Parameters, Found],
        /,
        *args: Parameters.args,
        **kwargs: Parameters.kwargs,
    ) -> Future[Found]:
        future: Future[Found] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:
            future.set_exception(error)
        return future


def _require_scheduler(address: str) -> None:
    """Raise OSError or ValueError where nothing speaks first, as schedulers do.

    Dask itself would wait without end for the answer of a stranger.
    """
    place = urlsplit(address)
    if not place.hostname or not place.port:
        raise ValueError("an address looks like tcp://host:8786")
    where = (place.hostname, place.port)
    with socket.create_connection(where, timeout=CONNECT_SECONDS) as connection:
        if place.scheme == "tcp" and not connection.recv(1):
            raise ConnectionError("it closed the connection")


def _outcome(future: Future[Found]) -> Found | Lost:
    try:
        return future.result()
    except (BrokenExecutor, GraderError):
        raise
    except CancelledError:
        raise GradingFault("The workers can't be reached any more.") from None
    except Exception as error:
        return Lost(FAILED, {"error": f"{type(error).__name__}: {error}"[:1000]})
