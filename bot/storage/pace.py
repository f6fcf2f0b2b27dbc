"""The pace at which all processes together may send: two moments in two rows, from which on nobody has taken a slot."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.database import Database
from bot.storage.models import SendPaceRecord

_ROW = SendPaceRecord
# By the first the average is kept, by the second the peak: whoever was held up may catch up, but not in a burst.
_AVERAGE, _PEAK = "average", "peak"
# A moment farther away than any pause that Telegram asks for was written under a clock that ran ahead.
_NONSENSE = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Pacing:
    """`step` lies between two messages, `shortest` where time is made up for: at most `lag` of it."""

    step: timedelta
    shortest: timedelta
    lag: timedelta


class SendPace:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def reserve(self, count: int, pacing: Pacing, now: datetime) -> list[datetime]:
        """Takes the next `count` slots and returns their moments, none before `now`."""
        async with self._database.writing() as connection:
            average, peak = [await self._free_at(connection, name, now) for name in (_AVERAGE, _PEAK)]
            average = max(average, now - pacing.lag)
            step = pacing.shortest if average < now else pacing.step
            first = max(average, peak, now)
            await self._set(connection, _AVERAGE, average + count * pacing.step)
            await self._set(connection, _PEAK, first + count * step)
        return [first + number * step for number in range(count)]

    async def pause(self, until: datetime, now: datetime) -> None:
        """Nobody gets a slot before `until`."""
        async with self._database.writing() as connection:
            for name in (_AVERAGE, _PEAK):
                await self._set(connection, name, max(until, await self._free_at(connection, name, now)))

    async def _free_at(self, connection: AsyncConnection, name: str, now: datetime) -> datetime:
        """The row's moment, locked until the transaction ends; `now` where there is none or it makes no sense."""
        row = select(_ROW.free_at).where(_ROW.name == name).with_for_update()
        free_at = (await connection.execute(row)).scalar_one_or_none()
        if free_at is None:
            await self._database.insert_new(connection, _ROW, {"name": name, "free_at": now})
            return now
        return now if free_at > now + _NONSENSE else free_at

    @staticmethod
    async def _set(connection: AsyncConnection, name: str, free_at: datetime) -> None:
        await connection.execute(update(_ROW).where(_ROW.name == name).values(free_at=free_at))
