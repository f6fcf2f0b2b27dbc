"""The group chats that the bot was put into: their numbers, and nothing of what is said there."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select, update

from bot.storage.database import Database
from bot.storage.models import GroupRecord

_ROW = GroupRecord
# Telegram takes 20 messages a minute in a group. So many at once, then one a step: no minute holds more than 20.
BURST, STEP = 10, timedelta(seconds=6)


class Groups:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def whispers(self, chat_id: int) -> bool | None:
        """Whether the bot may write there to one person alone; None where nobody has tried."""
        async with self._database.reading() as connection:
            return (await connection.execute(select(_ROW.whispers).where(_ROW.chat_id == chat_id))).scalar_one_or_none()

    async def note(self, chat_id: int, *, whispers: bool, now: datetime) -> None:
        """The bot is in the group, and may or may not whisper there."""
        async with self._database.writing() as connection:
            if not await self._database.insert_new(connection, _ROW, _new(chat_id, whispers, now)):
                await connection.execute(update(_ROW).where(_ROW.chat_id == chat_id).values(whispers=whispers))

    async def forget(self, chat_id: int) -> None:
        async with self._database.writing() as connection:
            await connection.execute(delete(_ROW).where(_ROW.chat_id == chat_id))

    async def moved(self, old_id: int, new_id: int, now: datetime) -> None:
        """The group became a supergroup: from now on it has another number. Told twice, it stays so."""
        async with self._database.writing() as connection:
            found = await connection.execute(select(_ROW.whispers).where(_ROW.chat_id == old_id))
            await self._database.insert_new(connection, _ROW, _new(new_id, found.scalar_one_or_none(), now))
            await connection.execute(delete(_ROW).where(_ROW.chat_id == old_id))

    async def claim(self, chat_id: int, now: datetime) -> bool:
        """Whether one message more may leave for the group now; all processes that send there are counted."""
        this = _ROW.chat_id == chat_id
        async with self._database.writing() as connection:
            await self._database.insert_new(connection, _ROW, _new(chat_id, None, now))
            locked = select(_ROW.free_at).where(this).with_for_update()
            free_at = max((await connection.execute(locked)).scalar_one(), now)
            # Farther ahead than the rule below ever goes: written under a clock that ran fast.
            if free_at > now + BURST * STEP:
                free_at = now
            if free_at + STEP > now + BURST * STEP:
                return False
            await connection.execute(update(_ROW).where(this).values(free_at=free_at + STEP))
        return True


def _new(chat_id: int, whispers: bool | None, now: datetime) -> dict[str, Any]:  # noqa: FBT001 -- a column's value
    return {"chat_id": chat_id, "whispers": whispers, "free_at": now}
