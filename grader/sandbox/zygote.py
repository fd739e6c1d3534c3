"""A warm process that has IPython and NumPy loaded, runs no student's code, and forks guests."""

import contextlib
import json
import os
import resource
import shutil
import signal
import socket
import sys
import tempfile
import time

from grader.sandbox.guest import Guest, enter

MEMORY = 4 * 2**30  # bytes of address space per guest
FILE_SIZE = 64 * 2**20  # bytes
FILES = 256


def main() -> None:
    """Serve fork and end commands from the host until it closes the control channel."""
    control = socket.socket(fileno=int(sys.argv[1]))
    # The project's folder is no business of a notebook's imports.
    root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    sys.path[:] = [path for path in sys.path if path != root and path]
    sys.argv[:] = [""]
    guest = Guest()
    guest.shell.run_cell("%timeit -q pass", store_history=False)  # loads what the first cell needs
    folders: dict[int, str] = {}
    control.sendall(b"ready\n")
    while True:
        message, descriptors, _, _ = socket.recv_fds(control, 1024, 1)
        if not message:
            break
        command = json.loads(message)
        if command["do"] == "fork":
            answer: int | None = _fork(control, descriptors[0], guest, folders)
        else:
            answer = _end(command["pid"], command["patience"], folders)
        control.sendall(json.dumps(answer).encode() + b"\n")
    for pid in list(folders):
        _end(pid, 0, folders)


def _fork(control: socket.socket, descriptor: int, guest: Guest, folders: dict[int, str]) -> int:
    folder = tempfile.mkdtemp(prefix="guest-")
    pid = os.fork()
    if pid == 0:
        control.close()
        os.setsid()
        _limit()
        os.environ.update(HOME=folder, TMPDIR=folder)
        tempfile.tempdir = None
        enter(socket.socket(fileno=descriptor), guest, folder)
    os.close(descriptor)
    folders[pid] = folder
    return pid


def _limit() -> None:
    for kind, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_FSIZE, FILE_SIZE),
        (resource.RLIMIT_NOFILE, FILES),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (most, most))


def _end(pid: int, patience: float, folders: dict[int, str]) -> int | None:
    """Kill a guest and whatever stayed in its session.

    Args:
        pid: the guest's.
        patience: seconds to wait for it to end by itself.
        folders: each guest's working folder; this one's is removed.

    Returns:
        Its wait status when it had ended by itself, None when it was killed.
    """
    deadline = time.monotonic() + patience
    flags = os.WEXITED | os.WNOHANG | os.WNOWAIT
    while (ended := os.waitid(os.P_PID, pid, flags) is not None) is False:
        if time.monotonic() > deadline:
            break
        time.sleep(0.002)
    # The unreaped process keeps its number, so that the signal can't reach a stranger.
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)
    _, status = os.waitpid(pid, 0)
    shutil.rmtree(folders.pop(pid), ignore_errors=True)
    return status if ended else None


if __name__ == "__main__":
    main()
