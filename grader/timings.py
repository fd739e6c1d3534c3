"""Draws what notebooks measured: the two durations of one, and the ratios of a class."""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from statistics import median
from typing import NamedTuple

from markupsafe import Markup, escape

from grader.result import Measurement, Result
from grader.sanitising import plain
from grader.texts import number, say

MOST_BARS = 12
WIDTH, ROW = 360, 44  # pixels of one's chart


def duration(seconds: float) -> str:
    """Write a duration with three digits in the unit that people would take."""
    for unit, size in (("s", 1.0), ("ms", 1e-3), ("µs", 1e-6)):
        if seconds >= size:
            return f"{_three(seconds / size)} {unit}"
    return f"{_three(seconds / 1e-9)} ns"


def times(ratio: float) -> str:
    """Write a ratio with two digits: 96, 1.4, 1200."""
    digits = max(0, 1 - math.floor(math.log10(ratio)))
    return number(round(ratio, 1 - math.floor(math.log10(ratio))), f".{digits}f")


def _three(value: float) -> str:
    return number(value, ".3g" if value < 100 else ".0f")


def sentence(one: Measurement) -> str:
    """Say what was measured."""
    (slow, quick), (long, short) = one.names, one.seconds
    return say(
        "The {slow} took {long}, the {quick} {short}: {times} times as long.",
        slow=slow,
        long=duration(long),
        quick=quick,
        short=duration(short),
        times=times(one.ratio),
    )


def chart(one: Measurement) -> Markup:
    """Return both durations as bars on a logarithmic scale, in an SVG element."""
    height = 2 * ROW
    head = f'<svg class="sketch timing" role="img" width="{WIDTH}" height="{height}" '
    head += f'viewBox="0 0 {WIDTH} {height}" aria-label="{escape(plain(sentence(one)))}">'
    low = math.floor(math.log10(min(one.seconds))) - 0.5
    high = math.ceil(math.log10(max(one.seconds)))
    parts = []
    for n, (name, seconds) in enumerate(zip(one.names, one.seconds, strict=True)):
        width = WIDTH * (math.log10(seconds) - low) / (high - low)
        words = f"{name}: {duration(seconds)}"
        parts.append(f'<text class="axis" x="0" y="{n * ROW + 14}">{escape(plain(words))}</text>')
        parts.append(
            f'<rect class="span" x="0" y="{n * ROW + 20}" width="{width:.1f}" height="12" rx="3"/>'
        )
    return Markup(f"{head}{''.join(parts)}</svg>")


class Ratios(NamedTuple):
    """How many times as long one thing took as another, in a class."""

    title: str
    middle: str  # the median
    lowest: str
    highest: str
    submissions: int
    bars: tuple[tuple[str, int], ...]  # from which ratio on, and how many submissions


def ratios_of(results: Iterable[Result]) -> list[Ratios]:
    """Sum up the measurements of a class, by what was measured."""
    found: dict[str, list[float]] = defaultdict(list)
    for result in results:
        for one in result.measurements:
            found[one.title].append(one.ratio)
    return [
        Ratios(
            title,
            times(median(values)),
            times(min(values)),
            times(max(values)),
            len(values),
            tuple(_bars(values)),
        )
        for title, values in found.items()
    ]


def _bars(values: Sequence[float]) -> Iterator[tuple[str, int]]:
    """Ranges that each end at a larger one by the same factor."""
    low, high = math.log10(min(values)), math.log10(max(values))
    step = next(s for s in (0.1, 0.25, 0.5, 1, 2, 3, 6) if (high - low) / s < MOST_BARS - 1)
    first = math.floor(low / step)
    counts = [0] * (math.floor(high / step) - first + 1)
    for value in values:
        counts[min(math.floor(math.log10(value) / step) - first, len(counts) - 1)] += 1
    for n, count in enumerate(counts):
        yield times(10 ** ((first + n) * step)), count
