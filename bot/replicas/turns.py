"""One person's updates one at a time, whichever copy takes them."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from aiogram.fsm.storage.base import BaseEventIsolation, StorageKey

from bot.replicas.connection import PREFIX, SharedAwayError, readable

if TYPE_CHECKING:
    from redis.asyncio import Redis

logger = logging.getLogger(__name__)

# How long the turn of a copy that died is waited for, and how often one that lives holds on to its own, in seconds.
_HELD_FOR = 10.0
_HOLD_EVERY = 3.0
_ASK_EVERY = 0.02

# Only the owner lets go or holds on.
_LET_GO = "if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('del', KEYS[1]) end return 0"
_HOLD_ON = "if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('pexpire', KEYS[1], ARGV[2]) end return 0"


class Turns(BaseEventIsolation):
    """Raises SharedAwayError where Redis is away: nobody gets a turn without it.

    Within this process turns are taken in the order of asking; between copies, whoever asks first after it is free.
    """

    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        self._here: dict[str, asyncio.Lock] = {}
        self._waiting: dict[str, int] = {}

    @asynccontextmanager
    async def lock(self, key: StorageKey) -> AsyncGenerator[None, None]:
        name = f"{PREFIX}:turn:{key.bot_id}:{key.chat_id}:{key.user_id}:{key.thread_id or ''}"
        own = self._here.setdefault(name, asyncio.Lock())
        self._waiting[name] = self._waiting.get(name, 0) + 1
        try:
            async with own, self._shared(name):
                yield
        finally:
            self._waiting[name] -= 1
            if not self._waiting[name]:
                del self._waiting[name], self._here[name]

    @asynccontextmanager
    async def _shared(self, name: str) -> AsyncGenerator[None, None]:
        mine = secrets.token_hex(8)
        with readable():
            while not await self._redis.set(name, mine, nx=True, px=int(_HELD_FOR * 1000)):  # noqa: ASYNC110 - Redis tells nobody that a key is gone
                await asyncio.sleep(_ASK_EVERY)
        holding = asyncio.create_task(self._hold(name, mine))
        try:
            yield
        finally:
            holding.cancel()
            try:
                with readable():
                    await self._redis.eval(_LET_GO, 1, name, mine)
            except SharedAwayError:
                logger.warning("Redis не отвечает: очередь к одному из собеседников освободится сама")

    async def _hold(self, name: str, mine: str) -> None:
        while True:
            await asyncio.sleep(_HOLD_EVERY)
            try:
                with readable():
                    await self._redis.eval(_HOLD_ON, 1, name, mine, str(int(_HELD_FOR * 1000)))
            except SharedAwayError:
                logger.warning("Redis не отвечает: продлить очередь не вышло, пробую ещё")

    async def close(self) -> None:
        """Nothing: the connection belongs to whoever opened it."""
