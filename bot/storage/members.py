"""Who was let in, and as what. Whom the settings name (ADMIN_IDS) is not in here: they are let in by the settings."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, and_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.database import Database
from bot.storage.masking import storable
from bot.storage.models import AgentRecord, InvitationRecord, MemberRecord

_ROW = MemberRecord
LONGEST_NAME = 64


class Role(StrEnum):
    AGENT = "agent"
    LEAD = "lead"


@dataclass(frozen=True, slots=True)
class Member:
    """`name` is what they call themselves in Telegram; `removed_at` is set once they were shown out."""

    telegram_id: int
    name: str
    role: Role
    joined_at: datetime
    removed_at: datetime | None


# In the order in which `member_from` takes them.
MEMBER_COLUMNS = (_ROW.telegram_id, _ROW.name, _ROW.role, _ROW.joined_at, _ROW.removed_at)


def member_from(values: Sequence[Any]) -> Member:
    telegram_id, name, role, joined_at, removed_at = values
    return Member(telegram_id, name, Role(role), joined_at, removed_at)


class Members:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def get(self, telegram_id: int) -> Member | None:
        """Also one who was removed: look at `removed_at`."""
        async with self._database.reading() as connection:
            row = (await connection.execute(select(*MEMBER_COLUMNS).where(_is(telegram_id)))).one_or_none()
        return member_from(row) if row is not None else None

    async def all(self) -> list[Member]:
        """Everybody who is in, leads first, then by name."""
        inside = select(*MEMBER_COLUMNS).where(_ROW.removed_at.is_(None))
        async with self._database.reading() as connection:
            members = [member_from(row) for row in (await connection.execute(inside)).all()]
        return sorted(members, key=lambda member: (member.role != Role.LEAD, member.name.casefold()))

    async def inviter(self, telegram_id: int) -> int | None:
        """Whose invitation the member came by."""
        statement = select(_ROW.invited_by).where(_is(telegram_id))
        async with self._database.reading() as connection:
            return (await connection.execute(statement)).scalar_one_or_none()

    async def rename(self, telegram_id: int, name: str) -> None:
        async with self._database.writing() as connection:
            await connection.execute(update(_ROW).where(_is(telegram_id)).values(name=tidy_name(name)))

    async def appoint(self, telegram_id: int, role: Role, now: datetime) -> bool:
        """Makes a member a lead or an agent again, whose invitations then end. False if they are that, or not in."""
        async with self._database.writing() as connection:
            other = and_(_is(telegram_id), _ROW.removed_at.is_(None), _ROW.role != str(role))
            changed = await connection.execute(update(_ROW).where(other).values(role=str(role)))
            if changed.rowcount and role is Role.AGENT:
                await _end_invitations(connection, InvitationRecord.created_by == telegram_id, now)
        return changed.rowcount == 1

    async def remove(self, telegram_id: int, now: datetime) -> bool:
        """Shows a member out, for good with every invitation there is now: theirs and the one they came by end too.

        Nothing is sent to them any more. False if they were not in.
        """
        inside = and_(_is(telegram_id), _ROW.removed_at.is_(None))
        async with self._database.writing() as connection:
            shown_out = update(_ROW).where(inside).values(removed_at=now, role=str(Role.AGENT))
            row = (await connection.execute(shown_out.returning(_ROW.invitation_id))).one_or_none()
            if row is None:
                return False
            theirs = (InvitationRecord.created_by == telegram_id) | (InvitationRecord.id == row.invitation_id)
            await _end_invitations(connection, theirs, now)
            silent = update(AgentRecord).where(AgentRecord.telegram_id == telegram_id).values(active=False)
            await connection.execute(silent)
        return True

    async def silence_strangers(self, let_in: Collection[int]) -> int:
        """Nothing is sent any more to those who are neither members nor in `let_in`; returns how many those were.

        For the start of a bot that was open to all, or whose settings named others, until now.
        """
        members = select(_ROW.telegram_id).where(_ROW.removed_at.is_(None))
        strangers = and_(
            AgentRecord.active, AgentRecord.telegram_id.not_in(members), AgentRecord.telegram_id.not_in(let_in)
        )
        async with self._database.writing() as connection:
            return (await connection.execute(update(AgentRecord).where(strangers).values(active=False))).rowcount


def tidy_name(name: str) -> str:
    """One line that fits a button."""
    return storable(" ".join(name.split()))[:LONGEST_NAME]


async def _end_invitations(connection: AsyncConnection, which: ColumnElement[bool], now: datetime) -> None:
    still = and_(which, InvitationRecord.revoked_at.is_(None))
    await connection.execute(update(InvitationRecord).where(still).values(revoked_at=now))


def _is(telegram_id: int) -> ColumnElement[bool]:
    return _ROW.telegram_id == telegram_id
