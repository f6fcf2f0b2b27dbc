"""Where agents did not agree with a finding: kept for the agent, and later for the rules."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select

from bot.storage.database import Database
from bot.storage.masking import masked_text
from bot.storage.models import DisagreementRecord, ReviewRecord


@dataclass(frozen=True, slots=True)
class Disagreement:
    """`words` are the masked words that the rule `rule` spoke of, empty for a missing move; `reason` is masked too."""

    id: int
    agent_id: int
    review_id: int | None
    rule: str
    words: str
    reason: str | None
    created_at: datetime


class Disagreements:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(
        self, agent_id: int, rule: str, words: str, *, review_id: int | None, now: datetime, reason: str | None = None
    ) -> int:
        """Stores a disagreement, masked, and returns its id. A review that is not the agent's own is forgotten."""
        own_review = select(ReviewRecord.id).where(ReviewRecord.agent_id == agent_id, ReviewRecord.id == review_id)
        values = {
            "agent_id": agent_id,
            "review_id": own_review.scalar_subquery(),
            "rule": rule,
            "words": masked_text(words).text,
            "reason": masked_text(reason).text if reason is not None else None,
            "created_at": now,
        }
        statement = insert(DisagreementRecord).values(**values).returning(DisagreementRecord.id)
        async with self._database.writing() as connection:
            added: int = (await connection.execute(statement)).scalar_one()
        return added

    async def of_agent(self, agent_id: int, limit: int = 100) -> list[Disagreement]:
        """The agent's disagreements, the newest first."""
        statement = (
            select(DisagreementRecord.__table__)
            .where(DisagreementRecord.agent_id == agent_id)
            .order_by(DisagreementRecord.id.desc())
            .limit(limit)
        )
        async with self._database.reading() as connection:
            rows = (await connection.execute(statement)).all()
        return [Disagreement(**row._asdict()) for row in rows]
