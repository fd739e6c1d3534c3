"""Turns any file into a submission, cells and the student's entries, or into a clear refusal."""

import json
import os
import re
import stat
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec
import nbformat

from grader.errors import Refusal, UsageError

MAX_BYTES = 20 * 2**20
MAX_CELLS = 2_000
MAX_FIELD = 100  # characters of anything short that a student may fill in
MAX_NAME = 100  # characters of a submission's name
MAX_NAME_BYTES = 200  # file systems allow 255, and a temporary file may add to it

AGAIN = "open your own copy in Jupyter, save it, and hand it in again"
NOT_A_NOTEBOOK = "The file isn't a Jupyter notebook: hand in the .ipynb file as Jupyter saves it."
KINDS = {"code", "markdown", "raw"}
OLD_KINDS = KINDS | {"heading", "html"}  # nbformat turns these into Markdown

# Written beside the submissions' folders, or reserved on Windows whatever the extension.
TAKEN_NAMES = {"index.html", "grades.csv"}
RESERVED_NAME = re.compile(r"(con|prn|aux|nul|(com|lpt)\d)(\.|$)", re.IGNORECASE)

# What Markdown and HTML put around a label. Possessive, so that no line takes quadratic time.
DECORATION = r"(?:[ \t>#*_+`~-]|</?[a-zA-Z]{1,9}>|\d{1,2}[.)])*+"
TAG = re.compile(r"</?[a-zA-Z]{1,9} ?/?>")
ESCAPED = re.compile(r"\\([^\w\s]|_)")
PLACEHOLDER = re.compile(
    r"[\W_]*|<[^>]*>|\([^)]*\)|\[[^]]*\]|\{[^}]*\}|(your|fill in|todo)\b.*", re.IGNORECASE
)


class Cell(msgspec.Struct, frozen=True):
    """One cell of a notebook as handed in."""

    index: int  # 0-based among all cells of the notebook
    kind: str  # "code", "markdown" or "raw"
    source: str  # encodable as UTF-8


class Submission(msgspec.Struct, frozen=True):
    """A notebook that could be read."""

    name: str  # unique, safe name: also the folder's
    cells: tuple[Cell, ...]
    identity: dict[str, str]  # each label asked for -> what the student filled in, or ""
    assignment: str  # what the notebook was generated for, or "": the student can change it
    version: str


def read_submission(path: Path, name: str, student_fields: Sequence[str]) -> Submission:
    """Read a notebook of any format since nbformat 2, repairing what doesn't matter for grading.

    Args:
        path: the file as handed in.
        name: a unique, safe name for the submission.
        student_fields: labels to look for in its Markdown, e.g. "Name".

    Raises:
        Refusal: the file can't be graded; the only exception, whatever the file holds.
    """
    notebook = _document(_text(path))
    metadata = _dict(notebook.get("metadata"))
    _require_python(metadata)
    cells = _cells(notebook)
    if not any(cell.kind == "code" for cell in cells):
        raise Refusal(
            "The notebook has no code cells: check that the cells with your answers are of the "
            "kind Code and that you handed in the right file."
        )
    stamp = _dict(metadata.get("grader"))
    assignment, version = _short(stamp.get("assignment")), _short(stamp.get("version"))
    return Submission(name, cells, _identity(cells, student_fields), assignment, version)


def find_submissions(paths: Sequence[Path]) -> list[Path]:
    """Return the files given and the notebooks in the folders given, each file once.

    Folders are searched at all depths in sorted order, without hidden files and folders and
    without links that lead out of the folder.

    Raises:
        UsageError: nothing is given, or a path doesn't exist, holds no notebook or can't be read.
    """
    if not paths:
        raise UsageError("Nothing to grade was given: name notebooks, or folders of them.")
    files = (file for path in paths for file in _files(path))
    found: dict[str, Path] = {}
    for file in files:
        found.setdefault(os.path.realpath(file), file)
    return list(found.values())


def name_submissions(paths: Iterable[Path]) -> dict[Path, str]:
    """Return a name for each file that is unique and safe as a folder's name on any system.

    It is the file's name without extension; where that isn't unique, the parent folder's name
    comes before it, and where that isn't enough, a number after it. Depends on no order.
    """
    paths = list(paths)
    left = sorted(set(paths), key=str)
    names: dict[Path, str] = {}
    taken: set[str] = set()
    for form in (_own_name, _full_name):
        wanted = {path: form(path) for path in left}
        uses = Counter(map(_folded, wanted.values()))
        for path, name in wanted.items():
            if uses[_folded(name)] == 1 and _folded(name) not in taken:
                names[path] = name
                taken.add(_folded(name))
        left = [path for path in left if path not in names]
    numbers: Counter[str] = Counter()
    for path in left:
        name = full = _full_name(path)
        while _folded(name) in taken:
            numbers[full] += 1
            name = _safe_name(full, f"_{numbers[full] + 1}")
        names[path] = name
        taken.add(_folded(name))
    return {path: names[path] for path in paths}


def _text(path: Path) -> str:
    """The file's text; a file that isn't a regular one is neither waited for nor opened."""
    try:
        if not stat.S_ISREG(os.stat(path).st_mode):
            raise Refusal("What was handed in isn't a file: hand in the .ipynb file itself.")
        # A pipe may have taken the file's place since then: opening it mustn't wait.
        with open(os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC), "rb") as file:
            content = file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "its name is no name of a file"
        raise Refusal(f"The file can't be read ({reason}): hand it in again.") from error
    if len(content) > MAX_BYTES:
        raise Refusal(
            f"The file is larger than {MAX_BYTES // 2**20} MiB: clear the outputs in Jupyter, "
            "save it, and hand it in again."
        )
    if not content.strip(b" \t\r\n\x00\xef\xbb\xbf"):
        raise Refusal(f"The file is empty: {AGAIN}.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refusal(
            "The file isn't UTF-8 text as notebooks are, but perhaps an archive or a document: "
            "hand in the .ipynb file as Jupyter saves it."
        ) from None


def _document(text: str) -> dict[str, Any]:
    try:
        document = json.loads(text, object_pairs_hook=_unambiguous, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        if text.lstrip()[:1] != "{":
            raise Refusal(NOT_A_NOTEBOOK) from None
        if error.pos >= len(text.rstrip()) or error.msg.startswith("Unterminated"):
            raise Refusal(f"The file ends in the middle: {AGAIN}.") from None
        raise Refusal(
            f"The file is damaged in line {error.lineno}, so that it is no longer a notebook: "
            f"{AGAIN}."
        ) from None
    except (RecursionError, MemoryError):
        raise Refusal(f"The file is nested too deep for a notebook: {AGAIN}.") from None
    except ValueError:  # Python reads no number of more than 4300 digits
        raise Refusal(f"The file holds a number that is too long to read: {AGAIN}.") from None
    if not isinstance(document, dict):
        raise Refusal(NOT_A_NOTEBOOK)
    return document


def _unambiguous(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    entries = dict(pairs)
    if len(entries) < len(pairs):
        [(key, _)] = Counter(key for key, _ in pairs).most_common(1)
        raise Refusal(
            f"The file has the entry “{_short(key)}” twice in one place, so that it isn't clear "
            f"which one counts: {AGAIN}."
        )
    return entries


def _no_constant(constant: str) -> Any:
    raise Refusal(f"The file holds {constant}, which notebooks can't: {AGAIN}.")


def _require_python(metadata: Mapping[str, Any]) -> None:
    stated = (
        _short(_dict(metadata.get("language_info")).get("name")),
        _short(_dict(metadata.get("kernelspec")).get("language")),
    )
    languages = [language for language in stated if language]
    # Where the two differ, the kernel was changed: the code may well be Python.
    if languages and not any("python" in language.casefold() for language in languages):
        raise Refusal(
            f"The notebook is set to {languages[0]}, not to Python: choose a Python kernel in "
            "Jupyter, save it, and hand it in again."
        )


def _cells(notebook: Mapping[str, Any]) -> tuple[Cell, ...]:
    """All cells, upgraded by nbformat, which sees only the parts of a cell that matter."""
    old = "worksheets" in notebook
    version = notebook.get("nbformat", 3 if old else 4)
    if type(version) is not int or version < 2 or not (old or "cells" in notebook):
        raise Refusal(NOT_A_NOTEBOOK)
    if version > 4:
        raise Refusal(
            f"The notebook has a format newer than the grader reads (nbformat "
            f"{_short(str(version))}): save it as nbformat 4, and hand that in."
        )
    found: list[Any] = []
    for sheet in _list(notebook.get("worksheets")) if version < 4 else [notebook]:
        found += _list(_dict(sheet).get("cells"))
    if not found:
        raise Refusal(f"The notebook has no cells: hand in the one with your answers.")
    if len(found) > MAX_CELLS:
        raise Refusal(f"The notebook has more than {MAX_CELLS} cells: delete those not needed.")
    cells = [_plain_cell(cell, number, version) for number, cell in enumerate(found, 1)]
    plain: dict[str, Any] = {"nbformat": version, "nbformat_minor": 0, "metadata": {}}
    plain |= {"cells": cells} if version == 4 else {"worksheets": [{"cells": cells}]}
    upgraded = nbformat.reads(json.dumps(plain), as_version=4).cells
    return tuple(
        Cell(index, cell.cell_type, _encodable(cell.source)) for index, cell in enumerate(upgraded)
    )


def _plain_cell(cell: Any, number: int, version: int) -> dict[str, Any]:
    """The cell with valid fields only; what other programs add or leave out doesn't matter."""
    kind = _dict(cell).get("cell_type")
    if not isinstance(kind, str) or kind not in (KINDS if version == 4 else OLD_KINDS):
        raise Refusal(f"Cell {number} isn't code, Markdown or raw text: {AGAIN}.")
    key = "input" if version < 4 and kind == "code" else "source"
    source = "" if cell.get(key) is None else cell[key]
    if not isinstance(source, str) and not (
        isinstance(source, list) and all(isinstance(line, str) for line in source)
    ):
        raise Refusal(f"Cell {number} holds something else than text: {AGAIN}.")
    plain: dict[str, Any] = {"cell_type": kind, "metadata": {}, key: source}
    if kind == "heading":
        level = cell.get("level")
        plain["level"] = level if type(level) is int and 1 <= level <= 6 else 1
    if kind == "code":
        plain |= {"outputs": []}
        plain |= {"execution_count": None} if version == 4 else {"language": "python"}
    return plain


def _identity(cells: Iterable[Cell], labels: Iterable[str]) -> dict[str, str]:
    """What the first line of the form `label: value` outside the code says for each label."""
    text = "\n".join(cell.source for cell in cells if cell.kind != "code")
    identity = {}
    for label in labels:
        words = r"[ \t]+".join(map(re.escape, label.split()))
        pattern = rf"^{DECORATION}{words}{DECORATION}[:：](.*)$"
        line = re.search(pattern, text, re.IGNORECASE | re.MULTILINE)
        identity[label] = _value(line[1][: 5 * MAX_FIELD]) if line else ""
    return identity


def _value(text: str) -> str:
    """A filled-in value without Markdown, HTML and invisible characters; "" for placeholders."""
    plain = ESCAPED.sub(r"\1", TAG.sub(" ", text)).strip("*_`~\\ \t\r")
    return "" if PLACEHOLDER.fullmatch(plain) else _short(plain)


def _short(value: Any) -> str:
    """A text on one line, bounded and without control and direction characters; else ""."""
    if not isinstance(value, str):
        return ""
    spaced = " ".join(value[: 5 * MAX_FIELD].split())
    visible = "".join(char for char in spaced if unicodedata.category(char)[0] != "C")
    return visible[:MAX_FIELD].strip()


def _encodable(text: str) -> str:
    """The text with each lone half of a surrogate pair replaced by U+FFFD."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _files(path: Path) -> list[Path]:
    """The path itself if it is a file, else the notebooks in that folder."""
    if not os.path.exists(path):
        raise UsageError(f"{path}: there is no such file or folder.")
    if not os.path.isdir(path):
        return [path]
    root = Path(os.path.realpath(path))
    found = []
    for place, folders, files in os.walk(path, onerror=_cannot_read):
        folders[:] = [name for name in folders if not name.startswith(".")]
        found += [
            Path(place, name)
            for name in files
            if name.lower().endswith(".ipynb")
            and not name.startswith(".")
            and Path(os.path.realpath(Path(place, name))).is_relative_to(root)
        ]
    if not found:
        raise UsageError(f"{path}: there is no notebook (.ipynb) in this folder.")
    return sorted(found)


def _cannot_read(error: OSError) -> None:
    raise UsageError(f"{error.filename}: can't be read ({error.strerror}).") from error


def _own_name(path: Path) -> str:
    return _safe_name(path.stem)


def _full_name(path: Path) -> str:
    return _safe_name(f"{Path(os.path.abspath(path)).parent.name}_{path.stem}")


def _safe_name(text: str, ending: str = "") -> str:
    """The text with letters, digits and single `._-` only, as any file system takes it."""
    kept = "".join(
        char if char in ".-" or unicodedata.category(char)[0] in "LMN" else "_"
        for char in unicodedata.normalize("NFKC", text)
    )
    kept = re.sub(r"_{2,}", "_", re.sub(r"\.{2,}", ".", kept)).lstrip(".-").rstrip("._")
    if RESERVED_NAME.match(kept) or _folded(kept) in TAKEN_NAMES:
        kept = f"_{kept}"
    room = MAX_NAME_BYTES - len(ending)
    kept = kept[: MAX_NAME - len(ending)].encode()[:room].decode(errors="ignore").rstrip("._")
    return (kept or "submission") + ending


def _folded(name: str) -> str:
    """The same for all names that some file system takes for one."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFD", name).upper().casefold())
