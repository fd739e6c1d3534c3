"""Draws sizes of errors as SVG, each picture with a sentence that says the same without it.

Colours are classes, so that a page's themes choose them; lightness alone tells the levels apart,
and what is right has a shape of its own.
"""

from collections.abc import Callable, Iterator
from itertools import groupby

from markupsafe import Markup, escape

from grader.result import Picture
from grader.sanitising import plain
from grader.texts import listed, number, say

# Levels of relative errors: 0 is right, 1 below the first edge, WORST above the last one.
EDGES = (1e-9, 1e-6, 1e-3, 0.01, 0.03, 0.1, 0.3, 1.0)
WORST = len(EDGES) + 1
STEPS = 25  # places along each side of a square of points
SIDE = 26  # pixels of a cell of a map
NARROW, MANY = 18, 10  # where it has more columns than these
HEIGHT = 132  # of bars and dots
LEFT, TOP = 38, 30  # room for the names of the axes
ARROW = 20  # pixels of the one behind such a name


def level_words(level: int) -> str:
    """Return what a level means."""
    if level == 0:
        return say("right")
    if level == 1:
        return say("below {edge}", edge=number(EDGES[0]))
    if level == WORST:
        return say("above {edge}", edge=number(EDGES[-1]))
    edges = {"low": number(EDGES[level - 2]), "high": number(EDGES[level - 1])}
    return say("{low} to {high}", **edges)


def title_of(picture: Picture) -> str:
    """Return what a picture shows, in a few words with names in backticks."""
    down, across = picture.axes
    axes = {"down": down, "across": across}
    if picture.kind == "cases":
        return say("Largest error of each case, by {across}", **axes)
    if picture.kind == "points":
        return say("{up} against {across}", up=f"{down[:1].upper()}{down[1:]}", across=across)
    if not picture.what:
        return (
            say("Errors, by {down} and {across}", **axes)
            if picture.kind == "map"
            else say("Errors, by {across}", **axes)
        )
    return (
        say("Errors of `{name}`, by {down} and {across}", name=picture.what, **axes)
        if picture.kind == "map"
        else say("Errors of `{name}`, by {across}", name=picture.what, **axes)
    )


def words_of(picture: Picture) -> str:
    """Return what there is to see, for who doesn't see it."""
    down, across = picture.axes
    if picture.kind == "map":
        return _words_of_map(picture)
    if picture.kind == "bars":
        levels = (f"{n}: {level_words(level)}" for n, level in enumerate(picture.marks[0]))
        said = {"across": across, "levels": listed(levels)}
        return say("By {across}, from 0: {levels}.", **said)
    if picture.kind == "cases":
        by_size = groupby(picture.marks, key=lambda mark: mark[0])
        both = say(" and ")
        levels = (f"{size}: {both.join(level_words(m[1]) for m in ms)}" for size, ms in by_size)
        return say("By {across}: {levels}.", across=across, levels=listed(levels))
    off = [mark for mark in picture.marks if mark[2]]
    return say(
        "{all} places; on the diagonal both agree. {off} hold entries that don't agree; in {high} "
        "of them {up} is visibly the larger one.",
        all=len(picture.marks),
        off=len(off),
        high=sum(y > x for x, y, _ in off),
        up=down,
    )


def _words_of_map(picture: Picture) -> str:
    down, across = picture.axes
    rows, columns = picture.shape
    sizes = {"rows": rows, "down": down, "columns": columns, "across": across}
    said = say("{rows} rows ({down}) by {columns} columns ({across}).", **sizes)
    said += f" {_counted(picture)}"
    for name, lines in ((down, picture.marks), (across, tuple(zip(*picture.marks)))):  # noqa: B905
        right = [str(n) for n, line in enumerate(lines) if not any(line)]
        numbers = ", ".join(right)
        said += say(" All right in {axis} {numbers}.", axis=name, numbers=numbers) if right else ""
    return said


def _counted(picture: Picture) -> str:
    levels = sorted(level for row in picture.marks for level in row)
    parts = [f"{level_words(level)}: {len(list(same))}" for level, same in groupby(levels)]
    return say("Entries by their relative error: {levels}.", levels=listed(parts))


def drawn(picture: Picture) -> Markup:
    """Return a picture as an SVG element with its text alternative."""
    parts: dict[str, Callable[[Picture], Iterator[str]]] = {
        "map": _map,
        "bars": _bars,
        "cases": _cases,
        "points": _points,
    }
    width, height = _extent(picture)
    said = _safe(f"{title_of(picture).replace('`', '')}. {words_of(picture)}")
    head = f'<svg class="sketch" role="img" width="{width}" height="{height}" '
    head += f'viewBox="0 0 {width} {height}" aria-label="{said}">'
    return Markup(f"{head}{''.join(parts[picture.kind](picture))}</svg>")


def legend(picture: Picture) -> tuple[tuple[int, str], ...]:
    """Return the levels that a picture shows and what each means, as far as its axes don't say it.

    Dots tell what is right from what isn't by their shape, bars by having none.
    """
    if picture.kind == "map":
        levels = sorted({level for row in picture.marks for level in row})
        return tuple((level, level_words(level)) for level in levels)
    if picture.kind == "bars":
        return ()
    off = {mark[-1] > 0 for mark in picture.marks}
    pairs = (say("they agree"), say("they differ"))
    words = pairs if picture.kind == "points" else (say("right"), say("off"))
    return tuple((WORST * is_off, words[is_off]) for is_off in sorted(off))


def _side(count: int) -> int:
    return SIDE if count <= MANY else NARROW


def _extent(picture: Picture) -> tuple[int, int]:
    down, across = (8 * len(name) + ARROW for name in picture.axes)  # pixels that the names need
    if picture.kind == "map":
        columns, rows = len(picture.marks[0]), len(picture.marks)
        side = _side(columns)
        return LEFT + max(columns * side, across) + 2, TOP + max(rows * side, down) + 2
    if picture.kind == "points":
        return LEFT + 8 * STEPS + 8, TOP + 8 * STEPS + 2
    count = len(picture.marks[0]) if picture.kind == "bars" else len(_sizes(picture))
    return LEFT + 44 + max(count * SIDE, down, across), HEIGHT + TOP + 40


def _sizes(picture: Picture) -> list[int]:
    return sorted({size for size, _ in picture.marks})


def _safe(words: object) -> Markup:
    return escape(plain(str(words)))


def _text(x: float, y: float, words: object, kind: str = "") -> str:
    return f'<text class="{kind}" x="{x:g}" y="{y:g}">{_safe(words)}</text>'


def _names(picture: Picture) -> Iterator[str]:
    """The names of both axes: across on top, down at the left, turned."""
    yield _text(LEFT, 10, f"{picture.axes[1]} →", "axis")
    turned = f'<text class="axis" transform="translate(2 {TOP}) rotate(90)">'
    yield f"{turned}{_safe(picture.axes[0])} →</text>"


def _map(picture: Picture) -> Iterator[str]:
    yield from _names(picture)
    rows, columns, side = picture.marks, len(picture.marks[0]), _side(len(picture.marks[0]))
    whole = (len(rows), columns) == picture.shape
    for r in range(len(rows) if whole else 0):
        yield _text(LEFT - 5, TOP + (r + 0.66) * side, r, "end")
    for c in range(columns if whole else 0):
        yield _text(LEFT + (c + 0.5) * side, TOP - 5, c, "middle")
    for r, row in enumerate(rows):
        for c, level in enumerate(row):
            x, y = LEFT + c * side, TOP + r * side
            yield f'<rect class="cell e{level}" x="{x}" y="{y}" width="{side}" height="{side}"/>'
            if level == 0:
                yield f'<circle class="fine" cx="{x + side / 2:g}" cy="{y + side / 2:g}" r="3.5"/>'


def _height_of(level: int) -> float:
    return HEIGHT * level / WORST


def _scale(picture: Picture, count: int) -> Iterator[str]:
    """The errors that bars and dots are read against, and what stands below them."""
    left, right = LEFT + 36, LEFT + 40 + count * SIDE
    for edge, level in ((EDGES[0], 1), (EDGES[2], 3), (EDGES[5], 6), (EDGES[-1], WORST - 1)):
        y = TOP + HEIGHT - _height_of(level)
        yield f'<line class="grid" x1="{left}" x2="{right}" y1="{y:g}" y2="{y:g}"/>'
        yield _text(left - 5, y + 4, number(edge), "end")
    y = TOP + HEIGHT
    yield f'<line class="edge" x1="{left}" x2="{right}" y1="{y}" y2="{y}"/>'
    yield _text(left - 5, y + 4, say("right"), "end")
    yield _text(left, 12, f"{picture.axes[0]} ↑", "axis")
    yield _text(left + 4, HEIGHT + TOP + 34, f"{picture.axes[1]} →", "axis")


def _bars(picture: Picture) -> Iterator[str]:
    levels = picture.marks[0]
    yield from _scale(picture, len(levels))
    for n, level in enumerate(levels):
        x, height = LEFT + 40 + n * SIDE, _height_of(level)
        y = TOP + HEIGHT - height
        if level:
            yield f'<rect class="cell e{level}" x="{x + 4}" y="{y:g}" width="{SIDE - 8}" '
            yield f'height="{height:g}"/>'
        else:
            yield f'<circle class="fine" cx="{x + SIDE / 2:g}" cy="{y:g}" r="3.5"/>'
        if len(levels) == picture.shape[0]:
            yield _text(x + SIDE / 2, HEIGHT + TOP + 16, n, "middle")


def _cases(picture: Picture) -> Iterator[str]:
    sizes = _sizes(picture)
    yield from _scale(picture, len(sizes))
    for n, size in enumerate(sizes):
        yield _text(LEFT + 40 + (n + 0.5) * SIDE, HEIGHT + TOP + 16, size, "middle")
    for size, level in picture.marks:
        x = LEFT + 40 + (sizes.index(size) + 0.5) * SIDE
        y = TOP + HEIGHT - _height_of(level)
        yield _dot(x, y, level)


def _dot(x: float, y: float, level: int) -> str:
    if level == 0:
        return f'<circle class="fine" cx="{x:g}" cy="{y:g}" r="4"/>'
    return f'<rect class="off" x="{x - 4:g}" y="{y - 4:g}" width="8" height="8"/>'


def _points(picture: Picture) -> Iterator[str]:
    yield from _names(picture)
    side = 8 * STEPS
    yield f'<rect class="field" x="{LEFT}" y="{TOP}" width="{side}" height="{side}"/>'
    yield f'<line class="edge" x1="{LEFT}" y1="{TOP + side}" x2="{LEFT + side}" y2="{TOP}"/>'
    for x, y, level in picture.marks:
        yield _dot(LEFT + 8 * x + 4, TOP + side - 8 * y - 4, level)
