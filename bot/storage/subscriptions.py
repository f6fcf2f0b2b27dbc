"""Who wants the tip of the day and when; the row that says so is also the lock by which it is sent once."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.database import Database
from bot.storage.models import AgentRecord, TipSubscriptionRecord

DEFAULT_HOUR = 10
WORKING_DAYS = frozenset({1, 2, 3, 4, 5})

_ROW = TipSubscriptionRecord


@dataclass(frozen=True, slots=True)
class Subscription:
    """`hour` is local, 0…23; `weekdays` are ISO numbers, 1 is Monday; `next_tip_at` is in UTC, None: switched off.

    `zone` is the agent's own time zone from the preferences, None where not chosen.
    """

    agent_id: int
    hour: int
    weekdays: frozenset[int]
    next_tip_at: datetime | None
    zone: str | None

    @property
    def on(self) -> bool:
        return self.next_tip_at is not None


@dataclass(frozen=True, slots=True)
class DueTip:
    """A tip that one process took upon itself to send: it was due at `due_at`, the next one is due at `following`.

    `first_seen` is when the agent came, as in `Agent`.
    """

    agent_id: int
    zone: str | None
    first_seen: datetime
    due_at: datetime
    following: datetime


class TipSubscriptions:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def begin(self, agent_id: int, next_tip_at: datetime) -> bool:
        """Subscribes a newcomer at the default hour; False if they have chosen something already."""
        values = {**_values(DEFAULT_HOUR, WORKING_DAYS, next_tip_at), "agent_id": agent_id}
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
        """Replaces what was chosen. The agent must be known (`Agents.seen`)."""
        values = _values(hour, weekdays, next_tip_at)
        async with self._database.writing() as connection:
            await self._database.insert_new(connection, _ROW, {**values, "agent_id": agent_id})
            await connection.execute(update(_ROW).where(_ROW.agent_id == agent_id).values(values))
        return replace(await self.get(agent_id), next_tip_at=next_tip_at)

    async def take(
        self, now: datetime, following: Callable[[Subscription], datetime | None], without: Collection[int] = ()
    ) -> DueTip | None:
        """The tip that has been due the longest, claimed: its row already names the next moment.

        `following` computes that moment; it must lie after the old one, or be None to switch off. Agents `without` are
        passed by. None where nothing is due.
        """
        due = (
            _rows()
            .where(AgentRecord.active, _ROW.next_tip_at <= now, _ROW.agent_id.not_in(without))
            .order_by(_ROW.next_tip_at)
            .limit(1)
            # Other processes pass by a row in work. SQLite compiles no lock and needs none: it writes one at a time.
            .with_for_update(skip_locked=True, of=_ROW)
        )
        async with self._database.writing() as connection:
            row = (await connection.execute(due)).one_or_none()
            if row is None:
                return None
            at = following(_subscription(row))
            if not await _move(connection, row.agent_id, row.next_tip_at, at):
                return None
        return DueTip(row.agent_id, row.time_zone, row.first_seen, row.next_tip_at, at or row.next_tip_at)

    async def put_back(self, tip: DueTip) -> bool:
        """Makes a tip due again that surely was not delivered; False if the agent has chosen another hour since."""
        async with self._database.writing() as connection:
            return await _move(connection, tip.agent_id, tip.following, tip.due_at)


async def _move(connection: AsyncConnection, agent_id: int, old: datetime, new: datetime | None) -> bool:
    this: ColumnElement[bool] = and_(_ROW.agent_id == agent_id, _ROW.next_tip_at == old)
    return (await connection.execute(update(_ROW).where(this).values(next_tip_at=new))).rowcount == 1


def _values(hour: int, weekdays: frozenset[int], next_tip_at: datetime | None) -> dict[str, Any]:
    return {"hour": hour, "weekdays": "".join(map(str, sorted(weekdays))), "next_tip_at": next_tip_at}


def _rows() -> Select[int, int, str, datetime | None, str | None, datetime]:
    chosen = select(
        _ROW.agent_id, _ROW.hour, _ROW.weekdays, _ROW.next_tip_at, AgentRecord.time_zone, AgentRecord.first_seen
    )
    return chosen.join(AgentRecord, AgentRecord.telegram_id == _ROW.agent_id)


def _subscription(row: Row[int, int, str, datetime | None, str | None, datetime]) -> Subscription:
    return Subscription(row.agent_id, row.hour, frozenset(map(int, row.weekdays)), row.next_tip_at, row.time_zone)
