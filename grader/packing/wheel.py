"""Packs the grader that is running as a wheel, so that another machine gets the very same."""

import base64
import hashlib
from importlib.metadata import distribution
from pathlib import Path

from grader.packing.boxes import Box, templates, zip_of

DISTRIBUTION = "notebook-grader"
_PACKAGE = Path(__file__).parents[1]
_TAGS = "Wheel-Version: 1.0\nGenerator: grader\nRoot-Is-Purelib: true\nTag: py3-none-any\n"


def wheel_name() -> str:
    """The file's name, as pip wants it."""
    return f"{_stem()}-py3-none-any.whl"


def build_wheel() -> bytes:
    """The wheel's content, the same for the same grader. It holds no assignment."""
    said, about = distribution(DISTRIBUTION), f"{_stem()}.dist-info"
    box = _files(_PACKAGE, "grader") | _files(templates(), "grader/templates")
    box[f"{about}/METADATA"] = (said.read_text("METADATA") or "").encode()
    box[f"{about}/WHEEL"] = _TAGS.encode()
    box[f"{about}/entry_points.txt"] = (said.read_text("entry_points.txt") or "").encode()
    lines = [f"{name},sha256={_digest(content)},{len(content)}" for name, content in box.items()]
    box[f"{about}/RECORD"] = "\n".join([*lines, f"{about}/RECORD,,", ""]).encode()
    return zip_of(box)


def _files(folder: Path, place: str) -> Box:
    """All files of a folder but those that Python made."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    names = {path: path.relative_to(folder) for path in paths}
    return {
        f"{place}/{name.as_posix()}": path.read_bytes()
        for path, name in names.items()
        if "__pycache__" not in name.parts
    }


def _stem() -> str:
    said = distribution(DISTRIBUTION)
    return f"{DISTRIBUTION.replace('-', '_')}-{said.version}"


def _digest(content: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
