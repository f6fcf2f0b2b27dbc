"""Who has just come, in one statement: asked anew for every update, so that what was changed a moment ago holds."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import BigInteger, BindParameter, bindparam, exists, literal, select

from bot.storage.agents import AGENT_COLUMNS, Agent, agent_from
from bot.storage.database import Database
from bot.storage.disagreements import Reason
from bot.storage.house_rules import VERSION_COLUMNS
from bot.storage.members import MEMBER_COLUMNS, Member, member_from
from bot.storage.models import AgentRecord, DisagreementRecord, MemberRecord


@dataclass(frozen=True, slots=True)
class Arrival:
    """`member` also where they were removed; `house_version` changes with every rule of the house that is added or
    removed, whichever process did it; without `has_silences` there is nothing that the bot must not speak of."""

    member: Member | None
    agent: Agent | None
    house_version: tuple[int, int]
    has_silences: bool


_WHO: BindParameter[int] = bindparam("who", type_=BigInteger())
_ONE = select(literal(1).label("one")).subquery()
_SILENCED = exists().where(
    DisagreementRecord.agent_id == _WHO,
    DisagreementRecord.reason == Reason.OUR_WAY,
    DisagreementRecord.revoked_at.is_(None),
)
_ARRIVAL = select(
    *MEMBER_COLUMNS,
    *AGENT_COLUMNS,
    *(select(column).scalar_subquery() for column in VERSION_COLUMNS),
    _SILENCED,
).select_from(
    _ONE.outerjoin(MemberRecord, MemberRecord.telegram_id == _WHO).outerjoin(
        AgentRecord, AgentRecord.telegram_id == _WHO
    )
)
_AGENT_AT = len(MEMBER_COLUMNS)
_HOUSE_AT = _AGENT_AT + len(AGENT_COLUMNS)


class Arrivals:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def of(self, telegram_id: int) -> Arrival:
        async with self._database.reading() as connection:
            row = (await connection.execute(_ARRIVAL, {"who": telegram_id})).one()
        member, agent = row[:_AGENT_AT], row[_AGENT_AT:_HOUSE_AT]
        last, removed, silences = row[_HOUSE_AT:]
        return Arrival(
            member=member_from(member) if member[0] is not None else None,
            agent=agent_from(agent) if agent[0] is not None else None,
            house_version=(last, removed),
            has_silences=bool(silences),
        )
