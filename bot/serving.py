"""Runs the bot, in Telegram or on the local page: here all rooms are wired together.

Imports stand inside the functions: aiogram takes seconds, and the local page must not wait for it.
"""

from __future__ import annotations

import asyncio
import logging
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from bot import collector
from bot.config import Settings, data_folder
from bot.heartbeat import beat

if TYPE_CHECKING:
    from aiogram import Bot, Dispatcher
    from aiogram.client.session.base import BaseSession

    from bot.broadcast.sender import Sender
    from bot.content.shelf import Story
    from bot.content.tips import Lessons
    from bot.content.voice import Voice
    from bot.playground.clock import Clock
    from bot.playground.room import Room
    from bot.replicas.shared import Shared
    from bot.storage import Storage
    from bot.storage.retention import Terms

logger = logging.getLogger("bot")

PURGE_EVERY = 3600.0
PURGE_AGAIN = 60.0
SENDER_PATIENCE = 10.0


async def serve(settings: Settings) -> None:
    """Serves until stopped: Telegram where there is a token, the local page where there is none.

    Raises ExplainedError.
    """
    # The database's thread and a long review's wait for the interpreter's lock: by default for 5 ms each time.
    sys.setswitchinterval(0.0005)
    await (_serve_telegram(settings) if settings.bot_token else _serve_playground(settings))


def _utc_now() -> datetime:
    return datetime.now(UTC)


async def _serve_telegram(settings: Settings) -> None:
    from bot import lean_aiogram  # noqa: F401 -- before anything imports aiogram
    from bot.content.tips import load_lessons
    from bot.content.voice import load_voice
    from bot.listening import listen
    from bot.telegram.drain import before_closing
    from handlers.house import build_sender

    say, lessons, clock = load_voice(), load_lessons(), _utc_now
    async with _house(settings, say, lessons, clock) as house, _chores(house, clock):
        bot = _broadcast_bot(settings)
        sender = build_sender(bot, house.storage, lessons, say, clock=clock, pace=house.shared.pace)
        async with _sending(sender, bot) as stop_sending:
            # Its last message may arrive while the handlers finish.
            before_closing(house.dispatcher, stop_sending)
            await listen(settings, house.dispatcher, house.storage, house.shared, say)


async def _serve_playground(settings: Settings) -> None:
    """The page comes first: whoever opens it reads and writes while the bot's libraries still load."""
    from bot.playground.clock import Clock
    from bot.playground.room import Room
    from bot.playground.server import open_page
    from bot.playground.telegram import Telegram

    def load_stories() -> Sequence[Story]:
        from bot.content.shelf import load_shelf

        return load_shelf().stories

    clock = Clock()
    room = Room(Telegram(clock), history_path=data_folder() / "playground.json")
    async with open_page(
        room,
        load_stories,
        token=settings.bot_token,
        port=settings.playground_port,
        open_browser=sys.stdout.isatty(),
    ) as stopped:
        await asyncio.to_thread(_import_all)
        await _answer_in(room, settings, clock, stopped)


def _import_all() -> None:
    """What takes seconds to import, in a thread, so that the page stays alive meanwhile."""
    # Thousands of new classes and nothing to throw away: without the collector it takes a sixth less.
    with collector.paused():
        import handlers.house  # noqa: F401 - importing is the point


async def _answer_in(room: Room, settings: Settings, clock: Clock, stopped: asyncio.Event) -> None:
    from bot.content.tips import load_lessons
    from bot.content.voice import load_voice
    from bot.playground.answering import answering
    from bot.playground.session import PlaygroundSession, make_bot
    from bot.telegram.broadcasts import BroadcastRequests
    from bot.telegram.retries import RetryRequests
    from handlers.house import build_sender, command_menu

    def patient_bot(session: BaseSession) -> Bot:
        made = make_bot(session)
        made.session.middleware(RetryRequests())
        return made

    async def forget() -> None:
        await house.storage.conversation.purge(clock() + timedelta(days=2))

    say, lessons = load_voice(), load_lessons()
    async with _house(settings, say, lessons, clock) as house, _chores(house, clock):
        sender_bot = make_bot(PlaygroundSession(room.telegram))
        sender_bot.session.middleware(BroadcastRequests())
        async with (
            _sending(build_sender(sender_bot, house.storage, lessons, say, clock=clock), sender_bot),
            answering(room, house.dispatcher, commands=command_menu(say), bot_factory=patient_bot, on_reset=forget),
        ):
            await stopped.wait()


@dataclass(frozen=True)
class _House:
    dispatcher: Dispatcher
    storage: Storage
    shared: Shared
    terms: Terms


@asynccontextmanager
async def _chores(house: _House, clock: Callable[[], datetime]) -> AsyncIterator[None]:
    running = [asyncio.create_task(_purge(house, clock)), asyncio.create_task(beat())]
    try:
        yield
    finally:
        for chore in running:
            chore.cancel()
        await asyncio.gather(*running, return_exceptions=True)


@asynccontextmanager
async def _house(
    settings: Settings, say: Voice, lessons: Lessons, clock: Callable[[], datetime]
) -> AsyncIterator[_House]:
    """The dispatcher over an open, migrated storage."""
    from bot.content import load_coach
    from bot.playground.room import PEOPLE
    from bot.replicas.shared import share
    from bot.storage import Storage
    from bot.storage.retention import Terms
    from bot.telegram.errors import error_router
    from handlers.house import build_dispatcher

    token, terms = settings.bot_token, Terms(settings.retention_days, settings.backup_days)
    if token and not settings.admin_ids:
        logger.warning("ADMIN_IDS не задан: бот открыт для всех, кто его найдёт")
    # The local page is a single copy for a single person.
    redis_url, bot_id = (settings.redis_url, int(token.split(":")[0])) if token else (None, 0)
    async with (
        Storage.open(settings.database_url, clock) as storage,
        share(redis_url, storage, bot_id, clock) as shared,
    ):
        await storage.migrate()
        if token and settings.admin_ids:
            await storage.members.silence_strangers(settings.admin_ids)
        coach = load_coach()
        collector.settle()
        dispatcher = build_dispatcher(
            coach,
            storage,
            shared.conversation,
            say,
            clock=clock,
            # The local page's people are nobody's numbers in Telegram.
            admitted=settings.admin_ids if token else (),
            leads=settings.admin_ids if token else PEOPLE,
            lessons=lessons,
            turns=shared.turns,
            terms=terms,
            pacing=shared.pacing,
            keepers=(shared.inbox,),
        )
        dispatcher.include_router(error_router(lambda _: say("talk.trouble")))
        yield _House(dispatcher, storage, shared, terms)


def _broadcast_bot(settings: Settings) -> Bot:
    """A connection of its own: the sender repeats by its own rules, and conversations need not wait for it."""
    from bot.telegram.broadcasts import BroadcastRequests
    from bot.telegram.runner import build_bot

    return build_bot(
        settings.bot_token or "",
        api_url=settings.telegram_api_url,
        proxy_url=settings.proxy_url,
        retries=BroadcastRequests(),
    )


@asynccontextmanager
async def _sending(sender: Sender, bot: Bot) -> AsyncIterator[Callable[[], Awaitable[None]]]:
    """Sends by the clock while the block runs; at its end, or when what it gets is called, the message under way still
    arrives."""
    running = asyncio.create_task(sender.run())

    async def stop() -> None:
        sender.stop()
        asyncio.get_running_loop().call_later(SENDER_PATIENCE, running.cancel)

    try:
        yield stop
    finally:
        await stop()
        await asyncio.wait((running,))
        await bot.session.close()


async def _purge(house: _House, clock: Callable[[], datetime]) -> None:
    """Raw texts live for a day at most, the history as long as promised: every hour what has expired is deleted.

    So are the texts that the coach remembers for speed: nobody counts their hours.
    """
    from bot.coach.memory import forget_everything

    while True:
        try:
            await house.storage.conversation.purge(clock())
            await house.storage.retention.purge(clock(), house.terms)
            forget_everything()
            await house.shared.inbox.purge()
        except house.shared.away as error:
            logger.warning("Убрать старое пока не вышло (%s), попробую ещё", type(error).__name__)
            await asyncio.sleep(PURGE_AGAIN)
        else:
            await asyncio.sleep(PURGE_EVERY)
