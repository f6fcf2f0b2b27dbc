"""The straight line that runs through scattered scores."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import combinations
from statistics import fmean, median

Point = tuple[datetime, float]

# From fewer days a line would be drawn through chance.
LEAST_POINTS, LEAST_DAYS = 5, 3
# More single drafts than this are a blot: then each day is one point. It also keeps the pairs below to some thousands.
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
    """The line by Theil and Sen (the median of all slopes), which a single bad day does not bend; None for few points.

    `points` are in order of time.
    """
    if len(points) < LEAST_POINTS or len({moment.date() for moment, _ in points}) < LEAST_DAYS:
        return None
    first = points[0][0]
    places = [((moment - first) / _DAY, value) for moment, value in points]
    slope = median((y - v) / (x - u) for (u, v), (x, y) in combinations(places, 2) if x > u)
    base = median(value - slope * at for at, value in places)
    end = points[-1][0]
    return Trend((first, _within(base)), (end, _within(base + slope * places[-1][0])))


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
