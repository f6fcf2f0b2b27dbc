"""Whatever breaks in the main job, at the most talkative level of the log, no text of anybody's is in it."""

from __future__ import annotations

import io
import logging
import sqlite3
from collections.abc import Awaitable, Callable, Iterator
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from aiogram import BaseMiddleware, Bot, Dispatcher
from aiogram.client.session.middlewares.base import BaseRequestMiddleware, NextRequestMiddlewareType
from aiogram.exceptions import TelegramBadRequest
from aiogram.methods import Response, TelegramMethod
from aiogram.methods.base import TelegramType
from aiogram.types import Message, TelegramObject

from bot.coach.coach import Coach
from bot.config import Settings
from bot.content.voice import Voice
from bot.storage import Storage
from bot.telegram.errors import error_router
from bot.watching.logs import start_logging
from handlers.house import build_dispatcher
from tests.agent import Agent

WORDS = ("Уникумхризантема", "Мракобесие", "916 123")
COMPLAINT = "Где заказ 48213? Мракобесие какое-то! Звоните 8 916 123-45-67, Уникумхризантема."
DRAFT = "Здравствуйте! Извините за ожидание, Уникумхризантема, но были пробки. Вернём деньги завтра до 12:00."


@pytest.fixture
def log(tmp_path: Path) -> Iterator[io.StringIO]:
    """All that the bot's own log writes, debugging included."""
    root = logging.getLogger()
    kept = root.handlers[:], root.level, logging.raiseExceptions
    # Set aside, for those that are there would be closed.
    root.handlers[:] = []
    start_logging(Settings.load({"LOG_LEVEL": "DEBUG"}, tmp_path / "none.env"))
    (handler,) = root.handlers
    assert isinstance(handler, logging.StreamHandler)
    written = io.StringIO()
    handler.setStream(written)
    yield written
    root.handlers[:] = kept[0]
    root.setLevel(kept[1])
    logging.raiseExceptions = kept[2]
    for name in ("aiosqlite", "asyncio", "sqlalchemy", "aiogram.event"):
        logging.getLogger(name).setLevel(logging.NOTSET)


@pytest.fixture
def house(coach: Coach, storage: Storage, say: Voice) -> Dispatcher:
    def clock() -> datetime:
        return datetime.now(UTC)

    made = build_dispatcher(coach, storage, storage.conversation, say, clock=clock)
    made.include_router(error_router(lambda _: say("talk.trouble")))
    return made


async def goes_through_the_main_job(agent: Agent) -> None:
    """As far as it goes: what is broken leaves no buttons."""
    with suppress(AssertionError):
        await agent.forwards(COMPLAINT, sender="Мракобесие Уникумхризантема")
        draft = await agent.sends(DRAFT)
        await agent.presses("Да, проверены")
        await agent.presses("Наша")
        await agent.presses("Готово, разбор")
        await agent.edits(draft, DRAFT + " Простите.")
        await agent.presses("Не согласен")
    with suppress(AssertionError):
        await agent.sends("/history")
        await agent.presses("Здравствуйте", on=agent.last)
    await agent.sends("/check " + DRAFT)
    await agent.sends("/export")


def words_in(log: io.StringIO) -> list[str]:
    return [word for word in WORDS if word in log.getvalue()]


class _QuotingHandler(BaseMiddleware):
    """A handler that breaks with what it was given in its error, and in the error's cause."""

    async def __call__(
        self,
        handler: Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]],
        event: TelegramObject,
        data: dict[str, Any],
    ) -> object:
        await handler(event, data)
        said = event.text if isinstance(event, Message) else None
        raise ValueError(f"Не понимаю {event!r}") from KeyError(said)


class _QuotingTelegram(BaseRequestMiddleware):
    """Telegram that refuses every message and repeats it in the refusal."""

    async def __call__(
        self, make_request: NextRequestMiddlewareType[TelegramType], bot: Bot, method: TelegramMethod[TelegramType]
    ) -> Response[TelegramType]:
        if method.__api_method__ in {"sendMessage", "editMessageText"}:
            raise TelegramBadRequest(method, f"can't parse entities: {method!r}")
        return await make_request(bot, method)


async def test_the_main_job_itself_is_not_written_down(house: Dispatcher, log: io.StringIO) -> None:
    agent = Agent(house)
    await goes_through_the_main_job(agent)
    logging.getLogger("bot").info("Журнал пишется")

    assert "Журнал пишется" in log.getvalue()
    assert words_in(log) == []


def test_a_line_that_cannot_be_written_tells_nothing_either(
    log: io.StringIO, capsys: pytest.CaptureFixture[str]
) -> None:
    logging.getLogger("bot").error("Не разобрал: %d", DRAFT)

    assert words_in(log) == []
    assert capsys.readouterr().err == ""


async def test_handlers_that_break_with_the_text_in_their_error(house: Dispatcher, log: io.StringIO) -> None:
    rooms = next(router for router in house.sub_routers if router.name == "rooms")
    for observer in (rooms.message, rooms.edited_message, rooms.callback_query):
        observer.middleware(_QuotingHandler())
    await goes_through_the_main_job(Agent(house))

    assert "ValueError" in log.getvalue()
    assert words_in(log) == []


async def test_a_telegram_that_refuses_every_message_and_quotes_it(house: Dispatcher, log: io.StringIO) -> None:
    agent = Agent(house)
    agent.bot.session.middleware(_QuotingTelegram())
    await goes_through_the_main_job(agent)

    assert "TelegramBadRequest" in log.getvalue()
    assert words_in(log) == []


@pytest.mark.parametrize("table", ["reviews", "conversations", "agents"])
async def test_a_database_that_lost_a_table(house: Dispatcher, tmp_path: Path, log: io.StringIO, table: str) -> None:
    agent = Agent(house)
    await agent.sends("/start")
    with closing(sqlite3.connect(tmp_path / "coach.db")) as plain:
        plain.execute(f"DROP TABLE {table}")
    await goes_through_the_main_job(agent)

    assert "StorageError" in log.getvalue()
    assert words_in(log) == []
