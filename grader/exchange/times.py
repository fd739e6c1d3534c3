"""Reads a moment as other systems write it."""

import re
from datetime import UTC, datetime, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

# As Moodle writes them in English and German: "Sunday, 1 June 2025, 11:03 PM".
IN_WORDS = re.compile(
    r"(?:[^\W\d]+, )?(\d{1,2})\.? ([^\W\d]{3})[^\W\d]*\.? (\d{4}), (\d{1,2}):(\d\d)(?:\s([AP]M))?"
)
MONTHS = ["jan", "feb", "mär", "apr", "mai", "jun", "jul", "aug", "sep", "okt", "nov", "dez"]
OTHER = {"mar": "mär", "may": "mai", "oct": "okt", "dec": "dez", "jän": "jan"}  # and Austrian
MOMENT = re.compile(
    r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d)?)(?:[.,]\d+)?\s*(Z|[+-]\d\d:?\d\d|[A-Za-z_/+-]+\d*)?"
)


def read_time(text: str, zone: tzinfo | None = None) -> datetime | None:
    """Return the moment that a text such as `2026-11-30 23:59 Europe/Vienna` means, to the second.

    Args:
        text: date and time as in ISO 8601, then an offset, Z or the name of a time zone; or as
            Moodle's worksheets have them in English and German.
        zone: what holds where the text names none; UTC if None.

    Returns:
        The moment, with its time zone; None for anything else.
    """
    try:
        if match := MOMENT.fullmatch(text.strip()):
            moment = datetime.fromisoformat(f"{match[1]}T{match[2]}")
            named = _zone(match[3] or "", zone or UTC)
        elif match := IN_WORDS.fullmatch(text.strip()):
            moment, named = _in_words(match), zone or UTC
        else:
            return None
        # Beyond these years the time zone could lead outside of the calendar.
        return moment.replace(tzinfo=named) if 1970 <= moment.year < 3000 else None
    except (ValueError, ZoneInfoNotFoundError, OSError):
        return None


def _in_words(match: re.Match[str]) -> datetime:
    day, month, year, hour, minute, half = match.groups()
    short = month.casefold()
    number = MONTHS.index(OTHER.get(short, short)) + 1
    hours = int(hour) % 12 + 12 * (half == "PM") if half else int(hour)
    return datetime(int(year), number, int(day), hours, int(minute))


def _zone(text: str, default: tzinfo) -> tzinfo:
    if not text:
        return default
    if text in ("Z", "UTC"):
        return UTC
    if text[0] in "+-":
        return datetime.strptime(text.replace(":", ""), "%z").tzinfo or UTC
    return ZoneInfo(text)
