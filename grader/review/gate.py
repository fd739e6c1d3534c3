"""Lets one browser of this machine in, by a link that works once, and nobody else's pages."""

import hmac
import secrets
from collections.abc import Mapping

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from grader.texts import ENGLISH, language, later, say, speaking

HOST = "127.0.0.1"
HEADER = "x-grader"  # a page of another site can't send it without being allowed to
MOST_BYTES = 200_000  # of a request
USED = later(
    "This link was used already, and works only once. End `grader review` with Ctrl-C, and give "
    "the command again for a new one."
)
STRANGER = later(
    "This page is open only in the browser that the link of `grader review` was opened in."
)
ALWAYS = {
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
        "img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "cache-control": "no-store",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
}
# A redirect would carry no strict cookie if the link was opened from another site's page.
WELCOME = (
    '<!DOCTYPE html><html lang="{language}"><meta charset="utf-8"><title>{title}</title>'
    '<meta http-equiv="refresh" content="0;url=/"><p><a href="/">{go_on}</a></p>'
)


class Gate:
    """Stands before the pages and asks who comes.

    Args:
        app: the pages.
        port: on which they are served.
        language: in which everything is said.
    """

    def __init__(self, app: ASGIApp, port: int, language: str = ENGLISH) -> None:
        self._app, self._authority = app, f"{HOST}:{port}"
        self._language = language
        self._token: str | None = secrets.token_urlsafe(32)
        self._pass = secrets.token_urlsafe(32)
        # Browsers share cookies among all ports of a host: another grader's must stay.
        self._cookie = f"grader-review-{port}"
        self.link = f"http://{self._authority}/enter/{self._token}"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or hand it on."""
        if scope["type"] == "http":
            with speaking(self._language):
                await self._answer(scope, receive, send)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope)
        refused = self._refusal(request) or self._entrance(request) or self._stranger(request)
        answer: ASGIApp = refused or self._app

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in ALWAYS.items():
                    headers.setdefault(name, value)
            await send(message)

        await answer(scope, receive, guarded)

    def _refusal(self, request: Request) -> Response | None:
        """Why a request is no browser's that stands on a page of ours."""
        headers = request.headers
        if headers.get("host") != self._authority:  # another name may have been pointed at us
            return _no(say("Ask for this page by the link that `grader review` printed."), 421)
        if request.method in ("GET", "HEAD"):
            return None
        if request.method != "POST":
            return _no(say("Only GET and POST are answered."), 405)
        if not self._is_own(headers):
            return _no(say("This was not sent by a page of the grader."))
        length = headers.get("content-length", "")
        if not length.isdecimal() or int(length) > MOST_BYTES:
            return _no(say("This is too long."), 413)
        return None

    def _is_own(self, headers: Headers) -> bool:
        return (
            headers.get(HEADER) == "review"
            and headers.get("origin", f"http://{self._authority}") == f"http://{self._authority}"
            and headers.get("sec-fetch-site", "same-origin") == "same-origin"
            and headers.get("content-type") == "application/json"
        )

    def _entrance(self, request: Request) -> Response | None:
        """The answer to the link: a cookie for who comes first."""
        start, _, token = request.url.path.partition("/enter/")
        if start or not token or request.method != "GET":
            return None
        if self._token is None or not _same(token, self._token):
            return _welcome() if self._knows(request.cookies) else _no(say(USED))
        self._token = None
        response = _welcome()
        response.set_cookie(self._cookie, self._pass, httponly=True, samesite="strict")
        return response

    def _stranger(self, request: Request) -> Response | None:
        return None if self._knows(request.cookies) else _no(say(STRANGER))

    def _knows(self, cookies: Mapping[str, str]) -> bool:
        return _same(cookies.get(self._cookie, ""), self._pass)


def _same(given: str, right: str) -> bool:
    return hmac.compare_digest(given.encode(errors="replace"), right.encode())


def _welcome() -> Response:
    title, go_on = say("Grading"), say("Go on to the answers.")
    return HTMLResponse(WELCOME.format(language=language(), title=title, go_on=go_on))


def _no(sentence: str, status: int = 403) -> Response:
    return PlainTextResponse(sentence, status)
