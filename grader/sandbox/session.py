"""One submission and its guest: runs the notebook, asks for its names, starts again after a loss.

A notebook's objects reach the grader as `Remote` proxies; numbers, texts and arrays as themselves.
"""

import contextlib
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

from grader.assignment import Limits
from grader.errors import StudentError
from grader.result import CellRun, Place, Status, Trouble
from grader.sandbox import wire
from grader.sandbox.host import Zygote
from grader.sandbox.outputs import Outputs
from grader.sandbox.peer import Guest, GuestLostError, Make
from grader.sandbox.remote import MakeQuestion, Namespace, Plan, Remote, known, tell_methods
from grader.submission import Cell
from grader.texts import later, number, say

MAX_LOST_CELLS = 5
MOST_SUSPECTS = 3  # calls that a loss is ascribed to
CUT = later("The output was longer than the report shows; it is cut.")
ALL_SECONDS = later("The {seconds} seconds for all were used up.")
ALL_COMPUTING = later("The {seconds} seconds of computing for all were used up.")
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
        self._names: dict[int, str] = {}  # handle of a function -> under which name it was found
        self._deadline = time.monotonic() + limits.submission_seconds
        self._late = 0
        self._computing_left = limits.computing_seconds
        self._outputs = Outputs()
        self._lost: dict[int, GuestLostError] = {}
        self._runs: dict[int, CellRun] = {}
        self._seed: int | None = None  # to be sent before the next question
        self._plan: Plan | None = None  # the questions of `at_once`
        self._room = wire.MAX_WEIGHT
        self._over: GuestLostError | None = None  # why there is no further guest

    def close(self) -> None:
        """End the guest for good: what asks for it from now on hears that it is lost."""
        self._end_guest()
        sentence = say("The object was lost with its process.")
        self._over = GuestLostError(Status.CRASHED, sentence)

    def _end_guest(self) -> None:
        if self._guest:
            self._guest.end()
            self._forget_guest()

    def _forget_guest(self) -> None:
        if self._guest:
            self._computing_left -= self._guest.computed
            self._room -= self._guest.weight
            self._guest = None

    def run_notebook(self) -> tuple[CellRun, ...]:
        """Run all code cells in order, going on after one that raises or takes its guest along."""
        with contextlib.suppress(GuestLostError):  # no time is left: the cells say so
            self._ready()
        return tuple(
            self._runs.get(cell.index, CellRun(cell.index, cell.kind, cell.source))
            for cell in self._cells
        )

    def memory(self) -> float:
        """MiB that the guest has held at most so far; 0.0 if there is none or nobody says."""
        return self._guest.memory() if self._guest else 0.0

    def namespace(self) -> "Namespace":
        """The names that the notebook defined."""
        return Namespace(self)

    def seed(self, seed: int) -> None:
        """Seed the guest's global random generators before the next question.

        All its objects are let go of then.
        """
        self._seed = seed

    def ask(self, make: MakeQuestion, generation: int | None = None) -> Any:
        """Ask the guest and return the value.

        Args:
            make: builds the request from its number, and whether it follows the one before.
            generation: of the guest whose object is asked; None for the notebook's names.

        Raises:
            StudentError: the student's code raised.
            GuestLostError: the guest was lost; the next question starts a fresh one.
        """
        if self._plan is not None:
            return self._plan.add(make, generation)
        return self._ask_all([make], generation)[0]

    def at_once(self, function: Callable[[], Any]) -> Any:
        """Return what a function returns, having sent all its questions without waiting.

        Inside, every answer is a `Later`; what is returned, also in a tuple, a list or a
        dictionary, is known. After a question that raises none is asked.

        Raises:
            StudentError: one of the questions raised, the first one.
            GuestLostError: as `ask`.
        """
        if self._plan is not None:
            return function()
        plan = self._plan = Plan(self)
        try:
            answer = function()
        finally:
            self._plan = None
        if plan.makes:
            plan.answers = self._ask_all(plan.makes, plan.generation)
        return known(answer)

    @contextlib.contextmanager
    def apart(self) -> Iterator[None]:
        """Within `at_once`, ask now and wait."""
        plan, self._plan = self._plan, None
        try:
            yield
        finally:
            self._plan = plan

    def _ask_all(self, makes: Sequence[MakeQuestion], generation: int | None) -> list[Any]:
        guest = self._ready()
        if generation not in (None, self._generation):
            sentence = say("The object was lost with its process.")
            raise GuestLostError(Status.CRASHED, sentence)
        requests: list[Make] = [partial(make, place > 0) for place, make in enumerate(makes)]
        if (seed := self._seed) is not None:
            requests = [lambda number: wire.Seed(number, seed), *requests]
            self._seed = None
        answers = []
        replies = self._exchange(guest, requests, self._limits.call_seconds)
        for request, reply in zip(requests, replies, strict=True):
            if isinstance(reply, wire.Raised):
                raise StudentError(self._trouble(reply), reply.missing, reply.bases)
            if not isinstance(reply, wire.Value):
                raise self._broken()
            if isinstance(reply.value, Remote):
                tell_methods(reply.value, reply.methods)
                if isinstance(got := request(0), wire.Get):
                    self._names[reply.value._handle] = got.name
            answers.append(reply.value)
        return answers[-len(makes) :]

    def _ready(self) -> Guest:
        """Return the guest with the notebook run in it, starting one if there is none.

        Raises:
            GuestLostError: there is no time or room left for one, or the session is closed.
        """
        while self._guest is None:
            if self._over:
                raise GuestLostError(self._over.status, self._over.sentence)
            self._seconds(self._limits.call_seconds)
            self._guest = self._zygote.fork(self._computing_left)
            self._guest.room = self._room
            self._generation += 1
            self._names = {}
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
                self._lost[cell.index] = GuestLostError(Status.CRASHED, say("Not run."))

    def _run(self, cell: Cell) -> CellRun:
        assert self._guest is not None
        make: Make = lambda number: wire.Run(number, cell.index, cell.source)  # noqa: E731
        (reply,) = self._exchange(self._guest, [make], self._limits.cell_seconds)
        if not isinstance(reply, wire.Ran):
            raise self._broken()
        repeated = cell.index in self._runs
        outputs, cut = self._outputs.take(() if repeated else reply.outputs)
        note = say(CUT) if cut or reply.cut else ""
        trouble = self._trouble(reply.error) if reply.error else None
        status = "raised" if trouble else "ok"
        return CellRun(cell.index, cell.kind, cell.source, status, outputs, note, trouble)

    def _exchange(self, guest: Guest, makes: Sequence[Make], most: float) -> list[wire.Reply]:
        generation, seconds, before = self._generation, self._seconds(most), guest.answered

        def proxy(handle: int, type_name: str) -> Remote:
            return Remote(self, generation, handle, type_name)

        try:
            return guest.ask_all(makes, seconds, proxy, self._deadline)
        except GuestLostError as lost:
            self._forget_guest()
            self._over = lost if self._room < 0 else self._over
            self._late += lost.status is Status.TIMED_OUT
            first = min(guest.answered - before, len(makes) - 1)
            raise self._placed(lost, [make(0) for make in makes[first:]]) from None

    def _placed(self, lost: GuestLostError, requests: Sequence[wire.Request]) -> GuestLostError:
        """The loss, with the names of what was called then, as far as it is known.

        Of questions that were sent at once some may have been answered without a word of it.
        """
        calls = [request for request in requests if isinstance(request, wire.Call)]
        names = dict.fromkeys(call.name or self._names.get(call.owner or 0, "") for call in calls)
        if not calls or "" in names or len(names) > MOST_SUSPECTS or ":" in lost.sentence:
            return lost
        said = say(" or ").join(f"`{name}`" for name in names)
        ended = lost.sentence.removesuffix(".")
        return GuestLostError(lost.status, say("{ended} in {names}.", ended=ended, names=said))

    def _broken(self) -> GuestLostError:
        self._end_guest()
        return GuestLostError(Status.CRASHED, say("Broke the connection to the grader."))

    def _seconds(self, most: float) -> float:
        left: float = self._deadline - time.monotonic()
        limits = self._limits
        used_up = ""
        if left <= 0:
            used_up = say(ALL_SECONDS, seconds=number(limits.submission_seconds, ".3g"))
        elif self._computing_left <= 0:
            used_up = say(ALL_COMPUTING, seconds=number(limits.computing_seconds, ".3g"))
        if used_up:
            self._end_guest()
            raise GuestLostError(Status.TIMED_OUT, used_up)
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
