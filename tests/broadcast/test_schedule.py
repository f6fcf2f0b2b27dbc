"""When a tip is due: by the agent's own clock, whatever the clocks of the country do."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.broadcast.schedule import (
    LATEST,
    is_too_late,
    local,
    moved_digest,
    next_after_change,
    next_digest,
    next_tip,
)

EVERY_DAY = frozenset(range(1, 8))
WORKDAYS = frozenset(range(1, 6))
BERLIN = "Europe/Berlin"


def utc(year: int, month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=UTC)


def test_ten_in_moscow_is_seven_in_utc() -> None:
    assert next_tip(utc(2026, 6, 3, 6), "Europe/Moscow", 10, WORKDAYS) == utc(2026, 6, 3, 7)


def test_without_a_zone_it_is_moscow() -> None:
    assert next_tip(utc(2026, 6, 3, 6), None, 10, WORKDAYS) == utc(2026, 6, 3, 7)


def test_the_next_tip_is_after_this_one() -> None:
    assert next_tip(utc(2026, 6, 3, 7), "Europe/Moscow", 10, WORKDAYS) == utc(2026, 6, 4, 7)


def test_weekends_are_skipped() -> None:
    assert next_tip(utc(2026, 6, 5, 8), "Europe/Moscow", 10, WORKDAYS) == utc(2026, 6, 8, 7)


def test_a_single_day_comes_once_a_week() -> None:
    assert next_tip(utc(2026, 6, 3, 7), "Europe/Moscow", 10, frozenset({3})) == utc(2026, 6, 10, 7)


def test_without_days_there_is_no_tip() -> None:
    assert next_tip(utc(2026, 6, 3, 7), "Europe/Moscow", 10, frozenset()) is None


def test_the_hour_stays_when_the_clocks_change() -> None:
    before = next_tip(utc(2026, 3, 28, 0), BERLIN, 10, EVERY_DAY)
    assert before == utc(2026, 3, 28, 9)
    assert next_tip(before, BERLIN, 10, EVERY_DAY) == utc(2026, 3, 29, 8)


def test_an_hour_that_spring_skips_comes_as_soon_as_the_clocks_have_moved() -> None:
    due = next_tip(utc(2026, 3, 29, 0), BERLIN, 2, EVERY_DAY)
    assert due == utc(2026, 3, 29, 1)
    assert local(due, BERLIN).hour == 3
    assert next_tip(due, BERLIN, 2, EVERY_DAY) == utc(2026, 3, 30, 0)


def test_an_hour_that_autumn_repeats_comes_once() -> None:
    due = next_tip(utc(2026, 10, 24, 22), BERLIN, 2, EVERY_DAY)
    assert due == utc(2026, 10, 25, 0)
    assert next_tip(due, BERLIN, 2, EVERY_DAY) == utc(2026, 10, 26, 1)


def test_a_day_that_a_country_left_out_is_left_out() -> None:
    due = next_tip(utc(2011, 12, 29, 21), "Pacific/Apia", 10, EVERY_DAY)
    assert due is not None
    assert local(due, "Pacific/Apia").date().isoformat() == "2011-12-31"


def test_moving_east_brings_the_tip_earlier() -> None:
    now = utc(2026, 6, 3, 1)
    assert next_after_change(now, None, "Europe/Moscow", 10, WORKDAYS) == utc(2026, 6, 3, 7)
    assert next_after_change(now, None, "Asia/Vladivostok", 10, WORKDAYS) == utc(2026, 6, 4, 0)
    assert next_after_change(now, None, "Asia/Novosibirsk", 10, WORKDAYS) == utc(2026, 6, 3, 3)


def test_flying_west_after_todays_tip_brings_no_second_one() -> None:
    had, now = utc(2026, 6, 3, 0), utc(2026, 6, 3, 1)
    moved = next_after_change(now, had, "Europe/Moscow", 10, WORKDAYS)
    assert moved == utc(2026, 6, 4, 7)


def test_yesterdays_tip_does_not_hold_up_todays() -> None:
    assert next_after_change(utc(2026, 6, 3, 6), utc(2026, 6, 2, 7), None, 10, WORKDAYS) == utc(2026, 6, 3, 7)


def test_three_hours_are_late_enough_to_drop_a_tip() -> None:
    due = utc(2026, 6, 3, 7)
    assert not is_too_late(due, due + LATEST)
    assert is_too_late(due, due + LATEST + timedelta(seconds=1))


@pytest.mark.parametrize("zone", ["Europe/Moscow", BERLIN, "Asia/Vladivostok", "America/New_York", "Etc/GMT-5"])
@settings(max_examples=60, deadline=None)
@given(
    after=st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 — hypothesis wants bare bounds
    hour=st.integers(0, 23),
    days=st.frozensets(st.integers(1, 7), min_size=1),
)
def test_a_tip_is_always_ahead_on_a_chosen_day_and_within_eight_days(
    zone: str, after: datetime, hour: int, days: frozenset[int]
) -> None:
    due = next_tip(after, zone, hour, days)
    assert due is not None
    assert after < due <= after + timedelta(days=8)
    assert local(due, zone).isoweekday() in days
    assert (local(due, zone).hour - hour) % 24 in {0, 1}


# A Friday; ten o'clock in Moscow is seven in UTC.
FRIDAY = utc(2026, 6, 5, 7)
WEEK = timedelta(weeks=1)


@pytest.mark.parametrize(
    ("now", "due"),
    [
        (utc(2026, 6, 1, 12), FRIDAY),
        (FRIDAY - timedelta(minutes=1), FRIDAY),
        (FRIDAY, FRIDAY + WEEK),
        (utc(2026, 6, 7, 20), FRIDAY + WEEK),
        (utc(2026, 6, 7, 21), FRIDAY + WEEK),
    ],
    ids=["понедельник", "за минуту", "ровно в срок", "воскресенье", "в Москве уже понедельник"],
)
def test_a_digest_is_due_on_friday(now: datetime, due: datetime) -> None:
    assert next_digest(now, "Europe/Moscow", 10) == due


def test_a_digest_keeps_its_week_when_the_hour_or_the_zone_changes() -> None:
    assert moved_digest(FRIDAY, "Europe/Moscow", 18) == utc(2026, 6, 5, 15)
    assert moved_digest(FRIDAY, "Asia/Kamchatka", 10) == utc(2026, 6, 4, 22)
    assert moved_digest(utc(2026, 6, 4, 13), "Europe/Moscow", 10) == FRIDAY
