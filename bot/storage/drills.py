"""How practice went: no words of anybody, only which case it was and how it ended."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, insert, select

from bot.storage.database import Database
from bot.storage.models import DrillRecord

_ROW = DrillRecord


@dataclass(frozen=True, slots=True)
class NewDrill:
    """A case as it was played.

    `case_id` names it in content, `level` is 1…3, `ending` and the stances are codes, `score` is 0…100 of the last
    reply (None: not one), `chosen` the agent's stance (None: not chosen), `weak` the signal to practise.
    """

    case_id: str
    level: int
    ending: str
    score: int | None
    chosen: str | None
    stance: str
    weak: str | None


@dataclass(frozen=True, slots=True)
class Drill(NewDrill):
    """As stored; `played_at` is when it ended, in UTC."""

    id: int
    agent_id: int
    played_at: datetime


@dataclass(frozen=True, slots=True)
class LevelFigures:
    """Of one level: how many were `played` and `won`, and the average last score (None where nobody replied)."""

    level: int
    played: int
    won: int
    average: float | None


class Drills:
    """Every method sees the practice of the one agent it is asked about."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, agent_id: int, new: NewDrill, now: datetime) -> int:
        """Notes a case that has ended and returns its id. The agent must be known (`Agents.seen`)."""
        values = {**asdict(new), "agent_id": agent_id, "played_at": now}
        async with self._database.writing() as connection:
            added: int = (await connection.execute(insert(_ROW).values(**values).returning(_ROW.id))).scalar_one()
        return added

    async def of_agent(self, agent_id: int, limit: int = 500) -> list[Drill]:
        """The last `limit` cases, the oldest first."""
        newest = select(_ROW.__table__).where(_ROW.agent_id == agent_id).order_by(_ROW.id.desc()).limit(limit)
        async with self._database.reading() as connection:
            rows = (await connection.execute(newest)).all()
        return [_drill(row) for row in reversed(rows)]

    async def figures(self, agent_id: int, won: str = "satisfied") -> list[LevelFigures]:
        """How practice goes, level by level, for levels that were played; `won` is the ending that counts as such."""
        counted = (
            select(
                _ROW.level,
                func.count().label("played"),
                func.count().filter(_ROW.ending == won).label("won"),
                func.avg(_ROW.score).label("average"),
            )
            .where(_ROW.agent_id == agent_id)
            .group_by(_ROW.level)
            .order_by(_ROW.level)
        )
        async with self._database.reading() as connection:
            rows = (await connection.execute(counted)).all()
        return [
            LevelFigures(row.level, row.played, row.won, None if row.average is None else float(row.average))
            for row in rows
        ]


def _drill(row: Row[Any]) -> Drill:
    return Drill(**row._asdict())
