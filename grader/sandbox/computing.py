"""Waits for a process's answer, and watches from outside how long it computes for that."""

import math
import os
import select
import socket
import time

from grader.sandbox.frames import Channel

CORES = len(os.sched_getaffinity(0))
CLOCKS_DIFFER = 0.01  # of what they count
LOOKS_AGAIN = 0.02  # seconds after which a process near its bound is looked at again


class OverspentError(Exception):
    """The process has computed for longer than it may."""


def computed_by(pid: int) -> float:
    """Seconds that all threads of a process have computed; 0 if there is no such process.

    Args:
        pid: its number in the namespace of this process; 0 stands for none.
    """
    if not pid:
        return 0.0
    try:
        # What clock_getcpuclockid(3) makes of a number, which Python doesn't offer.
        return time.clock_gettime((~pid << 3) | 2)
    except OSError:
        return 0.0


def wait_for_answer(
    channel: socket.socket | Channel, pid: int, deadline: float, most: float
) -> None:
    """Wait until something can be read from a process, or nothing ever will be.

    Args:
        channel: from it.
        pid: its number, as `computed_by` takes it.
        deadline: on the monotonic clock.
        most: seconds that it may compute until it answers, all its threads together.

    Raises:
        OverspentError: it has computed for longer.
        TimeoutError: the deadline has passed.
    """
    before = computed_by(pid)
    while True:
        computing_left = most - (computed_by(pid) - before)
        left = deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError
        # One thread that never rests reaches both bounds at one moment, which is said of the clock.
        if computing_left <= 0 and left > max(LOOKS_AGAIN, CLOCKS_DIFFER * most):
            raise OverspentError
        # Before all cores have been at it that long, there is nothing to see.
        pause = min(left, max(computing_left / CORES, LOOKS_AGAIN))
        if select.select([channel], [], [], None if pause == math.inf else pause)[0]:
            return
