"""A small house with everything that a fault can break: a database, shared conversations, an inbox, a real peer."""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

from aiogram import Dispatcher, Router
from aiogram.fsm.context import FSMContext
from aiogram.types import Message

from bot.replicas.shared import share
from bot.storage import Storage
from bot.telegram.errors import error_router
from bot.telegram.reception import Excuses, Reception
from bot.telegram.runner import build_bot, run_polling
from tests.telegram.conftest import QUICK
from tests.telegram.peer import TOKEN

LATER = "Отвечу, как только вернётся память."
INTERRUPTED = "Меня прервали, пришлите ещё раз."
INTERRUPTED_TAP = "Меня прервали, нажмите ещё раз."
SORRY = "Что-то сломалось."
# So many seconds of the house pass in one: the claim of a dead copy lasts twenty.
SPEED = 20

Pause = Callable[[], Awaitable[object]]


class QuickClock:
    def __init__(self, speed: float = SPEED) -> None:
        self._start, self._origin, self._speed = datetime.now(UTC), time.monotonic(), speed

    def __call__(self) -> datetime:
        return self._start + timedelta(seconds=(time.monotonic() - self._origin) * self._speed)


async def no_pause() -> None:
    """Nothing holds the handlers up."""


@asynccontextmanager
async def working(
    api: str,
    url: str,
    redis_url: str | None = None,
    *,
    before: Pause = no_pause,
    amid: Pause = no_pause,
    watch_every: float = 0.2,
    speed: float = SPEED,
) -> AsyncIterator[Storage]:
    """A bot that polls the peer at `api`. Its handler waits `before` its answer and `amid` its two messages.

    With `watch_every` of many seconds it is like one that hangs: it does not keep what it has in hand. At full `speed`
    a copy on a busy machine may look dead to another: with several alive, choose a lower one.
    """
    async with Storage.open(url) as storage:
        await storage.migrate()
        async with share(redis_url, storage, 4200, QuickClock(speed)) as shared:
            dispatcher = Dispatcher(storage=shared.conversation, events_isolation=shared.turns)
            dispatcher.include_routers(error_router(lambda _: SORRY), _counting(storage, before, amid))
            excuses = Excuses(later=LATER, interrupted=INTERRUPTED, interrupted_tap=INTERRUPTED_TAP)
            reception = Reception(shared.inbox, away=shared.away, excuses=excuses, watch_every=watch_every)
            running = asyncio.create_task(
                run_polling(build_bot(TOKEN, api_url=api), dispatcher, reception=reception, backoff=QUICK)
            )
            try:
                yield storage
            finally:
                await dispatcher.stop_polling()
                await running


def _counting(storage: Storage, before: Pause, amid: Pause) -> Router:
    """Remembers each person and how often they wrote; answers twice to who asks for it."""
    router = Router()

    async def on_message(message: Message, state: FSMContext) -> None:
        await before()
        await storage.agents.seen(message.chat.id, datetime.now(UTC))
        count = (await state.get_data()).get("count", 0) + 1
        await state.update_data(count=count)
        await message.answer(f"{message.text}: {count}", parse_mode=None)
        if message.text == "дважды":
            await amid()
            await message.answer("и ещё", parse_mode=None)

    router.message.register(on_message)
    return router


async def main(api: str, url: str, held: str) -> None:
    """In a process of its own; with `held`, it never gets to the second message of an answer."""
    async with working(api, url, amid=asyncio.Event().wait if held else no_pause):
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
