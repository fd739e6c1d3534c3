"""Connects to local sockets, by their path and by their abstract name."""

# %%
import os
import socket

ours, theirs = socket.socketpair()
for address in (f"{COURSE}/socket", ABSTRACT, "/run/docker.sock", "/var/run/dbus/socket"):
    for make in (
        lambda: socket.socket(socket.AF_UNIX),
        lambda: ours.dup(),
        lambda: socket.socket(fileno=os.dup(3)),
    ):
        try:
            with make() as end:
                end.connect(address)
                end.send(b"secret")
        except OSError:
            continue
        raise SystemExit("It worked!")
