"""Finds submissions whose own code is alike under other names and layout, for a person to look at.

Fingerprints by winnowing (Schleimer, Wilkerson, Aiken 2003), looked up in an index instead of
compared two by two, so that the time grows with the class and not with its square. What the
skeleton gives and what many in the class wrote is no evidence. Two runs find the same.

Not copydetect, which compares all pairs, chooses fingerprints by a hash that differs between runs,
and loads matplotlib.
"""

import builtins
import keyword
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple
from zlib import crc32

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

GRAM = 12  # tokens in a row that are compared as one
WINDOW = 4  # of so many grams in a row at least one is kept
LEAST_TOKENS = 80  # of own code: less can be alike by chance
LEAST_SHARE = 60.0  # per cent
COMMON_SHARE, LEAST_COMMON, MOST_COMMON = 0.05, 10, 40  # what more submissions have is common
MOST_PAIRS = 200
MOST_CHECKED = 5_000  # pairs that are looked at closely, those first that share most
LONGEST_CODE = 200_000  # characters that are looked at

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

Numbers = NDArray[np.uint64]


class Fingerprint(NamedTuple):
    """Some of the grams of the code of one submission, each once, in ascending order."""

    hashes: Numbers
    tokens: NDArray[np.int32]  # where each starts, counted in tokens
    lines: NDArray[np.int32]  # first and last line of each, [grams, 2]
    cells: NDArray[np.int32]  # in which each starts and ends, [grams, 2]

    def extent(self, chosen: NDArray[np.bool_]) -> int:
        """How many tokens the chosen grams cover."""
        starts = np.sort(self.tokens[chosen])
        if not len(starts):
            return 0
        return int(np.minimum(np.diff(starts), GRAM).sum()) + GRAM

    def line_count(self, chosen: NDArray[np.bool_]) -> int:
        """How many lines the chosen grams lie on."""
        return len({n for first, last in self.lines[chosen] for n in range(first, last + 1)})

    def cells_of(self, chosen: NDArray[np.bool_]) -> tuple[int, ...]:
        """In which cells the chosen grams lie."""
        return tuple(int(cell) for cell in np.unique(self.cells[chosen]))


class Given(NamedTuple):
    """What students start from."""

    cells: frozenset[str]
    hashes: Numbers


class Pair(NamedTuple):
    """Two submissions that are alike."""

    first: str
    second: str
    share: float  # per cent of the own code of the one that has less of it
    tokens: int  # shared
    lines: int  # they lie on, in the one that has less
    cells: tuple[tuple[int, ...], tuple[int, ...]] = ((), ())  # of the first, of the second


NOBODY: Mapping[str, Collection[object]] = MappingProxyType({})
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
    places = places[~np.isin(grams[places], given.hashes)]
    hashes, first = np.unique(grams[places], return_index=True)
    places = places[first]
    ends = np.stack([places, places + GRAM - 1], axis=1)
    return Fingerprint(hashes, places.astype(np.int32), lines[ends], cells[ends])


def similar(
    fingerprints: Mapping[str, Fingerprint], people: Mapping[str, Collection[object]] = NOBODY
) -> list[Pair]:
    """Return the pairs that are suspiciously alike, the most alike first.

    Of submissions whose code is the same throughout, all are paired with the first of them only.

    Args:
        fingerprints: by the names of the submissions.
        people: by these names, whose they are, as far as known; nobody is paired with themselves.
    """
    same = _grouped(fingerprints)
    known = _rare({names[0]: fingerprints[names[0]] for names in same})
    pairs = [_the_same(names[0], other, fingerprints) for names in same for other in names[1:]]
    for one, other in _candidates(known):
        if pair := _compared(known, one, other):
            pairs.append(pair)
    pairs = [p for p in pairs if not {*people.get(p.first, ())} & {*people.get(p.second, ())}]
    return sorted(pairs, key=lambda p: (-p.share, -p.tokens, p.first, p.second))[:MOST_PAIRS]


def _codes(
    sources: Iterable[tuple[int, str]],
) -> tuple[NDArray[np.uint32], NDArray[np.int32], NDArray[np.int32]]:
    """A number for each token, the same for all names that can be chosen; its line, its cell."""
    codes, lines, cells = [], [], []
    left, before = LONGEST_CODE, 0
    for cell, source in sources:
        text = source[:left]
        left -= len(text)
        for line, word in _words(text):
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


def _grouped(fingerprints: Mapping[str, Fingerprint]) -> list[list[str]]:
    """Names of those with enough code of their own, those with the same code together."""
    groups: dict[bytes, list[str]] = {}
    for name in sorted(fingerprints):
        if _whole(fingerprints[name])[0] >= LEAST_TOKENS:
            groups.setdefault(fingerprints[name].hashes.tobytes(), []).append(name)
    return list(groups.values())


def _whole(one: Fingerprint) -> tuple[int, int]:
    everything = _all(one)
    return one.extent(everything), one.line_count(everything)


def _all(one: Fingerprint) -> NDArray[np.bool_]:
    return np.ones(len(one.hashes), dtype=np.bool_)


def _the_same(first: str, second: str, known: Mapping[str, Fingerprint]) -> Pair:
    """Two whose own code is the same throughout."""
    one, other = known[first], known[second]
    cells = one.cells_of(_all(one)), other.cells_of(_all(other))
    return Pair(first, second, 100.0, *_whole(one), cells)


def _rare(fingerprints: Mapping[str, Fingerprint]) -> dict[str, Fingerprint]:
    """The fingerprints without what many have; only those of which enough is left."""
    if not fingerprints:
        return {}
    hashes, counts = np.unique(
        np.concatenate([one.hashes for one in fingerprints.values()]), return_counts=True
    )
    limit = min(MOST_COMMON, max(LEAST_COMMON, COMMON_SHARE * len(fingerprints)))
    common = hashes[counts > limit]
    rare = {}
    for name, one in fingerprints.items():
        kept = ~np.isin(one.hashes, common)
        if one.extent(kept) >= LEAST_TOKENS:
            parts = one.hashes[kept], one.tokens[kept], one.lines[kept], one.cells[kept]
            rare[name] = Fingerprint(*parts)
    return rare


def _candidates(known: Mapping[str, Fingerprint]) -> list[tuple[str, str]]:
    """Pairs that share many grams, looked up in an index: gram -> who has it."""
    names, sizes = list(known), np.array([len(one.hashes) for one in known.values()])
    if not names:
        return []
    hashes = np.concatenate([one.hashes for one in known.values()])
    order = np.argsort(hashes, kind="stable")
    owners = np.repeat(np.arange(len(names)), sizes)[order]
    _, starts, counts = np.unique(hashes[order], return_index=True, return_counts=True)
    found = []
    for count in range(2, int(counts.max()) + 1):
        having = owners[starts[counts == count, None] + np.arange(count)]
        one, other = np.triu_indices(count, 1)
        found.append((having[:, one] * len(names) + having[:, other]).ravel())
    if not found:
        return []
    pairs, shared = np.unique(np.concatenate(found), return_counts=True)
    one, other = np.divmod(pairs, len(names))
    close = shared / np.minimum(sizes[one], sizes[other])
    chosen = np.argsort(-close, kind="stable")[:MOST_CHECKED]
    chosen = chosen[close[chosen] >= LEAST_SHARE / 200]
    return [(names[one[n]], names[other[n]]) for n in chosen]


def _compared(known: Mapping[str, Fingerprint], one: str, other: str) -> Pair | None:
    """What two share of the own code of the one that has less."""
    first, second = sorted((one, other))
    less, more = sorted((first, second), key=lambda name: _whole(known[name])[0])
    shared = np.isin(known[less].hashes, known[more].hashes)
    tokens, whole = known[less].extent(shared), _whole(known[less])[0]
    share = round(100 * tokens / whole, 1)
    if share < LEAST_SHARE or tokens < LEAST_TOKENS:
        return None
    also = np.isin(known[more].hashes, known[less].hashes)
    cells = {less: known[less].cells_of(shared), more: known[more].cells_of(also)}
    lines = known[less].line_count(shared)
    return Pair(first, second, share, tokens, lines, (cells[first], cells[second]))
