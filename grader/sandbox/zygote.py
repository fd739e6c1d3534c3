"""A warm process that has IPython and NumPy loaded, runs no student's code, and forks guests.

It is started with the descriptor of its control channel and the kind of isolation, and answers
each line of commands with a line: `{"value": …}`, or `{"fault": …}` with a reason for people.
"""

import contextlib
import gc
import json
import os
import socket
import sys
import time
from typing import Any, NoReturn

from grader.sandbox import isolation, mounts
from grader.sandbox.guest import Guest, enter
from grader.sandbox.walls import IsolationError, Walls

READY = b"ready"
REHEARSAL_SECONDS = 60


def main() -> None:
    """Serve fork and end commands from the host until it closes the control channel."""
    control = socket.socket(fileno=int(sys.argv[1]))
    kind = sys.argv[2]
    mounts.keep_libraries_only()
    sys.argv[:] = [""]
    try:
        zygote = Zygote(control, isolation.put_up(kind))
        zygote.rehearse()
    except IsolationError as error:
        _answer(control, fault=str(error))
        sys.exit(1)
    _answer(control, value=[zygote.walls.words, zygote.walls.landlock_version])
    zygote.serve()


class Zygote:
    """The guests that run, and the walls around them.

    Args:
        control: the channel to the host.
        walls: what has been put up around this process.
    """

    def __init__(self, control: socket.socket, walls: Walls) -> None:
        self.walls = walls
        self._control = control
        self._guest = Guest()
        # Loads what the first cell needs.
        self._guest.shell.run_cell("%timeit -q pass", store_history=False)
        # A guest that looks for garbage shall not walk over, and so copy, all that is loaded.
        gc.collect()
        gc.freeze()
        self._running: set[int] = set()

    def rehearse(self) -> None:
        """Start and end a guest, so that a wall that can't be put up is known from the start.

        Raises:
            IsolationError: there is one.
        """
        ours, theirs = socket.socketpair()
        ours.close()
        self._end(self._fork(theirs.detach(), REHEARSAL_SECONDS), patience=1)

    def serve(self) -> None:
        """Do what the host says until it closes the channel."""
        while True:
            message, descriptors, _, _ = socket.recv_fds(self._control, 1024, 1)
            if not message:
                break
            command = json.loads(message)
            try:
                if command["do"] == "fork":
                    pid = self._fork(descriptors[0], command["seconds"])
                    _answer(self._control, value=pid)
                else:
                    _answer(self._control, value=self._end(command["pid"], command["patience"]))
            except IsolationError as error:
                _answer(self._control, fault=str(error))
        for pid in list(self._running):
            self._end(pid, patience=0)

    def _fork(self, channel: int, seconds: int) -> int:
        """Fork a guest and wait until it stands behind its walls.

        Args:
            channel: the host's questions to it.
            seconds: of computing after which the kernel ends it.

        Raises:
            IsolationError: it doesn't, and has been ended.
        """
        reading, writing = os.pipe()
        pid = self.walls.fork()
        if pid == 0:
            self._become_guest(channel, writing, seconds)
        self._running.add(pid)
        os.close(channel)
        os.close(writing)
        with open(reading, "rb") as words:
            said = words.read()
        if said != READY:
            self._end(pid, patience=0)
            reason = said.decode(errors="replace") or "its process died"
            raise IsolationError(f"{reason}.")
        return pid

    def _become_guest(self, channel: int, writing: int, seconds: int) -> NoReturn:
        try:
            self._control.close()
            folder = self.walls.settle(seconds)
            enter(socket.socket(fileno=channel), self._guest, folder, writing, READY)
        except BaseException as error:
            os.write(writing, f"{error}".encode())
        os._exit(1)

    def _end(self, pid: int, patience: float) -> tuple[int | None, float]:
        """Kill a guest and whatever it started.

        Args:
            pid: the guest's.
            patience: seconds to wait for it to end by itself.

        Returns:
            Its wait status when it had ended by itself, None when it was killed; and the seconds
            that it has computed.
        """
        deadline = time.monotonic() + patience
        flags = os.WEXITED | os.WNOHANG | os.WNOWAIT
        while (ended := os.waitid(os.P_PID, pid, flags) is not None) is False:
            if time.monotonic() > deadline:
                break
            time.sleep(0.002)
        # The unreaped process keeps its number, so that the signal can't reach a stranger.
        with contextlib.suppress(ProcessLookupError, PermissionError):
            self.walls.kill(pid)
        _, status, used = os.wait4(pid, 0)
        self._running.remove(pid)
        self.walls.forget(pid)
        return status if ended else None, used.ru_utime + used.ru_stime


def _answer(control: socket.socket, **answer: Any) -> None:
    control.sendall(json.dumps(answer).encode() + b"\n")


if __name__ == "__main__":
    main()
