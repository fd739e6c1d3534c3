"""One guest as the host knows it: is asked, is waited for, and ends when it breaks the rules."""

import math
import os
import re
import signal
import socket
import time
from collections.abc import Callable, Sequence
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Any

from grader.result import Status
from grader.sandbox import proc, wire
from grader.sandbox.computing import OverspentError, wait_for_answer
from grader.sandbox.frames import Channel
from grader.texts import number, say, say_count

if TYPE_CHECKING:
    from grader.sandbox.host import Zygote

CLOCKS_DIFFER = 0.5  # seconds by which a process ends early or late at its limit of computing
LAST_SECONDS = 2.0  # between closing the channel and ending, for one that ends by itself
MOST_AHEAD = 32_768  # bytes of requests that are sent before the first is answered
Make = Callable[[int], wire.Request]  # builds a request from its number


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
        peak = re.match(r"\d+", proc.said(place, "VmHWM")) if place else None
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
        status = self._end(patience=LAST_SECONDS)
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
