"""The process that a student's notebook lives in: runs cells, keeps objects, answers requests."""

import builtins
import contextlib
import linecache
import os
import random
import socket
import sys
import traceback
from typing import Any, NoReturn

import numpy as np
import numpy.random  # loaded here, as a guest may lose the means to load it later

from grader.sandbox import wire
from grader.sandbox.shell import Collector, Stream, make_shell

MAX_MESSAGE = 1_000  # characters of an exception's text
MAX_PLACES = 20
MAX_DESCRIPTOR = 2**16


class Guest:
    """A notebook's namespace, and the objects that the host holds handles of."""

    def __init__(self) -> None:
        self.collector = Collector()
        self.shell = make_shell(self.collector)
        self.shell.compile.get_code_name = self._code_name
        self._handles: list[Any] = []
        self._cell = 0
        self._decoder = wire.Decoder(wire.Request, lambda handle, _: self._handles[handle])

    def serve(self, channel: socket.socket) -> None:
        """Answer requests until the host closes the channel."""
        sys.stdout = Stream("stdout", self.collector)
        sys.stderr = Stream("stderr", self.collector)
        while (content := wire.receive_frame(channel, float("inf"))) is not None:
            request = self._decoder.decode(content)
            reply = self._answer(request)
            try:
                frame = wire.encode(reply)
            except wire.WireError as error:
                frame = wire.encode(wire.Raised(request.id, "ValueError", str(error), [], False))
            wire.send_frame(channel, frame, float("inf"))

    def _answer(self, request: wire.Request) -> wire.Reply:
        if isinstance(request, wire.Run):
            return self._run(request)
        try:
            value = self._do(request)
            return wire.Value(request.id, wire.flatten(value, self._handle_of))
        except KeyboardInterrupt:
            raise
        except wire.WireError as error:
            return wire.Raised(request.id, "ValueError", f"{error}", [], False)
        except BaseException as error:
            return self._raised(request.id, error)

    def _do(self, request: wire.Get | wire.Set | wire.Call | wire.Seed) -> Any:
        match request:
            case wire.Get(_, None, name):
                if name not in self.shell.user_ns:
                    raise MissingName(name)
                return self.shell.user_ns[name]
            case wire.Get(_, int(owner), name):
                return getattr(self._handles[owner], name)
            case wire.Set(_, owner, name, value):
                return setattr(self._handles[owner], name, value)
            case wire.Call(_, owner, args, kwargs):
                return self._handles[owner](*args, **kwargs)
            case wire.Seed(_, seed):
                self._handles.clear()
                random.seed(seed)
                return np.random.seed(seed % 2**32)

    def _run(self, request: wire.Run) -> wire.Ran:
        self._cell = request.index
        self.collector.begin()
        result = self.shell.run_cell(request.source, store_history=False)
        self.shell.execution_count += 1
        outputs = self.collector.end()
        for output in outputs:
            if "parts" in output:
                output["text"] = "".join(output.pop("parts"))
        error = result.error_before_exec or result.error_in_exec
        raised = self._raised(request.id, error) if error is not None else None
        flat = wire.flatten(outputs, self._handle_of)
        return wire.Ran(request.id, flat, self.collector.cut, raised)

    def _code_name(self, _raw: str, _code: str, _number: int) -> str:
        return f"<cell {self._cell}>"

    def _handle_of(self, value: Any) -> tuple[int, str]:
        self._handles.append(value)
        return len(self._handles) - 1, type(value).__name__

    def _raised(self, request: int, error: BaseException) -> wire.Raised:
        try:
            message = builtins.str(error)[:MAX_MESSAGE]
        except Exception:
            message = ""
        places = [
            wire.Place(int(frame.filename[6:-1]), frame.lineno or 0, frame.name, line[:300])
            for frame in traceback.extract_tb(error.__traceback__, -200)
            if frame.filename.startswith("<cell ") and frame.filename[6:-1].isdigit()
            for line in [linecache.getline(frame.filename, frame.lineno or 0).rstrip()]
        ][-MAX_PLACES:]
        if isinstance(error, SyntaxError) and error.lineno:
            line = (error.text or "").rstrip()[:300]
            places = [wire.Place(self._cell, error.lineno, "<module>", line)]
            message = error.msg
        name = type(error).__name__
        missing = isinstance(error, MissingName)
        bases = [c.__name__ for c in type(error).__mro__ if vars(builtins).get(c.__name__) is c]
        return wire.Raised(request, name, message, places, missing, bases)


class MissingName(Exception):
    """The notebook never defined a name that the host asked for."""


def enter(channel: socket.socket, guest: Guest, folder: str, ready: int, word: bytes) -> NoReturn:
    """Become the guest of one submission: settle in the folder, serve, end.

    Args:
        channel: the host's questions; the only descriptor that stays open.
        guest: the shell that has been warmed up.
        folder: where it works.
        ready: the descriptor to say `word` on before anything of the student's runs.
        word: what to say.
    """
    os.chdir(folder)
    quiet = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(quiet, descriptor)
    first = 3
    for kept in sorted((channel.fileno(), ready)):
        os.closerange(first, kept)
        first = kept + 1
    os.closerange(first, MAX_DESCRIPTOR)
    os.write(ready, word)
    os.close(ready)
    with contextlib.suppress(BaseException):
        guest.serve(channel)
    os._exit(0)
