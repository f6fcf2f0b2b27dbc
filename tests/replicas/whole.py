"""The whole bot, polling the peer in a process of its own: `python -m tests.replicas.whole API URL [HANGS_AFTER]`.

Once a message with the words HANGS_AFTER has left, it comes no further: who kills it then hits the shortest moment
there is, between showing something and writing down that it was shown.
"""

from __future__ import annotations

import asyncio
import sys

from aiogram import Bot
from aiogram.client.session.middlewares.base import BaseRequestMiddleware, NextRequestMiddlewareType
from aiogram.methods import Response, SendMessage, TelegramMethod
from aiogram.methods.base import TelegramType

from bot.content import load_coach
from bot.content.voice import load_voice
from bot.replicas.shared import share
from bot.storage import Storage
from bot.telegram.reception import Excuses, Reception
from bot.telegram.runner import build_bot, run_polling
from handlers.house import build_dispatcher
from tests.replicas.house import QuickClock
from tests.telegram.conftest import QUICK
from tests.telegram.peer import TOKEN


class Hang(BaseRequestMiddleware):
    def __init__(self, words: str) -> None:
        self._words = words

    async def __call__(
        self, make_request: NextRequestMiddlewareType[TelegramType], bot: Bot, method: TelegramMethod[TelegramType]
    ) -> Response[TelegramType]:
        response = await make_request(bot, method)
        if isinstance(method, SendMessage) and self._words in method.text:
            await asyncio.Event().wait()
        return response


async def main(api: str, url: str, hangs_after: str) -> None:
    say, clock = load_voice(), QuickClock()
    async with Storage.open(url, clock) as storage, share(None, storage, 4200, clock) as shared:
        await storage.migrate()
        dispatcher = build_dispatcher(load_coach(), storage, shared.conversation, say, clock=clock, turns=shared.turns)
        excuses = Excuses(say("talk.later"), say("talk.interrupted"), say("talk.interrupted_tap"))
        reception = Reception(shared.inbox, away=shared.away, excuses=excuses, watch_every=0.2)
        bot = build_bot(TOKEN, api_url=api)
        if hangs_after:
            bot.session.middleware(Hang(hangs_after))
        await run_polling(bot, dispatcher, reception=reception, backoff=QUICK)


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
