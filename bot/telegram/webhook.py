"""The webhook's own small server: takes updates at one path, checks who sends them, and stops gently."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import logging
import signal
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import urlsplit

from aiogram import Bot, Dispatcher
from aiogram.exceptions import TelegramBadRequest
from aiogram.methods import TelegramMethod
from aiogram.types import Update
from aiohttp import web

from bot.errors import describe
from bot.telegram.failures import PortTakenError, WebhookRefusedError, explained
from bot.telegram.reception import Reception
from bot.telegram.session import decode_update, has_event

logger = logging.getLogger(__name__)

_SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105  # the header's name, not a secret


class WebhookReceiver:
    """Answers Telegram once the update is written down and handles it after, so that a slow handler is no matter.

    aiogram's own receiver logs an update that it cannot read with its whole text, and a repeat of it never ends.
    """

    def __init__(self, bot: Bot, dispatcher: Dispatcher, reception: Reception, secret: str) -> None:
        self._bot = bot
        self._dispatcher = dispatcher
        self._reception = reception
        self._secret = secret.encode()
        self._tasks: set[asyncio.Task[None]] = set()
        self.stopping = False

    async def receive(self, request: web.Request) -> web.Response:
        given = request.headers.get(_SECRET_HEADER, "").encode(errors="surrogateescape")
        if not hmac.compare_digest(given, self._secret):
            return web.Response(status=401)
        if self.stopping:
            # Telegram tries again later, and then the next process is there.
            return web.Response(status=503)
        try:
            raw = await request.json()
        except (json.JSONDecodeError, UnicodeDecodeError):
            return web.Response(status=400)
        update = decode_update(raw, self._bot)
        if update is None or not has_event(update):
            return web.json_response({})
        try:
            fresh = await self._reception.admit({update.update_id: raw})
        except Exception as error:  # noqa: BLE001  # any store may stand behind
            # Telegram keeps what was not taken and brings it again.
            logger.warning("Обновление %d пока не принять: %s", update.update_id, describe(error))
            return web.Response(status=503)
        if fresh:
            task = asyncio.create_task(self._handle(update))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        return web.json_response({})

    async def health(self, _request: web.Request) -> web.Response:
        return web.Response(status=503, text="stopping") if self.stopping else web.Response(text="ok")

    async def _handle(self, update: Update) -> None:
        try:
            result = await self._dispatcher.feed_update(self._bot, update)
            if isinstance(result, TelegramMethod):
                await self._dispatcher.silent_call_request(self._bot, result)
        except Exception as error:  # noqa: BLE001  # asyncio would log it with its text, which may quote a customer
            logger.error("Обновление %d не обработано: %s", update.update_id, describe(error))  # noqa: TRY400  # same


@dataclass(frozen=True)
class Door:
    """Where updates come in: `url` as the world sees it, `host` and `port` as this machine does."""

    url: str
    secret: str | None
    host: str
    port: int
    pages: Sequence[web.RouteDef] = ()


async def serve_webhook(
    bot: Bot, dispatcher: Dispatcher, reception: Reception, door: Door, stop: asyncio.Event
) -> None:
    """Serves until `stop` or a signal, then runs the dispatcher's shutdown steps. Raises `RunError`."""
    secret = door.secret or _derived_secret(bot.token)
    receiver = WebhookReceiver(bot, dispatcher, reception, secret)
    app = web.Application()
    app.router.add_post(urlsplit(door.url).path or "/", receiver.receive)
    app.router.add_get("/healthz", receiver.health)
    app.add_routes(door.pages)
    # Whatever is not taken in by then is not confirmed either, and Telegram brings it again.
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
    data = {**dispatcher.workflow_data, "bot": bot, "dispatcher": dispatcher}
    await dispatcher.emit_startup(**data)
    looking_after = asyncio.create_task(reception.watch(bot, dispatcher))
    try:
        await runner.setup()
        await _listen(runner, door.host, door.port)
        _stop_on_signals(stop)
        await _announce(bot, dispatcher, door.url, secret)
        await stop.wait()
    finally:
        looking_after.cancel()
        receiver.stopping = True
        try:
            await runner.cleanup()
        finally:
            await dispatcher.emit_shutdown(**data)


async def _listen(runner: web.AppRunner, host: str, port: int) -> None:
    try:
        await web.TCPSite(runner, host, port).start()
    except OSError:
        raise PortTakenError(port) from None


async def _announce(bot: Bot, dispatcher: Dispatcher, url: str, secret: str) -> None:
    try:
        with explained():
            await bot.set_webhook(url, secret_token=secret, allowed_updates=dispatcher.resolve_used_update_types())
    except TelegramBadRequest as error:
        raise WebhookRefusedError(error.message) from None


def _stop_on_signals(stop: asyncio.Event) -> None:
    loop = asyncio.get_running_loop()
    # Windows has no such handlers; there Ctrl+C cancels the running task, and the shutdown runs all the same.
    with suppress(NotImplementedError):
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, stop.set)


def _derived_secret(token: str) -> str:
    """The same in every process of this bot, and says nothing of the token."""
    return hmac.new(token.encode(), b"webhook", hashlib.sha256).hexdigest()
