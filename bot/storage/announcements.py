"""A word from a lead to everybody, and who has got it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, func, insert, literal, or_, select, update

from bot.storage.database import Database
from bot.storage.masking import storable
from bot.storage.models import AgentRecord, AnnouncementRecipientRecord, AnnouncementRecord

_ROW = AnnouncementRecipientRecord
# A recipient claimed so long ago belongs to a process that died: whether the message arrived nobody knows.
STALE_CLAIM = timedelta(minutes=2)


class Fate(StrEnum):
    """What became of an announcement at one recipient; `CLAIMED` for good means that the sender died in between."""

    WAITING = "waiting"
    CLAIMED = "claimed"
    SENT = "sent"
    BLOCKED = "blocked"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Announcement:
    """`text` is HTML as Telegram made it of what the author typed."""

    id: int
    author_id: int
    text: str
    created_at: datetime
    report_id: int | None
    finished_at: datetime | None


@dataclass(frozen=True, slots=True)
class DueAnnouncement:
    announcement: Announcement
    agent_id: int


@dataclass(frozen=True, slots=True)
class Progress:
    """How many recipients met which fate."""

    waiting: int = 0
    claimed: int = 0
    sent: int = 0
    blocked: int = 0
    failed: int = 0

    @property
    def total(self) -> int:
        return self.waiting + self.claimed + self.sent + self.blocked + self.failed


class Announcements:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def recipients(self) -> int:
        """How many would get an announcement now."""
        active = select(func.count()).select_from(AgentRecord).where(AgentRecord.active)
        async with self._database.reading() as connection:
            number: int = (await connection.execute(active)).scalar_one()
        return number

    async def add(self, author_id: int, text: str, *, report_id: int | None, now: datetime) -> int:
        """Addresses an announcement to all active agents and returns its id: from now on it is being sent."""
        values = {"author_id": author_id, "text": storable(text), "created_at": now, "report_id": report_id}
        async with self._database.writing() as connection:
            added = await connection.execute(
                insert(AnnouncementRecord).values(**values).returning(AnnouncementRecord.id)
            )
            number: int = added.scalar_one()
            everybody = select(literal(number), AgentRecord.telegram_id, literal(str(Fate.WAITING))).where(
                AgentRecord.active
            )
            await connection.execute(
                insert(_ROW).from_select(["announcement_id", "agent_id", "fate"], everybody, include_defaults=False)
            )
        return number

    async def get(self, announcement_id: int) -> Announcement | None:
        one = select(AnnouncementRecord.__table__).where(AnnouncementRecord.id == announcement_id)
        async with self._database.reading() as connection:
            row = (await connection.execute(one)).one_or_none()
        return Announcement(**row._asdict()) if row else None

    async def take(self, now: datetime, without: Collection[int] = ()) -> DueAnnouncement | None:
        """One recipient who still waits, claimed; None where nobody does."""
        waiting = (
            select(_ROW.announcement_id, _ROW.agent_id)
            .where(_ROW.fate == str(Fate.WAITING), _ROW.agent_id.not_in(without))
            .order_by(_ROW.announcement_id, _ROW.agent_id)
            .limit(1)
            .with_for_update(skip_locked=True)
        )
        async with self._database.writing() as connection:
            row = (await connection.execute(waiting)).one_or_none()
            if row is None:
                return None
            this = and_(_this(row.announcement_id, row.agent_id), _ROW.fate == str(Fate.WAITING))
            await connection.execute(update(_ROW).where(this).values(fate=str(Fate.CLAIMED), claimed_at=now))
            whole = select(AnnouncementRecord.__table__).where(AnnouncementRecord.id == row.announcement_id)
            announcement = Announcement(**(await connection.execute(whole)).one()._asdict())
        return DueAnnouncement(announcement, row.agent_id)

    async def settle(self, announcement_id: int, agent_id: int, fate: Fate) -> None:
        """Notes what became of a claimed recipient; `WAITING` puts it back."""
        async with self._database.writing() as connection:
            await connection.execute(
                update(_ROW).where(_this(announcement_id, agent_id)).values(fate=str(fate), claimed_at=None)
            )

    async def progress(self, announcement_id: int) -> Progress:
        counts = (
            select(_ROW.fate, func.count().label("number"))
            .where(_ROW.announcement_id == announcement_id)
            .group_by(_ROW.fate)
        )
        async with self._database.reading() as connection:
            rows = (await connection.execute(counts)).all()
        return Progress(**{row.fate: row.number for row in rows})

    async def finish(self, now: datetime) -> list[Announcement]:
        """Those that have just reached everybody they could; each is handed out once, to whoever asks first."""
        busy = or_(
            _ROW.fate == str(Fate.WAITING), and_(_ROW.fate == str(Fate.CLAIMED), _ROW.claimed_at > now - STALE_CLAIM)
        )
        working = select(_ROW.announcement_id).where(busy)
        over = and_(AnnouncementRecord.finished_at.is_(None), AnnouncementRecord.id.not_in(working))
        async with self._database.reading() as connection:
            if (await connection.execute(select(AnnouncementRecord.id).where(over).limit(1))).one_or_none() is None:
                return []
        closing = update(AnnouncementRecord).where(over).values(finished_at=now).returning(AnnouncementRecord.__table__)
        async with self._database.writing() as connection:
            return [Announcement(**row._asdict()) for row in (await connection.execute(closing)).all()]


def _this(announcement_id: int, agent_id: int) -> ColumnElement[bool]:
    return and_(_ROW.announcement_id == announcement_id, _ROW.agent_id == agent_id)
