"""The pace at which all processes together may send: a moment in one row, from which on nobody has taken a slot."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select, update

from bot.storage.database import Database
from bot.storage.models import SendPaceRecord

_ROW = SendPaceRecord
_NAME = "broadcast"
# A moment farther away than any pause that Telegram asks for was written under a clock that ran ahead.
_NONSENSE = timedelta(hours=1)


class SendPace:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def reserve(self, span: timedelta, now: datetime, *, lag: timedelta) -> datetime:
        """Takes the next `span` of time that is free for sending and returns the moment at which it begins.

        It may begin up to `lag` ago: whoever was held up a little may catch up.
        """
        async with self._database.writing() as connection:
            await self._database.insert_new(connection, _ROW, {"name": _NAME, "free_at": now})
            free_at = (await connection.execute(select(_ROW.free_at).with_for_update())).scalar_one()
            start = free_at if now - lag < free_at < now + _NONSENSE else now
            await connection.execute(update(_ROW).values(free_at=start + span))
        return start

    async def pause(self, until: datetime) -> None:
        """Nobody takes a slot before `until`."""
        async with self._database.writing() as connection:
            await self._database.insert_new(connection, _ROW, {"name": _NAME, "free_at": until})
            await connection.execute(update(_ROW).where(_ROW.free_at < until).values(free_at=until))
