"""Reads a moment as other systems write it."""

import re
from datetime import UTC, datetime, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

MOMENT = re.compile(
    r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d)?)(?:[.,]\d+)?\s*(Z|[+-]\d\d:?\d\d|[A-Za-z_/+-]+\d*)?"
)


def read_time(text: str, zone: tzinfo | None = None) -> datetime | None:
    """Return the moment that a text such as `2026-11-30 23:59 Europe/Vienna` means, to the second.

    Args:
        text: date and time as in ISO 8601; then an offset, Z or the name of a time zone.
        zone: what holds where the text names none; UTC if None.

    Returns:
        The moment, with its time zone; None for anything else.
    """
    match = MOMENT.fullmatch(text.strip())
    if match is None:
        return None
    try:
        moment = datetime.fromisoformat(f"{match[1]}T{match[2]}")
        return moment.replace(tzinfo=_zone(match[3] or "", zone or UTC))
    except (ValueError, ZoneInfoNotFoundError, OSError):
        return None


def _zone(text: str, default: tzinfo) -> tzinfo:
    if not text:
        return default
    if text in ("Z", "UTC"):
        return UTC
    if text[0] in "+-":
        return datetime.strptime(text.replace(":", ""), "%z").tzinfo or UTC
    return ZoneInfo(text)
