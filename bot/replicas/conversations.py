"""Conversations in Redis, under the same rules as in the database: a text is gone a day after it came."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from aiogram.fsm.state import State
from aiogram.fsm.storage.base import StateType, StorageKey

from bot.replicas.connection import PREFIX, readable
from bot.storage.conversation import Conversation, Conversations
from bot.storage.database import as_json

if TYPE_CHECKING:
    from redis.asyncio import Redis

_START = f"{PREFIX}:conversation"

# KEYS: the conversation. ARGV: what it was when it was read, what it is to be («» is none), seconds to keep it.
_SWAP = """
if (redis.call('get', KEYS[1]) or '') ~= ARGV[1] then return 0 end
if ARGV[2] == '' then redis.call('del', KEYS[1]) else redis.call('set', KEYS[1], ARGV[2], 'ex', ARGV[3]) end
return 1
"""


class RedisConversations(Conversations):
    """State and data of each conversation as one JSON value that expires by itself. Raises SharedAwayError."""

    def __init__(self, redis: Redis, clock: Callable[[], datetime]) -> None:
        self._redis, self._clock = redis, clock

    async def set_state(self, key: StorageKey, state: StateType = None) -> None:
        def change(conversation: Conversation) -> None:
            conversation.state = state.state if isinstance(state, State) else state

        await self._change(key, change)

    async def get_state(self, key: StorageKey) -> str | None:
        return (await self.read(key)).state

    async def set_data(self, key: StorageKey, data: Mapping[str, Any]) -> None:
        def change(conversation: Conversation) -> None:
            conversation.data = dict(data)

        await self._change(key, change)

    async def get_data(self, key: StorageKey) -> dict[str, Any]:
        return (await self.read(key)).data

    async def update_data(self, key: StorageKey, data: Mapping[str, Any]) -> dict[str, Any]:
        """Like `dict.update`, in one step: of two updates at once neither is lost. Returns all the data."""

        def change(conversation: Conversation) -> None:
            conversation.data = {**conversation.data, **data}

        return (await self._change(key, change)).data

    async def forget(self, user_id: int) -> None:
        """Deletes every conversation of a person, in whatever chat, and all of their private chat."""
        with readable():
            async for name in self._redis.scan_iter(match=f"{_START}:*:{user_id}:*", count=1000):
                _, chat, user, *_ = str(name).removeprefix(f"{_START}:").split(":")
                if str(user_id) in {chat, user}:
                    await self._redis.delete(name)

    async def close(self) -> None:
        """Nothing: the dispatcher calls this, and the connection belongs to whoever opened it."""

    async def read(self, key: StorageKey) -> Conversation:
        with readable():
            return self._loaded(await self._redis.get(_name(key)))

    async def _change(self, key: StorageKey, change: Callable[[Conversation], None]) -> Conversation:
        name = _name(key)
        with readable():
            while True:
                kept = await self._redis.get(name)
                conversation = self._loaded(kept)
                change(conversation)
                if await self._redis.eval(_SWAP, 1, name, kept or "", *self._written(conversation)):
                    return conversation

    def _written(self, conversation: Conversation) -> tuple[str, int]:
        """As it is kept, and for how many seconds; nothing where there is nothing to keep."""
        now = self._clock().astimezone(UTC)
        conversation.note_texts(now)
        if conversation.state is None and not conversation.data:
            return "", 0
        expires_at = conversation.expires_at(now)
        value = {
            "state": conversation.state,
            "data": conversation.data,
            "texts": conversation.texts,
            "expires_at": expires_at.isoformat(),
        }
        # Redis keeps time of its own: this drops the text for good, `_loaded` goes by our clock.
        return as_json(value), max(1, int((expires_at - now).total_seconds()))

    def _loaded(self, value: str | bytes | None) -> Conversation:
        kept = json.loads(value) if value else None
        if kept is None or datetime.fromisoformat(kept["expires_at"]) <= self._clock():
            return Conversation()
        return Conversation(kept["state"], kept["data"], kept["texts"])


def _name(key: StorageKey) -> str:
    parts = (key.bot_id, key.chat_id, key.user_id, key.thread_id, key.business_connection_id, key.destiny)
    return f"{_START}:" + ":".join("" if part is None else str(part) for part in parts)
