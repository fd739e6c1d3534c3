"""The outside of a guest: starts it, asks it, and ends it when it is late or breaks the rules."""

import json
import math
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from enum import StrEnum
from types import TracebackType
from typing import Any, Self

from grader.errors import GradingFault
from grader.result import Status
from grader.sandbox import wire

START_SECONDS = 60.0
_COMMAND = (sys.executable, "-s", "-P", "-m", "grader.sandbox.zygote")
_WAY_ON = (
    "The only other way on is --isolation process, for notebooks whose authors you trust; "
    "reports will say so."
)


class Isolation(StrEnum):
    """What stands between guests and the machine."""

    FULL = "full"  # every wall there is; a refusal if one that it can't do without is missing
    PROCESS = "process"  # nothing but a process with limits


class GuestLostError(Exception):
    """The guest is gone or was ended, and with it all objects in it.

    Args:
        status: TIMED_OUT or CRASHED.
        sentence: what happened, for the student.
    """

    def __init__(self, status: Status, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status
        self.sentence = sentence


class Guest:
    """One running guest; after GuestLostError it can't be used any more."""

    def __init__(self, zygote: "Zygote", channel: socket.socket, pid: int) -> None:
        self._zygote, self._channel, self._pid = zygote, channel, pid
        self._requests = 0

    def ask(
        self,
        make: Callable[[int], wire.Request],
        seconds: float,
        object_of: Callable[[int, str], Any],
    ) -> wire.Reply:
        """Send one request and wait for its answer.

        Args:
            make: builds the request from its number.
            seconds: wall-clock time for the answer.
            object_of: gives the proxy for (handle, type name) in the answer.

        Raises:
            GuestLostError: no valid answer came in time; the guest has been ended.
            WireError: the request itself can't be sent; the guest is still there.
        """
        self._requests += 1
        frame = wire.encode(make(self._requests))
        deadline = time.monotonic() + seconds
        try:
            if not wire.is_silent(self._channel):
                raise wire.WireError("it spoke without being asked")
            wire.send_frame(self._channel, frame, deadline)
            answer = wire.receive_frame(self._channel, deadline)
            if answer is None:
                raise GuestLostError(Status.CRASHED, self._epitaph())
            reply: wire.Reply = wire.Decoder(wire.Reply, object_of).decode(answer)
            if reply.id != self._requests:
                raise wire.WireError("it answered another question")
        except TimeoutError:
            self.end()
            sentence = f"Stopped after {seconds:.3g} seconds."
            raise GuestLostError(Status.TIMED_OUT, sentence) from None
        except wire.WireError as error:
            self.end()
            sentence = f"Broke the connection to the grader: {error}."
            raise GuestLostError(Status.CRASHED, sentence) from None
        except OSError:
            raise GuestLostError(Status.CRASHED, self._epitaph()) from None
        return reply

    def end(self) -> None:
        """End the process, if it still runs."""
        self._end(patience=0)

    def _end(self, patience: float) -> int | None:
        if self._pid == 0:
            return None
        self._channel.close()
        pid, self._pid = self._pid, 0
        return self._zygote.end(pid, patience)

    def _epitaph(self) -> str:
        status = self._end(patience=0.2)
        if status is None:
            return "Closed the connection to the grader."
        if os.WIFSIGNALED(status):
            return f"Its process was ended by {signal.Signals(os.WTERMSIG(status)).name}."
        return f"Ended its own process (exit code {os.WEXITSTATUS(status)})."


class Zygote:
    """The warm process that guests are forked from. Use as a context manager.

    Args:
        isolation: what stands between guests and the machine.

    Raises:
        GradingFault: it can't be started or isolated, or has died.
    """

    def __init__(self, isolation: Isolation = Isolation.FULL) -> None:
        self._control, theirs = socket.socketpair()
        self._log = tempfile.TemporaryFile()  # noqa: SIM115 - lives as long as the process
        with theirs:
            self._process = subprocess.Popen(
                [*_COMMAND, str(theirs.fileno()), isolation],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=self._log,
                env=_environment(),
                cwd=tempfile.gettempdir(),
            )
        self._lines = self._control.makefile("rb")
        try:
            self.isolation = str(self._receive())
        except GradingFault:
            self.close()
            raise

    def __enter__(self) -> Self:
        """Return itself: it is already running."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End the process and all its guests."""
        self.close()

    def close(self) -> None:
        """End the process and all its guests."""
        self._lines.close()
        self._control.close()
        try:
            self._process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._log.close()

    def fork(self) -> Guest:
        """Start a guest."""
        ours, theirs = socket.socketpair()
        with theirs:
            pid = self._command({"do": "fork"}, [theirs.fileno()])
        return Guest(self, ours, int(pid))

    def end(self, pid: int, patience: float) -> int | None:
        """End a guest; return its wait status if it ended by itself within `patience` seconds."""
        status = self._command({"do": "end", "pid": pid, "patience": patience}, [])
        return None if status is None else int(status)

    def _command(self, command: dict[str, Any], descriptors: list[int]) -> Any:
        try:
            socket.send_fds(self._control, [json.dumps(command).encode()], descriptors)
        except OSError:
            raise self._fault() from None
        return self._receive()

    def _receive(self) -> Any:
        answer = json.loads(self._read(START_SECONDS))
        if "fault" in answer:
            raise GradingFault(f"Notebooks can't be isolated: {answer['fault']} {_WAY_ON}")
        return answer["value"]

    def _read(self, seconds: float) -> bytes:
        self._control.settimeout(seconds if math.isfinite(seconds) else None)
        try:
            line = self._lines.readline()
        except OSError:
            line = b""
        if not line:
            raise self._fault()
        return line

    def _fault(self) -> GradingFault:
        self._process.kill()
        self._log.seek(0)
        last = self._log.read().decode(errors="replace").strip().splitlines()[-1:]
        detail = f": {last[0]}" if last else ""
        return GradingFault(f"The process that runs notebooks could not start or died{detail}.")


def _environment() -> dict[str, str]:
    """What a guest may know of the machine's environment: nothing of its secrets."""
    return {
        "PATH": "/usr/bin:/bin",
        "LANG": "C.UTF-8",
        "PYTHONHASHSEED": "0",
        "PYTHONDONTWRITEBYTECODE": "1",
        "MPLBACKEND": "Agg",
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
        "MKL_NUM_THREADS": "1",
        "IPYTHONDIR": os.path.join(tempfile.gettempdir(), "no-ipython-profile"),
    }
