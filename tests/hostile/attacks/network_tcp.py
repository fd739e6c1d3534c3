"""Connects and listens by TCP, by itself and through what libraries offer."""

# %%
import asyncio
import socket
import urllib.request

for attempt in (
    lambda: socket.create_connection(("127.0.0.1", TCP_PORT)).send(b"secret"),
    lambda: socket.create_connection(("::1", TCP_PORT)).send(b"secret"),
    lambda: socket.create_server(("0.0.0.0", 0)),
    lambda: urllib.request.urlopen(f"http://127.0.0.1:{TCP_PORT}/"),
    lambda: socket.getaddrinfo("example.org", 80),
    lambda: socket.socket(fileno=3).connect(("127.0.0.1", TCP_PORT)),
):
    try:
        attempt()
    except OSError:
        continue
    raise SystemExit("It worked!")
