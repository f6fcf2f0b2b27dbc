"""Who wants the tip of the day and the digest of the week, and when.

The moment in the row is also the lock by which each is sent once.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.orm import InstrumentedAttribute

from bot.storage.database import Database
from bot.storage.models import AgentRecord, TipSubscriptionRecord

DEFAULT_HOUR = 10
WORKING_DAYS = frozenset({1, 2, 3, 4, 5})

_ROW = TipSubscriptionRecord


@dataclass(frozen=True, slots=True)
class Subscription:
    """`hour` is local, 0…23; `weekdays` are ISO numbers, 1 is Monday; the moments are in UTC, None: switched off.

    `zone` is the agent's own time zone from the preferences, None where not chosen.
    """

    agent_id: int
    hour: int
    weekdays: frozenset[int]
    next_tip_at: datetime | None
    zone: str | None
    next_digest_at: datetime | None = None

    @property
    def on(self) -> bool:
        return self.next_tip_at is not None


@dataclass(frozen=True, slots=True)
class DueTip:
    """A tip or digest that one process took upon itself to send: due at `due_at`, the next one at `following`.

    `first_seen` is when the agent came, as in `Agent`.
    """

    agent_id: int
    zone: str | None
    first_seen: datetime
    due_at: datetime
    following: datetime


Following = Callable[[Subscription], datetime | None]
_Moment = InstrumentedAttribute[datetime | None]
_Columns = tuple[int, int, str, datetime | None, datetime | None, str | None, datetime]


class TipSubscriptions:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def begin(self, agent_id: int, next_tip_at: datetime, next_digest_at: datetime | None = None) -> bool:
        """Subscribes a newcomer at the default hour; False if they have chosen something already."""
        chosen = _values(DEFAULT_HOUR, WORKING_DAYS, next_tip_at)
        values = {**chosen, "agent_id": agent_id, "next_digest_at": next_digest_at}
        async with self._database.writing() as connection:
            return await self._database.insert_new(connection, _ROW, values)

    async def get(self, agent_id: int) -> Subscription:
        """What the agent chose; the default hour, switched off, where nothing was chosen."""
        async with self._database.reading() as connection:
            row = (await connection.execute(_rows().where(_ROW.agent_id == agent_id))).one_or_none()
        return _subscription(row) if row else Subscription(agent_id, DEFAULT_HOUR, WORKING_DAYS, None, None)

    async def save(
        self, agent_id: int, *, hour: int, weekdays: frozenset[int], next_tip_at: datetime | None
    ) -> Subscription:
        """Replaces what was chosen, the digest apart. The agent must be known (`Agents.seen`)."""
        values = _values(hour, weekdays, next_tip_at)
        async with self._database.writing() as connection:
            await self._database.insert_new(connection, _ROW, {**values, "agent_id": agent_id})
            await connection.execute(update(_ROW).where(_ROW.agent_id == agent_id).values(values))
        return replace(await self.get(agent_id), next_tip_at=next_tip_at)

    async def switch_digest(self, agent_id: int, next_digest_at: datetime | None) -> None:
        """When the digest comes next, None: never. The agent must have been subscribed."""
        async with self._database.writing() as connection:
            await connection.execute(
                update(_ROW).where(_ROW.agent_id == agent_id).values(next_digest_at=next_digest_at)
            )

    async def move_digest(self, agent_id: int, old: datetime, new: datetime) -> bool:
        """To another moment, unless it has just been claimed."""
        async with self._database.writing() as connection:
            return await _move(connection, _ROW.next_digest_at, agent_id, old, new)

    async def take(self, now: datetime, following: Following, without: Collection[int] = ()) -> DueTip | None:
        """The tip that has been due the longest, claimed: its row already names the next moment.

        `following` computes that moment; it must lie after the old one, or be None to switch off. Agents `without` are
        passed by. None where nothing is due.
        """
        return await self._take(_ROW.next_tip_at, now, following, without)

    async def take_digest(self, now: datetime, following: Following, without: Collection[int] = ()) -> DueTip | None:
        """The digest that has been due the longest, claimed as a tip is."""
        return await self._take(_ROW.next_digest_at, now, following, without)

    async def put_back(self, tip: DueTip) -> bool:
        """Makes a tip due again that surely was not delivered; False if the agent has chosen another hour since."""
        async with self._database.writing() as connection:
            return await _move(connection, _ROW.next_tip_at, tip.agent_id, tip.following, tip.due_at)

    async def put_back_digest(self, digest: DueTip) -> bool:
        """The same for a digest."""
        return await self.move_digest(digest.agent_id, digest.following, digest.due_at)

    async def _take(
        self, column: _Moment, now: datetime, following: Following, without: Collection[int]
    ) -> DueTip | None:
        due = (
            _rows()
            .where(AgentRecord.active, column <= now, _ROW.agent_id.not_in(without))
            .order_by(column)
            .limit(1)
            # Other processes pass by a row in work. SQLite compiles no lock and needs none: it writes one at a time.
            .with_for_update(skip_locked=True, of=_ROW)
        )
        async with self._database.writing() as connection:
            row = (await connection.execute(due)).one_or_none()
            if row is None:
                return None
            due_at: datetime = getattr(row, column.key)
            at = following(_subscription(row))
            if not await _move(connection, column, row.agent_id, due_at, at):
                return None
        return DueTip(row.agent_id, row.time_zone, row.first_seen, due_at, at or due_at)


async def _move(
    connection: AsyncConnection, column: _Moment, agent_id: int, old: datetime, new: datetime | None
) -> bool:
    this: ColumnElement[bool] = and_(_ROW.agent_id == agent_id, column == old)
    return (await connection.execute(update(_ROW).where(this).values({column: new}))).rowcount == 1


def _values(hour: int, weekdays: frozenset[int], next_tip_at: datetime | None) -> dict[str, Any]:
    return {"hour": hour, "weekdays": "".join(map(str, sorted(weekdays))), "next_tip_at": next_tip_at}


def _rows() -> Select[*_Columns]:
    chosen = select(
        _ROW.agent_id,
        _ROW.hour,
        _ROW.weekdays,
        _ROW.next_tip_at,
        _ROW.next_digest_at,
        AgentRecord.time_zone,
        AgentRecord.first_seen,
    )
    return chosen.join(AgentRecord, AgentRecord.telegram_id == _ROW.agent_id)


def _subscription(row: Row[*_Columns]) -> Subscription:
    weekdays = frozenset(map(int, row.weekdays))
    return Subscription(row.agent_id, row.hour, weekdays, row.next_tip_at, row.time_zone, row.next_digest_at)
