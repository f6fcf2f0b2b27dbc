from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from aiogram.fsm.storage.base import BaseStorage

from bot.replicas.connection import connected
from bot.replicas.conversations import RedisConversations
from bot.storage import Storage
from tests.clock import Clock
from tests.conftest import address, address_with_tables
from tests.services import Redis


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """SQLite's file: who asks for it is tested on SQLite alone."""
    return tmp_path / "data" / "coach.db"


@pytest.fixture
def url(engine: str, tmp_path: Path, request: pytest.FixtureRequest) -> str:
    """Of an empty database, unless the test asks for `storage` too."""
    made = address_with_tables if "storage" in request.fixturenames else address
    return made(engine, tmp_path, request)


@pytest.fixture
async def storage(url: str, clock: Clock) -> AsyncIterator[Storage]:
    async with Storage.open(url, clock) as opened:
        yield opened


@pytest.fixture
async def conversation(
    keeper: str, clock: Clock, request: pytest.FixtureRequest, tmp_path: Path
) -> AsyncIterator[BaseStorage]:
    """The state of conversations, wherever it may be kept."""
    async with AsyncExitStack() as stack:
        if keeper == "redis":
            server: Redis = request.getfixturevalue("redis")
            client = await stack.enter_async_context(connected(server.url))
            await client.flushall()
            yield RedisConversations(client, clock)
        else:
            opened = await stack.enter_async_context(Storage.open(address(keeper, tmp_path, request), clock))
            await opened.migrate()
            yield opened.conversation


def bytes_on_disk(path: Path) -> bytes:
    """The database with its side files, as a thief would read it."""
    return b"".join(file.read_bytes() for file in sorted(path.parent.iterdir()))
