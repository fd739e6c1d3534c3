"""Finds the notebooks that are to be graded and gives each a safe name of its own."""

import os
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from grader.errors import UsageError

MAX_NAME = 100  # characters of a submission's name
MAX_NAME_BYTES = 200  # file systems allow 255, and a temporary file may add to it

# Written beside the submissions' folders, or reserved on Windows whatever the extension.
TAKEN_NAMES = {"index.html", "grades.csv"} | {
    f"gradebook.db{ending}" for ending in ("", "-wal", "-shm", "-journal")
}
RESERVED_NAME = re.compile(r"(con|prn|aux|nul|(com|lpt)\d)(\.|$)", re.IGNORECASE)


def find_submissions(paths: Sequence[Path]) -> list[Path]:
    """Return the files given and the notebooks in the folders given, each file once.

    Folders are searched at all depths in sorted order, without hidden files and folders. Links
    to folders are not followed; a link to a file outside is found, and refused when it is read.

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


def _files(path: Path) -> list[Path]:
    """The path itself if it is a file, else the notebooks in that folder."""
    if not os.path.exists(path):
        raise UsageError(f"{path}: there is no such file or folder.")
    if not os.path.isdir(path):
        return [Path(os.path.realpath(path)) if path.is_symlink() else path]
    root = Path(os.path.realpath(path))
    found = []
    for place, folders, files in os.walk(path, onerror=_cannot_read):
        folders[:] = [name for name in folders if not name.startswith(".")]
        found += [
            Path(place, name)
            for name in files
            if name.lower().endswith(".ipynb")
            and not name.startswith(".")
            and not _is_a_second_way(Path(place, name), root)
        ]
    if not found:
        raise UsageError(f"{path}: there is no notebook (.ipynb) in this folder.")
    return sorted(found)


def _is_a_second_way(path: Path, root: Path) -> bool:
    """Whether a link leads to a file of the same folder; other links are refused when read."""
    target = Path(os.path.realpath(path))
    return path.is_symlink() and target.is_relative_to(root) and target.is_file()


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
