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
        """A plane of whole days that holds all moments."""
        seen = list(moments)
        return cls(*box, _midnight(min(seen)), _midnight(max(seen)) + DAY, top)

    def at(self, moment: datetime, value: float) -> tuple[float, float]:
        """(x, y) in pixels; a value outside 0…top is drawn at the edge."""
        passed = (moment - self.first) / (self.last - self.first)
        share = min(max(value / self.top, 0.0), 1.0)
        return self.left + passed * (self.right - self.left), self.lower - share * (self.lower - self.upper)

    def days(self, most: int) -> list[datetime]:
        """The middles of up to `most` days, evenly apart, to be named below."""
        count = round((self.last - self.first) / DAY)
        step = -(-count // most)
        return [self.first + DAY / 2 + number * DAY for number in range(0, count, step)]


def _midnight(moment: datetime) -> datetime:
    return moment.replace(hour=0, minute=0, second=0, microsecond=0)
