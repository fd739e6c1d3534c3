"""Measures a MessagePack message before anything is made of it: its parts, depth and keys."""

from typing import NamedTuple


class _Head(NamedTuple):
    """What the first byte of a value says."""

    kind: str  # "plain", "text", "extension": followed by bytes; "list", "map": by values
    size: int  # in bytes or values
    width: int = 0  # bytes that follow and say how many more


_HEADS = {
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


def measure(content: bytes, nodes: int, depth: int, extensions: frozenset[int]) -> None:
    """Make sure that a message is bounded, and that its maps have texts as keys.

    A frame of few bytes can stand for millions of objects; this counts them without making one.

    Args:
        content: what should be one message.
        nodes: how many values it may have, keys and those in lists and maps included.
        depth: how deep lists and maps may be nested.
        extensions: the kinds of extensions that are allowed.

    Raises:
        ValueError: it has more, or is none.
    """
    reader = _Reader(content, nodes, extensions)
    reader.pass_over(depth)
    if reader.place != len(content):
        raise ValueError("not one whole message")


class _Reader:
    def __init__(self, content: bytes, nodes: int, extensions: frozenset[int]) -> None:
        self.content, self.nodes, self.extensions = content, nodes, extensions
        self.place = 0

    def pass_over(self, depth: int) -> None:
        """Pass over one value."""
        head = self._head()
        if head.kind in ("list", "map") and depth == 0:
            raise ValueError("nested too deeply")
        size = head.size + self._number(head.width)
        if head.kind == "list":
            for _ in range(size):
                self.pass_over(depth - 1)
        elif head.kind == "map":
            for _ in range(size):
                if self._kind_here() != "text":
                    raise ValueError("a key that is no text")
                self.pass_over(depth - 1)
                self.pass_over(depth - 1)
        else:
            if head.kind == "extension" and self._number(1) not in self.extensions:
                raise ValueError("an extension of a kind that is not allowed")
            self.place += size

    def _head(self) -> _Head:
        self.nodes -= 1
        if self.nodes < 0:
            raise ValueError("too many parts")
        if self.place >= len(self.content):
            raise ValueError("it ends in the middle")
        head = _HEADS.get(self.content[self.place])
        if head is None:
            raise ValueError("a value of a kind that is not allowed")
        self.place += 1
        return head

    def _number(self, width: int) -> int:
        if not width:
            return 0
        self.place += width
        return int.from_bytes(self.content[self.place - width : self.place], "big")

    def _kind_here(self) -> str:
        head = _HEADS.get(self.content[self.place]) if self.place < len(self.content) else None
        return head.kind if head else ""
