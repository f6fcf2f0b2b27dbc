"""Where agents did not agree with a finding: kept for the agent, and as counter-examples for the rules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Select, insert, select, update

from bot.storage.agents import keeps_texts
from bot.storage.database import Database
from bot.storage.masking import masked_text
from bot.storage.models import DisagreementRecord, ReviewRecord

_ROW = DisagreementRecord


class Reason(StrEnum):
    """Why an agent did not agree: a false alarm, the custom of their house, or right for this one customer."""

    FALSE_ALARM = "false_alarm"
    OUR_WAY = "our_way"
    NEEDED_HERE = "needed_here"


@dataclass(frozen=True, slots=True)
class NewDisagreement:
    """A finding of the rule `rule` that is not agreed with, with raw texts: the store masks them.

    `words` are what the rule spoke of, empty for a missing move; `sentence` is the one in which they stand.
    """

    rule: str
    words: str
    reason: Reason
    sentence: str | None = None
    review_id: int | None = None


@dataclass(frozen=True, slots=True)
class Disagreement:
    """As stored: texts are masked. `revoked_at` is when the agent let the bot speak of these words again."""

    id: int
    agent_id: int
    review_id: int | None
    rule: str
    words: str
    sentence: str | None
    reason: str | None
    created_at: datetime
    revoked_at: datetime | None


class Disagreements:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, agent_id: int, new: NewDisagreement, now: datetime) -> int:
        """Stores a disagreement, masked, and returns its id. A review that is not the agent's own is forgotten.

        For one whose texts are not kept, only the words stay that are not to be spoken of any more.
        """
        own_review = select(ReviewRecord.id).where(ReviewRecord.agent_id == agent_id, ReviewRecord.id == new.review_id)
        async with self._database.writing() as connection:
            kept = await keeps_texts(connection, agent_id)
            values = {
                "agent_id": agent_id,
                "review_id": own_review.scalar_subquery(),
                "rule": new.rule,
                "words": masked_text(new.words).text if kept or new.reason is Reason.OUR_WAY else "",
                "sentence": masked_text(new.sentence).text if kept and new.sentence is not None else None,
                "reason": str(new.reason),
                "created_at": now,
            }
            added: int = (await connection.execute(insert(_ROW).values(**values).returning(_ROW.id))).scalar_one()
        return added

    async def of_agent(self, agent_id: int, limit: int = 100) -> list[Disagreement]:
        """The agent's disagreements, the newest first."""
        return await self._many(_rows().where(_ROW.agent_id == agent_id).limit(limit))

    async def silenced(self, agent_id: int) -> list[Disagreement]:
        """What is the custom of the agent's house and not to be spoken of: each rule and words once, the newest first.

        No `words`: a missing move that is never to be asked for.
        """
        found = await self._many(
            _rows().where(_ROW.agent_id == agent_id, _ROW.reason == Reason.OUR_WAY, _ROW.revoked_at.is_(None))
        )
        # The newest comes last into its place and stays.
        return list({(each.rule, each.words): each for each in reversed(found)}.values())[::-1]

    async def revoke(self, agent_id: int, disagreement_id: int, now: datetime) -> bool:
        """Lets the bot speak again of what was silenced; False if it already may."""
        this = select(_ROW.rule, _ROW.words).where(_ROW.agent_id == agent_id, _ROW.id == disagreement_id)
        async with self._database.writing() as connection:
            found = (await connection.execute(this)).one_or_none()
            if found is None:
                return False
            same = (_ROW.agent_id == agent_id, _ROW.rule == found.rule, _ROW.words == found.words)
            revoked = update(_ROW).where(*same, _ROW.revoked_at.is_(None)).values(revoked_at=now)
            return (await connection.execute(revoked)).rowcount > 0

    async def since(self, moment: datetime) -> Sequence[Disagreement]:
        """All agents' disagreements made at `moment` or later, the oldest first: for the rules, not about people."""
        return (await self._many(_rows().where(_ROW.created_at >= moment)))[::-1]

    async def _many(self, statement: Select[Any]) -> list[Disagreement]:
        async with self._database.reading() as connection:
            rows = (await connection.execute(statement)).all()
        return [Disagreement(**row._asdict()) for row in rows]


def _rows() -> Select[Any]:
    return select(_ROW.__table__).order_by(_ROW.id.desc())
