"""The warm process that guests are forked from, as the grader starts it and commands it."""

import json
import math
import socket
import subprocess
import sys
import tempfile
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from grader.errors import GradingFault
from grader.sandbox import proc
from grader.sandbox.choice import Isolation
from grader.sandbox.peer import Guest
from grader.texts import say
from grader.threads import ONE_THREAD

START_SECONDS = 60.0
COMPUTING_SECONDS = 3600.0  # that a guest may use if nobody says how many
_COMMAND = (sys.executable, "-s", "-P", "-m", "grader.sandbox.zygote")
_WAY_ON = (
    "`grader doctor` says what else this machine can do: --isolation container is less, and "
    "--isolation process is for notebooks whose authors you trust. Reports will say so."
)

__all__ = ["Isolation", "IsolationFault", "Zygote"]


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
        self._profile = tempfile.TemporaryDirectory(prefix="grader-")  # that IPython wants to have
        with theirs:
            self._process = subprocess.Popen(
                [*_COMMAND, str(theirs.fileno()), isolation],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=self._log,
                env=_environment(self._profile.name),
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
        self._profile.cleanup()

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
        return proc.place_of(pid, self._process.pid)

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


def _environment(profile: str) -> dict[str, str]:
    """What a guest may know of the machine's environment: nothing of its secrets."""
    return {
        "PATH": "/usr/bin:/bin",
        "LANG": "C.UTF-8",
        "PYTHONHASHSEED": "0",
        "PYTHONDONTWRITEBYTECODE": "1",
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",  # figures appear, as in Jupyter
        **ONE_THREAD,
        "IPYTHONDIR": profile,
    }
