"""Takes the pictures that a student attached to text, each under a name that no other one has."""

import base64
import binascii
import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import unquote

from grader.digest import digest_of

PREFIX = "attachment:"
LARGEST = 2_000_000  # characters of base64 of one picture
MOST = 4_000_000  # of all that one notebook's text shows

# In Markdown, in Markdown with spaces, in HTML. Bounded, so that no text takes quadratic time.
_NAMED = re.compile(
    rf"<{PREFIX}(?P<spaced>[^<>\n]{{1,300}})>"
    rf"|\"{PREFIX}(?P<quoted>[^\"\n]{{1,300}})\""
    rf"|{PREFIX}(?P<bare>[^\s()<>\"']{{1,300}})"
)
_PICTURE = re.compile(r"data:image/(png|jpeg);base64,([A-Za-z0-9+/]+={0,2})")
_MAGIC = {"png": b"\x89PNG\r\n\x1a\n", "jpeg": b"\xff\xd8\xff"}


def is_picture(address: str) -> bool:
    """Say whether `address` holds a whole PNG or JPEG picture in itself."""
    match = _PICTURE.fullmatch(address)
    if match is None or len(address) > LARGEST:
        return False
    try:
        content = base64.b64decode(match[2], validate=True)
    except binascii.Error:
        return False
    return content.startswith(_MAGIC[match[1]])


def taken(source: str, attachments: Any, room: int = MOST) -> tuple[str, dict[str, str]]:
    """Return a text and its pictures, which it names by what they hold.

    Jupyter names most pictures "image.png": names of their own keep those of several cells apart,
    and a text whose picture changes is another text.

    Args:
        source: of a Markdown cell.
        attachments: of that cell, as the notebook's file has them, whatever that is.
        room: characters of base64 that its pictures may have together.

    Returns:
        The text; name -> address with the whole picture in it. What isn't shown in the text, is no
        picture or has no room is left out, and keeps its name in the text.
    """
    if not isinstance(attachments, dict):
        return source, {}
    found: dict[str, str] = {}  # name in the notebook, spelled as there -> name of its own
    own: dict[str, str] = {}  # name among the attachments -> name of its own
    pictures: dict[str, str] = {}
    left = room

    def keep(forms: Any) -> str:
        nonlocal left
        address = _address(forms)
        if not address or len(address) > left:
            return ""
        name = digest_of([address.encode()])[:16]
        left -= 0 if name in pictures else len(address)
        pictures[name] = address
        return name

    def named(match: re.Match[str]) -> str:
        group = match.lastgroup or 0
        name = match[group]
        if name not in found:
            key = name if attachments.get(name) else unquote(name)
            # One name has many spellings: a picture is looked at once.
            found[name] = own[key] = own[key] if key in own else keep(attachments.get(key))
        at = match.start(group) - match.start()
        return match[0][:at] + (found[name] or name) + match[0][at + len(name) :]

    return _NAMED.sub(named, source), pictures


def _address(forms: Any) -> str:
    """The address that holds an attachment's picture; "" if it is none."""
    return next((address for address in _addresses(forms) if is_picture(address)), "")


def _addresses(forms: Any) -> Iterator[str]:
    for kind in ("image/png", "image/jpeg"):
        content = forms.get(kind) if isinstance(forms, Mapping) else None
        if isinstance(content, list):
            content = "".join(part for part in content if isinstance(part, str))
        if isinstance(content, str) and len(content) <= 2 * LARGEST:
            yield f"data:{kind};base64,{''.join(content.split())}"
