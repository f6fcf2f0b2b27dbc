"""The state of conversations, for aiogram. The only place with raw texts, each for a day at most."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from typing import Any, NamedTuple

from aiogram.fsm.state import State
from aiogram.fsm.storage.base import BaseStorage, StateType, StorageKey
from sqlalchemy import Row, and_, bindparam, delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.database import Database
from bot.storage.models import ConversationRecord
from bot.storage.together import Together, alone, padded

LIFETIME = timedelta(hours=24)


@dataclass(slots=True)
class Conversation:
    """What is kept of one conversation, wherever it is kept.

    `texts` maps the digest of each text in `data` to the moment it came, in ISO format.
    """

    state: str | None = None
    data: dict[str, Any] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)

    def note_texts(self, now: datetime) -> None:
        """Texts that are new came now; those that have left are forgotten."""
        self.texts = {digest: self.texts.get(digest, now.isoformat()) for digest in _digests(self.data)}

    def expires_at(self, now: datetime) -> datetime:
        """A day after the oldest text came; without texts, a day from now."""
        return min(map(datetime.fromisoformat, self.texts.values()), default=now) + LIFETIME


class _Wish(NamedTuple):
    """A change to one conversation."""

    key: StorageKey
    change: Callable[[Conversation], None]


class Conversations(BaseStorage):
    """Where conversations are kept: for aiogram, and to be read whole by whoever has the conversation's turn."""

    @abstractmethod
    async def read(self, key: StorageKey) -> Conversation:
        """An empty one where there is none."""


class ConversationStorage(Conversations):
    """State and data of each conversation as JSON: tuples come back as lists and keys as strings.

    A conversation is gone 24 hours after the oldest text still in its data came, however busy it has been since;
    without texts, 24 hours after its last change. A string that is a plain Latin identifier counts as a code, not as a
    text. To keep a long shift's conversation alive, take old texts out of the data when they are done with.
    """

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock
        self._changed = Together(self._change_all) if database.is_sqlite else alone(self._change_all)

    async def set_state(self, key: StorageKey, state: StateType = None) -> None:
        name = state.state if isinstance(state, State) else state
        await self._changed(_Wish(key, lambda conversation: setattr(conversation, "state", name)))

    async def get_state(self, key: StorageKey) -> str | None:
        return (await self.read(key)).state

    async def set_data(self, key: StorageKey, data: Mapping[str, Any]) -> None:
        await self._changed(_Wish(key, lambda conversation: setattr(conversation, "data", dict(data))))

    async def get_data(self, key: StorageKey) -> dict[str, Any]:
        return (await self.read(key)).data

    async def update_data(self, key: StorageKey, data: Mapping[str, Any]) -> dict[str, Any]:
        """Like `dict.update`, in one transaction: of two updates at once neither is lost. Returns all the data."""

        def add(conversation: Conversation) -> None:
            conversation.data = {**conversation.data, **data}

        return (await self._changed(_Wish(key, add))).data

    async def purge(self, now: datetime) -> int:
        """Deletes what has expired, for good, and says how many conversations that were. To be called every hour."""
        async with self._database.writing() as connection:
            expired = await connection.execute(delete(ConversationRecord).where(ConversationRecord.expires_at <= now))
        # Also where nothing has expired: the log may still hold texts that conversations have since dropped.
        await self._database.wipe_traces()
        return expired.rowcount

    async def forget(self, user_id: int) -> None:
        """Deletes every conversation of a person, in whatever chat, and all of their private chat."""
        theirs = or_(ConversationRecord.user_id == user_id, ConversationRecord.chat_id == user_id)
        async with self._database.writing() as connection:
            await connection.execute(delete(ConversationRecord).where(theirs))
        await self._database.wipe_traces()

    async def close(self) -> None:
        """Nothing: the dispatcher calls this, and the database belongs to whoever opened it."""

    def _now(self) -> datetime:
        return self._clock().astimezone(UTC)

    async def read(self, key: StorageKey) -> Conversation:
        async with self._database.reading() as connection:
            row = (await connection.execute(_READ, _named(key))).one_or_none()
        return _conversation(row, self._now())

    async def _change_all(self, wishes: Sequence[_Wish]) -> list[Conversation]:
        """What became of each conversation, while nobody else changes it."""
        now = self._now()
        # Everywhere in one order: two copies of the bot must not wait for each other's rows.
        keys = sorted({wish.key for wish in wishes}, key=_order)
        async with self._database.writing() as connection:
            conversations = await _read_to_change(connection, keys, now)
            missing = [key for key in keys if key not in conversations]
            if missing:
                # Elsewhere two first changes at once need a row to queue on.
                for key in missing:
                    empty = {**_columns(key), **_values(Conversation(), now)}
                    await self._database.insert_new(connection, ConversationRecord, empty)
                conversations |= await _read_to_change(connection, missing, now)
            for wish in wishes:
                wish.change(conversations[wish.key])
            saved, dropped = [], []
            for key, conversation in conversations.items():
                conversation.note_texts(now)
                if conversation.state is None and not conversation.data:
                    dropped.append(_named(key))
                else:
                    saved.append({**_named(key), **_values(conversation, now)})
            if saved:
                await connection.execute(_SAVE, saved)
            if dropped:
                await connection.execute(_DROP, dropped)
        return [conversations[wish.key] for wish in wishes]


# Made once: to put a statement together costs more than to run it.
_KEY = ("bot_id", "chat_id", "user_id", "thread_id", "business_connection_id", "destiny")
_KEY_COLUMNS = [getattr(ConversationRecord, name) for name in _KEY]
_THIS = and_(*(column == bindparam(f"this_{column.key}") for column in _KEY_COLUMNS))
_CONTENT = (ConversationRecord.state, ConversationRecord.data, ConversationRecord.texts, ConversationRecord.expires_at)
_READ = select(*_CONTENT).where(_THIS)
# By chats, of which mostly each is one conversation: SQLite seeks no whole keys of several columns in its index. It
# compiles no lock, either, and needs none: there the transaction writes alone.
_READ_TO_CHANGE = (
    select(*_CONTENT, *_KEY_COLUMNS)
    .where(ConversationRecord.bot_id.in_(bindparam("bots", expanding=True)))
    .where(ConversationRecord.chat_id.in_(bindparam("chats", expanding=True)))
    .order_by(*_KEY_COLUMNS)
    .with_for_update()
)
_DROP = delete(ConversationRecord).where(_THIS)
_SAVE = update(ConversationRecord).where(_THIS)


async def _read_to_change(
    connection: AsyncConnection, keys: Sequence[StorageKey], now: datetime
) -> dict[StorageKey, Conversation]:
    """Those of the conversations that have a row."""
    by_columns = {_order(key): key for key in keys}
    bots, chats = {key.bot_id for key in keys}, {key.chat_id for key in keys}
    rows = await connection.execute(_READ_TO_CHANGE, {"bots": padded(sorted(bots)), "chats": padded(sorted(chats))})
    found = ((by_columns.get(tuple(row)[len(_CONTENT) :]), row) for row in rows.all())
    return {key: _conversation(row, now) for key, row in found if key is not None}


def _order(key: StorageKey) -> tuple[Any, ...]:
    return tuple(_columns(key).values())


def _named(key: StorageKey) -> dict[str, Any]:
    return {f"this_{name}": value for name, value in _columns(key).items()}


def _conversation(row: Row[Any] | None, now: datetime) -> Conversation:
    if row is None or row.expires_at <= now:
        return Conversation()
    return Conversation(row.state, row.data, row.texts)


def _values(conversation: Conversation, now: datetime) -> dict[str, Any]:
    return {
        "state": conversation.state,
        "data": conversation.data,
        "texts": conversation.texts,
        "updated_at": now,
        "expires_at": conversation.expires_at(now),
    }


def _columns(key: StorageKey) -> dict[str, Any]:
    return {
        "bot_id": key.bot_id,
        "chat_id": key.chat_id,
        "user_id": key.user_id,
        "thread_id": key.thread_id or 0,
        "business_connection_id": key.business_connection_id or "",
        "destiny": key.destiny,
    }


def _digests(value: object) -> Iterator[str]:
    """Of every text in a JSON value, keys included."""
    if isinstance(value, str):
        if not (value.isascii() and value.isidentifier()):
            yield blake2b(value.encode("utf-8", "replace"), digest_size=8).hexdigest()
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from _digests(key)
            yield from _digests(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _digests(item)
