"""Files under their names, as a zip or in a folder: the same to the byte every time."""

import io
import re
import zipfile
from collections.abc import Mapping
from pathlib import Path

Box = dict[str, bytes]  # path with slashes -> content

_PACKAGE = Path(__file__).parents[1]
_TEMPLATES = (_PACKAGE / "templates", _PACKAGE.parent / "templates")  # installed; at development
_LONG_AGO = (2000, 1, 1, 0, 0, 0)


def templates() -> Path:
    """The folder of the templates."""
    return next(folder for folder in _TEMPLATES if folder.is_dir())


def filled(name: str, words: Mapping[str, str]) -> bytes:
    """A template for packages with its words in capitals between @ replaced."""
    text = (templates() / "package" / name).read_text(encoding="utf-8")
    return re.sub(r"@([A-Z]+)@", lambda word: words[word[1]], text).encode()


def zip_of(box: Box) -> bytes:
    """A zip, without the time of its making; what begins with #! can be run."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in box.items():
            entry = zipfile.ZipInfo(name, _LONG_AGO)
            entry.external_attr = (0o100000 | _mode(content)) << 16
            archive.writestr(entry, content, zipfile.ZIP_DEFLATED)
    return target.getvalue()


def write_folder(box: Box, folder: Path) -> None:
    """Write the files below a folder; other files that are there stay."""
    for name, content in box.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        path.chmod(_mode(content))


def _mode(content: bytes) -> int:
    return 0o755 if content.startswith(b"#!") else 0o644
