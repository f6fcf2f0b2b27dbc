"""The reviews of the whole team, without anybody's number: for what they have in common, not for who wrote what."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import regex
from sqlalchemy import Row, Select, Text, cast, func, or_, select

from bot.storage.database import Database
from bot.storage.masking import masked_text
from bot.storage.models import AgentRecord, MemberRecord, ReviewRecord

# Of one agent in one stretch of time: more say nothing new, and who writes most shall not speak for all.
MOST_EACH = 10
# Reviews that are read in one go, so that others are answered in between.
_AT_ONCE = 200
_NAME = regex.compile(r"\p{L}{3,}")


@dataclass(frozen=True, slots=True)
class TeamReview:
    """The first review of a draft. `who` tells the agents of one answer apart and means nothing else.

    `review` holds the `findings` of its JSON as stored. `draft` is masked, the agent's own name is blanked out of it,
    and it is there only if the agent agreed to that; offsets of the findings are offsets in it.
    """

    who: int
    created_at: datetime
    review: Mapping[str, Any]
    draft: str | None


class Team:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def reviews(
        self, since: datetime, until: datetime, *, most_each: int = MOST_EACH, sample: str = ""
    ) -> list[TeamReview]:
        """The newest first drafts of each agent from `since` until before `until`, those re-checked counted once.

        A draft that is `sample` word for word was nobody's own and is left out.
        """
        newest = func.row_number().over(partition_by=ReviewRecord.agent_id, order_by=ReviewRecord.id.desc())
        first_drafts = (
            select(ReviewRecord.id, newest.label("place"))
            .where(
                ReviewRecord.created_at >= since, ReviewRecord.created_at < until, ReviewRecord.previous_id.is_(None)
            )
            .where(or_(ReviewRecord.draft == "", ReviewRecord.draft != masked_text(sample).text))
            .subquery()
        )
        chosen = select(first_drafts.c.id).where(first_drafts.c.place <= most_each)
        async with self._database.reading() as connection:
            ids = (await connection.execute(chosen)).scalars().all()
            rows = [
                row
                for start in range(0, len(ids), _AT_ONCE)
                for row in (await connection.execute(_told(ids[start : start + _AT_ONCE]))).all()
            ]
        return await asyncio.to_thread(_read, rows)

    async def size(self) -> int:
        """How many agents have anything reviewed at all."""
        counted = select(func.count(ReviewRecord.agent_id.distinct()))
        async with self._database.reading() as connection:
            size: int = (await connection.execute(counted)).scalar_one()
        return size


def _told(ids: Sequence[int]) -> Select[*tuple[Any, ...]]:
    """What is needed of these reviews. The findings come as text, cut out by the database: decoding some thousands of
    whole reviews here would hold everybody else up."""
    return (
        select(
            ReviewRecord.agent_id,
            ReviewRecord.created_at,
            cast(ReviewRecord.review["findings"], Text).label("findings"),
            ReviewRecord.draft,
            AgentRecord.share_examples,
            AgentRecord.signature,
            MemberRecord.name,
        )
        .join(AgentRecord, AgentRecord.telegram_id == ReviewRecord.agent_id)
        .outerjoin(MemberRecord, MemberRecord.telegram_id == ReviewRecord.agent_id)
        .where(ReviewRecord.id.in_(ids))
        .order_by(ReviewRecord.id)
    )


def _read(rows: Sequence[Row[Any]]) -> list[TeamReview]:
    numbers: dict[int, int] = {}
    return [
        TeamReview(
            who=numbers.setdefault(row.agent_id, len(numbers)),
            created_at=row.created_at,
            review={"findings": json.loads(row.findings or "[]") or []},
            draft=_anonymous(row),
        )
        for row in rows
    ]


def _anonymous(row: Row[Any]) -> str | None:
    """The draft without its author; what is blanked out keeps its length."""
    if not row.share_examples or not row.draft:
        return None
    text: str = row.draft
    own = {word.casefold() for known in (row.signature, row.name) for word in _NAME.findall(known or "")}
    return _NAME.sub(lambda found: " " * len(found[0]) if found[0].casefold() in own else found[0], text)
