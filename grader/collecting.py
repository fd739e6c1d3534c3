"""Finds the notebooks that are to be graded, in files, folders and zips of all platforms."""

import os
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from pathlib import Path, PurePosixPath

from grader.archive import Archive
from grader.errors import UsageError
from grader.exchange import canvas, gradescope_export, moodle, nbgrader
from grader.naming import safe_name
from grader.result import Origin

MAX_LIST = 256 * 2**20  # bytes of a platform's own list of submissions
MAX_TIME = 1024  # bytes of a file that holds a time


def find_submissions(paths: Sequence[Path], workspace: Path) -> dict[Path, Origin]:
    """Return the files to grade, each once, with what a learning platform's names say of them.

    Files given are taken as they are. Of a folder, and of a zip, it is the notebooks; where the
    names are those of a platform, also one file of each person who handed in none, so that
    nobody is passed over. Folders are searched at all depths in sorted order, without hidden
    files and folders. Links to folders are not followed; a link to a file outside is found, and
    refused when it is read.

    Args:
        paths: files, folders and zips.
        workspace: a folder; what is in zips is unpacked there.

    Raises:
        UsageError: nothing is given, or a path doesn't exist, holds no notebook or can't be read.
    """
    if not paths:
        raise UsageError("Nothing to grade was given: name notebooks, folders of them, or a zip.")
    found: dict[str, tuple[Path, Origin]] = {}
    for number, path in enumerate(paths, 1):
        for file, origin in _found(path, workspace / f"given-{number}").items():
            found.setdefault(os.path.realpath(file), (file, origin))
    return dict(found.values())


def _found(path: Path, workspace: Path) -> dict[Path, Origin]:
    """What one path gives."""
    if not os.path.exists(path):
        raise UsageError(f"{path}: there is no such file or folder.")
    if os.path.isdir(path):
        return _in_folder(path)
    if path.suffix.lower() == ".zip":
        return _in_zip(path, workspace)
    return {Path(os.path.realpath(path)) if path.is_symlink() else path: Origin()}


def _in_folder(path: Path) -> dict[Path, Origin]:
    # The folder itself may be a person's, or nbgrader's `submitted`; hidden it may be, too.
    name = path.absolute().name.lstrip(".")
    files = {PurePosixPath(name, file.relative_to(path)): file for file in _files(path)}

    def text(place: PurePosixPath) -> str:
        if not files[place].is_file():
            return ""
        with files[place].open("rb") as file:
            return file.read(_most(place)).decode("utf-8", "replace")

    chosen = _chosen(files, text)
    if not chosen:
        zips = sorted(place.name for place in files if place.suffix.lower() == ".zip")
        instead = f" Give its zips themselves: {', '.join(zips)}." if zips else ""
        raise UsageError(f"{path}: there is no notebook (.ipynb) in this folder.{instead}")
    return {files[place]: origin for place, origin in chosen.items()}


def _in_zip(path: Path, workspace: Path) -> dict[Path, Origin]:
    with Archive(path) as archive:
        places = [place for place in archive.places if "__MACOSX" not in place.parts]
        chosen = _chosen(
            places, lambda place: archive.read(place, _most(place)).decode("utf-8", "replace")
        )
        if not chosen:
            raise UsageError(f"{path}: there is no notebook (.ipynb) in this zip.")
        files = {}
        for number, (place, origin) in enumerate(chosen.items()):
            parents = [safe_name(part) for part in place.parent.parts or (path.stem,)]
            file = _new_file(workspace, parents, safe_name(place.name), number)
            file.write_bytes(archive.read(place))
            if (modified := archive.modified(place)) is not None:
                os.utime(file, (modified, modified))
            files[file] = origin
        return files


def _new_file(workspace: Path, parents: Sequence[str], name: str, number: int) -> Path:
    """A place that is free, in folders that exist.

    Those of the zip, or where they can't be, as two of its names may be the same by now, one with
    a number that can be nobody's.
    """
    folder = workspace.joinpath(*parents)
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        if not os.path.lexists(folder / name):
            return folder / name
    folder = workspace / f"entry-{number}" / parents[-1]
    folder.mkdir(parents=True)
    return folder / name


def _chosen(
    places: Iterable[PurePosixPath], text: Callable[[PurePosixPath], str]
) -> dict[PurePosixPath, Origin]:
    """The notebooks among the files, and one file of each person who handed in none."""
    places = sorted(places, key=lambda place: (_is_hidden(place), place))
    known = _of_platform(places, text)
    notebooks = (place for place in places if _is_notebook(place) and not _is_hidden(place))
    chosen = {place: known.get(place, Origin()) for place in notebooks}
    there = {known[place].identifier for place in chosen if place in known}
    for place in places:
        if place in known and known[place].identifier not in there:
            there.add(known[place].identifier)
            chosen[place] = known[place]
    return chosen


def _of_platform(
    places: Sequence[PurePosixPath], text: Callable[[PurePosixPath], str]
) -> dict[PurePosixPath, Origin]:
    """What the platform says that explains most notebooks, and these by their outermost folders.

    A student may have handed in files whose names are another platform's. No list of a platform is
    read that lies where a student's files are.
    """
    by_name = [read(places, _unread) for read in (moodle.read_names, canvas.read_names)]
    of_nbgrader = nbgrader.read_names(places, _unread)
    students = {place for names in (*by_name, of_nbgrader) for place in names}
    outside = [p for p in places if p.name != gradescope_export.LIST or p not in students]
    readings, broken = [*by_name], []
    for read, among in ((gradescope_export.read_names, outside), (nbgrader.read_names, places)):
        try:
            readings.append(read(among, text))
        except UsageError as error:  # such a file may be a student's, too
            broken.append(error)

    def weight(names: dict[PurePosixPath, Origin]) -> tuple[int, int]:
        explained = [(place, one) for place, one in names.items() if _is_notebook(place)]
        return len(explained), -sum(_depth(place, one) for place, one in explained)

    best = max(filter(None, readings), key=weight, default={})
    if broken and not best:
        raise broken[0]
    return best


def _unread(_: PurePosixPath) -> str:
    """For what names alone tell."""
    return ""


def _depth(place: PurePosixPath, origin: Origin) -> int:
    """Which part of a path, counted from outside, is the platform's for a person."""
    own, in_front = origin.place, origin.place.endswith("_")  # Moodle's, in front of a file's name
    fits = (part == own or (in_front and part.startswith(own)) for part in place.parts)
    return next((n for n, fit in enumerate(fits) if fit), len(place.parts))


def _most(place: PurePosixPath) -> int:
    """How many bytes of a platform's own file are looked at."""
    return MAX_LIST if place.name == gradescope_export.LIST else MAX_TIME


def _is_notebook(place: PurePosixPath) -> bool:
    return place.suffix.lower() == ".ipynb"


def _is_hidden(place: PurePosixPath) -> bool:
    return any(part.startswith(".") or part == "__MACOSX" for part in place.parts)


def _files(path: Path) -> list[Path]:
    """All files in a folder but those in hidden folders, in order."""
    root = Path(os.path.realpath(path))
    found = []
    for place, folders, files in os.walk(path, onerror=_cannot_read):
        folders[:] = [name for name in folders if not _is_hidden(PurePosixPath(name))]
        paths = (Path(place, name) for name in files)
        found += [path for path in paths if not _is_a_second_way(path, root)]
    return sorted(found)


def _is_a_second_way(path: Path, root: Path) -> bool:
    """Whether a link leads to a file of the same folder; other links are refused when read."""
    target = Path(os.path.realpath(path))
    return path.is_symlink() and target.is_relative_to(root) and target.is_file()


def _cannot_read(error: OSError) -> None:
    raise UsageError(f"{error.filename}: can't be read ({error.strerror}).") from error
