"""How much is stored, for whoever watches over the bot; nothing of any one person."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select

from bot.storage.database import Database
from bot.storage.models import AgentRecord, ReviewRecord


@dataclass(frozen=True, slots=True)
class Count:
    """`agents` are those who have not blocked the bot."""

    agents: int
    reviews: int


class Census:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def take(self) -> Count:
        agents = select(func.count()).select_from(AgentRecord).where(AgentRecord.active)
        reviews = select(func.count()).select_from(ReviewRecord)
        async with self._database.reading() as connection:
            return Count(
                agents=(await connection.execute(agents)).scalar_one(),
                reviews=(await connection.execute(reviews)).scalar_one(),
            )
