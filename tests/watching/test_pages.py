"""What a bot at work shows of itself, over real HTTP."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
from aiohttp import ClientSession

from bot.content.voice import load_voice
from bot.listening import listen
from bot.replicas.shared import Shared, share
from bot.storage import Storage
from tests.services import free_port
from tests.telegram.conftest import Gate, dispatcher_with
from tests.telegram.events import message
from tests.telegram.faults import broken
from tests.telegram.peer import BotApiPeer
from tests.watching.conftest import Configured


class Watched:
    """A bot that polls and shows itself at `port`."""

    def __init__(self, shared: Shared, port: int) -> None:
        self.shared, self.port = shared, port

    async def get(self, path: str) -> tuple[int, str]:
        async with ClientSession() as session, session.get(f"http://127.0.0.1:{self.port}{path}") as response:
            return response.status, await response.text()


@pytest.fixture
async def watched(peer: BotApiPeer, configured: Configured) -> AsyncIterator[Watched]:
    port = free_port()
    settings = configured(PORT=str(port))
    async with (
        Storage.open(settings.database_url) as storage,
        share(None, storage, 4200, lambda: datetime.now(UTC)) as shared,
    ):
        await storage.migrate()
        dispatcher = dispatcher_with(Gate())
        running = asyncio.create_task(listen(settings, dispatcher, storage, shared, load_voice()))
        await peer.until_polled()
        yield Watched(shared, port)
        await dispatcher.stop_polling()
        await running


async def test_a_bot_that_polls_says_that_it_lives_and_can_answer(watched: Watched) -> None:
    assert await watched.get("/healthz") == (200, "ok")
    status, page = await watched.get("/readyz")
    assert (status, page) == (200, '{"database": "ok"}')


async def test_a_bot_without_its_database_lives_but_is_not_ready(watched: Watched) -> None:
    async def gone() -> None:
        raise ConnectionError("geheim")

    watched.shared.probes["database"] = gone
    assert (await watched.get("/healthz"))[0] == 200
    assert await watched.get("/readyz") == (503, '{"database": "ConnectionError"}')


async def test_the_numbers_tell_what_happened_and_nothing_of_what_was_said(peer: BotApiPeer, watched: Watched) -> None:
    peer.fault("sendMessage", broken())
    await peer.deliver(message("тайна клиента"))
    await peer.deliver(message("сломайся"))
    await peer.until("sendMessage", 2)
    _, page = await watched.get("/metrics")
    for line in (
        'podskazka_updates_total{kind="message"} 2.0',
        'podskazka_requests_total{method="sendMessage",outcome="server"} 1.0',
        'podskazka_requests_total{method="sendMessage",outcome="ok"} 2.0',
        'podskazka_request_retries_total{method="sendMessage",reason="server"} 1.0',
        'podskazka_handler_errors_total{error="ValueError",handler="tests.telegram.conftest.on_message"} 1.0',
        'podskazka_handler_seconds_count{handler="tests.telegram.conftest.on_message"} 2.0',
        "podskazka_reviews 0.0",
    ):
        assert line in page
    assert "тайна" not in page
