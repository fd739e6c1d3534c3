"""Finds submissions whose own code is alike under other names and layout, for a person to look at.

Fingerprints are looked up in an index instead of compared two by two, so that the time grows with
the class and not with its square. What the skeleton gives is no evidence, nor is what many persons
wrote, unless all of their code is the same. Two runs find the same.

Not copydetect, which compares all pairs, chooses fingerprints by a hash that differs between runs,
and loads matplotlib.
"""

import heapq
from collections.abc import Collection, Iterator, Mapping, Sequence
from hashlib import blake2b
from itertools import pairwise
from types import MappingProxyType
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from grader.fingerprint import NO_CODE, Fingerprint, Numbers, among

LEAST_TOKENS = 80  # of own code: less can be alike by chance
LEAST_SHARE = 60.0  # per cent
COMMON_SHARE, LEAST_COMMON, MOST_COMMON = 0.05, 10, 40  # what more persons wrote is common
# Of all grams; scattered lines that are the same share a smaller part of them than of the tokens.
LEAST_CLOSE = LEAST_SHARE / 300
MOST_PAIRS = 200
MOST_CHECKED = 5_000  # pairs that are looked at closely, those first that share most
AT_ONCE = 150_000  # grams that are sorted together
SOME = 100  # submissions that show how many hashes are how large


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

    Of submissions whose code is the same throughout, each is paired with the first one by others.

    Args:
        fingerprints: by the names of the submissions.
        people: by these names, whose they are, as far as known; nobody is paired with themselves.
    """
    order = lambda pair: (-pair.share, -pair.tokens, pair.first, pair.second)  # noqa: E731
    return heapq.nsmallest(MOST_PAIRS, _all_pairs(fingerprints, people), key=order)


def _all_pairs(
    fingerprints: Mapping[str, Fingerprint], people: Mapping[str, Collection[object]]
) -> Iterator[Pair]:
    same = _grouped(fingerprints)
    for names in same:
        for place, other in enumerate(names):
            by_others = (name for name in names[:place] if _are_others(people, name, other))
            if first := next(by_others, None):
                yield _the_same(first, other, fingerprints)
    index = _Index(fingerprints, [names[0] for names in same], people)
    for one, other in index.candidates():
        if pair := _compared({name: index.rare(name) for name in (one, other)}):
            yield pair


def _are_others(people: Mapping[str, Collection[object]], one: str, other: str) -> bool:
    return not {*people.get(one, ())} & {*people.get(other, ())}


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
    """Who of some submissions has which gram, of those grams that a few of them share.

    Args:
        fingerprints: read one by one, several times, so that they need not all be in memory.
        names: of the submissions, no two with the same code throughout.
        people: by these names, whose they are, as far as known.
    """

    def __init__(
        self,
        fingerprints: Mapping[str, Fingerprint],
        names: Sequence[str],
        people: Mapping[str, Collection[object]],
    ) -> None:
        self._fingerprints, self._names, self._people = fingerprints, names, people
        numbers: dict[object, int] = {}
        first = (min(people.get(name, ()), key=repr, default=name) for name in names)
        persons = np.array([numbers.setdefault(one, len(numbers)) for one in first], np.int32)
        limit = min(MOST_COMMON, max(LEAST_COMMON, COMMON_SHARE * len(numbers)))
        parts = [_shared(*part, persons, limit) for part in self._parts()]
        kinds, counts, owners, common = map(np.concatenate, zip(*parts, strict=True))
        self._kinds, self._counts, self._common = kinds, counts, common
        self._owners = owners  # of the first kind, of the second, …
        self._ends = np.cumsum(counts, dtype=np.int32)

    def rare(self, name: str) -> Fingerprint:
        """The fingerprint without what many have."""
        one = self._fingerprints[name]
        kept = ~among(one.hashes, self._common)
        return Fingerprint(one.hashes[kept], one.tokens[kept], one.lines[kept], one.cells[kept])

    def candidates(self) -> list[tuple[str, str]]:
        """Pairs of different people that share many grams, those first that share most."""
        sizes = np.zeros(len(self._names), dtype=np.int64)
        found = [np.empty((3, 0))]
        for row, name in enumerate(self._names):
            rare = self.rare(name)
            if _size(rare) >= LEAST_TOKENS:
                sizes[row] = len(rare.hashes)
                found.append(self._close_to(row, rare.hashes, sizes))
        one, other, close = np.concatenate(found, axis=1)
        most = np.lexsort((other, one, -close))[:MOST_CHECKED]
        return [(self._names[int(one[n])], self._names[int(other[n])]) for n in most]

    def _close_to(self, row: int, hashes: Numbers, sizes: NDArray[np.int64]) -> NDArray[np.float64]:
        """Those before a submission that share much with it, it itself, and how much, [3, pairs].

        Args:
            row: of the submission.
            hashes: of its grams without those that many have.
            sizes: how many grams each has of such; 0 if that is too little code.
        """
        kinds = np.searchsorted(self._kinds, hashes[among(hashes, self._kinds)])
        counts = self._counts[kinds].astype(np.int64)
        before = np.repeat(np.cumsum(counts) - self._ends[kinds], counts)
        others, shared = np.unique(
            self._owners[np.arange(len(before)) - before], return_counts=True
        )
        chosen = (others < row) & (sizes[others] > 0)
        others, shared = others[chosen], shared[chosen]
        close = shared / np.minimum(sizes[row], sizes[others])
        near = close >= LEAST_CLOSE
        near[near] = [
            _are_others(self._people, self._names[other], self._names[row])
            for other in others[near]
        ]
        return np.stack([others[near], np.full(near.sum(), row), close[near]])

    def _parts(self) -> Iterator[tuple[Numbers, NDArray[np.int32]]]:
        """All grams and who has each, those with small hashes first, as many as memory may hold."""
        for low, high in pairwise((None, *self._edges(), None)):
            hashes, sizes = bytearray(), []  # copies: a slice would keep the whole in memory
            for name in self._names:
                one = self._fingerprints[name].hashes
                start = 0 if low is None else np.searchsorted(one, low)
                end = len(one) if high is None else np.searchsorted(one, high)
                hashes += one[start:end].tobytes()
                sizes.append(end - start)
            owners = np.repeat(np.arange(len(sizes), dtype=np.int32), sizes)
            yield np.frombuffer(hashes, np.uint64), owners

    def _edges(self) -> Numbers:
        """Hashes between which there are about as many grams as are sorted together."""
        count = sum(len(self._fingerprints[name].hashes) for name in self._names)
        some = [self._fingerprints[name].hashes for name in self._names[:SOME]]
        shares = np.linspace(0, 1, 2 + count // AT_ONCE)[1:-1]
        edges: Numbers = np.quantile(
            np.concatenate([NO_CODE.hashes, *some]), shares, method="lower"
        )
        return edges


def _shared(
    hashes: Numbers, owners: NDArray[np.int32], persons: NDArray[np.int32], limit: float
) -> tuple[Numbers, NDArray[np.int32], NDArray[np.int32], Numbers]:
    """Which hashes several persons have, how often, and in which submissions; those of too many.

    Args:
        hashes: of all submissions.
        owners: of each hash.
        persons: whose each submission is.
        limit: how many persons aren't too many.
    """
    order = np.lexsort((persons[owners], hashes))
    hashes, owners = hashes[order], owners[order]
    kinds, counts = np.unique(hashes, return_counts=True)
    first = np.append(True, (np.diff(hashes) != 0) | (np.diff(persons[owners]) != 0))
    _, by_persons = np.unique(hashes[first[: len(hashes)]], return_counts=True)
    few, many = (by_persons > 1) & (by_persons <= limit), by_persons > limit
    having = owners[np.repeat(few, counts)]
    return kinds[few], counts[few].astype(np.int32), having, kinds[many]


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
