"""What Linux says of processes, in /proc."""

import re
from pathlib import Path


def place_of(pid: int, parent: int) -> Path | None:
    """Where a process is whose number may count in a namespace of its own; None if it isn't found.

    Args:
        pid: its own number.
        parent: number of the process that forked it, or the first process of its namespace.
    """
    children = _children(parent)
    walled = [grandchild for child in children for grandchild in _children(child)]
    for depth, known_as in (*((1, n) for n in walled), *((0, n) for n in children)):
        place = Path(f"/proc/{known_as}")
        if said(place, "NSpid").split()[depth : depth + 1] == [str(pid)]:
            return place
    return None


def said(place: Path, name: str) -> str:
    """What the kernel says of a process under a name in its `status`; nothing when it is gone."""
    try:
        with open(place / "status", "rb") as file:
            found = re.search(rb"^%s:\s*(.*)$" % name.encode(), file.read(), re.MULTILINE)
    except OSError:
        return ""
    return found[1].decode(errors="replace") if found else ""


def _children(number: int) -> list[int]:
    try:
        return [int(n) for n in Path(f"/proc/{number}/task/{number}/children").read_text().split()]
    except OSError:
        return []
