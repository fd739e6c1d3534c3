"""Serves the reviewing page on this machine alone, until it is stopped."""

import contextlib
import secrets
import socket
from collections.abc import Callable
from pathlib import Path

import uvicorn

from grader.errors import UsageError
from grader.review.app import Desk, app_of
from grader.review.gate import HOST, Gate


def serve(folder: Path, by: str, port: int, tell: Callable[[str], object]) -> None:
    """Serve until Ctrl-C.

    Args:
        folder: that `grader grade` wrote.
        by: who grades.
        port: 0 for any that is free.
        tell: gets sentences for the person, among them the link.

    Raises:
        UsageError: there is nothing to grade, or the port is taken.
    """
    desk = Desk(folder, by, secrets.token_hex(8))
    with bound(port) as listening:
        gate = Gate(app_of(desk), listening.getsockname()[1], desk.queue.language)
        tell(f"{len(desk.queue.items)} written answers of {len(desk.queue.names)} submissions.")
        tell(f"Open this link in your browser; it works once: {gate.link}")
        tell("Ctrl-C ends it. All that you decide is saved at once.")
        with contextlib.suppress(KeyboardInterrupt):
            server_of(gate).run(sockets=[listening])


def bound(port: int) -> socket.socket:
    """Return a socket that only this machine reaches.

    Raises:
        UsageError: the port is taken.
    """
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((HOST, port))
        listening.listen()
    except OSError as error:
        listening.close()
        raise UsageError(
            f"Port {port} can't be used ({error.strerror}): leave --port out."
        ) from None
    return listening


def server_of(gate: Gate) -> uvicorn.Server:
    """Return the server, quiet and without anything that isn't needed."""
    return uvicorn.Server(
        uvicorn.Config(
            gate,
            http="h11",
            ws="none",
            lifespan="off",
            log_level="error",
            access_log=False,
            server_header=False,
            proxy_headers=False,
            timeout_graceful_shutdown=1,
        )
    )
