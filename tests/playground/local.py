"""The local page's server, started for a test on a free port of 127.0.0.1."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, TypedDict, Unpack

import aiohttp
from aiogram import Dispatcher
from aiogram.types import BotCommand

from bot.content.shelf import Story
from bot.playground.answering import serve
from bot.playground.clock import Clock
from bot.playground.room import Reset
from tests.playground.demo import demo

ANYA = 101


class LocalPage:
    """The server as the page's script sees it."""

    def __init__(self, address: str, client: aiohttp.ClientSession) -> None:
        self.address = address
        self.client = client

    async def does(self, **wish: object) -> tuple[int, dict[str, Any]]:
        async with self.client.post(f"{self.address}/api/do", json={"user": ANYA, **wish}) as response:
            return response.status, await response.json()

    @asynccontextmanager
    async def events(self) -> AsyncIterator[AsyncIterator[dict[str, Any]]]:
        async with self.client.get(f"{self.address}/api/events") as response:
            yield self._read(response)

    async def _read(self, response: aiohttp.ClientResponse) -> AsyncIterator[dict[str, Any]]:
        async for line in response.content:
            if line.startswith(b"data: "):
                yield json.loads(line.removeprefix(b"data: "))

    async def state(self) -> dict[str, Any]:
        async with self.events() as events:
            return await anext(events)

    async def texts(self, at_least: int) -> list[str]:
        """The texts of Anya's chat, once there are as many."""
        async with asyncio.timeout(10):
            while True:
                messages = (await self.state())["chats"][str(ANYA)]["messages"]
                if len(messages) >= at_least:
                    return [message.get("text", "") for message in messages]
                await asyncio.sleep(0.02)


class Options(TypedDict, total=False):
    """What a test may ask of `serve`."""

    token: str | None
    stories: Sequence[Story]
    history_path: Path
    clock: Clock
    on_reset: Reset
    commands: Sequence[BotCommand]
    port: int


@asynccontextmanager
async def opened(dispatcher: Dispatcher | None = None, **options: Unpack[Options]) -> AsyncIterator[LocalPage]:
    stop = asyncio.Event()
    said: asyncio.Queue[str] = asyncio.Queue()
    options.setdefault("token", None)
    options.setdefault("port", 0)
    server = asyncio.create_task(serve(dispatcher or demo(), stop=stop, ready=said.put_nowait, **options))
    first = asyncio.create_task(said.get())
    await asyncio.wait({server, first}, return_when=asyncio.FIRST_COMPLETED)
    if server.done():
        server.result()
    found = re.search(r"http://127\.0\.0\.1:\d+", first.result())
    assert found
    try:
        async with aiohttp.ClientSession() as client:
            yield LocalPage(found.group(), client)
    finally:
        stop.set()
        await server
