"""The straight line that runs through scattered scores."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import fmean, linear_regression

Point = tuple[datetime, float]

# From fewer days a line would be drawn through chance.
LEAST_POINTS, LEAST_DAYS = 5, 3
# More single drafts than this are a blot: then each day is one point.
MOST_POINTS = 120
LOWEST, HIGHEST = 0.0, 100.0
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Trend:
    """The values of the line at the first and at the last point, 0…100."""

    start: Point
    end: Point

    @property
    def change(self) -> int:
        """Points won (or lost) from end to end."""
        return round(self.end[1] - self.start[1])


def trend(points: Sequence[Point]) -> Trend | None:
    """The line of least squares; None for few points. `points` are in order of time.

    Scores end at 0 and 100 and often repeat. A line by medians of slopes, which heeds strays less, took three scores
    that only changed their shares for no change at all.
    """
    if len(points) < LEAST_POINTS or len({moment.date() for moment, _ in points}) < LEAST_DAYS:
        return None
    first, end = points[0][0], points[-1][0]
    places = [(moment - first) / _DAY for moment, _ in points]
    slope, base = linear_regression(places, [value for _, value in points])
    return Trend((first, _within(base)), (end, _within(base + slope * places[-1])))


def thinned(points: Sequence[Point]) -> list[Point]:
    """The points, or where they are too many the mean of each day at its middle."""
    if len(points) <= MOST_POINTS:
        return list(points)
    by_day: dict[datetime, list[float]] = {}
    for moment, value in points:
        noon = moment.replace(hour=12, minute=0, second=0, microsecond=0)
        by_day.setdefault(noon, []).append(value)
    return [(noon, fmean(values)) for noon, values in by_day.items()]


def _within(value: float) -> float:
    return min(max(value, LOWEST), HIGHEST)
