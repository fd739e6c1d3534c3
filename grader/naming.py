"""Gives each submission a name of its own, which is safe as a folder's name on any system."""

import os
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType

from grader.result import Origin
from grader.submission import hand_in

MAX_NAME = 100  # characters of a submission's name
MAX_NAME_BYTES = 200  # file systems allow 255, and a temporary file may add to it

# Written beside the submissions' folders, or reserved on Windows whatever the extension.
TAKEN_NAMES = {"index.html", "grades.csv", "totals.csv", "confirmations.csv"} | {
    f"gradebook.db{ending}" for ending in ("", "-wal", "-shm", "-journal")
}
RESERVED_NAME = re.compile(r"(con|prn|aux|nul|(com|lpt)\d)(\.|$)", re.IGNORECASE)


def name_submissions(
    found: Mapping[Path, Origin], before: Mapping[str, str] = MappingProxyType({})
) -> dict[Path, str]:
    """Return a name for each file that is unique and safe as a folder's name on any system.

    It is the file's name without extension; where that isn't unique, the parent folder's name
    comes before it, or those of all folders below the one that holds everything, and where that
    isn't enough, a number after it. A platform's file has the person's name and the platform's
    number in place of these. Depends on no order. A file that had one of these names before keeps
    it, whatever else comes in: decisions hang on the name.

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
            name = safe_name(full, f"_{numbers[full] + 1}")
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
        longer = safe_name(f"{own}_{path.stem}")
        return safe_name(own), longer, longer
    folders = folders_of(path, above)
    forms = (path.stem,), (folders[-1], path.stem), (*folders, path.stem)
    return tuple(safe_name("_".join(form)) for form in forms)


def safe_name(text: str, ending: str = "") -> str:
    """Return the text with letters, digits and single `._-` only, as any file system takes it.

    Args:
        text: anything.
        ending: what the name ends with, however long the text is.
    """
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
