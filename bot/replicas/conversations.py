"""Conversations in Redis, under the same rules as in the database: a text is gone a day after it came."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from aiogram.fsm.state import State
from aiogram.fsm.storage.base import BaseStorage, StateType, StorageKey
from redis.exceptions import WatchError

from bot.replicas.connection import PREFIX, readable
from bot.storage.conversation import Conversation
from bot.storage.database import as_json

if TYPE_CHECKING:
    from redis.asyncio import Redis
    from redis.asyncio.client import Pipeline

_START = f"{PREFIX}:conversation"


class RedisConversations(BaseStorage):
    """State and data of each conversation as one JSON value that expires by itself. Raises SharedAwayError."""

    def __init__(self, redis: Redis, clock: Callable[[], datetime]) -> None:
        self._redis, self._clock = redis, clock

    async def set_state(self, key: StorageKey, state: StateType = None) -> None:
        def change(conversation: Conversation) -> None:
            conversation.state = state.state if isinstance(state, State) else state

        await self._change(key, change)

    async def get_state(self, key: StorageKey) -> str | None:
        return (await self._read(key)).state

    async def set_data(self, key: StorageKey, data: Mapping[str, Any]) -> None:
        def change(conversation: Conversation) -> None:
            conversation.data = dict(data)

        await self._change(key, change)

    async def get_data(self, key: StorageKey) -> dict[str, Any]:
        return (await self._read(key)).data

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

    async def _read(self, key: StorageKey) -> Conversation:
        with readable():
            return self._loaded(await self._redis.get(_name(key)))

    async def _change(self, key: StorageKey, change: Callable[[Conversation], None]) -> Conversation:
        name = _name(key)
        with readable():
            async with self._redis.pipeline() as pipeline:
                while True:
                    await pipeline.watch(name)
                    conversation = self._loaded(await pipeline.get(name))
                    change(conversation)
                    try:
                        await self._write(pipeline, name, conversation)
                    except WatchError:
                        continue
                    return conversation

    async def _write(self, pipeline: Pipeline, name: str, conversation: Conversation) -> None:
        now = self._clock().astimezone(UTC)
        conversation.note_texts(now)
        pipeline.multi()  # type: ignore[no-untyped-call]  # the library forgot to type it
        if conversation.state is None and not conversation.data:
            pipeline.delete(name)
        else:
            expires_at = conversation.expires_at(now)
            value = {
                "state": conversation.state,
                "data": conversation.data,
                "texts": conversation.texts,
                "expires_at": expires_at.isoformat(),
            }
            # Redis keeps time of its own: this drops the text for good, `_loaded` goes by our clock.
            pipeline.set(name, as_json(value), ex=max(1, int((expires_at - now).total_seconds())))
        await pipeline.execute()

    def _loaded(self, value: str | bytes | None) -> Conversation:
        kept = json.loads(value) if value else None
        if kept is None or datetime.fromisoformat(kept["expires_at"]) <= self._clock():
            return Conversation()
        return Conversation(kept["state"], kept["data"], kept["texts"])


def _name(key: StorageKey) -> str:
    parts = (key.bot_id, key.chat_id, key.user_id, key.thread_id, key.business_connection_id, key.destiny)
    return f"{_START}:" + ":".join("" if part is None else str(part) for part in parts)
