"""Reads an instructor's notebook in percent format: its cells, their roles and their solutions."""

import re
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import Any

import jupytext
import msgspec

from grader.errors import AuthoringError

BEGIN, END = "### BEGIN SOLUTION", "### END SOLUTION"
_HEADER = re.compile(r"# %%")
_BEGIN = re.compile(rf"(?P<indent>\s*){BEGIN}\b:?(?P<todo>.*)")
_END = re.compile(rf"\s*{END}\s*")
_MORE = re.compile(r"\s*### (?P<todo>.*)")
_LIKE_A_MARKER = re.compile(r"(BEGIN|END)[ _](SOLUTION|HIDDEN TESTS|MARK SCHEME)", re.IGNORECASE)
_IDENTIFIER = re.compile(r"[a-zA-Z0-9_-]{1,64}")


class Role(StrEnum):
    """What a cell of the instructor's notebook is for."""

    GIVEN = "given"  # stays as it is
    SOLUTION = "solution"  # code with regions that students write
    DEMONSTRATION = "demonstration"  # code that runs in the notebook only, `active="ipynb"`
    FILL_IN = "fill_in"  # students fill in who they are
    QUESTION = "question"  # asks for an answer in words, graded by a person
    ANSWER = "answer"  # the model answer; students get an empty cell


class Region(msgspec.Struct, frozen=True):
    """What students write themselves, between two markers."""

    first: int  # 0-based line of the BEGIN marker within the cell's source
    last: int  # of the END marker
    indent: str
    todo: tuple[str, ...]  # what the students are asked to write, line by line
    code: int  # first line of the solution itself


class SourceCell(msgspec.Struct, frozen=True):
    """A cell of the instructor's notebook."""

    kind: str  # "code", "markdown" or "raw"
    source: str
    role: Role
    grade_id: str = ""
    points: float | None = None
    regions: tuple[Region, ...] = ()


def read_percent(path: Path) -> tuple[SourceCell, ...]:
    """Read the notebook and make sure that its markers and identifiers are in order.

    Raises:
        AuthoringError: the file can't be read, or as `parse_percent` says.
    """
    try:
        return parse_percent(path.read_text(encoding="utf-8"), path)
    except (OSError, UnicodeDecodeError) as error:
        raise AuthoringError(f"can't be read as text: {error}.", path) from None


def parse_percent(text: str, path: Path) -> tuple[SourceCell, ...]:
    """Take a notebook in percent format apart.

    Args:
        text: the notebook.
        path: the file that it comes from, for errors.

    Raises:
        AuthoringError: with file and line: a marker without its partner, nested markers, a
            solution outside of code, an identifier that stands twice, an unknown role.
    """
    try:
        nodes = jupytext.reads(text, fmt="py:percent").cells
    except Exception as error:  # jupytext and what it builds on fail in many ways
        reason = str(error).partition("\n")[0]
        raise AuthoringError(f"is no notebook in percent format: {reason}.", path) from None
    lines = text.splitlines()
    starts = [number for number, line in enumerate(lines, 1) if _HEADER.match(line)]
    if len(nodes) == len(starts) + 1:
        starts.insert(0, 0)
    if len(nodes) != len(starts):
        raise AuthoringError("a line starts with `# %%` where no cell begins.", path)
    ends = [start - 1 for start in starts[1:]] + [len(lines)]
    seen: dict[str, int] = {}
    cells = []
    for node, start, end in zip(nodes, starts, ends, strict=True):
        cells.append(_Reader(path, start, lines[start:end]).cell(node))
        name = cells[-1].grade_id
        if name in seen:
            message = f"the identifier '{name}' stands twice, first in line {seen[name]}."
            raise AuthoringError(message, path, start)
        if name:
            seen[name] = start
    return tuple(cells)


class _Reader:
    """Reads one cell, knowing where in the file it is, so that errors can say so.

    Args:
        path: the file.
        start: 1-based line of the cell's header.
        lines: what stands in the file below the header, up to the next one.
    """

    def __init__(self, path: Path, start: int, lines: Sequence[str]) -> None:
        self._path, self._start, self._lines = path, start, lines

    def cell(self, node: Any) -> SourceCell:
        """The cell, checked."""
        source, kind = str(node.source), str(node.cell_type)
        name, points = str(node.metadata.get("grade_id", "")), node.metadata.get("points")
        role = self._role(node)
        if name and not _IDENTIFIER.fullmatch(name):
            raise self._error(f"the identifier {name!r} may hold letters, digits, _ and - only.")
        if role is Role.QUESTION and not (name and isinstance(points, int | float)):
            raise self._error("a question needs a `grade_id` and its `points`.")
        self._check_markers(may_hold_solution=kind == "code" and role is Role.GIVEN)
        regions = _regions(source)
        if regions and not name:
            raise self._error('a cell with a solution needs a name: `# %% grade_id="…"`.')
        role = Role.SOLUTION if regions else role
        return SourceCell(kind, source, role, name, points, regions)

    def _role(self, node: Any) -> Role:
        if node.metadata.get("active") == "ipynb":
            return Role.DEMONSTRATION
        said = node.metadata.get("role", "given")
        allowed = (Role.GIVEN, Role.FILL_IN, Role.QUESTION, Role.ANSWER)
        if said not in allowed:
            words = ", ".join(role.value for role in allowed)
            raise self._error(f"there is no role {said!r}; there are {words}.")
        if said in (Role.QUESTION, Role.ANSWER) and node.cell_type != "markdown":
            raise self._error(f"a cell with the role '{said}' must be Markdown.")
        return Role(said)

    def _check_markers(self, may_hold_solution: bool) -> None:
        opened = 0
        for number, line in enumerate(self._lines, self._start + 1):
            if not _LIKE_A_MARKER.search(line):
                continue
            if not may_hold_solution:
                raise self._error("a solution can stand only in code that an import runs.", number)
            if _BEGIN.fullmatch(line):
                if opened:
                    message = f"this `{BEGIN}` stands inside of the one of line {opened}."
                    raise self._error(message, number)
                opened = number
            elif not _END.fullmatch(line):
                message = f"this looks like a marker but is none; write `{BEGIN}` or `{END}`."
                raise self._error(message, number)
            elif not opened:
                raise self._error(f"this `{END}` has no `{BEGIN}` before it.", number)
            else:
                opened = 0
        if opened:
            raise self._error(f"this `{BEGIN}` has no `{END}` in its cell.", opened)

    def _error(self, message: str, line: int | None = None) -> AuthoringError:
        return AuthoringError(message, self._path, line or self._start)


def _regions(source: str) -> tuple[Region, ...]:
    """The regions of a source whose markers are in order."""
    lines = source.split("\n")
    first = [number for number, line in enumerate(lines) if _BEGIN.fullmatch(line)]
    last = [number for number, line in enumerate(lines) if _END.fullmatch(line)]
    return tuple(_region(lines, *pair) for pair in zip(first, last, strict=True))


def _region(lines: Sequence[str], first: int, last: int) -> Region:
    begins = _BEGIN.fullmatch(lines[first])
    assert begins is not None
    todo, code = [begins["todo"].strip()], first + 1
    while code < last and (more := _MORE.fullmatch(lines[code])):
        todo.append(more["todo"].strip())
        code += 1
    return Region(first, last, begins["indent"], tuple(filter(None, todo)), code)
