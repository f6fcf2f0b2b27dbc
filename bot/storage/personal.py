"""All that is stored of one person: handed out to them, and erased for good.

Which rows are whose is read off the tables themselves, so a new table cannot be forgotten: what points to an agent with
ON DELETE CASCADE is the agent's, and so is what points that way to the agent's own rows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, ForeignKey, Table, and_, delete, false, null, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.database import Database
from bot.storage.inbox import Stage, sender_of
from bot.storage.masking import forget_sentences, review_without_texts
from bot.storage.models import (
    AgentRecord,
    Base,
    DisagreementRecord,
    InboxRecord,
    MemberRecord,
    PromiseRecord,
    ReviewRecord,
)

# Whose a row is where no foreign key says so: conversations begin before an agent is known, members and the authors of
# announcements and invitations need not be agents at all.
_OWNERS: Mapping[str, Sequence[str]] = {
    "agents": ("telegram_id",),
    "members": ("telegram_id",),
    "invitations": ("created_by",),
    "announcements": ("author_id",),
    "conversations": ("user_id", "chat_id"),
}
# The person is named in a row of somebody else's.
_MENTIONS: Mapping[str, Sequence[str]] = {"members": ("invited_by",)}
# Says nothing about the person and would only let somebody in.
_NOT_HANDED_OUT: Mapping[str, Sequence[str]] = {"invitations": ("token_digest",)}

Row = Mapping[str, Any]


class PersonalData:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def has_any(self, telegram_id: int) -> bool:
        return any((await self.export(telegram_id)).values())

    async def export(self, telegram_id: int) -> dict[str, list[Row]]:
        """Every stored row of the person by the name of its table, as it is stored; moments are in UTC."""
        found: dict[str, list[Row]] = {}
        async with self._database.reading() as connection:
            for table in Base.metadata.sorted_tables:
                hidden = _NOT_HANDED_OUT.get(table.name, ())
                columns = [column for column in table.columns if column.name not in hidden]
                rows = await connection.execute(select(*columns).where(owned_by(table, telegram_id)))
                kept: list[Row] = [dict(row) for row in rows.mappings()]
                if kept:
                    found[table.name] = kept
        return found

    async def erase(self, telegram_id: int, *, keep_membership: bool = False) -> None:
        """Deletes every row of the person; what corners of the file still hold of them goes within the hour.

        With `keep_membership` one row stays that lets them in, without their name.
        """
        forget_sentences()
        async with self._database.writing() as connection:
            await self._database.leave_no_corners(connection)
            await _forget_updates(connection, telegram_id)
            for table in reversed(Base.metadata.sorted_tables):
                if table.name == MemberRecord.__tablename__ and keep_membership:
                    nameless = update(table).where(owned_by(table, telegram_id)).values(name="")
                    await connection.execute(nameless)
                else:
                    await connection.execute(delete(table).where(owned_by(table, telegram_id)))
                for name in _MENTIONS.get(table.name, ()):
                    mentioned = update(table).where(table.c[name] == telegram_id)
                    await connection.execute(mentioned.values({name: None}))
        await self._database.wipe_traces()

    async def erase_texts(self, telegram_id: int) -> None:
        """Takes the words out of what is stored; scores, verdicts, signals and deadlines stay."""
        forget_sentences()
        async with self._database.writing() as connection:
            await self._database.leave_no_corners(connection)
            own = select(ReviewRecord.id, ReviewRecord.review).where(ReviewRecord.agent_id == telegram_id)
            for row in (await connection.execute(own)).all():
                wordless = {
                    "draft": "",
                    "complaint": None,
                    "best_rewrite": None,
                    "review": review_without_texts(row.review),
                }
                await connection.execute(update(ReviewRecord).where(ReviewRecord.id == row.id).values(**wordless))
            promised = update(PromiseRecord).where(PromiseRecord.agent_id == telegram_id)
            await connection.execute(promised.values(words="", customer=None))
            disputed = update(DisagreementRecord).where(DisagreementRecord.agent_id == telegram_id)
            await connection.execute(disputed.values(sentence=None))
        await self._database.wipe_traces()


def owned_by(table: Table, telegram_id: int) -> ColumnElement[bool]:
    """Which rows of a table are a person's; none where the table holds nothing personal."""
    by_number = [table.c[name] == telegram_id for name in _OWNERS.get(table.name, ())]
    return or_(false(), *by_number, *(_through(key, telegram_id) for key in _owning_keys(table)))


def is_personal(table: Table) -> bool:
    """Whether any row of the table could be somebody's."""
    return table.name in _OWNERS or bool(_owning_keys(table))


def _owning_keys(table: Table) -> list[ForeignKey]:
    keys = [key for key in table.foreign_keys if key.ondelete == "CASCADE" and is_personal(key.column.table)]
    return sorted(keys, key=lambda key: key.parent.name)


def _through(key: ForeignKey, telegram_id: int) -> ColumnElement[bool]:
    if key.column.table.name == AgentRecord.__tablename__:
        return key.parent == telegram_id
    return key.parent.in_(select(key.column).where(owned_by(key.column.table, telegram_id)))


async def _forget_updates(connection: AsyncConnection, telegram_id: int) -> None:
    """Also the one that is being handled, and those that a copy of the bot left behind when it died."""
    unfinished = select(InboxRecord.bot_id, InboxRecord.update_id, InboxRecord.raw).where(InboxRecord.raw.is_not(None))
    for row in (await connection.execute(unfinished)).all():
        if sender_of(row.raw) == telegram_id:
            this = and_(InboxRecord.bot_id == row.bot_id, InboxRecord.update_id == row.update_id)
            await connection.execute(update(InboxRecord).where(this).values(raw=null(), stage=str(Stage.DONE)))
