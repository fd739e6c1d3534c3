"""Carries messages over a socket in bounded frames, as many at once as there are.

A frame is four bytes of length (big-endian) and one message.
"""

import math
import select
import socket
import struct
import time
from collections import deque
from collections.abc import Sequence

MAX_FRAME = 8 * 2**20  # bytes; an array of a million float64
_LENGTH = struct.Struct(">I")
_CHUNK = 2**18  # bytes that are read at once


class WireError(Exception):
    """What arrived is not in the language, or what should leave can't be said in it."""


class Channel:
    """One end of a connection.

    Args:
        connection: a connected stream socket, closed with this.
    """

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._whole: deque[bytes] = deque()  # messages that have come and were not asked for yet
        self._rest = bytearray()  # the beginning of the next one

    def fileno(self) -> int:
        """The number of its descriptor, to wait for it with others."""
        return self._connection.fileno()

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def send(self, messages: Sequence[bytes], deadline: float) -> None:
        """Send each message as a frame.

        Args:
            messages: in their order.
            deadline: on time.monotonic's clock, in seconds.

        Raises:
            TimeoutError: the other side doesn't take them in time.
            OSError: the other side is gone.
        """
        frames = [part for content in messages for part in (_LENGTH.pack(len(content)), content)]
        self._connection.settimeout(_left(deadline))
        self._connection.sendall(b"".join(frames))

    def receive(self, deadline: float) -> bytes | None:
        """Receive one message, or None when the other side closed.

        Raises:
            TimeoutError: nothing whole arrives in time.
            WireError: it says that it is larger than allowed.
            OSError: the channel is broken.
        """
        while not self._whole:
            self._connection.settimeout(_left(deadline))
            chunk = self._connection.recv(_CHUNK)
            if not chunk:
                return None
            self._rest += chunk
            self._split()
        return self._whole.popleft()

    def has_more(self) -> bool:
        """Whether another whole message has been read already."""
        return bool(self._whole)

    def is_silent(self) -> bool:
        """Whether nothing waits to be read: before a request, all there is was not asked for."""
        readable, _, _ = select.select([self._connection], [], [], 0)
        return not (self._whole or self._rest or readable)

    def _split(self) -> None:
        """Take the whole messages out of what has come."""
        start = 0
        while len(self._rest) >= (begin := start + _LENGTH.size):
            (length,) = _LENGTH.unpack_from(self._rest, start)
            if length > MAX_FRAME:
                raise WireError(f"a frame of {length} bytes")
            if len(self._rest) < begin + length:
                break
            start = begin + length
            self._whole.append(bytes(memoryview(self._rest)[begin:start]))
        del self._rest[:start]


def _left(deadline: float) -> float | None:
    if deadline == math.inf:
        return None
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left
