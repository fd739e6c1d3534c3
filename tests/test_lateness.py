"""How late something is, and what that takes off."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.lateness import UNKNOWN, Deadline

VIENNA = ZoneInfo("Europe/Vienna")


def deadline(at="2026-11-30T23:59:00", **more):
    return Deadline(datetime.fromisoformat(at), "Europe/Vienna", **more)


def days(rule, *moment):
    return rule.days_late(rule.moment(rule.at), datetime(*moment, tzinfo=VIENNA))


def test_a_day_is_late_once_it_has_begun_and_the_grace_moves_that():
    rule = deadline(grace_minutes=10)
    assert days(rule, 2026, 11, 30, 23, 59) == 0
    assert days(rule, 2026, 12, 1, 0, 9) == 0
    assert days(rule, 2026, 12, 1, 0, 9, 1) == 1
    assert days(rule, 2026, 12, 2, 0, 9) == 1
    assert days(rule, 2026, 12, 2, 0, 10) == 2


def test_another_time_zone_is_the_same_moment():
    rule = deadline()
    due = rule.moment(rule.at)
    assert rule.days_late(due, datetime(2026, 11, 30, 22, 59, tzinfo=UTC)) == 0
    assert rule.days_late(due, datetime(2026, 11, 30, 23, 0, tzinfo=UTC)) == 1


@pytest.mark.parametrize("at", ["2026-10-24T12:00:00", "2026-03-28T12:00:00"])
def test_a_day_ends_at_the_same_time_on_the_clock_also_when_clocks_change(at):
    rule = deadline(at)
    day = rule.at + timedelta(days=1)
    assert days(rule, day.year, day.month, day.day, 12, 0) == 1
    assert days(rule, day.year, day.month, day.day, 12, 1) == 2


def test_a_day_that_ends_where_clocks_are_put_forward_ends_at_the_later_moment():
    rule = deadline("2026-03-28T02:30:00")
    assert days(rule, 2026, 3, 29, 1, 45) == 1
    assert days(rule, 2026, 3, 29, 3, 30) == 1
    assert days(rule, 2026, 3, 29, 3, 31) == 2


def test_of_two_moments_of_one_name_the_later_is_meant():
    rule = deadline("2026-10-25T02:30:00")
    assert rule.moment(rule.at).astimezone(UTC).hour == 1


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"at": datetime(2026, 3, 29, 2, 30)}, "clocks in Europe/Vienna are put forward past"),
        ({"zone": "Mars/One"}, "there is no time zone 'Mars/One'"),
        ({"zone": ""}, "needs `zone`"),
        ({"zone": "../etc/passwd"}, "there is no time zone"),
        ({"grace_minutes": -1}, "must not be negative"),
        ({"grace_minutes": float("inf")}, "must be at most 1,000,000"),
        ({"percent_per_day": float("nan")}, "must be at most"),
        ({"at_most_points": float("nan")}, "must be at most"),
        ({"at": datetime(1, 1, 1)}, "the year 1 must be a mistake"),
        ({"points_per_day": 1, "percent_per_day": 10}, "not both"),
    ],
)
def test_a_deadline_that_can_not_be_is_said(changes, sentence):
    fields = {**msgspec.structs.asdict(deadline()), **changes}
    with pytest.raises(ValueError, match=sentence):
        Deadline(**fields)


@pytest.mark.parametrize(
    ("rule", "late", "off"),
    [
        (deadline(points_per_day=0.5), 3, 1.5),
        (deadline(percent_per_day=10), 2, 2.0),
        (deadline(percent_per_day=10, at_most_percent=25), 3, 2.5),
        (deadline(points_per_day=4, at_most_points=7), 2, 7.0),
        (deadline(points_per_day=4), 1000, 10.0),
        (deadline(), 3, 0.0),
    ],
)
def test_each_day_costs_until_the_most_is_reached(rule, late, off):
    assert rule.points_off(late, 10.0) == off


def test_the_line_says_when_until_when_and_by_which_rule():
    rule = deadline(percent_per_day=10, at_most_percent=50)
    due = rule.moment(rule.at)
    line = rule.adjustment(due, datetime(2026, 12, 1, 23, tzinfo=UTC), 10.0, extended=False)
    assert line.points == 2.0
    assert line.sentence == (
        "Handed in 2026-12-02 00:00 (Europe/Vienna): 2 days have begun since the deadline, "
        "2026-11-30 23:59 (Europe/Vienna). 10 % of the total is taken off for each, at most 50 %."
    )
    assert rule.adjustment(due, due, 10.0, extended=False) is None
    assert "before the extended deadline" in rule.adjustment(due, due, 10.0, extended=True).sentence


def test_the_grace_is_called_so_and_seconds_are_written_where_minutes_are_the_same():
    rule = deadline(grace_minutes=5, points_per_day=1)
    due, late = rule.moment(rule.at), timedelta(minutes=4)
    line = rule.adjustment(due, due + late, 10.0, extended=True)
    assert line.sentence == (
        "Handed in 2026-12-01 00:03 (Europe/Vienna), within the grace after "
        "2026-11-30 23:59 (Europe/Vienna)."
    )
    strict = deadline(points_per_day=1)
    line = strict.adjustment(due, due + timedelta(seconds=30), 10.0, extended=False)
    assert "Handed in 2026-11-30 23:59:30 (Europe/Vienna): 1 day has begun" in line.sentence
    assert "deadline, 2026-11-30 23:59:00 (Europe/Vienna)" in line.sentence


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ({"at_most_percent": 40, "at_most_points": 6}, "at most 40 %."),
        ({"at_most_percent": 80, "at_most_points": 6}, "at most 6 points."),
        ({"at_most_points": 1}, "at most 1 point."),
    ],
)
def test_of_two_bounds_the_one_that_is_reached_first_is_named(rule, said):
    rule = deadline(percent_per_day=10, **rule)
    due = rule.moment(rule.at)
    line = rule.adjustment(due, due + timedelta(days=9), 10.0, extended=False)
    assert line.sentence.endswith(said)


def test_an_unknown_time_costs_nothing_and_the_line_says_so():
    rule = deadline(points_per_day=5)
    line = rule.adjustment(rule.moment(rule.at), None, 10.0, extended=False)
    assert (line.sentence, line.points) == (UNKNOWN, 0.0)


MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31))


@given(MOMENTS, st.integers(0, 10**7), st.integers(0, 10**6))
def test_later_is_never_cheaper(at, seconds, more):
    rule = Deadline(at.replace(tzinfo=VIENNA), grace_minutes=5, points_per_day=1)
    first = rule.at.astimezone(UTC) + timedelta(seconds=seconds)
    earlier, later = (
        rule.days_late(rule.at, first + timedelta(seconds=extra)) for extra in (0, more)
    )
    assert earlier <= later
    assert abs(earlier - seconds / 86_400) <= 1.1
