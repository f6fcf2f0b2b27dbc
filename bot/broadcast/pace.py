"""The limiter: a bucket of slots in time, shared through the database by all processes that send."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from bot.storage.pace import SendPace

# Telegram's own limit for a broadcast is about 30; the rest is left to conversations.
PER_SECOND = 25.0
# Slots reserved at once: fewer writes to the database, and no more than this is lost when a process dies.
_BUCKET = 10
# A slot left unused for so long is given up: used later, many of them would make a burst above Telegram's 30.
_LAG = timedelta(seconds=0.2)

Sleep = Callable[[float], Awaitable[None]]


class Pace:
    """`await pace.slot(…)` returns when the next message may leave."""

    def __init__(self, storage: SendPace, *, clock: Callable[[], datetime], per_second: float = PER_SECOND) -> None:
        self._storage, self._clock = storage, clock
        self._step = timedelta(seconds=1 / per_second)
        self._slots: list[datetime] = []

    async def slot(self, sleep: Sleep) -> None:
        """Waits for the next free slot by `sleep`, which takes seconds and may return early."""
        now = self._clock()
        while self._slots and self._slots[0] < now - _LAG:
            self._slots.pop(0)
        if not self._slots:
            start = await self._storage.reserve(self._step * _BUCKET, now, lag=_LAG)
            self._slots = [start + self._step * number for number in range(_BUCKET)]
        wait = (self._slots.pop(0) - self._clock()).total_seconds()
        if wait > 0:
            await sleep(wait)

    async def pause(self, seconds: float) -> None:
        """Flood control: nobody sends for so long, in no process."""
        self._slots.clear()
        await self._storage.pause(self._clock() + timedelta(seconds=seconds))
