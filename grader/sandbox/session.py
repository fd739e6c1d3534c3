"""One submission and its guest: runs the notebook, asks for its names, starts again after a loss.

A notebook's objects reach the grader as `Remote` proxies; numbers, texts and arrays as themselves.
"""

import contextlib
import time
from collections.abc import Callable, Sequence
from typing import Any

from grader.assignment import Limits
from grader.errors import StudentError
from grader.result import CellRun, Place, Status, Trouble
from grader.sandbox import wire
from grader.sandbox.host import Guest, GuestLostError, Zygote
from grader.sandbox.outputs import Outputs
from grader.submission import Cell

MAX_LOST_CELLS = 5
CUT = "The output was longer than the report shows; it is cut."
LEAST_SECONDS = 1.0  # to which the patience with a notebook falls that runs into its deadlines


class Session:
    """Runs one notebook's cells and asks for what they defined.

    Args:
        zygote: where guests come from.
        cells: all cells of the notebook.
        limits: deadlines in seconds, on the clock and of computing.
    """

    def __init__(self, zygote: Zygote, cells: Sequence[Cell], limits: Limits) -> None:
        self._zygote, self._cells, self._limits = zygote, cells, limits
        self._guest: Guest | None = None
        self._generation = 0
        self._deadline = time.monotonic() + limits.submission_seconds
        self._late = 0
        self._computing_left = limits.computing_seconds
        self._outputs = Outputs()
        self._lost: dict[int, GuestLostError] = {}
        self._runs: dict[int, CellRun] = {}

    def close(self) -> None:
        """End the guest."""
        if self._guest:
            self._guest.end()
            self._forget_guest()

    def _forget_guest(self) -> None:
        if self._guest:
            self._computing_left -= self._guest.computed
            self._guest = None

    def run_notebook(self) -> tuple[CellRun, ...]:
        """Run all code cells in order, going on after one that raises or takes its guest along."""
        with contextlib.suppress(GuestLostError):  # no time is left: the cells say so
            self._ready()
        return tuple(
            self._runs.get(cell.index, CellRun(cell.index, cell.kind, cell.source))
            for cell in self._cells
        )

    def namespace(self) -> "Namespace":
        """The names that the notebook defined."""
        return Namespace(self)

    def seed(self, seed: int) -> None:
        """Seed the guest's global random generators, and let go of all its objects."""
        self.ask(lambda number: wire.Seed(number, seed))

    def ask(self, make: Callable[[int], wire.Request], generation: int | None = None) -> Any:
        """Ask the guest and return the value.

        Args:
            make: builds the request from its number.
            generation: of the guest whose object is asked; None for the notebook's names.

        Raises:
            StudentError: the student's code raised.
            GuestLostError: the guest was lost; the next question starts a fresh one.
        """
        guest = self._ready()
        if generation not in (None, self._generation):
            raise GuestLostError(Status.CRASHED, "The object was lost with its process.")
        seconds = self._seconds(self._limits.call_seconds)
        reply = self._exchange(guest, make, seconds)
        if isinstance(reply, wire.Raised):
            raise StudentError(self._trouble(reply), reply.missing, reply.bases)
        if not isinstance(reply, wire.Value):
            raise self._broken()
        return reply.value

    def _ready(self) -> Guest:
        """Return the guest with the notebook run in it, starting one if there is none.

        Raises:
            GuestLostError: there is no time left for one.
        """
        while self._guest is None:
            self._seconds(self._limits.call_seconds)
            self._guest = self._zygote.fork(self._computing_left)
            self._generation += 1
            for cell in self._cells:
                if cell.kind != "code" or cell.index in self._lost:
                    continue
                try:
                    run = self._run(cell)
                except GuestLostError as lost:
                    self._lost[cell.index] = lost
                    run = CellRun(
                        cell.index, cell.kind, cell.source, lost.status.value, (), lost.sentence
                    )
                    self._runs[cell.index] = run
                    if len(self._lost) >= MAX_LOST_CELLS:
                        self._give_up()
                    break
                self._runs.setdefault(cell.index, run)
        return self._guest

    def _give_up(self) -> None:
        """Leave out all cells that never ran: too many took their process along."""
        for cell in self._cells:
            if cell.kind == "code" and cell.index not in self._runs:
                self._lost[cell.index] = GuestLostError(Status.CRASHED, "Not run.")

    def _run(self, cell: Cell) -> CellRun:
        assert self._guest is not None
        seconds = self._seconds(self._limits.cell_seconds)
        reply = self._exchange(
            self._guest, lambda number: wire.Run(number, cell.index, cell.source), seconds
        )
        if not isinstance(reply, wire.Ran):
            raise self._broken()
        repeated = cell.index in self._runs
        outputs, cut = self._outputs.take(() if repeated else reply.outputs)
        note = CUT if cut or reply.cut else ""
        trouble = self._trouble(reply.error) if reply.error else None
        status = "raised" if trouble else "ok"
        return CellRun(cell.index, cell.kind, cell.source, status, outputs, note, trouble)

    def _exchange(self, guest: Guest, make: Callable[[int], wire.Request], seconds: float) -> Any:
        generation = self._generation

        def proxy(handle: int, type_name: str) -> Remote:
            return Remote(self, generation, handle, type_name)

        try:
            reply = guest.ask(make, seconds, proxy)
        except GuestLostError as lost:
            self._forget_guest()
            self._late += lost.status is Status.TIMED_OUT
            raise
        return reply

    def _broken(self) -> GuestLostError:
        self.close()
        return GuestLostError(Status.CRASHED, "Broke the connection to the grader.")

    def _seconds(self, most: float) -> float:
        left: float = self._deadline - time.monotonic()
        for used_up, allowed, of_what in (
            (left <= 0, self._limits.submission_seconds, "seconds"),
            (self._computing_left <= 0, self._limits.computing_seconds, "seconds of computing"),
        ):
            if used_up:
                self.close()
                sentence = f"The {allowed:.3g} {of_what} for all were used up."
                raise GuestLostError(Status.TIMED_OUT, sentence)
        # What never ends is asked for again by every criterion: each time the patience halves.
        patience: float = max(most / 2**self._late, min(most, LEAST_SECONDS))
        return min(patience, left)

    def _trouble(self, raised: wire.Raised) -> Trouble:
        """What the guest says of an exception, with only such places as the notebook has."""
        places = tuple(
            Place(place.cell, place.line, place.function[:100], place.source[:300])
            for place in raised.places[:20]
            if 0 <= place.cell < len(self._cells)
            and 1 <= place.line <= len(self._cells[place.cell].source.splitlines()) + 1
        )
        return Trouble(raised.kind[:100], raised.message[:1000], places)


class Namespace:
    """The names that a notebook defined, as attributes."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return self._session.ask(lambda number: wire.Get(number, None, name))


class Remote:
    """An object in the guest: attributes are read, set and called over there."""

    __slots__ = ("_generation", "_handle", "_methods", "_session", "_type_name")

    def __init__(self, session: Session, generation: int, handle: int, type_name: str) -> None:
        for name, value in zip(
            ("_session", "_generation", "_handle", "_type_name", "_methods"),
            (session, generation, handle, type_name, {}),
            strict=True,
        ):
            object.__setattr__(self, name, value)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        if name not in self._methods:
            found = self._ask(lambda number: wire.Get(number, self._handle, name))
            if not isinstance(found, Remote):
                return found
            # A method stays what it is; data may be another one the next time.
            self._methods[name] = found
        return self._methods[name]

    def __setattr__(self, name: str, value: Any) -> None:
        self._methods.pop(name, None)
        flat = wire.flatten(value, _handle_of)
        self._ask(lambda number: wire.Set(number, self._handle, name, flat))

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Call the object over there; arguments are plain data or other objects of the guest."""
        flat_args = wire.flatten(args, _handle_of)
        flat_kwargs = wire.flatten(kwargs, _handle_of)
        return self._ask(lambda number: wire.Call(number, self._handle, flat_args, flat_kwargs))

    def __repr__(self) -> str:
        return f"<{self._type_name} of the notebook>"

    def _ask(self, make: Callable[[int], wire.Request]) -> Any:
        return self._session.ask(make, self._generation)


def _handle_of(value: Any) -> tuple[int, str]:
    if isinstance(value, Remote):
        return value._handle, value._type_name
    raise TypeError(f"a {type(value).__name__} can't be handed to a notebook, only plain data can")
