"""Answers the requests of the reviewing page: shows, saves, takes back."""

import threading
from collections.abc import Awaitable, Callable
from pathlib import Path

import msgspec
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import (
    HTMLResponse,
    JSONResponse,
    PlainTextResponse,
    RedirectResponse,
    Response,
)
from starlette.routing import Route

from grader.decisions import Conflict, Decision, Decisions, Item, Verdict
from grader.errors import GraderError, UsageError
from grader.gradebook import Gradebook
from grader.report import TEMPLATES, style_words
from grader.review.pages import address_of, item_page, list_page, state_of
from grader.review.queue import Queue, level_of, task_in
from grader.texts import say

Kind = Callable[[Request, bytes], Response]
ITEM = "/{submission}/{criterion}"


class Said(msgspec.Struct, frozen=True):
    """What the page sends when a person decides."""

    version: int  # of the item, as the page knows it
    subject: str  # digest of what the page shows
    points: float | None
    comment: str


class Snippet(msgspec.Struct, frozen=True):
    """A comment to be kept, or kept no longer."""

    text: str
    keep: bool


class Desk:
    """One person's sitting over a folder of results.

    Args:
        folder: that `grader grade` wrote.
        by: who grades.
        sitting: a text that tells this run from others.

    Raises:
        UsageError: there is no gradebook, or nothing in it that a person grades.
    """

    def __init__(self, folder: Path, by: str, sitting: str) -> None:
        self._folder, self._by, self._sitting = folder, by, sitting
        self._one_by_one = threading.Lock()  # each request has a thread of its own
        self._done: list[Decision] = []  # in this sitting, and can be undone
        self._seen: dict[Item, int] = {}  # number of the last decision of this sitting on each
        with self._book() as book:
            self._newest, self._queue = book.newest(), Queue(book)
        if not self._queue.names:
            raise UsageError(f"{folder}: the gradebook holds nothing that a person can grade.")

    @property
    def queue(self) -> Queue:
        """What there is to read, as it was when the list was last shown."""
        return self._queue

    def show_list(self, _request: Request, _body: bytes) -> Response:
        """All answers, as they are in the gradebook now."""
        with self._book() as book:
            if (newest := book.newest()) != self._newest:
                self._newest, self._queue = newest, Queue(book)
            return HTMLResponse(list_page(book, self._queue, self._by))

    def show_item(self, request: Request, _body: bytes) -> Response:
        """One answer, or one criterion that a machine scored."""
        with self._book() as book:
            task = task_in(book, **request.path_params)
            return HTMLResponse(item_page(book, self._queue, task, self._by))

    def next_one(self, request: Request, _body: bytes) -> Response:
        """Go to the next answer that waits, after this one or, at the end, from the start."""
        with self._book() as book:
            waiting = self._queue.waiting(Decisions(book))
            at = -1
            if request.path_params:
                found = self._queue.position(task_in(book, **request.path_params).item)
                at = -1 if found is None else found
        after = [position for position in waiting if position > at] or waiting
        to = address_of(self._queue.items[after[0]]) if after else "/"
        return RedirectResponse(to, 303)

    def decide(self, request: Request, body: bytes) -> Response:
        """Save what a person says, unless somebody else said something meanwhile."""
        heard = msgspec.json.decode(body, type=Said)
        with self._book() as book:
            task, decisions = task_in(book, **request.path_params), Decisions(book)
            if heard.subject != task.item.subject:
                return JSONResponse({"changed": True}, 409)
            level = level_of(task.levels, heard.points)
            verdict = Verdict(heard.points, level, heard.comment)
            base, by, sitting = heard.version, self._by, self._sitting
            with self._one_by_one:
                saved = decisions.save(task.item, verdict, base, by, sitting)
                if saved.sitting == sitting and self._seen.get(task.item) != saved.number:
                    self._done.append(saved)
                    self._seen[task.item] = saved.number
            return JSONResponse(state_of(decisions.of(task.item.submission), task.item))

    def undo(self, _request: Request, _body: bytes) -> Response:
        """Take back the last decision of this sitting that is left."""
        with self._one_by_one:
            if not self._done:
                why = say("There is nothing to undo: nothing was decided since this began.")
                raise UsageError(why)
            done = self._done[-1]
            try:
                with self._book() as book:
                    undone = Decisions(book).undo(done.number, self._by, self._seen[done.item])
            except Conflict:
                self._done.pop()  # somebody built on it, so it never can be
                raise
            self._done.pop()
            self._seen[done.item] = undone.number
        return JSONResponse({"address": address_of(done.item)})

    def snippet(self, request: Request, body: bytes) -> Response:
        """Keep a comment on a criterion to be used again, or no longer."""
        heard = msgspec.json.decode(body, type=Snippet)
        criterion = request.path_params["criterion"]
        with self._book() as book:
            decisions = Decisions(book)
            change = decisions.keep_snippet if heard.keep else decisions.drop_snippet
            change(criterion, heard.text)
            return JSONResponse(decisions.snippets(criterion))

    def report(self, request: Request, _body: bytes) -> Response:
        """The instructor's page of a submission, locked up: it holds what a student wrote."""
        name = request.path_params["submission"]
        if name not in self._queue.names:
            raise UsageError(say("There is no submission {name}.", name=repr(name)))
        path = self._folder / name / "instructor.html"
        if not path.is_file():
            raise UsageError(say("{path} is gone: `grader report` writes it again.", path=path))
        locked = {"content-security-policy": "sandbox allow-scripts; frame-ancestors 'none'"}
        return HTMLResponse(path.read_text(encoding="utf-8"), headers=locked)

    def _book(self) -> Gradebook:
        return Gradebook(self._folder, new=False)


def app_of(desk: Desk) -> Starlette:
    """Return the pages and what they ask for."""
    show, change = ["GET"], ["POST"]
    return Starlette(
        routes=[
            Route("/", _answering(desk.show_list), methods=show),
            Route("/items" + ITEM, _answering(desk.show_item), methods=show),
            Route("/next", _answering(desk.next_one), methods=show),
            Route("/next" + ITEM, _answering(desk.next_one), methods=show),
            Route("/reports/{submission}", _answering(desk.report), methods=show),
            Route("/decide" + ITEM, _answering(desk.decide), methods=change),
            Route("/undo", _answering(desk.undo), methods=change),
            Route("/snippets/{criterion}", _answering(desk.snippet), methods=change),
            Route("/style.css", _answering(_file("style.css", "review.css")), methods=show),
            Route("/review.js", _answering(_file("review.js")), methods=show),
        ]
    )


def _answering(kind: Kind) -> Callable[[Request], Awaitable[Response]]:
    """Let a function answer in a thread of its own; what it can't do becomes a sentence."""

    async def answer(request: Request) -> Response:
        body = await request.body()
        try:
            return await run_in_threadpool(kind, request, body)
        except Conflict as conflict:
            theirs = conflict.theirs
            state = state_of([theirs], theirs.item)
            return JSONResponse({"theirs": state}, 409)
        except msgspec.MsgspecError as error:
            said = say("The page sent what can't be read: {error}.", error=error)
            return PlainTextResponse(said, 400)
        except GraderError as error:
            return PlainTextResponse(str(error), 404 if request.method == "GET" else 422)

    return answer


def _file(*names: str) -> Kind:
    """Answers with files of the templates, one after the other."""
    kind = "text/javascript" if names[0].endswith(".js") else "text/css"

    def answer(_request: Request, _body: bytes) -> Response:
        texts = [] if kind == "text/javascript" else [style_words()]
        for name in names:
            (path, *_) = (place / name for place in TEMPLATES if (place / name).is_file())
            texts.append(path.read_text(encoding="utf-8"))
        return Response("\n".join(texts), media_type=kind)

    return answer
