"""The limiter: slots in time, shared through the database by all processes that send."""

from __future__ import annotations

from collections import deque
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from bot.storage.pace import Pacing, SendPace

# On the average; whoever was held up makes up for it at the highest speed, which is about Telegram's own limit.
PER_SECOND = 25.0
HIGHEST = 30.0
# Slots reserved at once: fewer writes to the database, and no more than this is lost when a process dies.
_BUCKET = 10
# So much lost time is made up for, and a slot left unused for longer is given up.
_LAG = timedelta(seconds=2)

Sleep = Callable[[float], Awaitable[None]]


class Pace:
    """`await pace.slot(…)` returns when the next message may leave."""

    def __init__(self, storage: SendPace, *, clock: Callable[[], datetime]) -> None:
        self._storage, self._clock = storage, clock
        self._pacing = Pacing(timedelta(seconds=1 / PER_SECOND), timedelta(seconds=1 / HIGHEST), _LAG)
        self._slots: deque[datetime] = deque()
        self._last: datetime | None = None

    async def slot(self, sleep: Sleep) -> None:
        """Waits for the next free slot by `sleep`, which takes seconds and may return early."""
        now = self._clock()
        while self._slots and self._slots[0] < now - _LAG:
            self._slots.popleft()
        if not self._slots:
            self._slots.extend(await self._storage.reserve(_BUCKET, self._pacing, now))
        free_at = self._slots.popleft()
        if self._last is not None and self._last <= now:
            # Late slots are used one by one too; a clock set back since must not stop the sending.
            free_at = max(free_at, self._last + self._pacing.shortest)
        wait = (free_at - self._clock()).total_seconds()
        if wait > 0:
            await sleep(wait)
        self._last = self._clock()

    async def pause(self, seconds: float) -> None:
        """Flood control: nobody sends for so long, in no process."""
        now = self._clock()
        self._slots.clear()
        await self._storage.pause(now + timedelta(seconds=seconds), now)
