"""The outside of a guest: starts it, asks it, and ends it when it is late or breaks the rules."""

import json
import math
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from itertools import accumulate
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from grader.errors import GradingFault
from grader.result import Status
from grader.sandbox import wire
from grader.sandbox.choice import Isolation
from grader.sandbox.computing import OverspentError, wait_for_answer
from grader.sandbox.frames import Channel
from grader.texts import number, say, say_count

START_SECONDS = 60.0
COMPUTING_SECONDS = 3600.0  # that a guest may use if nobody says how many
CLOCKS_DIFFER = 0.5  # seconds by which a process ends early or late at its limit of computing
_COMMAND = (sys.executable, "-s", "-P", "-m", "grader.sandbox.zygote")
_WAY_ON = (
    "`grader doctor` says what else this machine can do: --isolation container is less, and "
    "--isolation process is for notebooks whose authors you trust. Reports will say so."
)

MOST_AHEAD = 32_768  # bytes of requests that are sent before the first is answered
Make = Callable[[int], wire.Request]  # builds a request from its number

__all__ = ["Guest", "GuestLostError", "Isolation", "IsolationFault", "Zygote"]


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


class IsolationFault(GradingFault):
    """The walls that were asked for can't be put up here.

    Args:
        reason: which wall, and how to get it.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(f"Notebooks can't be isolated: {reason} {_WAY_ON}")
        self.reason = reason

    def __reduce__(self) -> tuple[type["IsolationFault"], tuple[str]]:
        """Let a worker process hand it on."""
        return type(self), (self.reason,)


class Guest:
    """One running guest; after GuestLostError it can't be used any more.

    Args:
        zygote: where it comes from.
        channel: to it.
        pid: its number.
        most: whole seconds of computing after which the kernel ends it.
    """

    def __init__(self, zygote: "Zygote", channel: socket.socket, pid: int, most: int) -> None:
        self._zygote, self._channel, self._pid = zygote, Channel(channel), pid
        self._requests, self._most = 0, most
        self._object_of: Callable[[int, str], Any] = _no_object
        self._decoder = wire.Decoder(wire.Reply, self._proxy)
        self.room: float = math.inf  # bytes of memory that its answers may take
        self.computed = 0.0  # seconds that it has computed, known when it has ended
        self._found: Path | None = None  # of its process in /proc, when it has been looked for

    def _proxy(self, handle: int, name: str) -> Any:
        return self._object_of(handle, name)

    def ask(self, make: Make, seconds: float, object_of: Callable[[int, str], Any]) -> wire.Reply:
        """Send one request and wait for its answer.

        Args:
            make: builds the request from its number.
            seconds: for the answer, on the clock and of computing by all threads together.
            object_of: gives the proxy for (handle, type name) in the answer.

        Raises:
            GuestLostError: no valid answer came in time; the guest has been ended.
            WireError: the request itself can't be sent; the guest is still there.
        """
        return self.ask_all([make], seconds, object_of)[0]

    def ask_all(
        self,
        makes: Sequence[Make],
        seconds: float,
        object_of: Callable[[int, str], Any],
        until: float = math.inf,
    ) -> list[wire.Reply]:
        """Send requests, most before those ahead of them are answered; wait for all answers.

        Each has `seconds` of its own, from the answer before it on, but none goes on after
        `until` on time.monotonic's clock; else as `ask`.
        """
        self._object_of = object_of
        first = self._requests + 1
        requests = [wire.encode(make(number)) for number, make in enumerate(makes, first)]
        replies: list[wire.Reply] = []
        while len(replies) < len(requests):
            # What hasn't been read yet lies in the channel, which takes only so much.
            ahead = requests[len(replies) :]
            sizes = accumulate(map(len, ahead))
            count = max(1, sum(size <= MOST_AHEAD for size in sizes))
            replies += self._converse(ahead[:count], seconds, until)
        return replies

    def _converse(
        self, requests: Sequence[bytes], seconds: float, until: float
    ) -> list[wire.Reply]:
        replies = []
        deadline = min(time.monotonic() + seconds, until)
        try:
            if not self._channel.is_silent():
                raise wire.WireError(say("it spoke without being asked"))
            self._channel.send(requests, deadline)
            for _ in requests:
                replies.append(self._hear(deadline, seconds))
                deadline = min(time.monotonic() + seconds, until)
        except OverspentError:
            self.end()
            sentence = _stopped_computing(seconds)
            raise GuestLostError(Status.TIMED_OUT, sentence) from None
        except TimeoutError:
            self.end()
            sentence = _stopped(seconds)
            raise GuestLostError(Status.TIMED_OUT, sentence) from None
        except wire.WireError as error:
            self.end()
            sentence = say("Broke the connection to the grader: {error}.", error=error)
            raise GuestLostError(Status.CRASHED, sentence) from None
        except OSError:
            raise self._lost() from None
        return replies

    def _hear(self, deadline: float, seconds: float) -> wire.Reply:
        """The answer to the next request, for which it may compute so many seconds."""
        if not self._channel.has_more():
            wait_for_answer(self._channel, self.known_as(), deadline, seconds)
        answer = self._channel.receive(deadline)
        if answer is None:
            raise self._lost()
        self._requests += 1
        reply: wire.Reply = self._decoder.decode(answer)
        if self.weight > self.room:
            raise wire.WireError("its answers take too much memory, all together")
        if reply.id != self._requests:
            raise wire.WireError(say("it answered another question"))
        return reply

    @property
    def answered(self) -> int:
        """How many requests it has answered."""
        return self._requests

    @property
    def weight(self) -> int:
        """Bytes of memory that all its answers take, about."""
        return self._decoder.weight

    def memory(self) -> float:
        """MiB that its process has held at most so far; 0.0 where this machine doesn't say."""
        place = self._place()
        peak = re.match(r"\d+", _status(place).get("VmHWM", "")) if place else None
        return int(peak[0]) / 1024 if peak else 0.0

    def known_as(self) -> int:
        """Its number out here, as its own counts in a namespace of its own; 0 if nobody says."""
        place = self._place()
        return int(place.name) if place else 0

    def _place(self) -> Path | None:
        if self._found is None and self._pid:
            self._found = self._zygote.place_of(self._pid)
        return self._found if self._pid else None

    def end(self) -> None:
        """End the process, if it still runs."""
        self._end(patience=0)

    def _end(self, patience: float) -> int | None:
        if self._pid == 0:
            return None
        self._channel.close()
        pid, self._pid = self._pid, 0
        status, self.computed = self._zygote.end(pid, patience)
        return status

    def _lost(self) -> GuestLostError:
        """What became of a guest that has closed its channel."""
        status = self._end(patience=0.2)
        if status is None:
            return GuestLostError(Status.CRASHED, say("Closed the connection to the grader."))
        if not os.WIFSIGNALED(status):
            code = os.WEXITSTATUS(status)
            sentence = say("Ended its own process (exit code {code}).", code=code)
            return GuestLostError(Status.CRASHED, sentence)
        ended_by = os.WTERMSIG(status)
        if ended_by == signal.SIGKILL and self.computed > self._most - CLOCKS_DIFFER:
            self.computed = max(self.computed, self._most)
            sentence = _stopped_computing(self._most)
            return GuestLostError(Status.TIMED_OUT, sentence)
        sentence = say("Its process was ended by {signal}.", signal=_signal_name(ended_by))
        return GuestLostError(Status.CRASHED, sentence)


class Zygote:
    """The warm process that guests are forked from. Use as a context manager.

    Args:
        isolation: what stands between guests and the machine.

    Raises:
        GradingFault: it can't be started or isolated, or has died.
    """

    def __init__(self, isolation: Isolation = Isolation.FULL) -> None:
        self.lost = False  # it has died: only a new one can go on
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
                start_new_session=True,  # Ctrl-C is the grader's to answer, not the guests'
            )
        self._lines = self._control.makefile("rb")
        try:
            words, self._landlock = self._receive()
            self._isolation = str(words)
        except GradingFault:
            self.close()
            raise

    @property
    def isolation(self) -> str:
        """What stands between guests and the machine, in words."""
        return say(self._isolation, version=self._landlock)

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

    def fork(self, computing_seconds: float = COMPUTING_SECONDS) -> Guest:
        """Start a guest.

        Args:
            computing_seconds: that it may use, all its threads together; the kernel ends it then.
        """
        most = max(1, math.ceil(computing_seconds))  # the kernel counts in whole seconds
        ours, theirs = socket.socketpair()
        with theirs:
            pid = self._command({"do": "fork", "seconds": most}, [theirs.fileno()])
        return Guest(self, ours, int(pid), most)

    def place_of(self, pid: int) -> Path | None:
        """Where in /proc a guest is, whose number counts in a namespace of its own."""
        children = _children(self._process.pid)
        walled = [grandchild for child in children for grandchild in _children(child)]
        for depth, known_as in (*((1, n) for n in walled), *((0, n) for n in children)):
            place = Path(f"/proc/{known_as}")
            if _status(place).get("NSpid", "").split()[depth : depth + 1] == [str(pid)]:
                return place
        return None

    def end(self, pid: int, patience: float) -> tuple[int | None, float]:
        """End a guest.

        Returns:
            Its wait status if it ended by itself within `patience` seconds, else None; and the
            seconds that it has computed.
        """
        status, computed = self._command({"do": "end", "pid": pid, "patience": patience}, [])
        return None if status is None else int(status), float(computed)

    def _command(self, command: dict[str, Any], descriptors: list[int]) -> Any:
        try:
            socket.send_fds(self._control, [json.dumps(command).encode()], descriptors)
        except OSError:
            raise self._fault() from None
        return self._receive()

    def _receive(self) -> Any:
        answer = json.loads(self._read(START_SECONDS))
        if "fault" in answer:
            raise IsolationFault(answer["fault"])
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
        self.lost = True
        self._process.kill()
        self._log.seek(0)
        last = self._log.read().decode(errors="replace").strip().splitlines()[-1:]
        detail = f": {last[0]}" if last else ""
        return GradingFault(
            say("The process that runs notebooks could not start or died{detail}.", detail=detail)
        )


def _children(number: int) -> list[int]:
    try:
        return [int(n) for n in Path(f"/proc/{number}/task/{number}/children").read_text().split()]
    except OSError:
        return []


def _status(place: Path) -> dict[str, str]:
    """What the kernel says of a process; nothing when it is gone."""
    try:
        lines = (place / "status").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return {}
    return {name: content.strip() for name, _, content in (line.partition(":") for line in lines)}


def _no_object(_: int, name: str) -> Any:
    raise wire.WireError(say("an object of type {name} that nobody asked for", name=name))


def _stopped(seconds: float) -> str:
    said = number(seconds, ".3g")
    return say_count(
        "Stopped after {seconds} second.",
        "Stopped after {seconds} seconds.",
        1 if said == "1" else 2,
        seconds=said,
    )


def _stopped_computing(seconds: float) -> str:
    said = number(seconds, ".3g")
    return say_count(
        "Stopped after {seconds} second of computing.",
        "Stopped after {seconds} seconds of computing.",
        1 if said == "1" else 2,
        seconds=said,
    )


def _signal_name(number: int) -> str:
    """Its name; those for real time have none."""
    return signal.Signals(number).name if number in set(signal.Signals) else f"signal {number}"


def _environment() -> dict[str, str]:
    """What a guest may know of the machine's environment: nothing of its secrets."""
    return {
        "PATH": "/usr/bin:/bin",
        "LANG": "C.UTF-8",
        "PYTHONHASHSEED": "0",
        "PYTHONDONTWRITEBYTECODE": "1",
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",  # figures appear, as in Jupyter
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
        "MKL_NUM_THREADS": "1",
        "IPYTHONDIR": os.path.join(tempfile.gettempdir(), "no-ipython-profile"),
    }
