"""Starts an assignment: a folder in `solution/` that generates, grades and verifies at once."""

import keyword
import re
import tempfile
import zlib
from collections.abc import Mapping
from pathlib import Path

import msgspec

from grader.adopting import Adopted, adopt
from grader.assignment import SETTINGS, find_course
from grader.errors import UsageError
from grader.porting import rubric_of_tests

_HERE = Path(__file__).parent
_TEMPLATES = (_HERE / "templates" / "new", _HERE.parent / "templates" / "new")
_NAME = re.compile(r"[a-z][a-z0-9_]{0,63}")
_TAKEN = {"rubric", "misconceptions"}  # files that stand beside the notebook


class Started(msgspec.Struct, frozen=True):
    """A new assignment."""

    folder: Path
    left: tuple[str, ...] = ()  # what an instructor must still do, a sentence each


def start(name: str, here: Path, notebook: Path | None = None) -> Started:
    """Write the instructor's files of a new assignment.

    Args:
        name: of the assignment.
        here: a folder of the course, or one that becomes a course.
        notebook: an instructor's notebook to start from; None for a small example.

    Raises:
        UsageError: the name can't be one, there is such an assignment already, or the notebook
            can't be read.
    """
    _check(name)
    folder = _course(here) / "solution" / name
    if folder.exists() or folder.is_symlink():
        raise UsageError(f"{folder}: this is there already, and stays as it is. Choose a new name.")
    files, left = _from_notebook(name, notebook) if notebook else (_example(name), ())
    folder.parent.mkdir(parents=True, exist_ok=True)
    # All files or none: a folder that is half an assignment would only be in the way.
    with tempfile.TemporaryDirectory(prefix=".new-", dir=folder.parent) as place:
        for file, text in files.items():
            (Path(place) / file).write_text(text, encoding="utf-8", newline="\n")
        folder.mkdir()
        for file in files:
            (Path(place) / file).rename(folder / file)
    return Started(folder, left)


def _check(name: str) -> None:
    if keyword.iskeyword(name) or name in _TAKEN or not _NAME.fullmatch(name):
        raise UsageError(
            f"{name!r} can't be the name of an assignment: it must be a name in Python, of up to "
            "64 lower-case letters, digits and _, starting with a letter, and neither `rubric` nor "
            "`misconceptions`."
        )


def _course(here: Path) -> Path:
    try:
        return find_course(here)
    except UsageError:
        return here


def _example(name: str) -> dict[str, str]:
    words = {"TITLE": name.replace("_", " ").capitalize(), "PACKAGES": '["numpy"]'}
    return {
        f"{name}.py": _template("notebook.py", words),
        "rubric.py": _template("rubric.py", words),
        "misconceptions.py": _template("misconceptions.py", words),
        SETTINGS: _settings(name, words),
    }


def _from_notebook(name: str, notebook: Path) -> tuple[dict[str, str], tuple[str, ...]]:
    adopted: Adopted = adopt(notebook)
    title = adopted.title or name.replace("_", " ").capitalize()
    words = {"TITLE": title, "PACKAGES": msgspec.json.encode(adopted.packages).decode()}
    ported = rubric_of_tests(title, adopted)
    files = {
        f"{name}.py": adopted.with_questions(ported.by_hand),
        "rubric.py": ported.text,
        "misconceptions.py": _without_slips(_template("misconceptions.py", words)),
        SETTINGS: _settings(name, words),
    }
    return files, ported.left


def _settings(name: str, words: Mapping[str, str]) -> str:
    quoted = {"TITLE": words["TITLE"].replace("\\", "\\\\").replace('"', '\\"')}
    seed = str(zlib.crc32(name.encode()))
    return _template(SETTINGS, {**words, **quoted, "NAME": name, "SEED": seed})


def _without_slips(text: str) -> str:
    """The file with its examples as comments, as they are about another notebook."""
    start = text.index("misconceptions.slip(")
    examples = (f"# {line}".rstrip() for line in text[start:].splitlines())
    return text[:start] + "\n".join(examples) + "\n"


def _template(file: str, words: Mapping[str, str]) -> str:
    folder = next(folder for folder in _TEMPLATES if folder.is_dir())
    text = (folder / file).read_text(encoding="utf-8")
    return re.sub(r"\b(TITLE|NAME|SEED|PACKAGES)\b", lambda word: words.get(word[0], word[0]), text)
