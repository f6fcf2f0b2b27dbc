"""Requests that survive a bad minute: flood control, 5xx, a broken line, a group that became a supergroup."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any, cast

from aiogram import Bot
from aiogram.client.session.middlewares.base import BaseRequestMiddleware, NextRequestMiddlewareType
from aiogram.exceptions import (
    TelegramBadRequest,
    TelegramEntityTooLarge,
    TelegramMigrateToChat,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)
from aiogram.methods import Response, TelegramMethod
from aiogram.methods.base import TelegramType

logger = logging.getLogger(__name__)

# What Telegram says of everyday events, and what the caller gets in place of an error.
_EVERYDAY = {
    "message is not modified": True,
    "query is too old": False,
    "query id is invalid": False,
}

# A repeat of these shows the agent the same message twice.
_NOT_REPEATABLE = ("send", "copy", "forward")


class RetryRequests(BaseRequestMiddleware):
    """Request middleware that repeats what is worth repeating.

    `attempts` counts all tries of one request. `longest_wait` is in seconds: a longer `retry_after` is raised to the
    caller at once. `first_delay`, in seconds, doubles with each failure of the line or the server, up to
    `longest_delay`. A send whose answer timed out is not repeated, since Telegram has probably delivered it; after a
    dropped connection it is, since a lost verdict is worse than a rare double. Polling is left alone: it has an
    endless loop of its own. `on_retry` is told the method and the error of each repeat.
    """

    def __init__(
        self,
        *,
        attempts: int = 5,
        longest_wait: float = 60.0,
        first_delay: float = 0.5,
        longest_delay: float = 8.0,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        on_retry: Callable[[str, Exception], None] | None = None,
    ) -> None:
        self._attempts = attempts
        self._longest_wait = longest_wait
        self._first_delay = first_delay
        self._longest_delay = longest_delay
        self._sleep = sleep
        self._on_retry = on_retry

    async def __call__(
        self,
        make_request: NextRequestMiddlewareType[TelegramType],
        bot: Bot,
        method: TelegramMethod[TelegramType],
    ) -> Response[TelegramType]:
        if _name(method) == "getUpdates":
            return await make_request(bot, method)
        failures = 0
        migrated = False
        while True:
            try:
                return await make_request(bot, method)
            except TelegramMigrateToChat as error:
                if migrated:
                    raise
                migrated = True
                method = method.model_copy(update={"chat_id": error.migrate_to_chat_id})
            except TelegramBadRequest as error:
                return cast("Response[TelegramType]", _everyday_result(method, error))
            except (TelegramRetryAfter, TelegramServerError, TelegramNetworkError) as error:
                failures += 1
                if failures >= self._attempts or not self._worth_repeating(method, error):
                    raise
                if self._on_retry:
                    self._on_retry(_name(method), error)
                delay = self._delay(error, failures)
                logger.info("%s: %s, повтор через %.1f с", _name(method), type(error).__name__, delay)
                await self._sleep(delay)

    def _worth_repeating(self, method: TelegramMethod[Any], error: Exception) -> bool:
        if isinstance(error, TelegramRetryAfter):
            return error.retry_after <= self._longest_wait
        if isinstance(error, TelegramEntityTooLarge):
            return False
        timed_out = isinstance(error, TelegramNetworkError) and isinstance(error.__cause__, TimeoutError)
        return not (timed_out and _name(method).startswith(_NOT_REPEATABLE))

    def _delay(self, error: Exception, failures: int) -> float:
        if isinstance(error, TelegramRetryAfter):
            return float(error.retry_after)
        return float(min(self._first_delay * 2 ** (failures - 1), self._longest_delay))


def _everyday_result(method: TelegramMethod[Any], error: TelegramBadRequest) -> bool:
    """What to hand the caller for an everyday event; raises the error again if it is none."""
    said = error.message.lower()
    for phrase, result in _EVERYDAY.items():
        if phrase in said:
            logger.debug("%s: %s", _name(method), phrase)
            return result
    raise error


def _name(method: TelegramMethod[Any]) -> str:
    return method.__api_method__
