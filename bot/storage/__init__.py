"""The only room that knows the database.

async with Storage.open(url) as storage:
    await storage.migrate()
    await storage.agents.seen(telegram_id, now)
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING

from bot.storage.agents import Agent, Agents, Preferences
from bot.storage.announcements import Announcements
from bot.storage.arrivals import Arrival, Arrivals
from bot.storage.census import Census
from bot.storage.database import Database
from bot.storage.deliveries import TipDeliveries
from bot.storage.disagreements import Disagreement, Disagreements
from bot.storage.drills import Drills
from bot.storage.errors import StorageError
from bot.storage.groups import Groups
from bot.storage.house_rules import HouseRules
from bot.storage.inbox import UpdateInbox
from bot.storage.invitations import Entry, Invitation, Invitations
from bot.storage.members import Member, Members, Role
from bot.storage.pace import SendPace
from bot.storage.personal import PersonalData
from bot.storage.promises import Promises
from bot.storage.retention import Retention
from bot.storage.reviews import NewReview, ReviewHistory, ReviewRow
from bot.storage.subscriptions import TipSubscriptions
from bot.storage.team import Team

if TYPE_CHECKING:
    from bot.storage.conversation import ConversationStorage

__all__ = [
    "Agent",
    "Agents",
    "Arrival",
    "Disagreement",
    "Disagreements",
    "Entry",
    "Invitation",
    "Invitations",
    "Member",
    "Members",
    "NewReview",
    "Preferences",
    "ReviewHistory",
    "ReviewRow",
    "Role",
    "Storage",
    "StorageError",
]


def _utc_now() -> datetime:
    return datetime.now(UTC)


class Storage:
    """All stores over one database. `clock` is for the conversations, whose methods take no moment of their own."""

    def __init__(self, database: Database, clock: Callable[[], datetime] = _utc_now) -> None:
        self._database = database
        self._clock = clock
        self.arrivals = Arrivals(database)
        self.agents = Agents(database)
        self.members = Members(database)
        self.personal = PersonalData(database)
        self.retention = Retention(database)
        self.invitations = Invitations(database)
        self.reviews = ReviewHistory(database)
        self.disagreements = Disagreements(database)
        self.team = Team(database)
        self.house_rules = HouseRules(database)
        self.groups = Groups(database)
        self.subscriptions = TipSubscriptions(database)
        self.deliveries = TipDeliveries(database)
        self.promises = Promises(database)
        self.drills = Drills(database)
        self.announcements = Announcements(database)
        self.pace = SendPace(database)
        self.census = Census(database)

    @classmethod
    @asynccontextmanager
    async def open(cls, url: str, clock: Callable[[], datetime] = _utc_now) -> AsyncIterator[Storage]:
        """Opens the database, creating file and folder if need be, and closes it at the end of the block.

        Raises `StorageError` (bot.storage.errors) when that is not possible.
        """
        database = await Database.open(url)
        try:
            yield cls(database, clock)
        finally:
            await database.close()

    async def migrate(self) -> None:
        """Brings the tables to the newest version, all or nothing. To be called at start, before anything else."""
        await self._database.migrate()

    async def pending_migrations(self) -> int:
        """How many steps of `migrate` are still to be taken. Raises as `migrate` does."""
        return await self._database.pending_migrations()

    def inbox(self, bot_id: int) -> UpdateInbox:
        """The updates of one bot that are being handled."""
        return UpdateInbox(self._database, bot_id, self._clock)

    @cached_property
    def conversation(self) -> ConversationStorage:
        from bot.storage.conversation import ConversationStorage  # noqa: PLC0415 — aiogram costs 2.6 s at import

        return ConversationStorage(self._database, self._clock)
