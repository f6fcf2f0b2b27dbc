"""Where a moment and a value lie in the picture."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Plane:
    """The rectangle (`left`, `upper`, `right`, `lower`) in pixels, from `first` to `last` and from 0 to `top`."""

    left: int
    upper: int
    right: int
    lower: int
    first: datetime
    last: datetime
    top: float

    @classmethod
    def over(cls, moments: Iterable[datetime], box: tuple[int, int, int, int], top: float) -> Plane:
        """A plane that holds all moments; a day at least, so that one lonely point has a place in the middle."""
        seen = list(moments)
        first, last = min(seen), max(seen)
        if last - first < DAY:
            first, last = first - DAY / 2, last + DAY / 2
        return cls(*box, first, last, top)

    def at(self, moment: datetime, value: float) -> tuple[float, float]:
        """(x, y) in pixels; a value outside 0…top is drawn at the edge."""
        passed = (moment - self.first) / (self.last - self.first)
        share = min(max(value / self.top, 0.0), 1.0)
        return self.left + passed * (self.right - self.left), self.lower - share * (self.lower - self.upper)

    def days(self, most: int) -> list[datetime]:
        """Up to `most` midnights, evenly apart, to be named below; the ends of the plane where it holds none."""
        midnight = self.first.replace(hour=0, minute=0, second=0, microsecond=0)
        days = [
            day
            for number in range((self.last - midnight).days + 1)
            if self.first <= (day := midnight + number * DAY) <= self.last
        ]
        if not days:
            return [self.first]
        step = -(-len(days) // most)
        return days[::step]
