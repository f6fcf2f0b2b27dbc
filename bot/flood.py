"""How fast one person may write: a bucket that refills by the second, so that a burst passes and a flood does not."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto
from typing import Protocol

# Telegram forwards up to a hundred messages at a time, each an update of its own, and a comment before them.
BURST, PER_SECOND = 150.0, 1.0
# A stranger has nothing to forward: a few words, a few tries at a link.
STRANGERS_BURST, STRANGERS_PER_SECOND = 10.0, 0.2
# After a flood nothing passes until a handful may pass again, so «wait a minute» is said once.
RESUME_AT = 0.3
MOST_REMEMBERED = 10_000


class Pace(Enum):
    STEADY = auto()
    FIRST_TOO_FAST = auto()
    """To be told so; those that follow are `TOO_FAST` until there is room again."""
    TOO_FAST = auto()


class Pacing(Protocol):
    """Who wrote lately and how much."""

    async def next(self, user_id: int, now: datetime, *, stranger: bool = False) -> Pace:
        """Counts one update of a person."""
        ...


def allowance(*, stranger: bool) -> tuple[float, float]:
    """How many updates at once, and how many a second after that."""
    return (STRANGERS_BURST, STRANGERS_PER_SECOND) if stranger else (BURST, PER_SECOND)


@dataclass(slots=True)
class _Bucket:
    size: float
    per_second: float
    level: float
    at: float
    shut: bool = False

    def take(self, now: float) -> Pace:
        # A clock that was set back must not empty the bucket.
        self.level = min(self.size, self.level + max(0.0, now - self.at) * self.per_second)
        self.at = now
        if self.shut and self.level < self.size * RESUME_AT:
            return Pace.TOO_FAST
        if self.level < 1:
            self.shut = True
            return Pace.FIRST_TOO_FAST
        self.shut = False
        self.level -= 1
        return Pace.STEADY


class OwnPacing:
    """The memory of one process; it starts afresh with the process."""

    def __init__(self) -> None:
        self._buckets: OrderedDict[tuple[int, bool], _Bucket] = OrderedDict()

    async def next(self, user_id: int, now: datetime, *, stranger: bool = False) -> Pace:
        key = (user_id, stranger)
        bucket = self._buckets.get(key)
        if bucket is None:
            size, speed = allowance(stranger=stranger)
            bucket = self._buckets[key] = _Bucket(size, speed, size, now.timestamp())
            if len(self._buckets) > MOST_REMEMBERED:
                self._buckets.popitem(last=False)
        self._buckets.move_to_end(key)
        return bucket.take(now.timestamp())
