"""Processes on this machine that work for this one: they never outlive it, and die together."""

import multiprocessing
import os
import signal
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager, suppress
from multiprocessing import Process, forkserver, resource_tracker
from multiprocessing.connection import Connection
from multiprocessing.connection import wait as one_ended
from typing import ParamSpec, TypeVar

from grader.errors import UsageError

Found = TypeVar("Found")
Parameters = ParamSpec("Parameters")

LOOK_SECONDS = 0.5  # between two looks whether all processes are there
DYING_SECONDS = 0.5  # in which what processes are forked from may refuse them before it is gone
_FORKS = multiprocessing.get_context("forkserver")  # a process with threads is not to be forked


def prepare(module: str) -> None:
    """Begin to load what processes on this machine will need, and go on without waiting for it.

    Args:
        module: with what each of them works.

    Raises:
        UsageError: the folder for temporary files is none for what they talk through.
    """
    _FORKS.set_forkserver_preload([module])
    resource_tracker.ensure_running()  # else the server starts it, and lets Ctrl-C in again
    try:
        with _interrupts_later():
            forkserver.ensure_running()
    except OSError as error:
        raise UsageError(
            f"{tempfile.gettempdir()}: worker processes can't talk through files there ({error}). "
            "Set TMPDIR to a short path, such as /tmp."
        ) from None


@contextmanager
def pool_of(count: int) -> Iterator[Executor]:
    """So many processes, forked from one that has loaded what was prepared.

    When one of them dies, what was handed to the pool raises BrokenExecutor. Leaving the context
    ends them, at once after an exception.
    """
    theirs, ours = _FORKS.Pipe(duplex=False)
    with theirs, ours, _Processes(count, _FORKS, _begin, (theirs,)) as pool, pool.watched():
        try:
            yield pool
        except BaseException:  # Ctrl-C and a closed generator too; the caller hears of it
            ours.close()  # ends the processes, whatever they are doing
            pool.shutdown(cancel_futures=True)
            raise


class _Processes(ProcessPoolExecutor):
    """Processes that leave Ctrl-C to this one from their first moment, and die together."""

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Notice a process that died in the middle of an answer.

        The pool would wait without end for the other half: it holds the sending end itself, and
        the dead one still has the turn to send. So all have to die, and that end is closed.
        """
        # The library promises none of these: if one is missing, that is to show now.
        answers, turn, _ = self._result_queue._writer, self._shutdown_lock, self._broken  # type: ignore[attr-defined]
        over = threading.Event()
        watcher = threading.Thread(target=self._watch, args=(over, answers, turn), daemon=True)
        watcher.start()
        try:
            yield
        finally:
            over.set()
            watcher.join()
            if self._broken:
                self._kill()  # one that was just being started was overlooked, and is waited for

    def _watch(self, over: threading.Event, answers: Connection, turn: threading.Lock) -> None:
        while not over.wait(LOOK_SECONDS):
            if one_ended([process.sentinel for process in self._started()], timeout=0):
                with turn:  # so that nobody is starting a process
                    self._broken = True
                    self._kill()
                    answers.close()
                return

    def _kill(self) -> None:
        for process in self._started():
            process.kill()

    def _started(self) -> list[Process]:
        return list((self._processes or {}).values())

    def submit(
        self,
        fn: Callable[Parameters, Found],
        /,
        *args: Parameters.args,
        **kwargs: Parameters.kwargs,
    ) -> Future[Found]:
        try:
            with _interrupts_later():
                return super().submit(fn, *args, **kwargs)
        except (EOFError, ConnectionError):
            time.sleep(DYING_SECONDS)  # the next try is to find it gone, and start another
            raise BrokenExecutor("What processes are forked from died meanwhile.") from None


@contextmanager
def _interrupts_later() -> Iterator[None]:
    """Hold Ctrl-C back, from this process for a while and from those that it starts for good."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _begin(lifeline: Connection) -> None:
    """Make ready a new process of the pool, which never outlives the one that it works for."""
    signal.signal(signal.SIGINT, lambda *_: None)  # not SIG_IGN: guests would inherit that
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    threading.Thread(target=_end_with, args=(lifeline,), daemon=True).start()


def _end_with(lifeline: Connection) -> None:
    with suppress(EOFError, OSError):
        lifeline.recv_bytes()  # nobody ever sends: this returns when the other end is gone
    os._exit(1)
