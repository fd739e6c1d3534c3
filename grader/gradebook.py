"""Keeps every grading that ever was in one SQLite file, so that nothing is graded twice or lost."""

import os
import sqlite3
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

import msgspec

from grader.errors import UsageError
from grader.result import Result
from grader.spelling import keys_of

Kind = TypeVar("Kind")

FILE = "gradebook.db"
CLASS = "class"  # name of what is kept of the last `grader grade`
_REGRADING = "regrading"
SECONDS = 30.0  # to wait for others that have the file open
APPLICATION = 0x47524442  # marks the file as ours: "GRDB"
SCHEMA = 3
READABLE = 2  # from this form on all is there that is only read
_TABLES = f"""
BEGIN IMMEDIATE;
CREATE TABLE IF NOT EXISTS grading (
    number INTEGER PRIMARY KEY,  -- in the order of time
    submission TEXT NOT NULL,    -- the submission's name
    content TEXT NOT NULL,       -- digest of the file handed in
    assignment TEXT NOT NULL,    -- digest of the solution's folder
    grader TEXT NOT NULL,        -- version
    isolation TEXT NOT NULL,     -- what was asked to stand around the notebook
    graded TEXT NOT NULL,        -- when, in UTC
    identity TEXT NOT NULL,      -- JSON: what the fill-in cell said
    score REAL,                  -- NULL: the grader failed
    automatic REAL NOT NULL,     -- points that were decided
    pending REAL NOT NULL,       -- points that wait for a person
    remark TEXT NOT NULL,        -- why there is no fair score
    result TEXT NOT NULL         -- JSON: all of it
);
CREATE INDEX IF NOT EXISTS grading_of_submission ON grading (submission, number);
CREATE TABLE IF NOT EXISTS fingerprint (  -- of code, to find what is alike; made again if missing
    grading INTEGER PRIMARY KEY,  -- its number
    packed BLOB NOT NULL
);
CREATE TABLE IF NOT EXISTS decision (  -- of persons; one on an item later than another replaces it
    number INTEGER PRIMARY KEY,  -- in the order of time
    submission TEXT NOT NULL,    -- with the criterion: the item
    criterion TEXT NOT NULL,
    subject TEXT NOT NULL,       -- digest of what was looked at
    version INTEGER NOT NULL,    -- counts the writes to the item
    by TEXT NOT NULL,            -- who decided
    sitting TEXT NOT NULL,       -- in which run of the page
    decided TEXT NOT NULL,       -- when, in UTC
    points REAL,                 -- NULL: none are given, or what was given is taken back
    at_most REAL NOT NULL,       -- the criterion's points
    was REAL,                    -- what the machine gave; NULL: nothing, it is for a person
    level TEXT NOT NULL,         -- sentence of the level
    comment TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS decision_on_item ON decision (submission, criterion, number);
CREATE TABLE IF NOT EXISTS snippet (  -- comments to use again
    criterion TEXT NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (criterion, text)
);
CREATE TABLE IF NOT EXISTS kept (  -- what holds for the whole folder
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL          -- JSON
);
PRAGMA application_id = {APPLICATION};
PRAGMA user_version = {SCHEMA};
COMMIT;
"""


_OTHER = "can't be used as a gradebook ({}). Move it away, or choose another folder with --output."
_IN_USE = "is in use by another program ({}). Try again when that has ended."
_NO_ROOM = "can't be written ({}). Is the disk full? What was graded before is safe."
_NO_WAY_IN = "can't be opened and written to ({}). Nothing is wrong with what it holds."
_NO_PLACE = "can't be made there ({}). Choose another folder with --output."
_TROUBLE = {
    sqlite3.SQLITE_BUSY: _IN_USE,
    sqlite3.SQLITE_LOCKED: _IN_USE,
    sqlite3.SQLITE_FULL: _NO_ROOM,
    sqlite3.SQLITE_IOERR: _NO_ROOM,
    sqlite3.SQLITE_CANTOPEN: _NO_WAY_IN,
    sqlite3.SQLITE_READONLY: _NO_WAY_IN,
    sqlite3.SQLITE_PERM: _NO_WAY_IN,
}


class Basis(msgspec.Struct, frozen=True):
    """What a grading rests on: while none of it changes, neither does the result."""

    content: str  # digest of the file handed in
    assignment: str  # digest of the solution's folder
    grader: str  # version
    isolation: str  # what was asked to stand around the notebook


class Grading(msgspec.Struct, frozen=True):
    """One line of the history: who had what, when, and on what basis."""

    submission: str
    basis: Basis
    graded: datetime
    identity: dict[str, str]
    score: float | None  # None: the grader failed
    automatic: float
    pending: float
    remark: str


class Gradebook:
    """The gradings of one folder of reports, and what persons decided. Use as a context manager.

    Several may have it open and write, each in its own turn.

    Args:
        folder: of the reports.
        new: make the file when it is missing.
        reading: write nothing, so that the folder need not be writable.

    Raises:
        UsageError: the file isn't a gradebook, is a newer one, or can't be read or written; so
            does every method.
    """

    def __init__(self, folder: Path, new: bool = True, *, reading: bool = False) -> None:
        self._path = folder / FILE
        if not new and not self._path.is_file():
            raise UsageError(_missing(folder))
        with self._in_words():
            self._book = self._opened(reading)
            self._set_up(reading)

    def __enter__(self) -> Self:
        """Return itself: it is open."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the file."""
        self._book.close()

    def add(self, basis: Basis, result: Result, fingerprint: bytes | None = None) -> None:
        """Write a grading down, with the fingerprint of its code if known; those before it stay."""
        row = {
            "submission": result.submission,
            **msgspec.structs.asdict(basis),
            "graded": this_moment(),
            "identity": msgspec.json.encode(result.identity).decode(),
            "score": None if result.fault else result.score,
            "automatic": result.automatic,
            "pending": result.pending,
            "remark": result.fault or result.refusal,
            "result": msgspec.json.encode(result).decode(),
        }
        names, marks = ", ".join(row), ", ".join("?" * len(row))
        with self.changing():
            self._book.execute(f"INSERT INTO grading ({names}) VALUES ({marks})", (*row.values(),))
            if fingerprint is not None:
                self.keep_fingerprint(result.submission, fingerprint)

    def standing(self, submission: str, basis: Basis, after: int = 0) -> Result | None:
        """The last result of a submission if it rests on this basis and isn't a fault.

        Args:
            submission: its name.
            basis: that it must rest on.
            after: number of the last grading that is too old to stand.
        """
        row = self.first(
            "SELECT content, assignment, grader, isolation, score, result FROM grading"
            " WHERE submission = ? AND number > ? ORDER BY number DESC LIMIT 1",
            submission,
            after,
        )
        if row is None or row[4] is None or row[:4] != msgspec.structs.astuple(basis):
            return None
        return msgspec.json.decode(row[5], type=Result)

    def last(self, submission: str, kind: type[Kind]) -> tuple[Basis, Kind] | None:
        """The last result of a submission, whatever it is, and what it rests on.

        Args:
            submission: its name.
            kind: Result, or a struct with those of its fields that are wanted.
        """
        row = self.first(
            "SELECT content, assignment, grader, isolation, result FROM grading"
            " WHERE submission = ? ORDER BY number DESC LIMIT 1",
            submission,
        )
        return (Basis(*row[:4]), self._read(row[4], kind)) if row else None

    def last_of_all(self, kind: type[Kind]) -> Iterator[Kind]:
        """The last result of every submission that was ever graded, in the order of their names.

        Args:
            kind: as for `last`.
        """
        with self._in_words():
            for (encoded,) in self._book.execute(
                "SELECT result FROM grading WHERE number IN"
                " (SELECT max(number) FROM grading GROUP BY submission) ORDER BY submission"
            ):
                yield self._read(encoded, kind)

    def contents(self) -> dict[str, str]:
        """Name of each submission that was ever graded -> digest of the file handed in last."""
        return dict(
            self.rows(
                "SELECT submission, content FROM grading WHERE number IN"
                " (SELECT max(number) FROM grading GROUP BY submission)"
            )
        )

    def newest(self) -> int:
        """Number of the last grading: while it stays, so do all results. 0 if there is none."""
        (number,) = self.first("SELECT max(number) FROM grading") or (0,)
        return number or 0

    def begin_again(self) -> int:
        """Number of the last grading before all is graded again, which may have begun earlier."""
        before = self.kept(_REGRADING, int)
        if before is None:
            before = self.newest()
            self.keep(_REGRADING, before)
        return before

    def end_again(self) -> None:
        """Nothing is being graded again any more."""
        with self.changing():
            self.rows("DELETE FROM kept WHERE name = ?", _REGRADING)

    def keep(self, name: str, value: object) -> None:
        """Remember something for the whole folder, in place of what was there."""
        encoded = msgspec.json.encode(value).decode()
        with self.changing():
            self.rows("INSERT OR REPLACE INTO kept VALUES (?, ?)", name, encoded)

    def kept(self, name: str, kind: type[Kind]) -> Kind | None:
        """What is remembered for the whole folder; None where nothing is."""
        row = self.first("SELECT value FROM kept WHERE name = ?", name)
        return self._read(row[0], kind) if row else None

    def keep_fingerprint(self, submission: str, packed: bytes) -> None:
        """Remember the fingerprint of the code of a submission's last grading."""
        self.rows(
            "INSERT OR REPLACE INTO fingerprint"
            " SELECT max(number), ? FROM grading WHERE submission = ? GROUP BY submission",
            *(packed, submission),
        )

    def fingerprint(self, submission: str) -> bytes | None:
        """The fingerprint of the code of a submission's last grading; None if none is kept."""
        row = self.first(
            "SELECT packed FROM grading LEFT JOIN fingerprint ON grading = number"
            " WHERE submission = ? ORDER BY number DESC LIMIT 1",
            submission,
        )
        return row[0] if row else None

    def history(self, student: str) -> Iterator[Grading]:
        """Every grading of a student, the oldest first.

        Args:
            student: a submission's name, or a name, number or e-mail that stood in its fill-in
                cell or is known of its students, written as a roster may write it.
        """
        wanted = keys_of(student)
        with self._in_words():
            rows = self._book.execute(
                "SELECT submission, content, assignment, grader, isolation, graded, identity,"
                " score, automatic, pending, remark, json_extract(result, '$.students') FROM"
                " grading ORDER BY number"
            )
            for submission, *basis, graded, identity, score, automatic, pending, remark, of in rows:
                filled_in = msgspec.json.decode(identity, type=dict[str, str])
                students = msgspec.json.decode(of or "[]", type=list[dict[str, str]])
                known = (value for student in students for value in student.values())
                texts = (submission, *filled_in.values(), *known)
                if any(not wanted.isdisjoint(keys_of(text)) for text in texts):
                    when = datetime.fromisoformat(graded)
                    points = (score, automatic, pending, remark)
                    yield Grading(submission, Basis(*basis), when, filled_in, *points)

    @contextmanager
    def changing(self, *, lasting: bool = False) -> Iterator[None]:
        """Let what is asked within happen at once and whole, or not at all.

        Args:
            lasting: not even a power cut shall undo it: what a person says isn't said again.
        """
        with self._in_words():
            self._book.execute(f"PRAGMA synchronous = {'FULL' if lasting else 'NORMAL'}")
            self._book.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._book.execute("COMMIT")
            except BaseException:
                if self._book.in_transaction:  # SQLite itself has ended it where a disk is full
                    self._book.execute("ROLLBACK")
                raise

    def rows(self, question: str, *values: object) -> list[tuple[Any, ...]]:
        """All that SQLite answers."""
        with self._in_words():
            return self._book.execute(question, values).fetchall()

    def first(self, question: str, *values: object) -> tuple[Any, ...] | None:
        """The first row that SQLite answers; None if there is none."""
        with self._in_words():
            row: tuple[Any, ...] | None = self._book.execute(question, values).fetchone()
        return row

    def _read(self, encoded: str, kind: type[Kind]) -> Kind:
        try:
            return msgspec.json.decode(encoded, type=kind)
        except msgspec.MsgspecError as error:
            raise UsageError(
                f"{self._path}: was written by another version of the grader ({error}). Give the "
                "same `grader grade` command again."
            ) from None

    def _opened(self, reading: bool) -> sqlite3.Connection:
        where = self._path.absolute().as_uri()
        if reading and not os.access(self._path.parent, os.W_OK):
            # Beside a book that somebody else writes lies what it doesn't hold yet. Where nobody
            # does, SQLite needs to be told, as it can't put there what it reads such a book with.
            written = self._path.with_name(f"{FILE}-wal").exists()
            where += "?mode=ro" if written else "?mode=ro&immutable=1"
        return sqlite3.connect(where, uri=True, timeout=SECONDS, isolation_level=None)

    def _set_up(self, reading: bool) -> None:
        # Tables first: whoever makes them at this moment marks the file in the same transaction.
        (tables,) = self.first("SELECT count(*) FROM sqlite_schema") or (0,)
        (application,) = self.first("PRAGMA application_id") or (0,)
        (schema,) = self.first("PRAGMA user_version") or (0,)
        if application == APPLICATION and schema > SCHEMA:
            raise UsageError(
                f"{self._path}: was written by a newer grader (form {schema}; this one knows "
                f"{SCHEMA}). Use that one, or choose another folder with --output."
            )
        if tables and application != APPLICATION:
            raise UsageError(
                f"{self._path}: is a database of another program. Move it away, or choose another "
                "folder with --output."
            )
        if reading and schema >= READABLE:
            return
        self._write_ahead()
        if schema < SCHEMA:
            self._book.executescript(_TABLES)

    def _write_ahead(self) -> None:
        """Let others read while one writes; SQLite itself doesn't wait for its turn to do this."""
        deadline = time.monotonic() + SECONDS
        while True:
            try:
                self._book.execute("PRAGMA journal_mode = WAL")
                return
            except sqlite3.OperationalError as error:
                busy = error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
                if not busy or time.monotonic() > deadline:
                    raise
                time.sleep(0.05)

    @contextmanager
    def _in_words(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
            said = _TROUBLE.get(code, _OTHER)
            if said is _NO_WAY_IN and not self._path.exists():
                said = _NO_PLACE
            raise UsageError(f"{self._path}: {said.format(error)}") from None


def this_moment() -> str:
    """The time in UTC, fine enough to order all that is written down."""
    return datetime.now(UTC).isoformat(timespec="microseconds")


def several_in(folder: Path, inside: Iterable[Path]) -> str:
    """Says that the folder of one assignment is to be named."""
    names = ", ".join(sorted(map(str, inside)))
    return f"{folder}: holds several assignments. Name the folder of one: {names}."


def _missing(folder: Path) -> str:
    """Says that a folder has no gradebook, and which folders in it have one."""
    if inside := {path.parent for path in folder.glob(f"*/{FILE}")}:
        return several_in(folder, inside)
    return f"{folder}: there is no gradebook ({FILE}). Name the folder that `grader grade` wrote."
