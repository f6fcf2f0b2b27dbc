"""When the next tip is due: in UTC, from an agent's own hour, days and zone. Pure."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

DEFAULT_ZONE = "Europe/Moscow"
# A tip that could not leave for so long is dropped: a morning's word is of no use in the evening.
LATEST = timedelta(hours=3)
FRIDAY = 5
# Enough for a week with one chosen day and for a zone that skips a date.
_DAYS_AHEAD = 9


def local(moment: datetime, zone: str | None) -> datetime:
    """The moment on the agent's clock."""
    return moment.astimezone(ZoneInfo(zone or DEFAULT_ZONE))


def next_tip(after: datetime, zone: str | None, hour: int, weekdays: frozenset[int]) -> datetime | None:
    """The first moment after `after` at `hour` o'clock on one of `weekdays` (1 is Monday), in UTC; None without days.

    An hour that the clocks skip in spring comes as soon as they have; one that they repeat in autumn comes once.
    """
    zone_info = ZoneInfo(zone or DEFAULT_ZONE)
    today = after.astimezone(zone_info).date()
    days = (today + timedelta(days=ahead) for ahead in range(_DAYS_AHEAD))
    moments = (_at(day, hour, zone_info) for day in days if day.isoweekday() in weekdays)
    return next((moment for moment in moments if moment > after), None)


def next_digest(after: datetime, zone: str | None, hour: int) -> datetime:
    """The first Friday's `hour` o'clock after `after`, in UTC."""
    zone_info = ZoneInfo(zone or DEFAULT_ZONE)
    today = after.astimezone(zone_info).date()
    this_week = today + timedelta(days=FRIDAY - today.isoweekday())
    weeks = (_at(this_week + timedelta(weeks=ahead), hour, zone_info) for ahead in range(3))
    return next(moment for moment in weeks if moment > after)


def moved_digest(old: datetime, zone: str | None, hour: int) -> datetime:
    """The same week's digest after a change of hour or zone: whoever had this week's waits for the next."""
    day = local(old, zone).date()
    return _at(day + timedelta(days=FRIDAY - day.isoweekday()), hour, ZoneInfo(zone or DEFAULT_ZONE))


def next_after_change(
    now: datetime, last: datetime | None, zone: str | None, hour: int, weekdays: frozenset[int]
) -> datetime | None:
    """The next tip for one who has just changed the hour, days or zone; `last` is when the last one came.

    Whoever had today's tip, today on their clock as it is now, waits until tomorrow.
    """
    had_today = last is not None and local(last, zone).date() == local(now, zone).date()
    after = _end_of_day(local(now, zone)) if had_today else now
    return next_tip(after, zone, hour, weekdays)


def is_too_late(due_at: datetime, now: datetime) -> bool:
    return now - due_at > LATEST


def _at(day: date, hour: int, zone: ZoneInfo) -> datetime:
    # The first of two equal hours, and in a gap the offset from before it: both are what `fold=0` stands for.
    return datetime.combine(day, time(hour), tzinfo=zone).astimezone(UTC)


def _end_of_day(moment: datetime) -> datetime:
    # A microsecond before midnight, so that a tip at 0 o'clock still comes.
    return moment.replace(hour=23, minute=59, second=59, microsecond=999_999).astimezone(UTC)
