"""What agents promised their customers, and by when."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, and_, insert, select, update

from bot.storage.agents import keeps_texts
from bot.storage.database import Database
from bot.storage.masking import masked_text
from bot.storage.models import AgentRecord, PromiseRecord, ReviewRecord

_ROW = PromiseRecord


@dataclass(frozen=True, slots=True)
class Promise:
    """`words` is the sentence that promises and `customer` a first name, both masked; moments are in UTC.

    Where the agent did not want texts kept, `words` is empty and there is no `customer`.
    `remind_at` is None once the reminder was taken up, `done_at` is None while the promise is open.
    """

    id: int
    agent_id: int
    review_id: int | None
    customer: str | None
    words: str
    deadline: datetime
    created_at: datetime
    remind_at: datetime | None
    done_at: datetime | None


@dataclass(frozen=True, slots=True)
class DueReminder:
    """All promises of one agent that were due at once, taken by one process: they go into one message."""

    agent_id: int
    zone: str | None
    promises: tuple[Promise, ...]


class Promises:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(
        self,
        agent_id: int,
        words: str,
        *,
        deadline: datetime,
        remind_at: datetime,
        now: datetime,
        customer: str | None = None,
        review_id: int | None = None,
    ) -> int:
        """Stores a promise, masked, and returns its id. A review that is not the agent's own is forgotten.

        For one whose texts are not kept only the deadline stays.
        """
        own_review = select(ReviewRecord.id).where(ReviewRecord.agent_id == agent_id, ReviewRecord.id == review_id)
        values: dict[str, Any] = {
            "agent_id": agent_id,
            "review_id": own_review.scalar_subquery(),
            "deadline": deadline,
            "created_at": now,
            "remind_at": remind_at,
        }
        async with self._database.writing() as connection:
            kept = await keeps_texts(connection, agent_id)
            values["customer"] = masked_text(customer).text if customer and kept else None
            values["words"] = masked_text(words).text if kept else ""
            added = await connection.execute(insert(_ROW).values(**values).returning(_ROW.id))
            number: int = added.scalar_one()
        return number

    async def open(self, agent_id: int, limit: int = 50) -> list[Promise]:
        """What the agent still owes, the soonest first."""
        owed = _rows().where(_ROW.agent_id == agent_id, _ROW.done_at.is_(None)).order_by(_ROW.deadline, _ROW.id)
        async with self._database.reading() as connection:
            return [_promise(row) for row in (await connection.execute(owed.limit(limit))).all()]

    async def get(self, agent_id: int, promise_id: int) -> Promise | None:
        one = _rows().where(_ROW.agent_id == agent_id, _ROW.id == promise_id)
        async with self._database.reading() as connection:
            row = (await connection.execute(one)).one_or_none()
        return _promise(row) if row else None

    async def done(self, agent_id: int, promise_id: int, now: datetime) -> bool:
        """Kept: no reminder any more. False if it was already, or is not the agent's."""
        this = and_(_ROW.agent_id == agent_id, _ROW.id == promise_id, _ROW.done_at.is_(None))
        async with self._database.writing() as connection:
            changed = await connection.execute(update(_ROW).where(this).values(done_at=now, remind_at=None))
        return changed.rowcount == 1

    async def remind_later(self, agent_id: int, promise_id: int, at: datetime) -> bool:
        """One more reminder of an open promise."""
        this = and_(_ROW.agent_id == agent_id, _ROW.id == promise_id, _ROW.done_at.is_(None))
        async with self._database.writing() as connection:
            return (await connection.execute(update(_ROW).where(this).values(remind_at=at))).rowcount == 1

    async def take(self, now: datetime, without: Collection[int] = ()) -> DueReminder | None:
        """The agent who has been waiting the longest, with all that is due for them, claimed; None where nothing is."""
        first = (
            select(_ROW.agent_id, AgentRecord.time_zone)
            .join(AgentRecord, AgentRecord.telegram_id == _ROW.agent_id)
            .where(AgentRecord.active, _ROW.remind_at <= now, _ROW.agent_id.not_in(without))
            .order_by(_ROW.remind_at)
            .limit(1)
            .with_for_update(skip_locked=True, of=_ROW)
        )
        async with self._database.writing() as connection:
            chosen = (await connection.execute(first)).one_or_none()
            if chosen is None:
                return None
            due = and_(_ROW.agent_id == chosen.agent_id, _ROW.remind_at <= now)
            rows = (await connection.execute(_rows().where(due).order_by(_ROW.deadline).with_for_update())).all()
            promises = tuple(_promise(row) for row in rows)
            taken = _ROW.id.in_([promise.id for promise in promises])
            await connection.execute(update(_ROW).where(taken).values(remind_at=None))
        return DueReminder(chosen.agent_id, chosen.time_zone, promises)

    async def put_back(self, reminder: DueReminder) -> None:
        """Makes a reminder due again that surely was not delivered, but for promises kept or put off meanwhile."""
        async with self._database.writing() as connection:
            for promise in reminder.promises:
                this = and_(_ROW.id == promise.id, _ROW.remind_at.is_(None), _ROW.done_at.is_(None))
                await connection.execute(update(_ROW).where(this).values(remind_at=promise.remind_at))


def _rows() -> Select[Any]:
    return select(_ROW.__table__)


def _promise(row: Row[Any]) -> Promise:
    return Promise(**row._asdict())
