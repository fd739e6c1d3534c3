"""An assignment: the instructor's folder of a solution, what it says of itself, and its modules."""

import hashlib
import importlib
import re
import sys
import traceback
from datetime import datetime
from pathlib import Path
from types import ModuleType

import msgspec

from grader.confirmations import OnViolation
from grader.errors import AuthoringError, UsageError
from grader.lateness import Deadline
from grader.texts import ENGLISH, languages

SETTINGS = "assignment.toml"
# Settings that no outcome rests on, only what is made of it afterwards.
RULES = frozenset({"deadline", "extensions", "on_violation", "violation_cap_percent"})
_NAME = re.compile(r"[a-z][a-z0-9_]*")
MOST_SECONDS = 86_400.0  # of any limit: a day


class Limits(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How long a submission may take, on the clock and in computing by all its threads together."""

    cell_seconds: float = 10.0  # for one cell of the notebook: on the clock, and of computing
    call_seconds: float = 5.0  # for one call into the student's code, likewise
    submission_seconds: float = 120.0  # on the clock, for everything together
    cpu_seconds: float | None = None  # of computing, for everything together; None: as many

    def __post_init__(self) -> None:
        limits = (self.cell_seconds, self.call_seconds, self.submission_seconds)
        if min(*limits, self.computing_seconds) <= 0:
            raise ValueError("every limit must be more than 0 seconds")
        if not all(limit <= MOST_SECONDS for limit in (*limits, self.computing_seconds)):
            raise ValueError(f"every limit must be at most {MOST_SECONDS:.0f} seconds")

    @property
    def computing_seconds(self) -> float:
        """Seconds that all threads of a submission together may compute."""
        return self.submission_seconds if self.cpu_seconds is None else self.cpu_seconds


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What `assignment.toml` says."""

    name: str
    title: str
    version: str
    seed: int  # every random case comes from it
    packages: tuple[str, ...]  # what students may import
    student_fields: tuple[str, ...] = ("Name",)  # labels in the fill-in cell
    language: str = ENGLISH  # of reports and pages
    limits: Limits = Limits()
    deadline: Deadline | None = None
    extensions: dict[str, datetime] = {}  # student number, e-mail or name -> own deadline
    on_violation: OnViolation = OnViolation.FLAG  # what forbidden packages cost, once confirmed
    violation_cap_percent: float = 50.0  # of the total, where that is "cap"

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(self.name):
            raise ValueError(f"`name` must be lower-case letters, digits and _, not {self.name!r}")
        if self.seed < 0:
            raise ValueError("`seed` must not be negative")
        if self.language not in languages():
            known = " or ".join(f'"{language}"' for language in languages())
            raise ValueError(f"`language` must be {known}, not {self.language!r}")
        if not 0 <= self.violation_cap_percent <= 100:
            raise ValueError("`violation_cap_percent` must be between 0 and 100")
        if self.extensions and self.deadline is None:
            raise ValueError("`extensions` need a `deadline` that they extend")
        for who, moment in self.extensions.items():
            assert self.deadline is not None
            _check_extension(self.deadline, who, moment)


def _check_extension(deadline: Deadline, who: str, moment: datetime) -> None:
    try:
        until = deadline.moment(moment)
    except ValueError as error:
        raise ValueError(f"the extension of {who!r}: {error}") from None
    if until < deadline.moment(deadline.at):
        raise ValueError(f"the extension of {who!r} ends before the deadline")


class Assignment(msgspec.Struct, frozen=True):
    """One assignment and where its parts are."""

    folder: Path  # solution/NAME
    course: Path  # the folder that holds solution/ and assignment/
    settings: Settings

    @property
    def name(self) -> str:
        """The name: of the folders, the notebook and the module."""
        return self.settings.name

    @property
    def notebook_source(self) -> Path:
        """The reference: a notebook in percent format."""
        return self.folder / f"{self.name}.py"

    @property
    def rubric_source(self) -> Path:
        """The marking scheme."""
        return self.folder / "rubric.py"

    @property
    def misconceptions_source(self) -> Path:
        """The mistakes that the instructor knows; the file may be missing."""
        return self.folder / "misconceptions.py"

    @property
    def skeleton(self) -> Path:
        """The students' notebook."""
        return self.course / "assignment" / self.name / f"{self.name}.ipynb"


def load_assignment(solution: Path | None = None) -> Assignment:
    """Find an assignment and read its settings.

    Args:
        solution: its folder, `solution/NAME`, or NAME alone; None for the only one of the course
            around the current folder.

    Raises:
        UsageError: there is no such folder, or more than one to choose from.
        AuthoringError: its settings, reference or rubric are missing or can't be read.
    """
    folder = _only_solution(find_course(Path.cwd())) if solution is None else _folder_of(solution)
    settings = _read_settings(folder / SETTINGS)
    assignment = Assignment(folder, find_course(folder), settings)
    for path in (assignment.notebook_source, assignment.rubric_source):
        if not path.is_file():
            raise AuthoringError("This file is missing; an assignment needs it.", path)
    return assignment


def find_course(start: Path) -> Path:
    """The nearest folder, from `start` upwards, that holds `solution/` or `assignment/`.

    Raises:
        UsageError: there is none.
    """
    for folder in (start, *start.parents):
        if any((folder / room).is_dir() for room in ("solution", "assignment")):
            return folder
    raise UsageError(
        f"Neither {start} nor a folder above it holds `solution/` or `assignment/`. "
        "Go to the folder of your course, or name the folder of the solution."
    )


def load_module(path: Path) -> ModuleType:
    """Import one of the instructor's files, in a package of its folder: `from .cases import …`.

    Raises:
        AuthoringError: it can't be imported; with the file and line where that showed.
    """
    package = _package_of(path.parent)
    try:
        return importlib.import_module(f"{package}.{path.stem}")
    except Exception as error:
        message, file, line = _first_own_place(error, path)
        raise AuthoringError(message, file, line) from error


def _package_of(folder: Path) -> str:
    """Name of a package that stands for a folder, whichever its place on the machine."""
    digest = hashlib.sha256(str(folder).encode(errors="surrogateescape")).hexdigest()
    name = f"grader_solution_{digest[:16]}"
    if name not in sys.modules:
        package = ModuleType(name)
        package.__path__ = [str(folder)]
        sys.modules[name] = package
    return name


def place_of(error: Exception, folder: Path) -> str:
    """Where in the instructor's files an exception showed: `rubric.py:35`, or ""."""
    _, file, line = _first_own_place(error, folder / "rubric.py")
    return f"{file.relative_to(folder)}:{line}" if line and folder in file.parents else ""


def _first_own_place(error: Exception, path: Path) -> tuple[str, Path, int | None]:
    """What went wrong, in which of the instructor's files and where."""
    message = f"{type(error).__name__}: {error}"
    if isinstance(error, SyntaxError) and error.filename:
        return f"SyntaxError: {error.msg}", Path(error.filename), error.lineno
    own = [
        frame
        for frame in traceback.extract_tb(error.__traceback__)
        if path.parent in Path(frame.filename).parents
    ]
    return (message, Path(own[-1].filename), own[-1].lineno) if own else (message, path, None)


def solutions_of(course: Path) -> list[Path]:
    """The folders `solution/NAME` of a course, sorted.

    Raises:
        UsageError: there is none.
    """
    found = sorted(path.parent for path in course.glob(f"solution/*/{SETTINGS}"))
    if not found:
        raise UsageError(f"{course} holds no solution: there is no solution/NAME/{SETTINGS}.")
    return found


def _folder_of(solution: Path) -> Path:
    """The folder that is meant by a path, or by the name of one of the course's assignments."""
    folder = solution.resolve()
    if not folder.is_dir() and len(solution.parts) == 1:
        course = find_course(Path.cwd())
        folder = course / "solution" / solution
        if not folder.is_dir():
            names = ", ".join(one.name for one in solutions_of(course))
            raise UsageError(f"{solution}: there is no such solution. There are: {names}.")
    if not folder.is_dir():
        raise UsageError(f"{solution}: there is no such folder. Give the one of a solution.")
    return folder


def _only_solution(course: Path) -> Path:
    found = solutions_of(course)
    if len(found) == 1:
        return found[0]
    names = ", ".join(f"solution/{folder.name}" for folder in found)
    raise UsageError(
        f"{course} holds several solutions. Name one of them: {names}. "
        "(`generate` and `verify` also take --all.)"
    )


def _read_settings(path: Path) -> Settings:
    try:
        return msgspec.toml.decode(path.read_bytes(), type=Settings)
    except OSError:
        raise AuthoringError("This file is missing; an assignment needs it.", path) from None
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise AuthoringError(f"{error}.", path) from None
