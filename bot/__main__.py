"""The command line, and the only place that wires all rooms together."""

from __future__ import annotations

import argparse
import asyncio
import logging
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.cli import card, check, content
from bot.config import ConfigError, Settings, data_folder
from bot.heartbeat import beat, is_alive

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from aiogram import Bot, Dispatcher
    from aiogram.client.session.base import BaseSession

    from bot.broadcast.sender import Sender
    from bot.content.tips import Lessons
    from bot.content.voice import Voice
    from bot.playground.telegram import Telegram
    from bot.storage import Storage

logger = logging.getLogger("bot")

PURGE_EVERY = 3600.0
SENDER_PATIENCE = 20.0


def main(argv: Sequence[str] | None = None) -> int:
    """Runs a command; returns the exit status."""
    arguments = _parser().parse_args(argv)
    if arguments.command == "check":
        return check.run(arguments)
    if arguments.command == "content":
        return content.run(arguments)
    if arguments.command == "card":
        return card.run(arguments)
    if arguments.command == "train":
        # The trainer's own modules cost 0.1 s at import, which `check` need not pay.
        from bot.cli import train

        return train.run()
    if arguments.command == "alive":
        return 0 if is_alive() else 1
    return _run()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="bot",
        description="Подсказка: читает черновик ответа на жалобу до отправки. Без команды — запускает бота.",
    )
    commands = parser.add_subparsers(dest="command", metavar="КОМАНДА")
    commands.add_parser("run", help="запустить бота (с BOT_TOKEN — в Telegram, без него — на местной странице)")
    commands.add_parser("alive", help="жив ли бот на этой машине (для проверки здоровья контейнера)")
    check.add_arguments(commands.add_parser("check", help="разобрать черновик в терминале"))
    content.add_arguments(commands.add_parser("content", help="проверить правила и тексты"))
    card.add_arguments(commands.add_parser("card", help="насколько можно верить чтению, сигнал за сигналом"))
    commands.add_parser("train", help="заново научить читателя на примерах из content/ (меньше двух минут)")
    return parser


def _run() -> int:
    # aiogram alone takes seconds and 165 MB to import, which `check` need not pay.
    from bot.playground.server import PlaygroundError
    from bot.storage import StorageError
    from bot.telegram.failures import RunError

    try:
        settings = Settings.load()
        logging.basicConfig(level=settings.log_level, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
        # Alembic reports every plugin it loads; only its trouble is news.
        logging.getLogger("alembic").setLevel(logging.WARNING)
        asyncio.run(_serve(settings))
    except RunError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    except (ConfigError, PlaygroundError, StorageError) as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 0
    return 0


async def _serve(settings: Settings) -> None:
    from bot.content.tips import load_lessons
    from bot.content.voice import load_voice
    from bot.playground.clock import Clock
    from bot.playground.session import PlaygroundSession, make_bot
    from bot.playground.telegram import Telegram
    from bot.telegram.broadcasts import BroadcastRequests
    from handlers.house import build_sender

    clock, say, lessons = Clock(), load_voice(), load_lessons()
    async with _house(settings, say, lessons, clock) as (dispatcher, storage):
        chores = [asyncio.create_task(_purge(storage, clock)), asyncio.create_task(beat())]
        try:
            if settings.bot_token:
                bot = _broadcast_bot(settings)
                async with _sending(build_sender(bot, storage, lessons, say, clock=clock), bot):
                    await _serve_telegram(settings, dispatcher, say)
            else:
                telegram = Telegram(clock)
                bot = make_bot(PlaygroundSession(telegram))
                bot.session.middleware(BroadcastRequests())
                async with _sending(build_sender(bot, storage, lessons, say, clock=clock), bot):
                    await _serve_playground(settings, dispatcher, storage, say, telegram)
        finally:
            for chore in chores:
                chore.cancel()
            await asyncio.gather(*chores, return_exceptions=True)


@asynccontextmanager
async def _house(
    settings: Settings, say: Voice, lessons: Lessons, clock: Callable[[], datetime]
) -> AsyncIterator[tuple[Dispatcher, Storage]]:
    """The dispatcher over an open, migrated storage."""
    from bot.content import load_coach
    from bot.playground.room import PEOPLE
    from bot.storage import Storage
    from bot.telegram.errors import error_router
    from handlers.house import build_dispatcher

    if settings.bot_token and not settings.admin_ids:
        logger.warning("ADMIN_IDS не задан: бот открыт для всех, кто его найдёт")
    async with Storage.open(settings.database_url, clock) as storage:
        await storage.migrate()
        if settings.bot_token and settings.admin_ids:
            await storage.members.silence_strangers(settings.admin_ids)
        dispatcher = build_dispatcher(
            load_coach(),
            storage,
            storage.conversation,
            say,
            clock=clock,
            # The local page's people are nobody's numbers in Telegram.
            admitted=settings.admin_ids if settings.bot_token else (),
            leads=settings.admin_ids if settings.bot_token else PEOPLE,
            lessons=lessons,
        )
        dispatcher.include_router(error_router(lambda _: say("talk.trouble")))
        yield dispatcher, storage


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
async def _sending(sender: Sender, bot: Bot) -> AsyncIterator[None]:
    """Sends by the clock while the block runs; at its end the message under way still arrives."""
    running = asyncio.create_task(sender.run())
    try:
        yield
    finally:
        sender.stop()
        await asyncio.wait((running,), timeout=SENDER_PATIENCE)
        running.cancel()
        await bot.session.close()


async def _serve_telegram(settings: Settings, dispatcher: Dispatcher, say: Voice) -> None:
    from bot.telegram.runner import build_bot, run_polling, run_webhook
    from handlers.house import command_menu

    token = settings.bot_token or ""
    bot = build_bot(token, api_url=settings.telegram_api_url, proxy_url=settings.proxy_url)
    if settings.webhook_url:
        await run_webhook(
            bot,
            dispatcher,
            url=settings.webhook_url,
            secret=settings.webhook_secret,
            port=settings.port,
            commands=command_menu(say),
        )
    else:
        await run_polling(bot, dispatcher, commands=command_menu(say))


async def _serve_playground(
    settings: Settings, dispatcher: Dispatcher, storage: Storage, say: Voice, telegram: Telegram
) -> None:
    from bot.content.shelf import load_shelf
    from bot.playground.server import serve
    from bot.playground.session import make_bot
    from bot.telegram.retries import RetryRequests
    from handlers.house import command_menu

    def patient_bot(session: BaseSession) -> Bot:
        made = make_bot(session)
        made.session.middleware(RetryRequests())
        return made

    async def forget() -> None:
        await storage.conversation.purge(telegram.clock() + timedelta(days=2))

    await serve(
        dispatcher,
        token=settings.bot_token,
        stories=load_shelf().stories,
        commands=command_menu(say),
        history_path=data_folder() / "playground.json",
        port=settings.playground_port,
        telegram=telegram,
        on_reset=forget,
        bot_factory=patient_bot,
        open_browser=sys.stdout.isatty(),
    )


async def _purge(storage: Storage, clock: Callable[[], datetime]) -> None:
    """Raw texts live for a day at most: every hour what has expired is deleted."""
    while True:
        await storage.conversation.purge(clock())
        await asyncio.sleep(PURGE_EVERY)


if __name__ == "__main__":
    sys.exit(main())
