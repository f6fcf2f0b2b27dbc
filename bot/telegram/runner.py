"""Runs a ready dispatcher against Telegram, by polling or by a webhook, and stops it without losing work.

Whatever keeps the bot from running is raised as `failures.RunError` with a Russian sentence and an exit status.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from aiogram import Bot, Dispatcher
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.middlewares.base import BaseRequestMiddleware, NextRequestMiddlewareType
from aiogram.client.telegram import PRODUCTION, TelegramAPIServer
from aiogram.dispatcher.dispatcher import DEFAULT_BACKOFF_CONFIG
from aiogram.enums import ParseMode
from aiogram.exceptions import TelegramAPIError, TelegramConflictError, TelegramUnauthorizedError
from aiogram.methods import Response, TelegramMethod
from aiogram.methods.base import TelegramType
from aiogram.types import BotCommand, BotCommandScopeAllGroupChats
from aiogram.utils.backoff import BackoffConfig
from aiogram.utils.token import TokenValidationError
from aiohttp import web

from bot.telegram.drain import Drain, before_closing
from bot.telegram.failures import RunError, TokenInUseError, WrongAddressError, WrongTokenError, explained
from bot.telegram.inbox import MemoryInbox
from bot.telegram.reception import Reception
from bot.telegram.retries import RetryRequests
from bot.telegram.session import SkipUndecoded, TolerantSession
from bot.telegram.webhook import Door, serve_webhook

logger = logging.getLogger(__name__)


def build_bot(
    token: str,
    *,
    api_url: str | None = None,
    proxy_url: str | None = None,
    retries: BaseRequestMiddleware | None = None,
) -> Bot:
    """A bot that speaks HTML without link previews, reads past broken updates and repeats failed requests.

    `api_url` is another Bot API server, `proxy_url` a SOCKS or HTTP proxy, with `user:password@` if it asks for them.
    Raises `WrongTokenError` or `WrongAddressError` for what cannot be right; nothing is sent yet.
    """
    if api_url and not _is_http(api_url):
        raise WrongAddressError("TELEGRAM_API_URL", "http://127.0.0.1:8081")
    try:
        session = TolerantSession(
            api=TelegramAPIServer.from_base(api_url) if api_url else PRODUCTION,
            # The names are resolved by the proxy in any case, which is all that the «h» asks for.
            proxy=proxy_url.replace("socks5h://", "socks5://", 1) if proxy_url else None,
        )
    except ValueError:
        raise WrongAddressError("PROXY_URL", "socks5://имя:пароль@адрес:1080 или http://адрес:3128") from None
    session.middleware(retries or RetryRequests())
    # A reply to a message that was deleted in the meantime is still worth sending.
    default = DefaultBotProperties(
        parse_mode=ParseMode.HTML, link_preview_is_disabled=True, allow_sending_without_reply=True
    )
    try:
        return Bot(token, session=session, default=default)
    except TokenValidationError:
        raise WrongTokenError from None


async def run_polling(
    bot: Bot,
    dispatcher: Dispatcher,
    *,
    commands: Sequence[BotCommand] = (),
    group_commands: Sequence[BotCommand] = (),
    reception: Reception | None = None,
    drain_patience: float = 10.0,
    start_patience: float = 30.0,
    conflicts_allowed: int = 5,
    backoff: BackoffConfig = DEFAULT_BACKOFF_CONFIG,
) -> None:
    """Polls until SIGTERM, SIGINT or `dispatcher.stop_polling()`, then lets running handlers finish.

    Times are in seconds. `conflicts_allowed` is how many refusals in a row by a second poller are borne: a new copy
    that takes over from the old one causes a few. Closes the bot's session. Raises `RunError`.
    """
    reception = reception or Reception(MemoryInbox())
    _prepare(bot, dispatcher, reception, drain_patience)
    watch = _PollingWatch(conflicts_allowed)
    bot.session.middleware(watch)
    try:
        with explained():
            async with asyncio.timeout(start_patience):
                me = await bot.me()
                await bot.delete_webhook()
        await _set_commands(bot, commands, group_commands)
        logger.info("Слушаю сообщения для @%s", me.username)
        polling = asyncio.create_task(
            dispatcher.start_polling(
                bot,
                allowed_updates=dispatcher.resolve_used_update_types(),
                backoff_config=backoff,
                close_bot_session=False,
            )
        )
        looking_after = asyncio.create_task(reception.watch(bot, dispatcher))
        try:
            await _first_of(polling, watch.failure)
        finally:
            looking_after.cancel()
            if not polling.done():
                # A failing shutdown step leaves `stop_polling` waiting for good, so the polling itself counts as well.
                await _first_of(asyncio.create_task(dispatcher.stop_polling()), polling)
        await polling
        if watch.failure.done():
            raise watch.failure.result()
    finally:
        await bot.session.close()


async def run_webhook(
    bot: Bot,
    dispatcher: Dispatcher,
    *,
    url: str,
    secret: str | None = None,
    port: int = 8080,
    host: str = "0.0.0.0",  # noqa: S104  # in a container the proxy in front comes from outside
    commands: Sequence[BotCommand] = (),
    group_commands: Sequence[BotCommand] = (),
    reception: Reception | None = None,
    drain_patience: float = 10.0,
    start_patience: float = 30.0,
    stop: asyncio.Event | None = None,
    pages: Sequence[web.RouteDef] = (),
) -> None:
    """Listens on `host:port` at the path of `url` until SIGTERM, SIGINT or `stop`; `/healthz` says 200 meanwhile.

    `url` is the full public address; without a `secret` one is derived from the token, so that strangers are refused
    in any case. `pages` are served at the same port. Closes the bot's session. Raises `RunError`.
    """
    if not _is_http(url):
        raise WrongAddressError("WEBHOOK_URL", "https://bot.example.com/telegram")
    reception = reception or Reception(MemoryInbox())
    _prepare(bot, dispatcher, reception, drain_patience)
    try:
        with explained():
            async with asyncio.timeout(start_patience):
                me = await bot.me()
        await _set_commands(bot, commands, group_commands)
        logger.info("Жду сообщения для @%s на порту %d", me.username, port)
        door = Door(url, secret, host, port, pages)
        await serve_webhook(bot, dispatcher, reception, door, stop or asyncio.Event())
    finally:
        await bot.session.close()


def _prepare(bot: Bot, dispatcher: Dispatcher, reception: Reception, drain_patience: float) -> None:
    """Puts our middlewares around aiogram's own, and the drain before it closes the conversations' storage."""
    drain = Drain(drain_patience)
    once, try_again_later = reception.attach(bot, dispatcher)
    outer = dispatcher.update.outer_middleware
    theirs: list[Any] = list(outer)
    for known in theirs:
        outer.unregister(known)
    # aiogram's middleware for errors comes first among its own: what is put back must not reach it.
    for middleware in (drain, SkipUndecoded(), once, *theirs[:1], try_again_later, *theirs[1:]):
        outer.register(middleware)
    before_closing(dispatcher, drain.wait)


def _is_http(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname)


async def _first_of(*awaited: asyncio.Future[Any]) -> None:
    await asyncio.wait(awaited, return_when=asyncio.FIRST_COMPLETED)


async def _set_commands(bot: Bot, commands: Sequence[BotCommand], group_commands: Sequence[BotCommand]) -> None:
    try:
        if commands:
            await bot.set_my_commands(list(commands))
        if group_commands:
            await bot.set_my_commands(list(group_commands), scope=BotCommandScopeAllGroupChats())
    except TelegramAPIError as error:
        logger.warning("Меню команд не обновилось (%s), работаю с прежним", type(error).__name__)


class _PollingWatch(BaseRequestMiddleware):
    """Notices what aiogram's endless loop would retry for good: a second poller, a token taken back."""

    def __init__(self, conflicts_allowed: int) -> None:
        self.failure: asyncio.Future[RunError] = asyncio.get_running_loop().create_future()
        self._conflicts_allowed = conflicts_allowed
        self._conflicts = 0

    async def __call__(
        self,
        make_request: NextRequestMiddlewareType[TelegramType],
        bot: Bot,
        method: TelegramMethod[TelegramType],
    ) -> Response[TelegramType]:
        if method.__api_method__ != "getUpdates":
            return await make_request(bot, method)
        try:
            response = await make_request(bot, method)
        except TelegramConflictError:
            self._conflicts += 1
            if self._conflicts > self._conflicts_allowed:
                self._fail(TokenInUseError())
            raise
        except TelegramUnauthorizedError:
            self._fail(WrongTokenError())
            raise
        self._conflicts = 0
        return response

    def _fail(self, error: RunError) -> None:
        if not self.failure.done():
            self.failure.set_result(error)
