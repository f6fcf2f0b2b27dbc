"""An HTTP session that no single update can bring down.

aiogram decodes a batch of updates as a whole: one that it cannot read fails the batch, the offset never moves, and
polling asks for the same batch until Telegram drops it a day later (aiogram issue 1840). Here each update is read on
its own, and one that stays unreadable keeps only its `update_id`, which is enough to move the offset past it.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Awaitable, Callable
from typing import Any, cast

from aiogram import BaseMiddleware, Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.dispatcher.event.bases import UNHANDLED
from aiogram.exceptions import ClientDecodeError, TelegramNetworkError, TelegramServerError
from aiogram.methods import GetUpdates, Response, TelegramMethod
from aiogram.methods.base import TelegramType
from aiogram.types import InputFile, TelegramObject, Update
from aiogram.types.update import UpdateTypeLookupError
from aiohttp import BytesPayload, FormData, Payload
from aiohttp_socks import ProxyConnectionError, ProxyError, ProxyTimeoutError
from pydantic import ValidationError

from bot.telegram.answers import keep_answer_type

logger = logging.getLogger(__name__)


class _JsonForm(FormData):
    """Fields that leave as JSON: a form spells every Russian letter with six signs, and spelling is slow."""

    def __init__(self, fields: dict[str, str]) -> None:
        super().__init__()
        self._body = json.dumps(fields, ensure_ascii=False).encode("utf-8", "replace")

    def __call__(self) -> Payload:
        return BytesPayload(self._body, content_type="application/json")


class TolerantSession(AiohttpSession):
    """`AiohttpSession` that reads past undecodable updates and keeps users' texts out of its errors.

    Raises `TelegramServerError` for a 5xx whose body is not JSON (a gateway's error page) and `TelegramNetworkError`
    for a failing proxy, so that both can be retried like their ordinary kin.
    """

    def check_response(
        self, bot: Bot, method: TelegramMethod[TelegramType], status_code: int, content: str
    ) -> Response[TelegramType]:
        keep_answer_type(method.__returning__)
        batch = self._batch(content) if isinstance(method, GetUpdates) else None
        if batch is not None:
            updates = [update for raw in batch if (update := decode_update(raw, bot)) is not None]
            return cast("Response[TelegramType]", Response[list[Update]](ok=True, result=updates))
        try:
            return super().check_response(bot, method, status_code, content)
        except ClientDecodeError as error:
            failure = error
        if status_code >= 500:
            raise TelegramServerError(method=method, message=f"HTTP {status_code}")
        readable = _readable(failure.data)
        if isinstance(readable, dict):
            try:
                return super().check_response(bot, method, status_code, self.json_dumps(readable))
            except ClientDecodeError as error:
                failure = error
        # The original carries the body, and the body may carry a customer's words: only its type goes on.
        raise ClientDecodeError(failure.message, ValueError(type(failure.original).__name__), "not shown")

    def _batch(self, content: str) -> list[object] | None:
        """The updates of an answer, None where it brings none."""
        try:
            answer = self.json_loads(content)
        except ValueError:
            return None
        result = answer.get("result") if isinstance(answer, dict) and answer.get("ok") is True else None
        return result if isinstance(result, list) else None

    def build_form_data(self, bot: Bot, method: TelegramMethod[TelegramType]) -> FormData:
        files: dict[str, InputFile] = {}
        given = method.model_dump(warnings=False).items()
        fields = {name: self.prepare_value(value, bot=bot, files=files) for name, value in given}
        if files:
            return super().build_form_data(bot, method)
        return _JsonForm({name: value for name, value in fields.items() if value})

    async def make_request(
        self,
        bot: Bot,
        method: TelegramMethod[TelegramType],
        timeout: int | None = None,  # noqa: ASYNC109  # the signature is aiogram's
    ) -> TelegramType:
        try:
            return await super().make_request(bot, method, timeout)
        except (ProxyError, ProxyConnectionError, ProxyTimeoutError, OSError) as error:
            # aiohttp-socks raises errors of its own, which aiogram takes for bugs rather than for a bad line.
            raise TelegramNetworkError(method=method, message=type(error).__name__) from error


class SkipUndecoded(BaseMiddleware):
    """Outer update middleware: ends the way of updates without an event that aiogram knows.

    aiogram would print such an update whole as a warning, with the words of whoever wrote it.
    """

    async def __call__(
        self,
        handler: Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]],
        event: TelegramObject,
        data: dict[str, Any],
    ) -> object:
        return await handler(event, data) if has_event(cast("Update", event)) else UNHANDLED


def has_event(update: Update) -> bool:
    """Whether there is anything to handle in it."""
    try:
        return bool(update.event_type)
    except UpdateTypeLookupError:
        return False


def decode_update(raw: object, bot: Bot) -> Update | None:
    """Reads one update as it came in JSON; an unreadable one becomes a bare `update_id`, None without even that."""
    try:
        return Update.model_validate(_readable(raw), context={"bot": bot})
    except ValidationError as error:
        update_id = raw.get("update_id") if isinstance(raw, dict) else None
        kinds = sorted({detail["type"] for detail in error.errors(include_url=False, include_input=False)})
    if not isinstance(update_id, int):
        logger.warning("Обновление без номера пропущено: его не прочитать (%s)", ", ".join(kinds))
        return None
    logger.warning("Обновление %d пропущено: его не прочитать (%s)", update_id, ", ".join(kinds))
    return Update(update_id=update_id)


def _readable(value: object) -> object:
    """A copy that can be read and said again.

    A hidden user without a name has an empty one: old forwards come so, and are complaints too. Half of a surrogate
    pair, which JSON can carry and nothing else, is a question mark.
    """
    if isinstance(value, str):
        return value if value.isascii() else value.encode("utf-8", "replace").decode("utf-8")
    if isinstance(value, list):
        return [_readable(item) for item in value]
    if not isinstance(value, dict):
        return value
    copied = {key: _readable(item) for key, item in value.items()}
    if copied.get("type") == "hidden_user":
        copied.setdefault("sender_user_name", "")
    return copied
