"""Moments as other systems write them."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from grader.exchange.times import read_time

VIENNA = ZoneInfo("Europe/Vienna")


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-30T22:59:00Z",
        "2026-11-30 22:59:00.123456 UTC",
        "2026-11-30 23:59 +0100",
        "2026-11-30T23:59:00+01:00",
        " 2026-11-30 23:59 Europe/Vienna ",
        "2026-11-30 23:59",
    ],
)
def test_one_moment_is_read_from_each_of_its_forms(text):
    assert read_time(text, VIENNA) == datetime(2026, 11, 30, 22, 59, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "-",
        "30.11.2026 23:59",
        "2026-13-01 00:00",
        "2026-11-30",
        "2026-11-30 23:59 Mars/One",
        "2026-11-30 23:59 ../etc",
        "2026-11-30 23:59 /etc/passwd",
        "2026-11-30 23:59 +9999",
    ],
)
def test_anything_else_is_no_moment(text):
    assert read_time(text, VIENNA) is None


@pytest.mark.parametrize("month", ["Jänner", "Januar", "January", "Jan.", "Jän."])
def test_months_are_read_however_they_are_written(month):
    found = read_time(f"Samstag, 10. {month} 2026, 23:59", VIENNA)
    assert found == datetime(2026, 1, 10, 22, 59, tzinfo=UTC)
