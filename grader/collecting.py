"""Finds the notebooks that are to be graded and gives each a safe name of its own."""

import os
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path, PurePosixPath
from types import MappingProxyType

from grader.archive import Archive
from grader.errors import UsageError
from grader.exchange import canvas, gradescope_export, moodle, nbgrader
from grader.result import Origin
from grader.submission import hand_in

MAX_NAME = 100  # characters of a submission's name
MAX_LIST = 256 * 2**20  # bytes of a platform's own list of submissions
MAX_TIME = 1024  # bytes of a file that holds a time
MAX_NAME_BYTES = 200  # file systems allow 255, and a temporary file may add to it

# Written beside the submissions' folders, or reserved on Windows whatever the extension.
TAKEN_NAMES = {"index.html", "grades.csv", "totals.csv", "confirmations.csv"} | {
    f"gradebook.db{ending}" for ending in ("", "-wal", "-shm", "-journal")
}
RESERVED_NAME = re.compile(r"(con|prn|aux|nul|(com|lpt)\d)(\.|$)", re.IGNORECASE)


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


def name_submissions(
    found: Mapping[Path, Origin], before: Mapping[str, str] = MappingProxyType({})
) -> dict[Path, str]:
    """Return a name for each file that is unique and safe as a folder's name on any system.

    It is the file's name without extension; where that isn't unique, the parent folder's name
    comes before it, or those of all folders below the one that holds everything, and where that
    isn't enough, a number after it. A platform's file has the
    person's name and the platform's number in place of these. Depends on no order. A file that
    had one of these names before keeps it, whatever else comes in: decisions hang on the name.

    Args:
        found: as `find_submissions` returns it.
        before: digest of a file -> name that it had.
    """
    above = folder_of_all(path for path, origin in found.items() if not origin.platform)
    labels = {path: _labels(path, origin, above) for path, origin in found.items()}
    names = _kept_names(labels, before) if before else {}
    taken = set(map(_folded, names.values()))
    left = [path for path in sorted(labels, key=str) if path not in names]
    for form in range(3):
        uses = Counter(_folded(forms[form]) for forms in labels.values())
        for path, name in [(path, labels[path][form]) for path in left]:
            if uses[_folded(name)] == 1 and _folded(name) not in taken:
                names[path] = name
                taken.add(_folded(name))
        left = [path for path in left if path not in names]
    numbers: Counter[str] = Counter()
    for path in left:
        name = full = labels[path][-1]
        while _folded(name) in taken:
            numbers[full] += 1
            name = _safe_name(full, f"_{numbers[full] + 1}")
        names[path] = name
        taken.add(_folded(name))
    return {path: names[path] for path in found}


def _kept_names(
    labels: Mapping[Path, tuple[str, ...]], before: Mapping[str, str]
) -> dict[Path, str]:
    """The files that are there again, each once, under the names that they had."""
    digests = {path: hand_in(path, "").digest for path in labels}
    uses = Counter(digests.values())
    kept: dict[str, Path] = {}
    for path in sorted(labels, key=str):
        name = before.get(digests[path], "")
        numbered = re.sub(r"_[0-9]+$", "", name)
        if uses[digests[path]] == 1 and not {name, numbered}.isdisjoint(labels[path]):
            kept.setdefault(name, path)
    return {path: name for name, path in kept.items()}


def folder_of_all(paths: Iterable[Path]) -> Path:
    """Return the innermost folder that all files are in."""
    folders = [os.path.abspath(path.parent) for path in paths]
    return Path(os.path.commonpath(folders)) if folders else Path()


def folders_of(path: Path, above: Path) -> tuple[str, ...]:
    """Return the names of the folders that a file is in, the outermost first: those below one
    above, or the last where there is none.
    """
    folder = Path(os.path.abspath(path)).parent
    return folder.relative_to(above).parts or (folder.name,)


def _labels(path: Path, origin: Origin, above: Path) -> tuple[str, ...]:
    """A short name and longer ones."""
    if origin.platform:
        person = " ".join(filter(None, (student.label for student in origin.people)))
        number = "" if person == origin.identifier else origin.identifier
        own = "_".join(filter(None, (person, number)))
        longer = _safe_name(f"{own}_{path.stem}")
        return _safe_name(own), longer, longer
    folders = folders_of(path, above)
    forms = (path.stem,), (folders[-1], path.stem), (*folders, path.stem)
    return tuple(_safe_name("_".join(form)) for form in forms)


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
            parents = [_safe_name(part) for part in place.parent.parts or (path.stem,)]
            file = _new_file(workspace, parents, _safe_name(place.name), number)
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
