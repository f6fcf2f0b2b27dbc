"""Requests of the sender: told apart are what did not arrive, what did, and what nobody knows."""

from __future__ import annotations

import asyncio
import logging

from aiogram import Bot
from aiogram.client.session.middlewares.base import BaseRequestMiddleware, NextRequestMiddlewareType
from aiogram.exceptions import (
    TelegramAPIError,
    TelegramMigrateToChat,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)
from aiogram.methods import Response, TelegramMethod
from aiogram.methods.base import TelegramType
from aiohttp import ClientConnectorError
from aiohttp_socks import ProxyConnectionError, ProxyTimeoutError

from bot.broadcast.delivery import (
    BlockedError,
    DeliveryError,
    FloodedError,
    RefusedError,
    UncertainError,
    UndeliveredError,
)
from bot.telegram.errors import is_gone

logger = logging.getLogger(__name__)

# No request has left yet when one of these comes.
_NOT_CONNECTED = (ClientConnectorError, ProxyConnectionError, ProxyTimeoutError, ConnectionRefusedError)


class BroadcastRequests(BaseRequestMiddleware):
    """Turns aiogram's errors into those of the sender, which does the repeating itself. A moved chat is followed.

    `patience` is how long one answer is waited for, in seconds.
    """

    def __init__(self, patience: float = 15.0) -> None:
        self._patience = patience

    async def __call__(
        self,
        make_request: NextRequestMiddlewareType[TelegramType],
        bot: Bot,
        method: TelegramMethod[TelegramType],
    ) -> Response[TelegramType]:
        try:
            async with asyncio.timeout(self._patience):
                return await _following_moves(make_request, bot, method)
        except TelegramAPIError as error:
            raise _as_delivery_error(error) from None
        except TimeoutError:
            raise UncertainError from None


async def _following_moves(
    make_request: NextRequestMiddlewareType[TelegramType], bot: Bot, method: TelegramMethod[TelegramType]
) -> Response[TelegramType]:
    try:
        return await make_request(bot, method)
    except TelegramMigrateToChat as moved:
        return await make_request(bot, method.model_copy(update={"chat_id": moved.migrate_to_chat_id}))


def _as_delivery_error(error: TelegramAPIError) -> DeliveryError:
    if isinstance(error, TelegramRetryAfter):
        return FloodedError(error.retry_after)
    if isinstance(error, TelegramServerError):
        return UndeliveredError()
    if isinstance(error, TelegramNetworkError):
        return UndeliveredError() if isinstance(error.__cause__, _NOT_CONNECTED) else UncertainError()
    return BlockedError() if is_gone(error) else RefusedError()
