"""Makes of the code that somebody wrote what is compared with others, blind to names and layout.

Fingerprints by winnowing (Schleimer, Wilkerson, Aiken 2003).
"""

import builtins
import keyword
import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import NamedTuple, Self
from zlib import crc32

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from grader.result import Result

GRAM = 12  # tokens in a row that are compared as one
WINDOW = 4  # of so many grams in a row at least one is kept
LONGEST_CODE = 1_000_000  # characters that are looked at, comments and empty lines among them
MOST_TOKENS = 60_000

# Each alternative takes what it begins, closed or not, so that no text takes quadratic time. (With
# the lexer of Pygments a fingerprint takes three times as long.)
_TOKEN = re.compile(
    r"""
    (?P<layout> [\s;\\]++ | \#[^\n]*+
        | [rbfu]{0,2}(?: \"{3} .*? (?:\"{3}|\Z) | '{3} .*? (?:'{3}|\Z) ) )
    | (?P<text> [rbfu]{0,2}(?: "(?:[^"\\\n]|\\.)*+"? | '(?:[^'\\\n]|\\.)*+'? ) )
    | (?P<name> [^\W\d]\w*+ )
    | (?P<number> (?:\d|\.\d)(?:[eE][+-]|[\w.])*+ )
    | (?P<sign> . )
    """,
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)
_FIXED = frozenset(keyword.kwlist) | frozenset(dir(builtins))

_FORM = b"grams 2\0"  # to be changed with what follows or with what is compared as one
_PACKED = 8 + 5 * 4  # bytes of a gram

Numbers = NDArray[np.uint64]


class Fingerprint(NamedTuple):
    """Some of the grams of the code of one submission, each once, in ascending order."""

    hashes: Numbers
    tokens: NDArray[np.int32]  # where each starts, counted in tokens
    lines: NDArray[np.int32]  # first and last line of each, [grams, 2]
    cells: NDArray[np.int32]  # in which each starts and ends, [grams, 2]

    def packed(self) -> bytes:
        """All of it as bytes, which are the same on every machine."""
        places = np.column_stack([self.tokens, self.lines, self.cells])
        parts = self.hashes.astype("<u8").tobytes(), places.astype("<i4").tobytes()
        return b"".join((_FORM, *parts))

    @classmethod
    def unpacked(cls, content: bytes) -> Self | None:
        """The fingerprint that was packed; None if another grader did that in another form."""
        start = len(_FORM)
        count, left = divmod(len(content) - start, _PACKED)
        if left or content[:start] != _FORM:
            return None
        hashes = np.frombuffer(content, "<u8", count, start)
        places = np.frombuffer(content, "<i4", 5 * count, start + 8 * count).reshape(count, 5)
        return cls(hashes, places[:, 0], places[:, 1:3], places[:, 3:5])

    def extent(self, chosen: NDArray[np.bool_]) -> int:
        """How many tokens the chosen grams cover."""
        starts = np.sort(self.tokens[chosen])
        if not len(starts):
            return 0
        return int(np.minimum(np.diff(starts), GRAM).sum()) + GRAM

    def line_count(self, chosen: NDArray[np.bool_]) -> int:
        """How many lines the chosen grams lie on."""
        first, last = self.lines[chosen].T
        on = np.bincount(first, minlength=last.max(initial=-1) + 2)
        return int(np.count_nonzero(np.cumsum(on - np.bincount(last + 1, minlength=len(on)))))

    def cells_of(self, chosen: NDArray[np.bool_]) -> tuple[int, ...]:
        """In which cells the chosen grams lie."""
        return tuple(int(cell) for cell in np.unique(self.cells[chosen]))


class Given(NamedTuple):
    """What students start from."""

    cells: frozenset[str]
    hashes: Numbers


NOTHING_GIVEN = Given(frozenset(), np.array([], dtype=np.uint64))


def given_by(sources: Iterable[str]) -> Given:
    """Return what the code cells of a skeleton give, which is not counted as anybody's own."""
    cells = tuple(sources)
    return Given(frozenset(cells), np.unique(_grams(_codes(enumerate(cells))[0])))


def fingerprint(sources: Iterable[str], given: Given = NOTHING_GIVEN) -> Fingerprint:
    """Return the fingerprint of the code that somebody added to what was given.

    Never raises, whatever the cells hold.

    Args:
        sources: of all cells that may hold code; each is called by its place among them.
        given: by the skeleton.
    """
    own = (one for one in enumerate(sources) if one[1] not in given.cells)
    codes, lines, cells = _codes(own)
    grams = _grams(codes)
    places = _winnowed(grams)
    places = places[~among(grams[places], given.hashes)]
    hashes, first = np.unique(grams[places], return_index=True)
    places = places[first]
    ends = np.stack([places, places + GRAM - 1], axis=1)
    return Fingerprint(hashes, places.astype(np.int32), lines[ends], cells[ends])


def fingerprint_of(result: Result, given: Given) -> Fingerprint:
    """Return the fingerprint of a notebook, to be compared with those of the class."""
    sources = (run.source if run.kind == "code" else "" for run in result.cells)
    return fingerprint(sources, given)


def _codes(
    sources: Iterable[tuple[int, str]],
) -> tuple[NDArray[np.uint32], NDArray[np.int32], NDArray[np.int32]]:
    """A number for each token, the same for all names that can be chosen; its line, its cell."""
    codes: list[int] = []
    lines, cells = [], []
    left, before = LONGEST_CODE, 0
    for cell, source in sources:
        text = source[:left]
        left -= len(text)
        for line, word in islice(_words(text), MOST_TOKENS - len(codes)):
            codes.append(crc32(word.encode(errors="replace")))
            lines.append(before + line)
            cells.append(cell)
        before += text.count("\n") + 1
    return (
        np.array(codes, dtype=np.uint32),
        np.array(lines, dtype=np.int32),
        np.array(cells, dtype=np.int32),
    )


def _words(text: str) -> Iterator[tuple[int, str]]:
    """The line and the text of each token; names are "V" unless the language or a package has it.

    A package's own name stands behind a dot; behind `self.` stands the student's.
    """
    line, before, last = 1, "", ""
    for token in _TOKEN.finditer(text):
        word = value = token[0]
        if token.lastgroup == "layout":
            word = ""
        elif token.lastgroup == "text":
            word = "S"
        elif token.lastgroup == "name" and value not in _FIXED:
            word = value if last == "." and before != "self" else "V"
        if word:
            yield line, word
            before, last = last, ("self" if value == "self" else word)
        line += value.count("\n")


def _grams(codes: NDArray[np.uint32]) -> Numbers:
    """A hash of every `GRAM` tokens in a row."""
    if len(codes) < GRAM:
        return np.array([], dtype=np.uint64)
    powers = np.uint64(0x9E3779B97F4A7C15) ** np.arange(1, GRAM + 1, dtype=np.uint64)
    hashes: Numbers = (sliding_window_view(codes.astype(np.uint64), GRAM) * powers).sum(axis=1)
    hashes ^= hashes >> np.uint64(31)
    return hashes * np.uint64(0xBF58476D1CE4E5B9)  # else similar grams had hashes in a row


def _winnowed(grams: Numbers) -> NDArray[np.intp]:
    """Where the smallest hash of each window is, so that like passages choose like grams."""
    if not len(grams):
        return np.array([], dtype=np.intp)
    windows = sliding_window_view(grams, min(WINDOW, len(grams)))
    return np.unique(np.arange(len(windows)) + windows.argmin(axis=1))


def among(hashes: Numbers, others: Numbers) -> NDArray[np.bool_]:
    """Which of some hashes are among others, which are in ascending order."""
    places = np.searchsorted(others, hashes)
    found = places < len(others)
    found[found] = others[places[found]] == hashes[found]
    return found


NO_CODE = fingerprint(())
