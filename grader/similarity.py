"""Finds submissions whose own code is alike under other names and layout, for a person to look at.

Fingerprints are looked up in an index instead of compared two by two, so that the time grows with
the class and not with its square. What the skeleton gives and what many in the class wrote is no
evidence. Two runs find the same.

Not copydetect, which compares all pairs, chooses fingerprints by a hash that differs between runs,
and loads matplotlib.
"""

import heapq
from collections.abc import Collection, Iterator, Mapping, Sequence
from hashlib import blake2b
from types import MappingProxyType
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from grader.fingerprint import Fingerprint, Numbers, among

LEAST_TOKENS = 80  # of own code: less can be alike by chance
LEAST_SHARE = 60.0  # per cent
COMMON_SHARE, LEAST_COMMON, MOST_COMMON = 0.05, 10, 40  # what more submissions have is common
MOST_PAIRS = 200
MOST_CHECKED = 5_000  # pairs that are looked at closely, those first that share most
PARTS = 64  # of all grams, each sorted by itself
ROWS_AT_ONCE = 64  # submissions whose grams are looked up together


class Pair(NamedTuple):
    """Two submissions that are alike."""

    first: str
    second: str
    share: float  # per cent of the own code of the one that has less of it
    tokens: int  # shared
    lines: int  # they lie on, in the one that has less
    cells: tuple[tuple[int, ...], tuple[int, ...]] = ((), ())  # of the first, of the second


NOBODY: Mapping[str, Collection[object]] = MappingProxyType({})


def similar(
    fingerprints: Mapping[str, Fingerprint], people: Mapping[str, Collection[object]] = NOBODY
) -> list[Pair]:
    """Return the pairs that are suspiciously alike, the most alike first.

    Of submissions whose code is the same throughout, all are paired with the first of them only.

    Args:
        fingerprints: by the names of the submissions.
        people: by these names, whose they are, as far as known; nobody is paired with themselves.
    """
    found = (
        pair
        for pair in _all_pairs(fingerprints)
        if not {*people.get(pair.first, ())} & {*people.get(pair.second, ())}
    )
    order = lambda pair: (-pair.share, -pair.tokens, pair.first, pair.second)  # noqa: E731
    return heapq.nsmallest(MOST_PAIRS, found, key=order)


def _all_pairs(fingerprints: Mapping[str, Fingerprint]) -> Iterator[Pair]:
    same = _grouped(fingerprints)
    for first, *others in same:
        for other in others:
            yield _the_same(first, other, fingerprints)
    index = _Index(fingerprints, [names[0] for names in same])
    for one, other in index.candidates():
        if pair := _compared({name: index.rare(name) for name in (one, other)}):
            yield pair


def _grouped(fingerprints: Mapping[str, Fingerprint]) -> list[list[str]]:
    """Names of those with enough code of their own, those with the same code together."""
    groups: dict[bytes, list[str]] = {}
    for name in sorted(fingerprints):
        one = fingerprints[name]
        if _size(one) >= LEAST_TOKENS:
            code = blake2b(one.hashes.tobytes(), digest_size=16).digest()
            groups.setdefault(code, []).append(name)
    return list(groups.values())


def _size(one: Fingerprint) -> int:
    """How many tokens all of it covers."""
    return one.extent(_all(one))


def _all(one: Fingerprint) -> NDArray[np.bool_]:
    return np.ones(len(one.hashes), dtype=np.bool_)


def _the_same(first: str, second: str, known: Mapping[str, Fingerprint]) -> Pair:
    """Two whose own code is the same throughout."""
    one, other = known[first], known[second]
    cells = one.cells_of(_all(one)), other.cells_of(_all(other))
    return Pair(first, second, 100.0, _size(one), one.line_count(_all(one)), cells)


class _Index:
    """Which of some submissions share how many grams, by an index: gram -> who has it.

    Args:
        fingerprints: read one by one, so that they need not all be in memory.
        names: of the submissions, no two with the same code throughout.
    """

    def __init__(self, fingerprints: Mapping[str, Fingerprint], names: Sequence[str]) -> None:
        self._fingerprints, self._names = fingerprints, names
        limit = min(MOST_COMMON, max(LEAST_COMMON, COMMON_SHARE * len(names)))
        sizes = [len(fingerprints[name].hashes) for name in names]
        kinds, counts, self._common = _numbered(self._all_hashes(sum(sizes)), limit)
        having = counts[kinds]
        shared = (having > 1) & (having <= limit)  # what one alone has leads to nobody
        owners = np.repeat(np.arange(len(names), dtype=np.int32), sizes)
        kinds, self._owners, self._having = kinds[shared], owners[shared], having[shared]
        del owners, having, shared
        order = np.argsort(kinds, kind="stable").astype(np.int32)
        self._by_gram = self._owners[order]
        # Where in `_by_gram` those begin that have the same gram.
        self._first = np.searchsorted(kinds, kinds, sorter=order).astype(np.int32)

    def rare(self, name: str) -> Fingerprint:
        """The fingerprint without what many have."""
        one = self._fingerprints[name]
        kept = ~among(one.hashes, self._common)
        return Fingerprint(one.hashes[kept], one.tokens[kept], one.lines[kept], one.cells[kept])

    def candidates(self) -> list[tuple[str, str]]:
        """Pairs that share many grams, those first that share most."""
        rare = np.array([self._rare_size(name) for name in self._names], dtype=np.int64)
        found = [self._close_to(rows, rare) for rows in range(0, len(rare), ROWS_AT_ONCE)]
        one, other, close = np.concatenate([np.empty((3, 0)), *found], axis=1)
        most = np.argsort(-close, kind="stable")[:MOST_CHECKED]
        return [(self._names[int(one[n])], self._names[int(other[n])]) for n in most]

    def _all_hashes(self, count: int) -> Numbers:
        hashes, end = np.empty(count, np.uint64), 0
        for name in self._names:
            one = self._fingerprints[name].hashes
            hashes[end : end + len(one)] = one
            end += len(one)
        return hashes

    def _rare_size(self, name: str) -> int:
        """How many grams are left without what many have; 0 if those are too little code."""
        rare = self.rare(name)
        return len(rare.hashes) if _size(rare) >= LEAST_TOKENS else 0

    def _close_to(self, rows: int, rare: NDArray[np.int64]) -> NDArray[np.float64]:
        """Some submissions and later ones, with how much they share, [3, pairs]."""
        start, end = np.searchsorted(self._owners, [rows, rows + ROWS_AT_ONCE])
        owners, having = self._owners[start:end], self._having[start:end].astype(np.int64)
        before = np.repeat(np.cumsum(having) - having - self._first[start:end], having)
        others = self._by_gram[np.arange(len(before)) - before]
        keys = np.repeat(owners.astype(np.int64), having) * len(rare) + others
        pairs, shared = np.unique(keys, return_counts=True)
        one, other = np.divmod(pairs, len(rare))
        chosen = (one < other) & (rare[one] > 0) & (rare[other] > 0)
        one, other, shared = one[chosen], other[chosen], shared[chosen]
        close = shared / np.minimum(rare[one], rare[other])
        near = close >= LEAST_SHARE / 200
        return np.stack([one[near], other[near], close[near]])


def _numbered(hashes: Numbers, limit: float) -> tuple[NDArray[np.int32], NDArray[np.int8], Numbers]:
    """A number for each hash, how often each comes (or too often), and those that do too often.

    Part by part, as sorting takes several times the memory of what is sorted.
    """
    numbers, counts, common = np.empty(len(hashes), np.int32), [], []
    part_of = hashes.view(np.uint8)[::8] % PARTS
    known = 0
    for part in range(PARTS):
        places = np.flatnonzero(part_of == part)
        kinds, which, count = np.unique(hashes[places], return_inverse=True, return_counts=True)
        numbers[places] = which + known
        known += len(kinds)
        counts.append(np.minimum(count, MOST_COMMON + 1).astype(np.int8))
        common.append(kinds[count > limit])
    return numbers, np.concatenate(counts), np.sort(np.concatenate(common))


def _compared(rare: Mapping[str, Fingerprint]) -> Pair | None:
    """What two share of the own code of the one that has less."""
    first, second = sorted(rare)
    less, more = sorted((first, second), key=lambda name: _size(rare[name]))
    shared = among(rare[less].hashes, rare[more].hashes)
    tokens = rare[less].extent(shared)
    share = round(100 * tokens / _size(rare[less]), 1)
    if share < LEAST_SHARE or tokens < LEAST_TOKENS:
        return None
    also = among(rare[more].hashes, rare[less].hashes)
    cells = {less: rare[less].cells_of(shared), more: rare[more].cells_of(also)}
    lines = rare[less].line_count(shared)
    return Pair(first, second, share, tokens, lines, (cells[first], cells[second]))
