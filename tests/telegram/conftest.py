"""A real bot, a real dispatcher and a tiny router, all speaking HTTP to the peer."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

import pytest
from aiogram import Bot, Dispatcher, Router
from aiogram.types import CallbackQuery, Message
from aiogram.utils.backoff import BackoffConfig

from bot.telegram.errors import error_router
from bot.telegram.retries import RetryRequests
from bot.telegram.runner import build_bot, run_polling
from tests.telegram.peer import TOKEN, BotApiPeer

QUICK = BackoffConfig(min_delay=0.01, max_delay=0.02, factor=1.3, jitter=0.001)
SORRY = "Что-то сломалось, а черновик цел. Пришлите его ещё раз, пожалуйста."

Polling = Callable[..., AbstractAsyncContextManager["asyncio.Task[None]"]]


class Naps:
    """Stands in for `asyncio.sleep`: remembers how long it was asked for, in seconds, and waits no time."""

    def __init__(self) -> None:
        self.taken: list[float] = []

    async def __call__(self, seconds: float) -> None:
        self.taken.append(seconds)


class Gate:
    """Holds a handler in the middle of its work until the test opens the gate."""

    def __init__(self) -> None:
        self.reached = asyncio.Event()
        self.opened = asyncio.Event()

    async def __call__(self) -> None:
        self.reached.set()
        await self.opened.wait()


@pytest.fixture
async def peer() -> AsyncIterator[BotApiPeer]:
    async with BotApiPeer() as peer:
        yield peer


@pytest.fixture
def naps() -> Naps:
    return Naps()


@pytest.fixture
def gate() -> Gate:
    return Gate()


@pytest.fixture
async def bot(peer: BotApiPeer, naps: Naps) -> AsyncIterator[Bot]:
    bot = build_bot(TOKEN, api_url=peer.url, retries=RetryRequests(sleep=naps))
    yield bot
    await bot.session.close()


@pytest.fixture
def dispatcher(gate: Gate) -> Dispatcher:
    return dispatcher_with(gate)


def dispatcher_with(gate: Gate, **options: Any) -> Dispatcher:  # noqa: ANN401  # passed on as they are
    """A dispatcher whose router echoes, and does a few other things when asked by a word."""
    router = Router()

    async def on_message(message: Message) -> None:
        if message.text == "не спеши":
            await gate()
        if message.text == "сломайся":
            raise ValueError(f"клиент писал: {message.text}")
        await message.answer(f"Принято: {message.text}", parse_mode=None)

    async def on_tap(query: CallbackQuery) -> None:
        if query.data == "сломайся":
            raise ValueError(f"клиент писал: {query.data}")
        await query.answer()

    router.message.register(on_message)
    router.callback_query.register(on_tap)
    dispatcher = Dispatcher(**options)
    dispatcher.include_routers(error_router(lambda _: SORRY), router)
    return dispatcher


@pytest.fixture
def polling(bot: Bot, dispatcher: Dispatcher, peer: BotApiPeer) -> Polling:
    """`async with polling() as running:` polls while the block runs; `running` is the task of `run_polling`."""

    @asynccontextmanager
    async def polls(**options: Any) -> AsyncIterator[asyncio.Task[None]]:  # noqa: ANN401  # passed on as they are
        running = asyncio.create_task(run_polling(bot, dispatcher, **({"backoff": QUICK} | options)))
        await peer.until_polled()
        yield running
        if not running.done():
            await dispatcher.stop_polling()
        await running

    return polls
