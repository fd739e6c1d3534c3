"""Names in the instructor's page of a submission those that are much like it.

Only the class as a whole tells who they are, so they are put into a page that has been written.
"""

from collections.abc import Sequence
from typing import NamedTuple
from urllib.parse import quote

from grader.report import rendered
from grader.result import Result
from grader.similarity import Pair
from grader.texts import speaking

START, END = "<!--alike-->", "<!--/alike-->"  # no student's text holds them: `<` is escaped there
MOST = 20  # in one page


class Likeness(NamedTuple):
    """Another submission that is much like the one whose page it is."""

    name: str
    address: str
    share: float  # per cent
    here: tuple[int, ...]  # numbers of cells as people count
    there: tuple[int, ...]


def with_those_alike(page: str, result: Result, pairs: Sequence[Pair]) -> str:
    """Return the instructor's page of a submission with all that are like it, and no others.

    Args:
        page: as it was written, with or without some.
        result: what it is about.
        pairs: of the class, the most alike first.
    """
    start, _, rest = page.partition(START)
    _, mark, end = rest.partition(END)
    if not mark:
        return page
    with speaking(result.language):
        return f"{start}{START}{_section(result.submission, pairs)}{END}{end}"


def _section(name: str, pairs: Sequence[Pair]) -> str:
    found = [_seen_from(name, pair) for pair in pairs if name in pair[:2]]
    return rendered("alike.html", alike=found[:MOST], more=len(found[MOST:])) if found else ""


def _seen_from(name: str, pair: Pair) -> Likeness:
    here, there = (tuple(index + 1 for index in cells) for cells in pair.cells)
    other = pair.second
    if pair.second == name:
        other, here, there = pair.first, there, here
    address = f"../{quote(other, safe='', errors='replace')}/instructor.html"
    return Likeness(other, address, pair.share, here, there)
