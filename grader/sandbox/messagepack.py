"""Measures a MessagePack message before anything is made of it: its parts, depth and keys."""

from typing import NamedTuple


class _Head(NamedTuple):
    """What the first byte of a value says."""

    kind: str  # "plain", "text", "extension": followed by bytes; "list", "map": by values
    size: int  # in bytes or values
    width: int = 0  # bytes that follow and say how many more


_BY_BYTE = {
    **{byte: _Head("plain", 0) for byte in (*range(0x80), *range(0xE0, 0x100), 0xC0, 0xC2, 0xC3)},
    **{0x80 + count: _Head("map", count) for count in range(16)},
    **{0x90 + count: _Head("list", count) for count in range(16)},
    **{0xA0 + count: _Head("text", count) for count in range(32)},
    **{0xC7 + power: _Head("extension", 0, 2**power) for power in range(3)},
    **{0xCA + power: _Head("plain", 4 * 2**power) for power in range(2)},  # float32, float64
    **{0xCC + power: _Head("plain", 2**power) for power in range(4)},
    **{0xD0 + power: _Head("plain", 2**power) for power in range(4)},
    **{0xD4 + power: _Head("extension", 2**power) for power in range(5)},
    **{0xD9 + power: _Head("text", 0, 2**power) for power in range(3)},
    **{0xDC + power: _Head("list", 0, 2 * 2**power) for power in range(2)},
    **{0xDE + power: _Head("map", 0, 2 * 2**power) for power in range(2)},
}
_STRANGE = "a value of a kind that is not allowed"
_HEADS = tuple(_BY_BYTE.get(byte) for byte in range(0x100))


def measure(content: bytes, nodes: int, depth: int, extensions: frozenset[int]) -> int:
    """Make sure that a message is bounded, and that its maps have texts as keys; count its values.

    A frame of few bytes can stand for millions of objects; this counts them without making one.

    Args:
        content: what should be one message.
        nodes: how many values it may have, keys and those in lists and maps included.
        depth: how deep lists and maps may be nested.
        extensions: the kinds of extensions that are allowed.

    Raises:
        ValueError: it has more, or is none.
    """
    place, most = 0, nodes
    due, in_map = 1, False  # values that the innermost list or map still needs
    around: list[tuple[int, bool]] = []  # the same of those around it
    while due or around:
        if not due:
            due, in_map = around.pop()
            continue
        due -= 1
        nodes -= 1
        if nodes < 0:
            raise ValueError("too many parts")
        head = _HEADS[content[place]] if place < len(content) else None
        is_key = in_map and due % 2 == 1
        if head is None or (is_key and head.kind != "text"):
            raise ValueError(_complaint(is_key, ends=place >= len(content)))
        kind, size, width = head
        place += 1 + width
        if width:
            size = int.from_bytes(content[place - width : place], "big")
        if kind in ("list", "map"):
            if len(around) == depth:
                raise ValueError("nested too deeply")
            around.append((due, in_map))
            due, in_map = (size, False) if kind == "list" else (2 * size, True)
            continue
        if kind == "extension":
            _require(content[place : place + 1], extensions)
            place += 1
        place += size
    if place != len(content):
        raise ValueError("not one whole message")
    return most - nodes


def _require(extension: bytes, extensions: frozenset[int]) -> None:
    if int.from_bytes(extension) not in extensions:
        raise ValueError("an extension of a kind that is not allowed")


def _complaint(is_key: bool, ends: bool) -> str:
    if is_key:
        return "a key that is no text"
    return "it ends in the middle" if ends else _STRANGE
