"""What copies of the bot share: two of everything over one store."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from redis.asyncio import Redis as Client

from bot.replicas.connection import connected
from bot.replicas.inbox import RedisInbox
from bot.storage import Storage
from bot.storage.inbox import UpdateInbox
from tests.clock import Clock
from tests.conftest import address
from tests.services import Redis


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def client(redis: Redis) -> AsyncIterator[Client]:
    async with connected(redis.url) as client:
        await client.flushall()
        yield client


@pytest.fixture
async def copies(
    keeper: str, clock: Clock, tmp_path: Path, request: pytest.FixtureRequest
) -> AsyncIterator[tuple[UpdateInbox | RedisInbox, UpdateInbox | RedisInbox]]:
    """The inboxes of two copies of bot 42."""
    async with AsyncExitStack() as stack:
        if keeper == "redis":
            server: Redis = request.getfixturevalue("redis")
            clients = [await stack.enter_async_context(connected(server.url)) for _ in range(2)]
            await clients[0].flushall()
            yield RedisInbox(clients[0], 42, clock), RedisInbox(clients[1], 42, clock)
        else:
            url = address(keeper, tmp_path, request)
            stores = [await stack.enter_async_context(Storage.open(url, clock)) for _ in range(2)]
            await stores[0].migrate()
            yield stores[0].inbox(42), stores[1].inbox(42)
