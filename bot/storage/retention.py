"""How long what is stored stays: as long as the house says, or less where an agent chose so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, delete, func, or_, select, update

from bot.storage.database import Database
from bot.storage.disagreements import Reason
from bot.storage.invitations import LONGEST_LIFE
from bot.storage.models import (
    AgentRecord,
    AnnouncementRecord,
    Base,
    DisagreementRecord,
    DrillRecord,
    InvitationRecord,
    MemberRecord,
    PromiseRecord,
    ReviewRecord,
    TipDeliveryRecord,
)

DEFAULT_DAYS = 180
BACKUP_DAYS = 30


@dataclass(frozen=True, slots=True)
class Terms:
    """What the house promises: days that texts and scores are kept, and days that a backup is."""

    retention_days: int = DEFAULT_DAYS
    backup_days: int = BACKUP_DAYS

    def days_for(self, chosen: int | None) -> int:
        return min(chosen or self.retention_days, self.retention_days)


class Retention:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def purge(self, now: datetime, terms: Terms) -> int:
        """Deletes what is too old, for good, and returns in how many rows. To be called every hour.

        What an agent set up stays as long as the agent: wordings of the house that are not to be spoken of, tips that
        were saved or not liked.
        """
        gone = 0
        async with self._database.writing() as connection:
            chosen = (await connection.execute(select(AgentRecord.retention_days).distinct())).scalars().all()
            for days in {terms.days_for(each) for each in chosen}:
                for table, old in _agents_own(now - timedelta(days=days)):
                    theirs = table.__table__.c.agent_id.in_(_agents_with(days, terms))
                    gone += (await connection.execute(delete(table).where(old, theirs))).rowcount
                sentences = update(DisagreementRecord).where(
                    DisagreementRecord.sentence.is_not(None),
                    DisagreementRecord.created_at < now - timedelta(days=days),
                    DisagreementRecord.agent_id.in_(_agents_with(days, terms)),
                )
                gone += (await connection.execute(sentences.values(sentence=None))).rowcount
            for table, old in _of_the_house(now, timedelta(days=terms.retention_days)):
                gone += (await connection.execute(delete(table).where(old))).rowcount
        if gone:
            await self._database.wipe_traces()
        # Those who asked to be forgotten since the last time are now gone from every corner of the file.
        await self._database.scrub()
        return gone


def _agents_own(before: datetime) -> list[tuple[type[Base], ColumnElement[bool]]]:
    silenced = and_(DisagreementRecord.reason == str(Reason.OUR_WAY), DisagreementRecord.revoked_at.is_(None))
    chosen = or_(TipDeliveryRecord.saved, TipDeliveryRecord.disliked_tag.is_not(None))
    return [
        (ReviewRecord, ReviewRecord.created_at < before),
        (DisagreementRecord, and_(DisagreementRecord.created_at < before, ~silenced)),
        (PromiseRecord, PromiseRecord.deadline < before),
        (TipDeliveryRecord, and_(TipDeliveryRecord.sent_at < before, ~chosen)),
        (DrillRecord, DrillRecord.played_at < before),
    ]


def _of_the_house(now: datetime, life: timedelta) -> list[tuple[type[Base], ColumnElement[bool]]]:
    return [
        (AnnouncementRecord, AnnouncementRecord.created_at < now - life),
        (InvitationRecord, InvitationRecord.expires_at < now - life),
        # Whoever was removed must not come back by an invitation from before that.
        (MemberRecord, MemberRecord.removed_at < now - max(life, LONGEST_LIFE)),
    ]


def _agents_with(days: int, terms: Terms) -> ColumnElement[int]:
    """The numbers of the agents whose rows are kept for so many days."""
    house = terms.retention_days
    effective = func.coalesce(AgentRecord.retention_days, house)
    mine = effective >= house if days == house else effective == days
    return select(AgentRecord.telegram_id).where(mine).scalar_subquery()
