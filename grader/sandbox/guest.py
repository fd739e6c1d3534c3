"""The process that a student's notebook lives in: runs cells, keeps objects, answers requests."""

import builtins
import contextlib
import linecache
import math
import os
import random
import socket
import sys
import time
import traceback
from types import FunctionType
from typing import Any, NoReturn

import numpy as np
import numpy.random  # loaded here, as a guest may lose the means to load it later

from grader.sandbox import wire
from grader.sandbox.frames import Channel
from grader.sandbox.shell import Collector, Stream, make_shell

MAX_MESSAGE = 1_000  # characters of an exception's text
MAX_PLACES = 20
MAX_METHOD = 100  # characters of a method's name
TOGETHER_SECONDS = 0.002  # for which answers may wait for those of further requests
MAX_DESCRIPTOR = 2**16


class Guest:
    """A notebook's namespace, and the objects that the host holds handles of."""

    def __init__(self) -> None:
        self.collector = Collector()
        self.shell = make_shell(self.collector)
        self.shell.compile.get_code_name = self._code_name
        self._handles: list[Any] = []
        self._kept: dict[int, Any] = {}  # behind handles that the host has chosen
        self._raised_last = False
        self._cell = 0
        self._decoder = wire.Decoder(
            wire.Request, lambda handle, _: self._object(handle), trusting=True
        )

    def serve(self, channel: Channel) -> None:
        """Answer requests until the host closes the channel."""
        sys.stdout = Stream("stdout", self.collector)
        sys.stderr = Stream("stderr", self.collector)
        replies: list[bytes] = []
        while (content := channel.receive(math.inf)) is not None:
            if not replies:
                started = time.monotonic()
            replies.append(self._answer_in_bytes(content))
            # What comes next may take long: the host shall not wait for what is there already.
            if not channel.has_more() or time.monotonic() - started > TOGETHER_SECONDS:
                channel.send(replies, math.inf)
                replies.clear()

    def _answer_in_bytes(self, content: bytes) -> bytes:
        request = self._decoder.decode(content)
        try:
            return wire.encode(self._answer(request))
        except wire.WireError as error:
            return wire.encode(wire.Raised(request.id, "ValueError", str(error), [], False))

    def _answer(self, request: wire.Request) -> wire.Reply:
        if isinstance(request, wire.Run):
            return self._run(request)
        if not isinstance(request, wire.Seed) and request.follows and self._raised_last:
            return wire.Raised(request.id, "Skipped", "", [], False)
        reply = self._reply(request)
        self._raised_last = isinstance(reply, wire.Raised)
        return reply

    def _reply(self, request: wire.Question | wire.Seed) -> wire.Value | wire.Raised:
        try:
            value = self._do(request)
            flat = wire.flatten(value, self._handle_of)
            methods = methods_of(value) if wire.is_handle(flat) else []
            return wire.Value(request.id, flat, methods)
        except KeyboardInterrupt:
            raise
        except wire.WireError as error:
            return wire.Raised(request.id, "ValueError", f"{error}", [], False)
        except BaseException as error:
            return self._raised(request.id, error)

    def _do(self, request: wire.Question | wire.Seed) -> Any:
        if isinstance(request, wire.Call | wire.Get):
            value = self._found(request.owner, request.name)
            if isinstance(request, wire.Call):
                value = value(*request.args, **request.kwargs)
            if request.keep:
                self._kept[request.keep] = value
            return value
        if isinstance(request, wire.Set):
            return setattr(self._object(request.owner), request.name, request.value)
        self._handles.clear()
        self._kept.clear()
        random.seed(request.seed)
        return np.random.seed(request.seed % 2**32)

    def _found(self, owner: int | None, name: str | None) -> Any:
        """The object behind a handle, an attribute of it, or a name of the notebook."""
        if owner is not None:
            found = self._object(owner)
            return found if name is None else getattr(found, name)
        if name not in self.shell.user_ns:
            raise MissingName(name)
        return self.shell.user_ns[name]

    def _object(self, handle: int) -> Any:
        return self._handles[handle] if handle >= 0 else self._kept.get(handle)

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


def methods_of(value: Any) -> list[str]:
    """Names that an object's class has for functions and the object for nothing else."""
    try:
        own = object.__getattribute__(value, "__dict__")
    except Exception:  # there is none, or the class has its own idea of it
        own = {}
    found: dict[str, Any] = {}
    for kind in reversed(type.mro(type(value))):
        found.update(vars(kind))
    names = [
        name
        for name, member in found.items()
        if type(member) is FunctionType and type(name) is str and name not in own
    ]
    fit = [name for name in names if len(name) <= MAX_METHOD and name.isidentifier()]
    return fit[: wire.MAX_METHODS]


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
        guest.serve(Channel(channel))
    os._exit(0)
