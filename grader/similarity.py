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
GRAMS_AT_ONCE = 2**16  # of all submissions together, so that memory stays bounded


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
        if one.extent(_all(one)) >= LEAST_TOKENS:
            code = blake2b(one.hashes.tobytes(), digest_size=16).digest()
            groups.setdefault(code, []).append(name)
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


class _Index:
    """Which of some submissions share how many grams: gram -> who has it, a part at a time.

    Args:
        fingerprints: read anew for each part, so that they need not all be in memory.
        names: of the submissions, no two with the same code throughout.
    """

    def __init__(self, fingerprints: Mapping[str, Fingerprint], names: Sequence[str]) -> None:
        self._fingerprints, self._names = fingerprints, names
        self._limit = min(MOST_COMMON, max(LEAST_COMMON, COMMON_SHARE * len(names)))
        self._sizes = np.zeros(len(names), dtype=np.int64)  # grams without those that many have
        self._common: Numbers = np.array([], dtype=np.uint64)
        self._pairs = self._shared = np.array([], dtype=np.int64)
        parts = 1 + sum(len(fingerprints[name].hashes) for name in names) // GRAMS_AT_ONCE
        for part in range(parts):
            self._take(part, parts)
        self._common.sort()

    def rare(self, name: str) -> Fingerprint:
        """The fingerprint without what many have."""
        one = self._fingerprints[name]
        kept = ~among(one.hashes, self._common)
        return Fingerprint(one.hashes[kept], one.tokens[kept], one.lines[kept], one.cells[kept])

    def candidates(self) -> list[tuple[str, str]]:
        """Pairs that share many grams, those first that share most."""
        enough = np.array([self._has_enough(name) for name in self._names], dtype=np.bool_)
        one, other = np.divmod(self._pairs, max(1, len(self._names)))
        chosen = enough[one] & enough[other]
        one, other, shared = one[chosen], other[chosen], self._shared[chosen]
        close = shared / np.minimum(self._sizes[one], self._sizes[other])
        order = np.argsort(-close, kind="stable")[:MOST_CHECKED]
        order = order[close[order] >= LEAST_SHARE / 200]
        return [(self._names[one[n]], self._names[other[n]]) for n in order]

    def _has_enough(self, name: str) -> bool:
        rare = self.rare(name)
        return rare.extent(_all(rare)) >= LEAST_TOKENS

    def _take(self, part: int, parts: int) -> None:
        """Count what is shared among the grams of one part."""
        found = [_part_of(self._fingerprints[name].hashes, part, parts) for name in self._names]
        hashes = np.concatenate([*found, self._common[:0]])
        order = np.argsort(hashes, kind="stable")
        owners = np.repeat(np.arange(len(found)), [len(one) for one in found])[order]
        kinds, starts, counts = np.unique(hashes[order], return_index=True, return_counts=True)
        self._common = np.concatenate([self._common, kinds[counts > self._limit]])
        rare = np.repeat(counts <= self._limit, counts)
        self._sizes += np.bincount(owners[rare], minlength=len(found))
        sharing = [self._pairs]
        for count in range(2, int(counts[counts <= self._limit].max(initial=0)) + 1):
            having = owners[starts[counts == count, None] + np.arange(count)]
            one, other = np.triu_indices(count, 1)
            sharing.append((having[:, one] * len(found) + having[:, other]).ravel())
        weights = [self._shared, np.ones(sum(map(len, sharing[1:])), dtype=np.int64)]
        self._pairs, which = np.unique(np.concatenate(sharing), return_inverse=True)
        counted = np.bincount(which, np.concatenate(weights), minlength=len(self._pairs))
        self._shared = counted.astype(np.int64)


def _part_of(hashes: Numbers, part: int, parts: int) -> Numbers:
    chosen: Numbers = hashes[hashes % np.uint64(parts) == part]
    return chosen


def _compared(rare: Mapping[str, Fingerprint]) -> Pair | None:
    """What two share of the own code of the one that has less."""
    first, second = sorted(rare)
    less, more = sorted((first, second), key=lambda name: _whole(rare[name])[0])
    shared = among(rare[less].hashes, rare[more].hashes)
    tokens, whole = rare[less].extent(shared), _whole(rare[less])[0]
    share = round(100 * tokens / whole, 1)
    if share < LEAST_SHARE or tokens < LEAST_TOKENS:
        return None
    also = among(rare[more].hashes, rare[less].hashes)
    cells = {less: rare[less].cells_of(shared), more: rare[more].cells_of(also)}
    lines = rare[less].line_count(shared)
    return Pair(first, second, share, tokens, lines, (cells[first], cells[second]))
