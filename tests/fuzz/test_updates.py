"""Any update is answered or skipped: it never breaks a handler, and markup in it stays a person's words."""

from __future__ import annotations

import asyncio
import itertools
import json
import logging
import re
from collections.abc import Iterator
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from aiogram import Bot, Dispatcher
from aiogram.types import ErrorEvent, Update
from hypothesis import HealthCheck, example, given, settings

from bot.content import load_coach
from bot.content.voice import load_voice
from bot.errors import describe
from bot.playground.html import parse
from bot.storage import Storage
from bot.telegram.runner import build_bot
from bot.telegram.session import decode_update, has_event
from handlers.house import build_dispatcher
from tests.fuzz.strategies import EVIL, EXAMPLES, updates
from tests.telegram.events import forward_from_hidden, message, press
from tests.telegram.peer import TOKEN, BotApiPeer, Call

Json = dict[str, Any]


class House:
    """The whole bot over SQLite and HTTP. What a handler lets out and what is said in broken markup is collected."""

    def __init__(self, dispatcher: Dispatcher, bot: Bot, peer: BotApiPeer) -> None:
        self.failures: list[str] = []
        self.said: list[str] = []
        self._dispatcher, self._bot, self._peer = dispatcher, bot, peer
        self._numbers = itertools.count(1)
        peer.on_result = self._hear
        dispatcher.errors.register(self._fail)

    async def gets(self, raw: Json) -> Update | None:
        """Feeds an update as the webhook does; returns it as it was read."""
        self.failures.clear()
        self.said.clear()
        self._peer.calls.clear()
        # It has been through JSON on its way.
        whole = json.loads(json.dumps({"update_id": next(self._numbers), **raw}))
        update = decode_update(whole, self._bot)
        if update is not None and has_event(update):
            await self._dispatcher.feed_update(self._bot, update)
        return update

    async def _fail(self, event: ErrorEvent) -> None:
        self.failures.append(describe(event.exception))

    def _hear(self, call: Call, _result: object) -> None:
        if call.method in {"sendMessage", "editMessageText"} and call.params.get("parse_mode") == "HTML":
            self.said.append(call.params["text"])


@pytest.fixture(scope="module")
def runner() -> Iterator[asyncio.Runner]:
    with asyncio.Runner() as runner:
        yield runner


@pytest.fixture(scope="module")
def house(runner: asyncio.Runner, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    stack = AsyncExitStack()
    yield runner.run(_built(stack, tmp_path_factory.mktemp("fuzz")))
    runner.run(stack.aclose())


async def _built(stack: AsyncExitStack, folder: Path) -> House:
    def clock() -> datetime:
        return datetime.now(UTC)

    logging.getLogger("aiogram.event").setLevel(logging.WARNING)
    peer = await stack.enter_async_context(BotApiPeer())
    storage = await stack.enter_async_context(Storage.open(f"sqlite+aiosqlite:///{folder / 'coach.db'}", clock))
    await storage.migrate()
    dispatcher = build_dispatcher(load_coach(), storage, storage.conversation, load_voice(), clock=clock)
    bot = await stack.enter_async_context(build_bot(TOKEN, api_url=peer.url))
    return House(dispatcher, bot, peer)


@given(updates())
@example(message(EVIL))
@example(message("/check " + EVIL))
@example({"callback_query": {**press("nothing")["callback_query"], "id": ""}})
@example(forward_from_hidden("Верните деньги!", name="Ирина\udc00"))
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_update_is_answered_or_skipped(runner: asyncio.Runner, house: House, raw: Json) -> None:
    # Polling asks for it again and again where not even the number was read.
    assert runner.run(house.gets(raw)) is not None
    assert house.failures == []
    for text in house.said:
        parse(text)
        assert not re.search(r"<[^>]*evil", text)
