"""Packs an assignment's folder, so that it can be told from others and sent to other machines."""

from pathlib import Path
from typing import Any, Self

import msgspec

from grader.assignment import RULES, SETTINGS, Assignment, load_assignment
from grader.digest import digest_of
from grader.errors import GradingFault


class Kit(msgspec.Struct, frozen=True):
    """An assignment as it travels to a worker."""

    digest: str  # of all in the solution's folder that an outcome rests on
    name: str
    folder: str  # where the solution is on the machine of the kit's maker
    files: dict[str, bytes] = {}  # path within the folder -> content; empty: read them there

    @classmethod
    def of(cls, assignment: Assignment, carried: bool = False) -> Self:
        """Pack an assignment.

        Args:
            assignment: which.
            carried: its files go along, for workers that don't see this machine's folders.
        """
        files = _files(assignment.folder)
        place = str(assignment.folder)
        return cls(_digest(files), assignment.name, place, files if carried else {})

    def unpack(self, place: Path) -> Assignment:
        """Return the assignment, its files written below `place` if they were carried.

        Raises:
            GradingFault: it isn't what was packed.
        """
        if not self.files:
            assignment = load_assignment(Path(self.folder))
            if _digest(_files(assignment.folder)) != self.digest:
                raise GradingFault(
                    f"{self.folder} has changed since grading began: give the same command again."
                )
            return assignment
        for name, content in self.files.items():
            path = place / "solution" / self.name / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        return load_assignment(place / "solution" / self.name)


def _files(folder: Path) -> dict[str, bytes]:
    """All files but those that are hidden or made by Python, in the order of their names."""
    names = {path: path.relative_to(folder) for path in sorted(folder.rglob("*"))}
    return {
        name.as_posix(): path.read_bytes()
        for path, name in names.items()
        if path.is_file()
        and not any(part.startswith(".") or part == "__pycache__" for part in name.parts)
    }


def _digest(files: dict[str, bytes]) -> str:
    return digest_of(part for item in files.items() for part in _rests_on(*item))


def _rests_on(name: str, content: bytes) -> tuple[bytes, bytes]:
    """What outcomes rest on of one file: its name, and the content without the rules."""
    kept = _without_rules(content) if name == SETTINGS else content
    return name.encode(errors="surrogateescape"), kept


def _without_rules(content: bytes) -> bytes:
    """The settings that outcomes rest on: another deadline is no reason to run anything again."""
    settings = msgspec.toml.decode(content, type=dict[str, Any])
    kept = {name: value for name, value in settings.items() if name not in RULES}
    return msgspec.json.encode(kept, order="deterministic")
