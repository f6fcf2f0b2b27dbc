"""What came to an agent and what they said of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Select, delete, insert, or_, select, update

from bot.storage.database import Database
from bot.storage.models import TipDeliveryRecord

_ROW = TipDeliveryRecord


class Lesson(StrEnum):
    TIP = "tip"
    QUIZ = "quiz"
    EXERCISE = "exercise"
    DRILL = "drill"


@dataclass(frozen=True, slots=True)
class Delivery:
    """`what` is the id of the tip or quiz, of the review that an exercise comes from or of a
    case to practise on; `useful` None: not said."""

    id: int
    agent_id: int
    kind: Lesson
    what: str
    sent_at: datetime
    daily: bool
    useful: bool | None
    saved: bool
    disliked_tag: str | None


class TipDeliveries:
    """Every method sees what came to the one agent it is asked about."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, agent_id: int, kind: Lesson, what: str, now: datetime, *, daily: bool) -> int:
        """Notes a delivery and returns its id. `daily`: by the clock, not on request."""
        values = {"agent_id": agent_id, "kind": str(kind), "what": what, "sent_at": now, "daily": daily, "saved": False}
        async with self._database.writing() as connection:
            added = await connection.execute(insert(_ROW).values(**values).returning(_ROW.id))
            number: int = added.scalar_one()
        return number

    async def get(self, agent_id: int, delivery_id: int) -> Delivery | None:
        found = await self._many(_rows(agent_id).where(_ROW.id == delivery_id))
        return found[0] if found else None

    async def remembered(self, agent_id: int, since: datetime) -> list[Delivery]:
        """What came at `since` or later, and whatever the agent disliked at any time; the newest first."""
        return await self._many(_rows(agent_id).where(or_(_ROW.sent_at >= since, _ROW.disliked_tag.is_not(None))))

    async def saved(self, agent_id: int, limit: int) -> list[Delivery]:
        return await self._many(_rows(agent_id).where(_ROW.saved).limit(limit))

    async def last_daily(self, agent_id: int) -> datetime | None:
        """When something last came by the clock."""
        found = await self._many(_rows(agent_id).where(_ROW.daily).limit(1))
        return found[0].sent_at if found else None

    async def disliked_tags(self, agent_id: int) -> frozenset[str]:
        tags = select(_ROW.disliked_tag).where(_ROW.agent_id == agent_id, _ROW.disliked_tag.is_not(None)).distinct()
        async with self._database.reading() as connection:
            return frozenset(tag for tag in (await connection.execute(tags)).scalars() if tag is not None)

    async def rate(self, agent_id: int, delivery_id: int, *, useful: bool) -> None:
        await self._change(agent_id, delivery_id, useful=useful)

    async def keep(self, agent_id: int, delivery_id: int, *, saved: bool) -> None:
        await self._change(agent_id, delivery_id, saved=saved)

    async def dislike(self, agent_id: int, delivery_id: int, tag: str | None) -> None:
        """Lessons with this tag stay away; None takes that back."""
        await self._change(agent_id, delivery_id, disliked_tag=tag)

    async def forgive(self, agent_id: int) -> None:
        """All tags may come again."""
        async with self._database.writing() as connection:
            await connection.execute(update(_ROW).where(_ROW.agent_id == agent_id).values(disliked_tag=None))

    async def forget(self, agent_id: int, delivery_id: int) -> None:
        """Takes a delivery back that surely did not arrive."""
        async with self._database.writing() as connection:
            await connection.execute(delete(_ROW).where(_ROW.agent_id == agent_id, _ROW.id == delivery_id))

    async def _change(self, agent_id: int, delivery_id: int, **values: Any) -> None:  # noqa: ANN401 — columns of the table
        this = update(_ROW).where(_ROW.agent_id == agent_id, _ROW.id == delivery_id)
        async with self._database.writing() as connection:
            await connection.execute(this.values(**values))

    async def _many(self, statement: Select[Any]) -> list[Delivery]:
        async with self._database.reading() as connection:
            rows = (await connection.execute(statement)).all()
        return [Delivery(**{**row._asdict(), "kind": Lesson(row.kind)}) for row in rows]


def _rows(agent_id: int) -> Select[Any]:
    return select(_ROW.__table__).where(_ROW.agent_id == agent_id).order_by(_ROW.sent_at.desc(), _ROW.id.desc())
