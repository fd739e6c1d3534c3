"""Frames on a socket: whole ones, halves, several at once, and lies about their length."""

import math
import socket
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.sandbox.frames import Channel, WireError


@pytest.fixture
def ends():
    ours, theirs = socket.socketpair()
    with ours, theirs:
        yield Channel(ours), theirs


@given(st.lists(st.binary(max_size=300), max_size=8), st.integers(1, 50))
def test_messages_come_as_they_were_sent_whatever_pieces_they_travel_in(messages, piece):
    ours, middle = socket.socketpair()
    other, theirs = socket.socketpair()
    with ours, middle, other, theirs:
        Channel(ours).send(messages, math.inf)
        ours.close()
        sent = middle.makefile("rb").read()
        channel, received = Channel(theirs), []
        for start in range(0, len(sent), piece):
            other.sendall(sent[start : start + piece])
        other.close()
        while (message := channel.receive(time.monotonic() + 5)) is not None:
            received.append(message)
        assert received == messages


def test_what_has_come_with_the_frame_before_is_there_without_a_wait(ends):
    channel, theirs = ends
    Channel(theirs).send([b"one", b"two"], math.inf)
    assert channel.receive(time.monotonic() + 5) == b"one"
    assert channel.has_more()
    assert channel.receive(time.monotonic() + 5) == b"two"
    assert not channel.has_more()


def test_a_frame_that_says_it_is_larger_than_allowed_is_refused(ends):
    channel, theirs = ends
    theirs.sendall(b"\xff\xff\xff\xff")
    with pytest.raises(WireError, match="4294967295"):
        channel.receive(time.monotonic() + 5)


def test_half_a_frame_ends_at_the_deadline_and_is_not_silence(ends):
    channel, theirs = ends
    theirs.sendall(b"\x00\x00\x00\x09half")
    with pytest.raises(TimeoutError):
        channel.receive(time.monotonic() + 0.05)
    assert not channel.is_silent()


def test_a_closed_channel_is_none(ends):
    channel, theirs = ends
    assert channel.is_silent()
    theirs.close()
    assert channel.receive(math.inf) is None
