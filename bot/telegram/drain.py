"""Lets running handlers finish before the process goes: aiogram cuts them in the middle at SIGTERM."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from aiogram import BaseMiddleware, Dispatcher
from aiogram.types import TelegramObject

logger = logging.getLogger(__name__)


def before_closing(dispatcher: Dispatcher, step: Callable[[], Awaitable[None]]) -> None:
    """Registers a shutdown step ahead of aiogram's own, which closes the conversations' storage, and behind those that
    were registered so before."""
    dispatcher.shutdown.register(step)
    steps = dispatcher.shutdown.handlers
    closing = next(place for place, known in enumerate(steps) if known.callback == dispatcher.fsm.close)
    steps.insert(closing, steps.pop())


class Drain(BaseMiddleware):
    """Outer update middleware that counts running handlers; `patience` is how long `wait` waits for them, in seconds.

    It must be the outermost one, so that an update which still waits for its chat's turn is counted too.
    """

    def __init__(self, patience: float = 10.0) -> None:
        self.patience = patience
        self._running = 0
        self._idle = asyncio.Event()
        self._idle.set()

    @property
    def running(self) -> int:
        return self._running

    async def __call__(
        self,
        handler: Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]],
        event: TelegramObject,
        data: dict[str, Any],
    ) -> object:
        self._running += 1
        self._idle.clear()
        try:
            return await handler(event, data)
        finally:
            self._running -= 1
            if not self._running:
                self._idle.set()

    async def wait(self) -> None:
        """The shutdown step. Returns when nothing runs any more or patience is over, whichever comes first."""
        if self._running:
            logger.info("Заканчиваю начатое: %d", self._running)
        try:
            await asyncio.wait_for(self._idle.wait(), self.patience)
        except TimeoutError:
            logger.warning("Не дождался за %.0f с, прерываю: %d", self.patience, self._running)
