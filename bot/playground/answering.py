"""Lets a dispatcher answer in the room: wakes the bot, and puts it to bed when the page closes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

from aiogram import Dispatcher
from aiogram.types import BotCommand

from bot.content.shelf import Story
from bot.playground.clock import Clock
from bot.playground.room import Reset, Room
from bot.playground.server import open_page
from bot.playground.session import BotFactory, PlaygroundSession, feed, make_bot
from bot.playground.telegram import Telegram


@asynccontextmanager
async def answering(
    room: Room,
    dispatcher: Dispatcher,
    *,
    commands: Sequence[BotCommand] = (),
    bot_factory: BotFactory = make_bot,
    on_reset: Reset | None = None,
) -> AsyncIterator[None]:
    """The bot answers while the block runs. `on_reset` clears the conversations' state when a person begins anew."""
    bot = bot_factory(PlaygroundSession(room.telegram))
    workflow = {"dispatcher": dispatcher, "bots": [bot], **dispatcher.workflow_data}
    await dispatcher.emit_startup(bot=bot, **workflow)
    await bot.set_my_commands([*commands])
    room.wake(partial(feed, dispatcher, bot), on_reset)
    try:
        yield
    finally:
        await room.close()
        await dispatcher.emit_shutdown(bot=bot, **workflow)
        await bot.session.close()


async def serve(
    dispatcher: Dispatcher,
    *,
    token: str | None,
    stories: Sequence[Story] = (),
    commands: Sequence[BotCommand] = (),
    history_path: Path | None = None,
    port: int = 8080,
    clock: Clock | None = None,
    on_reset: Reset | None = None,
    ready: Callable[[str], None] = print,
    stop: asyncio.Event | None = None,
) -> None:
    """Page and bot together, where the dispatcher is there already. `clock` is the one that the page moves forward;
    give the same to whoever asks the time. The rest is explained at `open_page` and `answering`."""
    room = Room(Telegram(clock), history_path=history_path)
    async with (
        open_page(room, lambda: stories, token=token, port=port, ready=ready, stop=stop) as stopped,
        answering(room, dispatcher, commands=commands, on_reset=on_reset),
    ):
        await stopped.wait()
