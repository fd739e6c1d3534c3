"""Finds the lines of a student's notebook that an outcome is about: by names, then by likeness.

A slip says where it stands in the reference. In the notebook the same function is looked for, and
in it the line that is most like the slipped one. Only the student's own lines come out of this.
"""

import ast
import keyword
import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping
from functools import lru_cache
from math import log
from typing import NamedTuple

import msgspec

from grader.misconceptions import Misconception
from grader.policy import Effort, parsed
from grader.result import Outcome, Place
from grader.submission import Cell

LEAST_LIKENESS = 0.55  # below that, the function's first line says more than a guess within it
MOST_LINES = 3
LONGEST_FUNCTION = 400  # lines that are compared
LONGEST_LINE = 300  # characters
ANY = "any name"
_TOKEN = re.compile(r"\w+|[^\w\s]")
_CALLED = re.compile(r"(\w+)\(")
_FUNCTION = re.compile(r"(?<![.\w])(\w+)\(")
UNTELLING = Counter(dict.fromkeys(("self", "(", ")", ".", ",", "np", ":"), 99))


class Definition(NamedTuple):
    """Where a function or a class is defined."""

    cell: int  # 0-based, among all cells
    name: str  # the last part of it: "backward" of "Model.backward"
    lines: tuple[tuple[int, str], ...]  # number, 1-based within the cell, and text


class Map:
    """What a notebook defines, and where.

    Args:
        cells: all cells of the notebook.
        reference: source of the reference, in which slips stand.
    """

    def __init__(self, cells: Iterable[Cell], reference: str) -> None:
        effort = Effort()
        self._own: dict[str, Definition] = {}  # under the last part of the name
        for cell in cells:
            if cell.kind == "code":
                tree, numbers = parsed(cell.source, effort)
                found = _definitions(cell.index, cell.source, tree) if not numbers else ()
                self._own |= {definition.name: definition for definition in found}
        self._reference = reference
        self._places = _places_in(reference)

    def home(self, calls: str) -> Definition | None:
        """The definition of what is called last, of all that the notebook defines itself.

        Args:
            calls: code as the rubric shows it: "model.forward(x)".
        """
        names = [name for name in reversed(_CALLED.findall(calls)) if name in self._own]
        return self._own[names[0]] if names else None

    def functions(self, calls: str) -> tuple[Definition, ...]:
        """The definitions of all plain functions that are called, methods left out.

        Args:
            calls: as for `home`.
        """
        names = dict.fromkeys(_FUNCTION.findall(calls))
        return tuple(self._own[name] for name in names if name in self._own)

    def lines_of(self, slip: Misconception) -> tuple[Place, ...]:
        """The lines that are most like the slip, first in the notebook first; none if no line is.

        Without such a line, the first one of the function stands for it.
        """
        found: dict[tuple[int, int], Place] = {}
        spare: dict[tuple[int, int], Place] = {}
        for old, new in slip.patch:
            definition = self._function_around(old)
            if definition is None:
                continue
            line = _most_like(self._lines_around(old, new), definition)
            kept = found if line else spare
            place = _place(definition, line or definition.lines[0])
            kept[place.cell, place.line] = place
        places = found or spare
        return tuple(places[key] for key in sorted(places))[:MOST_LINES]

    def _lines_around(self, old: str, new: str) -> list[str]:
        """The whole lines that a slip changes: as they become, then as they are."""
        at = self._reference.find(old)
        first = self._reference.rfind("\n", 0, at) + 1
        end = self._reference.find("\n", at + len(old))
        lines = self._reference[first : end if end >= 0 else None]
        return [*lines.replace(old, new).splitlines(), *lines.splitlines()]

    def _function_around(self, text: str) -> Definition | None:
        """The notebook's own function of the name of the one that holds a text in the reference."""
        line = self._reference[: self._reference.find(text)].count("\n") + 1
        around = [d for d in self._places if d.lines[0][0] <= line <= d.lines[-1][0]]
        for definition in sorted(around, key=lambda d: len(d.lines)):
            if definition.name in self._own:
                return self._own[definition.name]
        return None


def located(
    outcomes: Iterable[Outcome],
    calls: Mapping[str, str],
    slips: Mapping[str, Misconception],
    known: Map,
) -> tuple[Outcome, ...]:
    """The outcomes, each with the cell that was asked and the lines that it is about.

    Args:
        outcomes: of one notebook.
        calls: identifier of a criterion -> the code that it runs, as the rubric shows it.
        slips: name of a misconception -> that misconception.
        known: of the notebook.
    """
    return tuple(_located(one, calls.get(one.criterion, ""), slips, known) for one in outcomes)


def _located(
    outcome: Outcome, calls: str, slips: Mapping[str, Misconception], known: Map
) -> Outcome:
    home = known.home(calls)
    named = [slips[mistake.name] for mistake in outcome.mistakes if mistake.name in slips]
    lines = dict.fromkeys(place for slip in named for place in known.lines_of(slip))
    lost = outcome.earned is not None and outcome.earned < outcome.points
    if home and lost and not lines and not outcome.trouble:
        functions = known.functions(calls)
        asked = functions if home in functions else (home,)
        lines = {_place(one, one.lines[0]): None for one in asked}
    cell = home.cell if home else None
    return msgspec.structs.replace(outcome, calls=calls, cell=cell, lines=tuple(lines))


@lru_cache(maxsize=4)
def _places_in(reference: str) -> tuple[Definition, ...]:
    """What a reference defines; the same for every notebook that is held beside it."""
    tree, _ = parsed(reference, Effort())
    return tuple(_definitions(0, reference, tree))


def _definitions(cell: int, source: str, tree: ast.Module | None) -> Iterator[Definition]:
    texts = source.splitlines()
    waiting: list[ast.AST] = [tree] if tree else []
    while waiting:
        for node in ast.iter_child_nodes(waiting.pop()):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                last = min(node.end_lineno or node.lineno, node.lineno + LONGEST_FUNCTION)
                lines = tuple(enumerate(texts[node.lineno - 1 : last], start=node.lineno))
                if lines:
                    yield Definition(cell, node.name, lines)
                if isinstance(node, ast.ClassDef):
                    waiting.append(node)


def _most_like(texts: Iterable[str], definition: Definition) -> tuple[int, str] | None:
    """The line of a function that is most like one of the texts; None if none is.

    Two lines are alike when they share words that are rare in the function. A name that only one
    side knows counts as any name, as everybody names their own variables.
    """
    lines = [(number, text, _words(text)) for number, text in _code_lines(definition)]
    known = {word for _, _, words in lines for word in words}
    wanted = [_words(text) for text in texts]
    theirs = {word for words in wanted for word in words}
    own = [(number, text, _named(words, theirs)) for number, text, words in lines]
    held = Counter(word for _, _, words in own for word in words)
    best, score = None, LEAST_LIKENESS
    for words in (_named(words, known) for words in wanted):
        for number, text, mine in own:
            alike = _likeness(words, mine, held, len(own))
            if alike > score:
                best, score = (number, text), alike
    return best


def _code_lines(definition: Definition) -> Iterator[tuple[int, str]]:
    """The lines below the first that hold code, as far as can be told line by line."""
    within = False
    for number, text in definition.lines[1:]:
        quotes = text.count('"' * 3) + text.count("'" * 3)
        if not within and not quotes and text.partition("#")[0].strip():
            yield number, text
        within ^= quotes % 2 == 1


def _words(text: str) -> Counter[str]:
    return Counter(_TOKEN.findall(text[:LONGEST_LINE].partition("#")[0])) - UNTELLING


def _named(words: Counter[str], known: Container[str]) -> Counter[str]:
    kept: Counter[str] = Counter()
    for word, count in words.items():
        is_name = word.isidentifier() and not keyword.iskeyword(word)
        kept[ANY if is_name and word not in known else word] += count
    return kept


def _likeness(one: Counter[str], other: Counter[str], held: Counter[str], lines: int) -> float:
    """Between 0 and 1: the weight of the words that both have, of all that they have."""

    def weight(words: Counter[str]) -> float:
        return sum(count * log(1 + lines / max(held[word], 1)) for word, count in words.items())

    shared = one & other
    if not any(word[0].isalpha() and not keyword.iskeyword(word) for word in shared if word != ANY):
        return 0.0  # like `name = name`: there are many such lines
    return 2 * weight(shared) / (weight(one) + weight(other))


def _place(definition: Definition, line: tuple[int, str]) -> Place:
    return Place(
        definition.cell,
        line[0],
        definition.name[:100],
        line[1][:LONGEST_LINE].rstrip(),
    )
