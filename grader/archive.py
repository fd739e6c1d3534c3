"""Takes files out of a zip that may be hostile: bounded, under safe names, or not at all."""

import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Collection, Iterator
from datetime import datetime
from pathlib import Path, PurePosixPath
from types import TracebackType
from typing import BinaryIO, Self

from grader.errors import UsageError
from grader.printing import printable
from grader.submission import MAX_BYTES

MAX_ENTRIES = 100_000
MAX_DIRECTORY = 32 * 2**20  # bytes of the list of entries, which is read into memory
MAX_UNPACKED = 8 * 2**30  # bytes of all files together
MAX_RATIO = 200  # of all unpacked bytes to those of the archive; notebooks pack to a tenth
FREE = 256 * 2**20  # bytes that need no ratio: many empty plots pack very well
CHUNK = 2**20

METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}  # others may ask for gigabytes of memory
UTF8_NAME, ENCRYPTED = 0x800, 0x1
BY_HAND = "Unpack it by hand, look at it, and give the folder."

# The records at a zip's end: signature, where the number of bytes of the directory stands.
END, END_SIZE, LONGEST_COMMENT = b"PK\x05\x06", 22, 65_535
END_64, END_64_SIZE, LOCATOR_SIZE = b"PK\x06\x06", 56, 20

# What a zip that was changed on purpose makes the library raise.
DAMAGES: tuple[type[Exception], ...] = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    ValueError,
    NotImplementedError,
    OverflowError,
    IndexError,
)


class Archive:
    """A zip open for reading; its entries are known by their places, all checked.

    Args:
        path: of the zip.

    Raises:
        UsageError: it isn't a zip, or holds what no learning platform puts into one: paths that
            lead outside, links, one name twice, far too much. Names the zip and the entry.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._taken = 0
        if not path.is_file():
            raise self._refusal("is no ordinary file")
        with path.open("rb") as file:
            if _directory_bytes(file) > MAX_DIRECTORY:
                raise self._refusal(f"lists more entries than the {MAX_ENTRIES} allowed")
        try:
            self._zip = zipfile.ZipFile(path)
        except DAMAGES as error:
            raise self._refusal(f"can't be read as a zip ({error})") from error
        try:
            self._entries = dict(self._checked())
        except BaseException:
            self._zip.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._zip.close()

    @property
    def places(self) -> Collection[PurePosixPath]:
        """Where its files are, folders left out, in the archive's order."""
        return self._entries.keys()

    def read(self, place: PurePosixPath, most: int = MAX_BYTES) -> bytes:
        """Return the content of a file, at most so many bytes and one: then it was too long.

        Raises:
            UsageError: the entry is damaged, encrypted or part of a bomb.
        """
        entry = self._entries[place]
        if entry.flag_bits & ENCRYPTED:
            raise self._refusal("is encrypted", place)
        if entry.compress_type not in METHODS:
            raise self._refusal("is packed in a way that the grader doesn't read", place)
        parts: list[bytes] = []
        left = most + 1
        try:
            with self._zip.open(entry) as file:
                while left > 0 and (part := file.read(min(CHUNK, left))):
                    left -= len(part)
                    self._count(len(part), place)
                    parts.append(part)
        except DAMAGES as error:
            raise self._refusal(f"is damaged ({error or 'it ends too early'})", place) from error
        return b"".join(parts)

    def modified(self, place: PurePosixPath) -> float | None:
        """Return the file's own time in seconds since 1970, on this machine's clock, if any."""
        try:
            return datetime(*self._entries[place].date_time).timestamp()
        except (ValueError, OverflowError):
            return None

    def _count(self, size: int, place: PurePosixPath) -> None:
        """Count what was really unpacked, whatever the archive declares."""
        self._taken += size
        allowed = min(MAX_UNPACKED, FREE + MAX_RATIO * self.path.stat().st_size)
        if self._taken > allowed:
            raise self._refusal(f"unpacks to more than {allowed // 2**20} MiB in all", place)

    def _checked(self) -> Iterator[tuple[PurePosixPath, zipfile.ZipInfo]]:
        entries = self._zip.infolist()
        if len(entries) > MAX_ENTRIES:
            raise self._refusal(f"holds more than {MAX_ENTRIES} entries")
        seen: set[PurePosixPath] = set()
        for entry in entries:
            name = _name(entry)
            place = PurePosixPath(name)
            if name.startswith("/") or re.match(r"[A-Za-z]:", name) or ".." in place.parts:
                raise self._refusal("would lead outside the folder it is unpacked into", place)
            if stat.S_ISLNK(entry.external_attr >> 16):
                raise self._refusal("is a link, not a file", place)
            if not name.strip("/"):
                raise self._refusal("has no name", place)
            if name.endswith("/"):
                continue
            if place in seen:
                raise self._refusal("is there twice, so that one would hide the other", place)
            seen.add(place)
            yield place, entry

    def _refusal(self, what: str, place: PurePosixPath | None = None) -> UsageError:
        if place is None:
            return UsageError(f"{self.path}: this zip {what}. {BY_HAND}")
        shown = printable(str(place)[:200], "?")
        return UsageError(f"{self.path}: the entry “{shown}” {what}. {BY_HAND}")


def _name(entry: zipfile.ZipInfo) -> str:
    """The entry's name with / between its parts, in UTF-8 also where the zip forgot to say so."""
    name = entry.filename
    if not entry.flag_bits & UTF8_NAME:
        try:
            name = name.encode("cp437").decode("utf-8")
        except UnicodeError:
            name = entry.filename
    return name.replace("\\", "/")


def _directory_bytes(file: BinaryIO) -> int:
    """How long the list of entries says it is: known before any entry is read; 0 for no zip."""
    size = file.seek(0, 2)
    file.seek(max(0, size - END_SIZE - LONGEST_COMMENT - LOCATOR_SIZE - END_64_SIZE))
    tail = file.read()
    declared = 0
    # A comment may hold a second record: whichever of them is read, none may declare too much.
    for place in (match.start() for match in re.finditer(re.escape(END), tail)):
        if len(tail) >= place + END_SIZE:
            declared = max(declared, *struct.unpack_from("<I", tail, place + 12))
        wide = place - LOCATOR_SIZE - END_64_SIZE
        if wide >= 0 and tail.startswith(END_64, wide):
            declared = max(declared, *struct.unpack_from("<Q", tail, wide + 40))
    return 0 if declared == 0xFFFFFFFF else declared
