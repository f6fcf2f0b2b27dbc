"""Updates that were taken in: written down until they are handled, then only their numbers, lest they come twice.

The raw text of an update lies here while it is being handled, seconds as a rule, and a day at most.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, null, or_, select, update

from bot.storage.database import Database
from bot.storage.models import InboxRecord

_ROW = InboxRecord
# Whoever takes an update renews its claim every few seconds. Clocks of several machines may differ by half of this.
CLAIM = timedelta(seconds=20)
# A claim that lasts longer than any was written by a clock that has been set back since.
NONSENSE = 3 * CLAIM
# Telegram brings an update again for a day at most.
MEMORY = timedelta(hours=25)
_AT_ONCE = 20


class Stage(StrEnum):
    WAITING = "waiting"
    ANSWERING = "answering"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class KeptUpdate:
    """An update that was left behind, as Telegram sent it."""

    update_id: int
    raw: dict[str, Any]
    answering: bool
    attempts: int


class UpdateInbox:
    """What came for one bot. Its copies share it; what one of them holds, the others leave alone."""

    def __init__(self, database: Database, bot_id: int, clock: Callable[[], datetime]) -> None:
        self._database, self._bot_id, self._clock = database, bot_id, clock
        self._owner = secrets.token_hex(8)

    async def put(self, updates: Mapping[int, Mapping[str, Any]]) -> set[int]:
        """Writes down, claimed, those that nobody has written down yet, and returns their ids."""
        now = self._clock()
        common = {
            "bot_id": self._bot_id,
            "stage": str(Stage.WAITING),
            "attempts": 0,
            "received_at": now,
            "claimed_by": self._owner,
        }
        fresh = set()
        async with self._database.writing() as connection:
            for number, raw in sorted(updates.items()):
                row = {**common, "update_id": number, "raw": raw, "claimed_until": now + CLAIM}
                if await self._database.insert_new(connection, _ROW, row):
                    fresh.add(number)
        return fresh

    async def answering(self, update_id: int) -> bool:
        """Notes that the answer begins; False where the update is not this copy's any more."""
        return await self._change([update_id], stage=str(Stage.ANSWERING)) == 1

    async def done(self, update_ids: Collection[int]) -> None:
        """Handled: the number is remembered, the text is not. What was taken over is left to its new owner."""
        await self._change(update_ids, stage=str(Stage.DONE), raw=null())

    async def put_back(self, update_id: int, after: float) -> None:
        at = self._clock() + timedelta(seconds=after)
        await self._change([update_id], claimed_until=at, attempts=_ROW.attempts + 1)

    async def renew(self, update_ids: Collection[int]) -> None:
        await self._change(update_ids, claimed_until=self._clock() + CLAIM)

    async def overdue(self, but: Collection[int]) -> list[KeptUpdate]:
        """Unfinished updates whose claim has run out, claimed anew, the oldest first."""
        now = self._clock()
        free = or_(_ROW.claimed_until <= now, _ROW.claimed_until > now + NONSENSE)
        late = (
            select(_ROW.update_id, _ROW.raw, _ROW.stage, _ROW.attempts)
            .where(_ROW.bot_id == self._bot_id, _ROW.stage != str(Stage.DONE), free)
            .where(_ROW.update_id.not_in(but))
            .order_by(_ROW.update_id)
            .limit(_AT_ONCE)
        )
        async with self._database.reading() as connection:
            if not (await connection.execute(late.limit(1))).all():
                return []
        async with self._database.writing() as connection:
            rows = (await connection.execute(late.with_for_update(skip_locked=True))).all()
            ids = [row.update_id for row in rows]
            await connection.execute(
                update(_ROW).where(self._these(ids)).values(claimed_until=now + CLAIM, claimed_by=self._owner)
            )
        return [KeptUpdate(row.update_id, row.raw, row.stage == Stage.ANSWERING, row.attempts) for row in rows]

    async def purge(self) -> None:
        """Forgets what Telegram will not bring again. To be called every hour."""
        old = _ROW.received_at <= self._clock() - MEMORY
        async with self._database.writing() as connection:
            await connection.execute(delete(_ROW).where(old))

    async def waiting(self) -> int:
        """How many updates are unfinished, in all copies."""
        unfinished = select(_ROW.update_id).where(_ROW.bot_id == self._bot_id, _ROW.stage != str(Stage.DONE))
        async with self._database.reading() as connection:
            return len((await connection.execute(unfinished)).all())

    async def _change(self, update_ids: Collection[int], **values: Any) -> int:  # noqa: ANN401 — columns of the table
        """Changes those that are still this copy's; says how many they were."""
        ours = and_(self._these(update_ids), _ROW.claimed_by == self._owner)
        async with self._database.writing() as connection:
            return (await connection.execute(update(_ROW).where(ours).values(**values))).rowcount

    def _these(self, update_ids: Collection[int]) -> ColumnElement[bool]:
        return (_ROW.bot_id == self._bot_id) & _ROW.update_id.in_(update_ids)
