"""A liar at the other end of the socket: whatever it says, the guest is lost and nobody else."""

import contextlib
import socket
import struct
import threading
import time

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.assignment import Limits
from grader.errors import StudentError
from grader.result import Status
from grader.sandbox import wire
from grader.sandbox.peer import Guest, GuestLostError
from grader.sandbox.session import Session
from grader.submission import Cell

SECONDS = 0.3


class Machine:
    """What stands for the zygote: it forks liars and buries them."""

    def __init__(self, *lies):
        self._lies = list(lies)

    def fork(self, computing_seconds=0.0):
        ours, theirs = socket.socketpair()
        lie = self._lies.pop(0) if len(self._lies) > 1 else self._lies[0]
        threading.Thread(target=self._tell, args=(lie, theirs), daemon=True).start()
        return Guest(self, ours, 1, 1)

    def end(self, pid, patience):
        return None, 0.0

    def place_of(self, pid):
        return None

    @staticmethod
    def _tell(lie, channel):
        with channel, contextlib.suppress(OSError):
            lie(channel)


def framed(content):
    return struct.pack(">I", len(content)) + content


def heard(channel):
    """Wait for a question; return its number."""
    head = channel.recv(4, socket.MSG_WAITALL)
    if len(head) < 4:
        raise OSError
    content = channel.recv(int.from_bytes(head), socket.MSG_WAITALL)
    return msgspec.msgpack.decode(content)[1]


def lost(lie, make=lambda number: wire.Get(number, None, "x"), seconds=SECONDS):
    with pytest.raises(GuestLostError) as error:
        Machine(lie).fork().ask(make, seconds, lambda handle, name: (handle, name))
    return error.value


def say(content, stay=True):
    """A lie that waits for the question, says something and stays connected."""

    def lie(channel):
        heard(channel)
        channel.sendall(content)
        if stay:
            channel.recv(1)

    return lie


def value(number, answer):
    return framed(wire.encode(wire.Value(number, answer)))


@given(st.binary(max_size=300), st.booleans())
@settings(max_examples=60)
def test_random_bytes_are_that_guests_failure(content, stay):
    assert lost(say(content, stay), seconds=0.05).status in (Status.CRASHED, Status.TIMED_OUT)


@given(st.binary(max_size=300))
@settings(max_examples=100)
def test_random_bytes_in_a_frame_are_that_guests_failure(content):
    assert lost(say(framed(content)), seconds=30.0).status is Status.CRASHED


def out_of_order(channel):
    number = heard(channel)
    channel.sendall(value(number + 1, "early") + value(number, "late"))
    channel.recv(1)


def of_earlier(channel):
    channel.sendall(value(heard(channel) - 1, "old"))
    channel.recv(1)


def half_and_away(channel):
    heard(channel)
    channel.sendall(b"\x00\x00\x01\x00half")


def byte_by_byte(channel):
    for byte in value(heard(channel), "x" * 1000):
        channel.sendall(bytes([byte]))
        time.sleep(SECONDS / 20)


def late(channel):
    number = heard(channel)
    time.sleep(2 * SECONDS)
    channel.sendall(value(number, "late"))
    channel.recv(1)


def deaf(channel):
    time.sleep(4 * SECONDS)


def endless(channel):
    heard(channel)
    while True:
        channel.sendall(b"\x00\x80\x00\x00" + bytes(2**20))


@pytest.mark.parametrize(
    ("lie", "status", "words"),
    [
        (out_of_order, Status.CRASHED, "it answered another question"),
        (of_earlier, Status.CRASHED, "it answered another question"),
        (say(b"\xff\xff\xff\xff"), Status.CRASHED, "a frame of 4294967295 bytes"),
        (say(b"\x00\x80\x00\x01"), Status.CRASHED, "a frame of 8388609 bytes"),
        (say(framed(b"")), Status.CRASHED, "not a message"),
        (say(b"", stay=False), Status.CRASHED, "Closed the connection"),
        (half_and_away, Status.CRASHED, "Closed the connection"),
        (endless, Status.CRASHED, "not a message"),
        (say(b""), Status.TIMED_OUT, "Stopped after 0.3 seconds."),
        (byte_by_byte, Status.TIMED_OUT, "Stopped after 0.3 seconds."),
        (late, Status.TIMED_OUT, "Stopped after 0.3 seconds."),
    ],
)
def test_each_lie_has_its_own_words(lie, status, words):
    error = lost(lie, seconds=SECONDS if status is Status.TIMED_OUT else 30.0)
    assert error.status is status
    assert words in error.sentence


def test_who_does_not_listen_is_stopped_too():
    flat = wire.flatten([np.zeros(900_000)], lambda _: (0, ""))
    assert lost(deaf, lambda number: wire.Call(number, 0, flat, {})).status is Status.TIMED_OUT


def test_who_speaks_first_is_lost():
    guest = Machine(lambda channel: (channel.sendall(value(1, "x")), channel.recv(1))).fork()
    while guest._channel.is_silent():
        time.sleep(0.001)
    with pytest.raises(GuestLostError, match="without being asked"):
        guest.ask(lambda number: wire.Get(number, None, "x"), 30.0, print)


def replies(reply):
    """A guest that answers every question in this way."""

    def lie(channel):
        while True:
            channel.sendall(framed(reply(heard(channel))))

    return lie


def session_with(*lies):
    return Session(Machine(*lies), [Cell(0, "code", "x = 1")], Limits(30.0, 30.0, 60.0))


def ran(number, *outputs):
    return wire.encode(wire.Ran(number, list(outputs), False, None))


WRONG_KINDS = {
    "a value": lambda number: wire.encode(wire.Value(number, 1)),
    "an exception": lambda number: wire.encode(wire.Raised(number, "E", "", [], False)),
    "a request": lambda number: wire.encode(wire.Get(number, None, "x")),
}


@pytest.mark.parametrize("reply", WRONG_KINDS.values(), ids=WRONG_KINDS)
def test_a_cell_that_is_answered_by_something_else_crashed(reply):
    (run,) = session_with(replies(reply)).run_notebook()
    assert run.status == "crashed"


def test_a_question_that_is_answered_like_a_cell_is_lost():
    session = session_with(replies(ran))
    assert session.run_notebook()[0].status == "ok"
    with pytest.raises(GuestLostError, match="Broke the connection"):
        _ = session.namespace().x


def test_what_is_wrong_with_an_answer_is_said_in_a_few_words():
    long_tag = framed(msgspec.msgpack.encode(["x" * 1_000_000, 1]))
    session = session_with(say(long_tag))
    with pytest.raises(GuestLostError, match="not a message: Invalid value 'xxx") as lost:
        _ = session.namespace().x
    assert len(lost.value.sentence) < 300


def test_what_an_exception_says_of_itself_is_cut_to_the_notebook():
    places = [wire.Place(*place) for place in (
        (0, 1, "f" * 999, "x" * 999), (-1, 1, "", ""), (0, -1, "", ""), (0, 10**9, "", ""),
        (2**63, 1, "", ""), (0, 0, "", ""),
    )]  # fmt: skip
    raised = lambda number: wire.Raised(number, "K" * 999, "m" * 9999, places * 99, False)  # noqa: E731
    session = session_with(replies(lambda n: wire.encode(wire.Ran(n, [], False, raised(n)))))
    (run,) = session.run_notebook()
    assert (len(run.trouble.type), len(run.trouble.message)) == (100, 1000)
    assert {(place.cell, place.line) for place in run.trouble.places} == {(0, 1)}
    assert {(len(p.function), len(p.source)) for p in run.trouble.places} == {(100, 300)}


anything = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**64 - 1) | st.floats() | st.text()
    | st.binary(max_size=20)
    | st.builds(msgspec.msgpack.Ext, st.integers(-128, 127), st.binary(max_size=20)),
    lambda inner: (
        st.lists(inner, max_size=6)
        | st.dictionaries(st.text(max_size=3) | st.integers() | st.none(), inner, max_size=4)
    ),
    max_leaves=15,
)  # fmt: skip
tags = st.sampled_from(["value", "raised", "ran", "get", "call", ""])


@st.composite
def nearly_replies(draw):
    """The parts of a reply, each right or anything."""
    place = [0, 1, "f", "x = 1"]
    raised = ["raised", draw(st.sampled_from([1, 2])), "E", "m", [place], False]
    reply = draw(
        st.sampled_from(
            [
                ["value", 1, None],
                raised,
                [
                    "ran",
                    1,
                    [{"output_type": "stream", "name": "stdout", "text": "a"}],
                    True,
                    raised,
                ],
            ]
        )
    )
    changed = [part if draw(st.booleans()) else draw(anything) for part in reply]
    return draw(st.sampled_from([reply, changed, [*reply, 1], reply[:-1]]))


@given(nearly_replies())
@settings(max_examples=200)
def test_a_notebook_of_any_reply_runs_or_is_lost(parts):
    try:
        content = msgspec.msgpack.encode(parts)
    except (ValueError, OverflowError):
        return
    session = session_with(lambda channel: (heard(channel), channel.sendall(framed(content))))
    (run,) = session.run_notebook()
    assert run.status in ("ok", "raised", "crashed")
    with contextlib.suppress(GuestLostError, StudentError):
        _ = session.namespace().x
    session.close()
