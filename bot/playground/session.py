"""The session that carries a bot's requests to the stand-in, through aiogram's own encoding and decoding."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncGenerator, Callable, Sequence
from typing import Any, cast

from aiogram import Bot, Dispatcher
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.base import BaseSession
from aiogram.enums import ParseMode
from aiogram.exceptions import TelegramNetworkError
from aiogram.methods import TelegramMethod
from aiogram.methods.base import TelegramType
from aiogram.types import InputFile, Update

from bot.playground.chats import BOT, JSON
from bot.playground.media import Upload
from bot.playground.telegram import Telegram
from bot.telegram.answers import keep_answer_type

# Made up: the playground never talks to Telegram, and aiogram wants something of this shape.
TOKEN = f"{BOT['id']}:playground"

BotFactory = Callable[[BaseSession], Bot]


def make_bot(session: BaseSession) -> Bot:
    """A bot with the defaults that it has in Telegram: HTML, no link previews, a lost reply is sent all the same."""
    return Bot(
        TOKEN,
        session=session,
        default=DefaultBotProperties(
            parse_mode=ParseMode.HTML, link_preview_is_disabled=True, allow_sending_without_reply=True
        ),
    )


class PlaygroundSession(BaseSession):
    """Stands where the HTTP session stands. Refusals come out as the exceptions that aiogram makes of them."""

    def __init__(self, telegram: Telegram) -> None:
        super().__init__()
        self.telegram = telegram

    async def make_request(
        self,
        bot: Bot,
        method: TelegramMethod[TelegramType],
        timeout: int | None = None,  # noqa: ASYNC109 - the base class names it
    ) -> TelegramType:
        params, uploads = await self._encode(bot, method)
        try:
            async with asyncio.timeout(timeout or self.timeout):
                await self.telegram.faults.slow_down()
        except TimeoutError:
            raise TelegramNetworkError(method=method, message="Request timeout error") from None
        status, body = self.telegram.answer(method.__api_method__, params, uploads)
        keep_answer_type(method.__returning__)
        response = self.check_response(bot, method, status, json.dumps(body))
        return cast("TelegramType", response.result)

    async def _encode(self, bot: Bot, method: TelegramMethod[Any]) -> tuple[JSON, dict[str, Upload]]:
        """Parameters as the wire carries them, and the bytes of the files that they name."""
        attached: dict[str, InputFile] = {}
        params = {}
        for key, value in method.model_dump(warnings=False).items():
            prepared = self.prepare_value(value, bot=bot, files=attached, _dumps_json=False)
            if prepared is not None:
                params[key] = prepared
        uploads = {}
        for key, file in attached.items():
            data = b"".join([chunk async for chunk in file.read(bot)])
            uploads[key] = Upload(data, file.filename or key)
        # Through JSON and back, so that enumerations and other Python-only values arrive as they would over the wire.
        return json.loads(json.dumps(params)), uploads

    async def stream_content(
        self,
        url: str,
        headers: dict[str, Any] | None = None,  # noqa: ARG002 - the base class names it
        timeout: int = 30,  # noqa: ARG002, ASYNC109 - the base class names it
        chunk_size: int = 65536,
        raise_for_status: bool = True,  # noqa: ARG002, FBT001 - the base class names it
    ) -> AsyncGenerator[bytes, None]:
        """Yields a stored file. Raises FileNotFoundError for an address that no file has."""
        file = self.telegram.chats.files.get(url.rsplit("/", 1)[-1])
        if file is None:
            raise FileNotFoundError(url)
        for start in range(0, len(file.data), chunk_size):
            yield file.data[start : start + chunk_size]

    async def close(self) -> None:
        """Holds nothing open."""


async def feed(dispatcher: Dispatcher, bot: Bot, updates: Sequence[JSON]) -> None:
    """Hands updates to the dispatcher the way polling does: started in order, all under way at once.

    Returns when every handler has returned; if some raised, raises the first of their exceptions.
    """
    decoded = [Update.model_validate(update, context={"bot": bot}) for update in updates]
    results = await asyncio.gather(*(_handle(dispatcher, bot, update) for update in decoded), return_exceptions=True)
    for result in results:
        if isinstance(result, BaseException):
            raise result


async def _handle(dispatcher: Dispatcher, bot: Bot, update: Update) -> None:
    answer = await dispatcher.feed_update(bot, update)
    if isinstance(answer, TelegramMethod):
        await dispatcher.silent_call_request(bot=bot, result=answer)
