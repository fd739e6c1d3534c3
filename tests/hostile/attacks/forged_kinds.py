"""Answers by frames whose parts are of kinds that no honest guest sends."""

# %%
import os
import stat
import struct

import msgspec


def is_socket(number):
    try:
        return stat.S_ISSOCK(os.fstat(number).st_mode)
    except OSError:
        return False


(channel,) = (number for number in range(3, 64) if is_socket(number))


def send(message):
    content = msgspec.msgpack.encode(message)
    os.write(channel, struct.pack(">I", len(content)) + content)


import itertools
import sys

from msgspec.msgpack import Ext

ODD = itertools.cycle(
    [
        {1: 2},
        {None: 1},
        b"bytes",
        Ext(-1, bytes(4)),
        Ext(99, b""),
        Ext(1, b"\x93"),
        Ext(2, b"\x92\xcf" + b"\xff" * 8 + b"\xa0"),
        {"d_W": {3: 3}},
        [[]] * 10**6,
        2**64 - 1,
    ]
)


def answer(*_):
    frame = sys._getframe()
    while frame and "request" not in frame.f_locals:
        frame = frame.f_back
    send(["value", frame.f_locals["request"].id, next(ODD)])
    while True:
        pass


get_numerical_gradient = get_analytical_gradient = RNN.forward = RNN.backward = answer
