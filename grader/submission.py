"""Turns any file into a submission, cells and the student's entries, or into a clear refusal."""

import json
import os
import re
import stat
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec
import nbformat

from grader.attached import MOST, taken
from grader.digest import digest_of
from grader.errors import Refusal
from grader.texts import later, say

MAX_BYTES = 20 * 2**20
MAX_CELLS = 2_000
MAX_CODE = 1_000_000  # characters of one cell
_BLANKS = dict.fromkeys((0x115F, 0x1160, 0x2800, 0x3164, 0xFFA0), " ")  # letters, and empty
_MARK = "[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"  # above a letter
_MARKS = re.compile(f"({_MARK}{{2}}){_MARK}+")  # that would cover the lines above
MAX_FIELD = 100  # characters of anything short that a student may fill in

Pictures = dict[int, tuple[str, dict[str, str]]]

NOT_A_NOTEBOOK = later(
    "The file isn't a Jupyter notebook: hand in the .ipynb file as Jupyter saves it."
)
KINDS = {"code", "markdown", "raw"}
OLD_KINDS = KINDS | {"heading", "html"}  # nbformat turns these into Markdown

# What Markdown and HTML put around a label. Possessive, so that no line takes quadratic time.
DECORATION = r"(?:[ \t>#*_+`~-]|</?[a-zA-Z]{1,9}>|\d{1,2}[.)])*+"
TAG = re.compile(r"</?[a-zA-Z]{1,9} ?/?>")
ESCAPED = re.compile(r"\\([^\w\s]|_)")
PLACEHOLDER = re.compile(
    r"[\W_]*|<[^>]*>|\([^)]*\)|\[[^]]*\]|\{[^}]*\}"
    r"|TODO\b.*|(?i:todo|todo:.*|fill in\b.*)"
    r"|(?i:your (?:\w+ ){0,2}(?:sur|first|last|family)?"
    r"(?:name|id|uid|number|e-?mail|group)\b.*)"
)


class Cell(msgspec.Struct, frozen=True):
    """One cell of a notebook as handed in."""

    index: int  # 0-based among all cells of the notebook
    kind: str  # "code", "markdown" or "raw"
    source: str  # encodable as UTF-8
    attached: dict[str, str] = {}  # pictures that a text names -> address that holds each


class Submission(msgspec.Struct, frozen=True):
    """A notebook that could be read."""

    name: str  # unique, safe name: also the folder's
    cells: tuple[Cell, ...]
    identity: dict[str, str]  # each label asked for -> what the student filled in, or ""
    assignment: str  # what the notebook was generated for, or "": the student can change it
    version: str


class HandedIn(msgspec.Struct, frozen=True):
    """A file as handed in: its bytes, or why they can't be had."""

    name: str  # unique, safe name of the submission: also the folder's
    file: str  # the file's name, encodable as UTF-8
    content: bytes = b""
    refusal: str = ""

    @property
    def digest(self) -> str:
        """The same for the same file under the same name."""
        parts = (self.file.encode(), self.refusal.encode(), self.content)
        return digest_of(parts)


def hand_in(path: Path, name: str) -> HandedIn:
    """Read a file, whatever it is, under a unique, safe name for the submission."""
    file = os.fsencode(path.name).decode(errors="replace")
    try:
        return HandedIn(name, file, _content(path))
    except Refusal as refusal:
        return HandedIn(name, file, refusal=str(refusal))


def read_submission(path: Path, name: str, student_fields: Sequence[str]) -> Submission:
    """Read a notebook from a file, as `submission_of` does."""
    return submission_of(hand_in(path, name), student_fields)


def submission_of(handed_in: HandedIn, student_fields: Sequence[str]) -> Submission:
    """Read a notebook of any format since nbformat 2, repairing what doesn't matter for grading.

    Args:
        handed_in: the file.
        student_fields: labels to look for in its Markdown, e.g. "Name".

    Raises:
        Refusal: the file can't be graded; the only exception, whatever the file holds.
    """
    if handed_in.refusal:
        raise Refusal(handed_in.refusal)
    notebook = _document(_text(handed_in.content))
    metadata = _dict(notebook.get("metadata"))
    _require_python(metadata)
    cells = _cells(notebook)
    _require_short_code(cells)
    if not any(cell.kind == "code" for cell in cells):
        reason = say(
            "The notebook has no code cells: check that the cells with your answers are of the "
            "kind Code and that you handed in the right file."
        )
        raise Refusal(reason)
    stamp = _dict(metadata.get("grader"))
    assignment, version = one_line(stamp.get("assignment")), one_line(stamp.get("version"))
    return Submission(handed_in.name, cells, _identity(cells, student_fields), assignment, version)


def one_line(value: Any) -> str:
    """Return a text on one line, bounded, without control and direction characters; else ""."""
    if not isinstance(value, str):
        return ""
    spaced = " ".join(value[: 5 * MAX_FIELD].split())
    visible = "".join(char for char in spaced if unicodedata.category(char)[0] != "C")
    return _MARKS.sub(r"\1", visible.translate(_BLANKS))[:MAX_FIELD].strip()


def _content(path: Path) -> bytes:
    """The file's bytes; a file that isn't a regular one is neither waited for nor opened."""
    try:
        # A link could lead to another student's notebook, or to anything else on this machine.
        if not stat.S_ISREG(os.lstat(path).st_mode):
            why = say("What was handed in isn't a file: hand in the .ipynb file itself.")
            raise Refusal(why)
        # A pipe may have taken the file's place since then: opening it mustn't wait.
        with open(
            os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC), "rb"
        ) as file:
            content = file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or say("its name is no name of a file")
        why = say("The file can't be read ({reason}): hand it in again.", reason=reason)
        raise Refusal(why) from error
    if len(content) > MAX_BYTES:
        why = say(
            "The file is larger than {most} MiB: clear the outputs in Jupyter, save it, and hand "
            "it in again.",
            most=MAX_BYTES // 2**20,
        )
        raise Refusal(why)
    return content


def _with_advice(reason: str) -> str:
    """What is wrong with a file that its author may have in a better form, and what to do."""
    return say(
        "{reason}: open your own copy in Jupyter, save it, and hand it in again.", reason=reason
    )


def _text(content: bytes) -> str:
    if not content.strip(b" \t\r\n\x00\xef\xbb\xbf"):
        raise Refusal(_with_advice(say("The file is empty")))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        why = say(
            "The file isn't UTF-8 text as notebooks are, but perhaps an archive or a document: "
            "hand in the .ipynb file as Jupyter saves it."
        )
        raise Refusal(why) from None


def _document(text: str) -> dict[str, Any]:
    try:
        document = json.loads(text)
    except json.JSONDecodeError as error:
        if text.lstrip()[:1] != "{":
            raise Refusal(say(NOT_A_NOTEBOOK)) from None
        if error.pos >= len(text.rstrip()) or error.msg.startswith("Unterminated"):
            raise Refusal(_with_advice(say("The file ends in the middle"))) from None
        why = say(
            "The file is damaged in line {line}, so that it is no longer a notebook",
            line=error.lineno,
        )
        raise Refusal(_with_advice(why)) from None
    except (RecursionError, MemoryError):
        raise Refusal(_with_advice(say("The file is nested too deep for a notebook"))) from None
    except ValueError:  # Python reads no number of more than 4300 digits
        why = say("The file holds a number that is too long to read")
        raise Refusal(_with_advice(why)) from None
    if not isinstance(document, dict):
        raise Refusal(say(NOT_A_NOTEBOOK))
    return document


def _require_python(metadata: Mapping[str, Any]) -> None:
    stated = (
        one_line(_dict(metadata.get("language_info")).get("name")),
        one_line(_dict(metadata.get("kernelspec")).get("language")),
    )
    languages = [language for language in stated if language]
    # Where the two differ, the kernel was changed: the code may well be Python.
    if languages and not any("python" in language.casefold() for language in languages):
        why = say(
            "The notebook is set to {language}, not to Python: choose a Python kernel in Jupyter, "
            "save it, and hand it in again.",
            language=languages[0],
        )
        raise Refusal(why)


def _cells(notebook: Mapping[str, Any]) -> tuple[Cell, ...]:
    """All cells, upgraded by nbformat, which sees only the parts of a cell that matter."""
    old = "worksheets" in notebook
    version = notebook.get("nbformat", 3 if old else 4)
    if type(version) is not int or version < 2 or not (old or "cells" in notebook):
        raise Refusal(say(NOT_A_NOTEBOOK))
    if version > 4:
        why = say(
            "The notebook has a format newer than the grader reads (nbformat {version}): save it "
            "as nbformat 4, and hand that in.",
            version=one_line(str(version)),
        )
        raise Refusal(why)
    found: list[Any] = []
    for sheet in _list(notebook.get("worksheets")) if version < 4 else [notebook]:
        found += _list(_dict(sheet).get("cells"))
    if not found:
        raise Refusal(say("The notebook has no cells: hand in the one with your answers."))
    if len(found) > MAX_CELLS:
        why = say(
            "The notebook has more than {most} cells: delete those not needed.", most=MAX_CELLS
        )
        raise Refusal(why)
    cells = [_plain_cell(cell, number, version) for number, cell in enumerate(found, 1)]
    plain: dict[str, Any] = {"nbformat": version, "nbformat_minor": 0, "metadata": {}}
    plain |= {"cells": cells} if version == 4 else {"worksheets": [{"cells": cells}]}
    upgraded = nbformat.reads(json.dumps(plain), as_version=4).cells
    sources = [_encodable(cell.source) for cell in upgraded]
    pictures = _pictures(found, sources) if version == 4 else {}
    return tuple(
        Cell(index, cell.cell_type, *pictures.get(index, (source, {})))
        for index, (cell, source) in enumerate(zip(upgraded, sources, strict=True))
    )


def _require_short_code(cells: Iterable[Cell]) -> None:
    for cell in cells:
        if cell.kind == "code" and len(cell.source) > MAX_CODE:
            why = say(
                "Cell {number} holds more than {most} characters of code: what it needs so much "
                "for can't be graded.",
                number=cell.index + 1,
                most=MAX_CODE,
            )
            raise Refusal(why)


def _pictures(found: Iterable[Any], sources: Iterable[str]) -> Pictures:
    """Texts with pictures attached to them, by index: as they name these, and the pictures."""
    room, pictures = MOST, {}
    for index, (cell, source) in enumerate(zip(found, sources, strict=True)):
        if cell["cell_type"] == "markdown" and cell.get("attachments"):
            pictures[index] = taken(source, cell["attachments"], room)
            room -= sum(map(len, pictures[index][1].values()))
    return pictures


def _plain_cell(cell: Any, number: int, version: int) -> dict[str, Any]:
    """The cell with valid fields only; what other programs add or leave out doesn't matter."""
    kind = _dict(cell).get("cell_type")
    if not isinstance(kind, str) or kind not in (KINDS if version == 4 else OLD_KINDS):
        why = say("Cell {number} isn't code, Markdown or raw text", number=number)
        raise Refusal(_with_advice(why))
    key = "input" if version < 4 and kind == "code" else "source"
    source = "" if cell.get(key) is None else cell[key]
    if not isinstance(source, str) and not (
        isinstance(source, list) and all(isinstance(line, str) for line in source)
    ):
        why = say("Cell {number} holds something else than text", number=number)
        raise Refusal(_with_advice(why))
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
    return "" if PLACEHOLDER.fullmatch(plain) else one_line(plain)


def _encodable(text: str) -> str:
    """The text with each lone half of a surrogate pair replaced by U+FFFD."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
