"""Sends datagrams, also raw ones, and asks name servers."""

# %%
import socket

for family, kind in ((2, 2), (10, 2), (2, 3), (17, 3), (16, 3), (40, 1), (38, 5)):
    try:
        socket.socket(family, kind).sendto(b"secret", ("127.0.0.1", UDP_PORT))
    except (OSError, TypeError):
        continue
    raise SystemExit("It worked!")
