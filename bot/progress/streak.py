"""Days in a row."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta

DAY = timedelta(days=1)


def streak(active: Collection[date], today: date, weekdays: Collection[int]) -> int:
    """How many days with drafts there are in a row up to today.

    A day off (not among `weekdays`, 1 is Monday) is forgiven and, when worked, counted; today is not over yet.
    """
    if not active:
        return 0
    days, day, first = 0, today, min(active)
    while day >= first:
        if day in active:
            days += 1
        elif day != today and day.isoweekday() in weekdays:
            break
        day -= DAY
    return days
