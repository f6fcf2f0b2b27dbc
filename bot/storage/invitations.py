"""Links that let people in. The token itself is known to its holder alone: stored is its digest."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from secrets import token_urlsafe

from sqlalchemy import ColumnElement, Row, and_, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.database import Database
from bot.storage.members import Role, tidy_name
from bot.storage.models import InvitationRecord, MemberRecord

_ROW = InvitationRecord
# 192 bits: not to be guessed, so a plain digest needs no salt. 32 characters of the 64 that a deep link carries.
_TOKEN_BYTES = 24
LONGEST_LIFE = timedelta(days=30)
MOST_USES = 100


class Entry(StrEnum):
    """What came of following an invitation."""

    LET_IN = "let_in"
    ALREADY_IN = "already_in"
    UNKNOWN = "unknown"
    EXPIRED = "expired"
    USED_UP = "used_up"
    REVOKED = "revoked"
    REMOVED = "removed"
    """The person was shown out after this invitation was issued."""


@dataclass(frozen=True, slots=True)
class Invitation:
    id: int
    created_by: int
    created_at: datetime
    expires_at: datetime
    uses: int
    most_uses: int
    revoked_at: datetime | None


class _RefusedError(Exception):
    """Rolls back what has been written so far."""

    def __init__(self, entry: Entry) -> None:
        self.entry = entry


class Invitations:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def issue(self, created_by: int, *, life: timedelta, most_uses: int, now: datetime) -> str:
        """Makes an invitation and returns its token, which nobody can read again later.

        Raises `ValueError` for a life or a number of uses beyond `LONGEST_LIFE` and `MOST_USES`.
        """
        if not (timedelta() < life <= LONGEST_LIFE and 0 < most_uses <= MOST_USES):
            raise ValueError("An invitation must end some day and let in somebody, but not everybody")
        token = token_urlsafe(_TOKEN_BYTES)
        values = {
            "token_digest": _digest(token),
            "created_by": created_by,
            "created_at": now,
            "expires_at": now + life,
            "uses": 0,
            "most_uses": most_uses,
        }
        async with self._database.writing() as connection:
            await connection.execute(insert(_ROW).values(**values))
        return token

    async def open(self, now: datetime) -> list[Invitation]:
        """Those that would let somebody in, the newest first."""
        statement = select(_ROW.__table__).where(_is_open(now)).order_by(_ROW.id.desc())
        async with self._database.reading() as connection:
            return [_invitation(row) for row in (await connection.execute(statement)).all()]

    async def revoke(self, invitation_id: int, now: datetime) -> bool:
        """False if it had ended already."""
        still_open = and_(_ROW.id == invitation_id, _is_open(now))
        async with self._database.writing() as connection:
            return (await connection.execute(update(_ROW).where(still_open).values(revoked_at=now))).rowcount == 1

    async def enter(self, token: str, telegram_id: int, name: str, now: datetime) -> Entry:
        """Lets a person in, and counts the use, or neither. However many come at once, no more than were invited."""
        try:
            async with self._database.writing() as connection:
                await self._enter(connection, token, telegram_id, tidy_name(name), now)
        except _RefusedError as refused:
            return refused.entry
        return Entry.LET_IN

    async def _enter(self, connection: AsyncConnection, token: str, telegram_id: int, name: str, now: datetime) -> None:
        found = select(_ROW.__table__).where(_ROW.token_digest == _digest(token))
        row = (await connection.execute(found)).one_or_none()
        if row is None:
            raise _RefusedError(Entry.UNKNOWN)
        invitation = _invitation(row)
        await self._seat(connection, invitation, telegram_id, name, now)
        # The condition is checked again by the statement that counts: of two who come last one is let in.
        this = and_(_ROW.id == invitation.id, _is_open(now))
        if not (await connection.execute(update(_ROW).where(this).values(uses=_ROW.uses + 1))).rowcount:
            raise _RefusedError(_why_shut(invitation, now))

    async def _seat(
        self, connection: AsyncConnection, invitation: Invitation, telegram_id: int, name: str, now: datetime
    ) -> None:
        values = {
            "name": name,
            "role": str(Role.AGENT),
            "joined_at": now,
            "invited_by": invitation.created_by,
            "invitation_id": invitation.id,
            "removed_at": None,
        }
        if await self._database.insert_new(connection, MemberRecord, {"telegram_id": telegram_id, **values}):
            return
        this = MemberRecord.telegram_id == telegram_id
        removed_before = and_(this, MemberRecord.removed_at < invitation.created_at)
        if (await connection.execute(update(MemberRecord).where(removed_before).values(**values))).rowcount:
            return
        removed_at = (await connection.execute(select(MemberRecord.removed_at).where(this))).scalar_one_or_none()
        raise _RefusedError(Entry.REMOVED if removed_at else Entry.ALREADY_IN)


def _is_open(now: datetime) -> ColumnElement[bool]:
    return and_(_ROW.revoked_at.is_(None), _ROW.expires_at > now, _ROW.uses < _ROW.most_uses)


def _why_shut(invitation: Invitation, now: datetime) -> Entry:
    if invitation.revoked_at is not None:
        return Entry.REVOKED
    return Entry.EXPIRED if invitation.expires_at <= now else Entry.USED_UP


def _digest(token: str) -> str:
    return sha256(token.encode("utf-8", "replace")).hexdigest()


def _invitation(row: Row[tuple[object, ...]]) -> Invitation:
    return Invitation(row.id, row.created_by, row.created_at, row.expires_at, row.uses, row.most_uses, row.revoked_at)
