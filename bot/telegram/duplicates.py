"""One update, one answer: Telegram delivers an update again when it did not see the first one confirmed."""

from __future__ import annotations

import logging
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from typing import Any, Protocol, cast

from aiogram import BaseMiddleware
from aiogram.dispatcher.event.bases import UNHANDLED
from aiogram.types import TelegramObject, Update

logger = logging.getLogger(__name__)


class UpdateClaims(Protocol):
    """Who handles which update. Processes that share a token must share the store behind this."""

    async def claim(self, update_id: int) -> bool:
        """True for the first to ask for this update, False for everyone after; atomic."""
        ...


class MemoryClaims:
    """Claims of a single process: remembers the last `limit` updates and forgets them with the process."""

    def __init__(self, limit: int = 10_000) -> None:
        self._limit = limit
        self._claimed: OrderedDict[int, None] = OrderedDict()

    async def claim(self, update_id: int) -> bool:
        if update_id in self._claimed:
            return False
        self._claimed[update_id] = None
        if len(self._claimed) > self._limit:
            self._claimed.popitem(last=False)
        return True


class DropDuplicates(BaseMiddleware):
    """Outer update middleware that lets each update through once."""

    def __init__(self, claims: UpdateClaims) -> None:
        self._claims = claims

    async def __call__(
        self,
        handler: Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]],
        event: TelegramObject,
        data: dict[str, Any],
    ) -> object:
        update_id = cast("Update", event).update_id
        if not await self._claim(update_id):
            logger.info("Обновление %d уже обработано, второй раз не отвечаю", update_id)
            return UNHANDLED
        return await handler(event, data)

    async def _claim(self, update_id: int) -> bool:
        try:
            return await self._claims.claim(update_id)
        except Exception as error:  # noqa: BLE001  # any store may stand behind; two answers are better than none
            logger.warning("Обновление %d не удалось отметить: %s", update_id, type(error).__name__)
            return True
