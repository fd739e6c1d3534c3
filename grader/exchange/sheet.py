"""Reads a table that a person or a platform wrote as CSV, and writes it back in the same form."""

import codecs
import csv
import io
import re
import unicodedata
from collections.abc import Collection
from itertools import islice
from pathlib import Path

import msgspec

from grader.errors import UsageError
from grader.files import replacing

MAX_BYTES = 64 * 2**20
ZIP = b"PK\x03\x04"  # what spreadsheets of today begin with
MAX_CELL = 2**22  # characters: a worksheet may hold whole essays
DELIMITERS = "\t;|,"  # those first that stand less often within a cell
LOOKED_AT = 100  # rows, to find the delimiter
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


class Sheet(msgspec.Struct):
    """A table as it was read: every cell a text, every row as long as the header or longer."""

    path: Path
    header: list[str]
    rows: list[list[str]]
    delimiter: str = ","
    encoding: str = "utf-8"
    newline: str = "\r\n"

    def column(self, titles: Collection[str]) -> int | None:
        """Which column has one of these titles, as `folded` writes them; None if there is none."""
        for index, title in enumerate(self.header):
            if folded(title) in titles:
                return index
        return None

    def line(self, row: int) -> str:
        """Where a row stands, for messages; the header is row 1."""
        return f"{self.path}, row {row + 2}"

    def write(self, path: Path) -> None:
        """Write it with the delimiter, encoding and line ends that it was read with."""
        text = io.StringIO()
        writer = csv.writer(text, delimiter=self.delimiter, lineterminator=self.newline)
        writer.writerows([self.header, *self.rows])
        with replacing(path) as new:
            new.write_bytes(text.getvalue().encode(self.encoding, errors="replace"))


def read_sheet(path: Path) -> Sheet:
    """Read a CSV file of any delimiter and of the usual encodings.

    Raises:
        UsageError: it can't be read, or is empty.
    """
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise UsageError(f"{path}: can't be read ({error.strerror}).") from error
    if len(content) > MAX_BYTES:
        raise UsageError(f"{path}: is larger than {MAX_BYTES // 2**20} MiB: is this the table?")
    encoding, text = _decoded(content)
    if content.startswith(ZIP) or "\0" in text:
        raise UsageError(f"{path}: is no table in text. Save it as CSV (UTF-8).")
    csv.field_size_limit(MAX_CELL)
    try:
        delimiter = max(DELIMITERS, key=lambda mark: _fit(_rows(text, mark, LOOKED_AT)))
        header, *rows = _rows(text, delimiter)
    except (csv.Error, IndexError) as error:
        reason = str(error) if isinstance(error, csv.Error) else "it is empty"
        raise UsageError(f"{path}: can't be read as a table ({reason}). Save it as CSV.") from error
    rows = [row + [""] * (len(header) - len(row)) for row in rows]
    newline = "\r\n" if "\r\n" in text else "\n"
    return Sheet(path, header, rows, delimiter, encoding, newline)


def folded(title: str) -> str:
    """A title without case, spaces, hyphens and the like: `E-Mail Address` → `emailaddress`."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", title).casefold())


def _decoded(content: bytes) -> tuple[str, str]:
    marked = [encoding for mark, encoding in MARKS if content.startswith(mark)]
    for encoding in (*marked, "utf-8", "cp1252"):
        try:
            return encoding, content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return "latin-1", content.decode("latin-1")


def _rows(text: str, delimiter: str, most: int | None = None) -> list[list[str]]:
    """The rows that aren't empty, or so many of them."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    return list(islice(filter(None, reader), most))


def _fit(rows: list[list[str]]) -> tuple[bool, int, int]:
    """What speaks for a delimiter: it is there; many rows are like the header; that is wide."""
    width = len(rows[0])
    return width > 1, sum(len(row) == width for row in rows), width
