"""Takes an instructor's notebook over, nbgrader's source notebooks included, without running it."""

import ast
import keyword
import re
from collections.abc import Iterator, Set
from pathlib import Path
from typing import Any

import jupytext
import msgspec
import nbformat
from nbformat.v4 import new_markdown_cell

from grader.course import defined_names
from grader.errors import UsageError
from grader.markers import AUTOTEST, own_markers, region, without_markers
from grader.percent import BEGIN, END
from grader.policy import Effort, parsed
from grader.submission import Cell

_KEPT = "role,grade_id,points,active,-all"  # metadata of cells that percent files show
_USED_IN_RUBRICS = ("rubric", "exercise", "the_tests", "raised_by", "np", "code", "case", "answers")
_TESTS = "tests"  # marks a cell whose place tests had, while a notebook is taken over


class Tests(msgspec.Struct, frozen=True):
    """Tests that score what students write, yet to become a question of the rubric."""

    name: str
    points: float
    source: str  # hidden ones included, without markers; "" where there are none

    @property
    def worth(self) -> str:
        """The points in words."""
        return _in_words(self.points)


class Written(msgspec.Struct, frozen=True):
    """A question that a person grades."""

    name: str
    points: float
    title: str


class Adopted(msgspec.Struct, frozen=True):
    """An instructor's notebook, taken apart."""

    title: str  # its first heading, or ""
    cells: tuple[Any, ...]  # nbformat's, with the metadata that percent files show
    tests: tuple[Tests, ...]
    written: tuple[Written, ...]
    defined: frozenset[str]  # names that the notebook defines, beyond its tests
    imports: dict[str, str]  # name -> the statement that imports it
    packages: tuple[str, ...]  # that it imports
    left: tuple[str, ...]  # what could not be taken over, a sentence each

    def with_questions(self, by_hand: Set[str]) -> str:
        """The notebook in percent format.

        Args:
            by_hand: names of tests that no question was made of: a person grades those.
        """
        cells = []
        for cell in self.cells:
            name = cell.metadata.get(_TESTS)
            if name in by_hand:
                tests = next(tests for tests in self.tests if tests.name == name)
                text = f"Checked by a person: what stands above ({tests.worth})."
                cells.append(_question(name, tests.points, text))
            elif cell.source:
                cells.append(cell)
        metadata = {"notebook_metadata_filter": "-all", "cell_metadata_filter": _KEPT}
        notebook = nbformat.v4.new_notebook(cells=cells, metadata={"jupytext": metadata})
        return str(jupytext.writes(notebook, fmt="py:percent"))


def adopt(path: Path) -> Adopted:
    """Take a notebook apart: what is given, what students write, what tests it.

    Raises:
        UsageError: it can't be read as a notebook.
    """
    try:
        notebook = nbformat.read(path, as_version=4)
        cells = list(notebook.cells)
    except OSError as error:
        raise UsageError(f"{path}: can't be read ({error.strerror}).") from None
    except Exception as error:  # nbformat fails in many ways
        reason = (str(error).splitlines() or [type(error).__name__])[0][:200]
        raise UsageError(f"{path}: is no Jupyter notebook ({reason}).") from None
    try:
        return _Adopter(cells).adopted()
    except UsageError as error:
        raise UsageError(f"{path}: {error}.") from None


class _Adopter:
    """Takes the cells one after the other."""

    def __init__(self, cells: list[Any]) -> None:
        self._cells = cells
        self._from_nbgrader = any("nbgrader" in cell.metadata for cell in cells)
        self._taken = {*_USED_IN_RUBRICS, *keyword.kwlist}
        self._made: list[Any] = []
        self._tests: list[Tests] = []
        self._written: list[Written] = []
        self._left: list[str] = []
        self._unchecked = ""  # name of the last solution that nothing has tested yet

    def adopted(self) -> Adopted:
        for number, cell in enumerate(self._cells, 1):
            if cell.get("attachments"):
                self._left.append(f"Cell {number}: its attached pictures were not taken over.")
            self._take(cell)
        self._close_unchecked()
        if not any(cell.cell_type == "code" for cell in self._made):
            raise UsageError("it holds no code: the grader is for notebooks with code in them")
        first = 1 if self._made and self._made[0].cell_type == "markdown" else 0
        self._made.insert(first, _markdown("Name:", role="fill_in"))
        if not self._tests and not self._written:
            self._left.append(
                f"No cell says what students are to write: put `{BEGIN}` and `{END}` around it."
            )
        code = [source for cell in self._made if (source := _code_of(cell))]
        imports = dict(found for source in code for found in _imports_of(source))
        return Adopted(
            title=self._title(),
            cells=tuple(self._made),
            tests=tuple(self._tests),
            written=tuple(self._written),
            defined=defined_names(Cell(n, "code", source) for n, source in enumerate(code)),
            imports=imports,
            packages=self._packages(),
            left=tuple(self._left),
        )

    def _take(self, cell: Any) -> None:
        marks = cell.metadata.get("nbgrader", {})
        grade, solution = bool(marks.get("grade")), bool(marks.get("solution"))
        has_hidden = bool(region("HIDDEN TESTS").search(cell.source))
        if cell.cell_type == "markdown":
            if marks.get("task") or grade:
                self._take_written(cell, marks)
            else:
                self._made.append(_markdown(without_markers(cell.source)))
        elif cell.cell_type != "code":
            self._made.append(nbformat.v4.new_raw_cell(cell.source))
        elif solution or BEGIN in own_markers(cell.source):
            self._take_solution(cell.source, marks)
            if grade:  # code that a person reads
                self._add_tests(self._name(f"{marks.get('grade_id')}_by_hand"), marks, "")
        elif grade or has_hidden:
            self._add_tests(self._name(marks.get("grade_id") or "tests"), marks, cell.source)
        else:
            self._made += _given(without_markers(cell.source))

    def _take_solution(self, source: str, marks: dict[str, Any]) -> None:
        self._close_unchecked()
        source = own_markers(region("HIDDEN TESTS").sub("", source))
        if BEGIN not in source:  # as nbgrader does: all of the cell is the answer
            source = f"{BEGIN}\n{source.strip()}\n{END}"
        name = self._name(marks.get("grade_id") or "solution")
        self._made.append(_code(source, grade_id=name))
        self._unchecked = "" if self._from_nbgrader else name

    def _add_tests(self, name: str, marks: dict[str, Any], source: str) -> None:
        self._unchecked = ""
        points = float(marks.get("points", 1) or 0)
        self._tests.append(Tests(name, points, without_markers(source)))
        visible = AUTOTEST.sub("", region("HIDDEN TESTS").sub("", source))
        shown = _code(without_markers(visible).strip(), active="ipynb")
        shown.metadata[_TESTS] = name
        self._made.append(shown)

    def _close_unchecked(self) -> None:
        if self._unchecked:
            self._add_tests(self._name(f"{self._unchecked}_by_hand"), {}, "")

    def _take_written(self, cell: Any, marks: dict[str, Any]) -> None:
        name = self._name(marks.get("grade_id") or "written")
        points = float(marks.get("points", 1) or 0)
        text = without_markers(region("MARK SCHEME").sub("", cell.source)).strip()
        asked = text if marks.get("task") else f"Answer in the next cell ({_in_words(points)})."
        self._made.append(_question(name, points, asked))
        answer = "" if marks.get("task") else text
        self._made.append(_markdown(answer or "(Write your model answer here.)", role="answer"))
        title = f"The written answer “{name.replace('_', ' ')}”."
        self._written.append(Written(name, points, title))

    def _name(self, wanted: Any) -> str:
        plain = re.sub(r"\W", "_", str(wanted), flags=re.ASCII)[:50] or "cell"
        plain = f"cell_{plain}" if plain[0].isdigit() else plain
        names = (plain, *(f"{plain}_{n}" for n in range(2, len(self._cells) * 3 + 3)))
        name = next(name for name in names if name not in self._taken)
        self._taken.add(name)
        return name

    def _packages(self) -> tuple[str, ...]:
        """What all cells that students get import, tests that they see included."""
        code = (cell.source for cell in self._made if cell.cell_type == "code")
        statements = (statement for source in code for _, statement in _imports_of(source))
        return tuple(dict.fromkeys(map(_package_of, statements)))

    def _title(self) -> str:
        texts = (cell.source for cell in self._cells if cell.cell_type == "markdown")
        found = next(filter(None, (re.search(r"^#+[ \t]+(.+)", t, re.M) for t in texts)), None)
        return " ".join(found[1].replace('"', "'").replace("\\", "").split()) if found else ""


def _given(source: str) -> Iterator[Any]:
    """Cells that stay: run by an import if they define something, else in the notebook only."""
    if source.lstrip().startswith("%%"):
        yield _code(source, active="ipynb")
        return
    magics = [line for line in source.splitlines() if re.match(r"[%!]", line)]
    plain = "\n".join(line for line in source.splitlines() if not re.match(r"[%!]", line)).strip()
    if magics:  # apart, so that one that can't run where notebooks are graded takes nothing along
        yield _code("\n".join(magics), active="ipynb")
    if plain:
        yield _code(plain) if _is_imported(plain) else _code(plain, active="ipynb")


def _is_imported(source: str) -> bool:
    """Whether code is there for others to use, and not only to show something."""
    tree = _tree_of(source)
    if tree is None:
        return False
    defines = (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.ClassDef)
    shows = any(isinstance(node, ast.Expr | ast.Assert) for node in tree.body)
    return not shows or any(isinstance(node, defines) for node in tree.body)


def _code_of(cell: Any) -> str:
    """The source of code that is run by an import or by students, not that of tests."""
    return str(cell.source) if cell.cell_type == "code" and _TESTS not in cell.metadata else ""


def _imports_of(source: str) -> Iterator[tuple[str, str]]:
    tree = _tree_of(source)
    for node in ast.walk(tree) if tree else ():
        if isinstance(node, ast.Import | ast.ImportFrom) and not getattr(node, "level", 0):
            for alias in node.names:
                one = type(node)(**{**vars(node), "names": [alias]})
                yield alias.asname or alias.name.partition(".")[0], ast.unparse(one)


def _package_of(statement: str) -> str:
    return re.split(r"[\s.]", statement, maxsplit=2)[1]


def _tree_of(source: str) -> ast.Module | None:
    return parsed(source, Effort())[0]


def _question(name: str, points: float, text: str) -> Any:
    number = int(points) if points == int(points) else points
    return _markdown(text, grade_id=name, role="question", points=number)


def _in_words(points: float) -> str:
    return f"{points:g} point{'s' * (points != 1)}"


def _markdown(text: str, **metadata: Any) -> Any:
    return new_markdown_cell(text, metadata=metadata)


def _code(text: str, **metadata: Any) -> Any:
    return nbformat.v4.new_code_cell(text, metadata=metadata)
