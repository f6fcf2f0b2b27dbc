"""What the copies of one bot have in common: in Redis where there is one, else in the database."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from aiogram.fsm.storage.base import BaseEventIsolation
from aiogram.fsm.storage.memory import SimpleEventIsolation

from bot.flood import OwnPacing, Pacing
from bot.replicas.connection import SharedAwayError, connected, readable
from bot.storage import Storage
from bot.storage.errors import PASSING
from bot.storage.pace import SendPace

if TYPE_CHECKING:
    from bot.replicas.inbox import RedisInbox
    from bot.storage.conversation import Conversations
    from bot.storage.inbox import UpdateInbox


@dataclass(frozen=True)
class Shared:
    """`away` are the errors of a store that will be back; `probes` raise where one is not there."""

    conversation: Conversations
    turns: BaseEventIsolation
    inbox: UpdateInbox | RedisInbox
    pace: SendPace
    pacing: Pacing
    probes: dict[str, Callable[[], Awaitable[object]]]
    away: tuple[type[Exception], ...] = (*PASSING, SharedAwayError)


@asynccontextmanager
async def share(
    redis_url: str | None, storage: Storage, bot_id: int, clock: Callable[[], datetime]
) -> AsyncIterator[Shared]:
    """Without `redis_url` for a single copy. Raises SharedError where Redis does not answer at the start."""
    probes: dict[str, Callable[[], Awaitable[object]]] = {"database": storage.census.take}
    if redis_url is None:
        inbox = storage.inbox(bot_id)
        yield Shared(storage.conversation, SimpleEventIsolation(), inbox, storage.pace, OwnPacing(), probes)
        return
    async with connected(redis_url) as redis:
        from bot.replicas.conversations import RedisConversations  # noqa: PLC0415 - an extra that not everybody has
        from bot.replicas.flood import RedisPacing  # noqa: PLC0415 - the same
        from bot.replicas.inbox import RedisInbox  # noqa: PLC0415 - the same
        from bot.replicas.pace import RedisPace  # noqa: PLC0415 - the same
        from bot.replicas.turns import Turns  # noqa: PLC0415 - the same

        async def ping() -> None:
            with readable():
                await redis.ping()

        yield Shared(
            RedisConversations(redis, clock),
            Turns(redis),
            RedisInbox(redis, bot_id, clock),
            RedisPace(redis, storage.pace),
            RedisPacing(redis, bot_id, OwnPacing()),
            {**probes, "redis": ping},
        )
