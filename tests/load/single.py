"""One process on SQLite: `python -m tests.load.single [REVIEWS] [UPDATES]`.

First so many full reviews, `/check` to verdict, better wording and history, by a hundred agents at once through the
whole dispatcher and its inbox; then so many short updates, while the memory is watched. Telegram is stood in for by a
session that agrees to everything, so that only the bot's own work is measured.
"""

from __future__ import annotations

import asyncio
import itertools
import resource
import sys
import tempfile
import time
from collections.abc import AsyncGenerator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

from aiogram import Bot, Dispatcher
from aiogram.client.session.base import BaseSession
from aiogram.methods import TelegramMethod
from aiogram.methods.base import TelegramType
from aiogram.types import Chat, Message, Update

from bot import collector
from bot.content import load_coach
from bot.content.voice import load_voice
from bot.storage import Storage
from bot.telegram.reception import Reception
from handlers.house import build_dispatcher
from tests.telegram.events import Json, message
from tests.telegram.peer import TOKEN

AGENTS = 100

_DRAFTS = (
    "Ирина, извините за опоздание, но в субботу пробки, а вы сами выбрали доставку. Вернём {}% до пятницы.",
    "Здравствуйте! Ваша заявка {} принята. По регламенту срок ремонта — пять рабочих дней, ожидайте.",
    "Добрый день! Простите нас: заказ {} потерялся на складе. Отправим новый завтра до 12:00 и вернём доставку.",
)


class Agreeing(BaseSession):
    """Every message is sent and every edit made, at once."""

    def __init__(self) -> None:
        super().__init__()
        self.sent = 0

    async def make_request(self, bot: Bot, method: TelegramMethod[TelegramType], timeout: int | None = None) -> Any:  # noqa: ANN401, ARG002, ASYNC109  # aiogram's own signature
        if method.__api_method__ not in {"sendMessage", "editMessageText"}:
            return True
        self.sent += 1
        chat = Chat(id=cast("Any", method).chat_id, type="private")
        return Message(message_id=self.sent, date=datetime.now(UTC), chat=chat).as_(bot)

    async def close(self) -> None:
        """Nothing is open."""

    async def stream_content(self, *_: object, **__: object) -> AsyncGenerator[bytes, None]:
        yield b""


class Line:
    """Feeds updates as the polling does: written down first, then each in a task."""

    def __init__(self, dispatcher: Dispatcher, bot: Bot, reception: Reception) -> None:
        self._dispatcher, self._bot, self._reception = dispatcher, bot, reception
        self._numbers = itertools.count(1)

    async def bring(self, event: Json) -> None:
        raw = {"update_id": next(self._numbers), **event}
        await self._reception.admit({raw["update_id"]: raw})
        await self._dispatcher.feed_update(self._bot, Update.model_validate(raw, context={"bot": self._bot}))

    async def agents(self, events: list[Json]) -> float:
        """All events, `AGENTS` at a time, each agent's own in order; returns the seconds it took."""
        began = time.perf_counter()
        waiting = iter(events)

        async def work() -> None:
            for event in waiting:
                await self.bring(event)

        await asyncio.gather(*(work() for _ in range(AGENTS)))
        return time.perf_counter() - began


def _attach(bot: Bot, dispatcher: Dispatcher, reception: Reception) -> None:
    for middleware in reception.attach(bot, dispatcher):
        dispatcher.update.outer_middleware(middleware)


def _megabytes() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize() // 2**20


def _checks(count: int) -> list[Json]:
    texts = itertools.cycle(_DRAFTS)
    return [
        message("/check " + next(texts).format(number), chat=1_000 + number % AGENTS, message_id=number + 1)
        for number in range(count)
    ]


async def main(reviews: int, updates: int) -> None:
    # As the bot itself does when it serves.
    sys.setswitchinterval(0.0005)
    with tempfile.TemporaryDirectory() as folder:
        async with Storage.open(f"sqlite+aiosqlite:///{Path(folder) / 'coach.db'}") as storage:
            await storage.migrate()
            bot = Bot(TOKEN, session=Agreeing())

            def clock() -> datetime:
                return datetime.now(UTC)

            coach = load_coach()
            collector.settle()
            dispatcher = build_dispatcher(coach, storage, storage.conversation, load_voice(), clock=clock)
            reception = Reception(storage.inbox(bot.id))
            _attach(bot, dispatcher, reception)
            line = Line(dispatcher, bot, reception)
            await line.agents(_checks(AGENTS))
            print(f"после разогрева {_megabytes()} МБ")
            before = (await storage.census.take()).reviews
            cpu = time.process_time()
            seconds = await line.agents(_checks(reviews))
            cpu = (time.process_time() - cpu) / reviews
            stored = (await storage.census.take()).reviews - before
            print(
                f"разборов {reviews}, в истории {stored}, в секунду {reviews / seconds:.1f}, "
                f"процессора на разбор {cpu * 1000:.1f} мс, {_megabytes()} МБ"
            )
            for _ in range(10):
                events = [message("/help", chat=1_000 + n % AGENTS, message_id=n + 1) for n in range(updates // 10)]
                seconds = await line.agents(events)
                print(f"обновлений {len(events)}, в секунду {len(events) / seconds:.0f}, {_megabytes()} МБ")


if __name__ == "__main__":
    given = [int(argument) for argument in sys.argv[1:]]
    asyncio.run(main(*given) if given else main(2_000, 100_000))
