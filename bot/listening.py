"""The bot in Telegram: takes updates in by polling or by a webhook, and shows how it is."""

from __future__ import annotations

from aiogram import Bot, Dispatcher
from aiohttp import web

from bot.config import DEFAULT_PORT, Settings
from bot.content.voice import Voice
from bot.replicas.shared import Shared
from bot.storage import Storage
from bot.telegram.reception import Excuses, Reception
from bot.telegram.retries import RetryRequests
from bot.telegram.runner import build_bot, run_polling, run_webhook
from bot.watching.metrics import Metrics
from bot.watching.pages import pages, serving
from handlers.house import command_menu, group_menu


async def listen(settings: Settings, dispatcher: Dispatcher, storage: Storage, shared: Shared, say: Voice) -> None:
    """Until stopped. Raises ExplainedError."""
    metrics = Metrics()
    bot = _conversing_bot(settings, metrics)
    metrics.watch_dispatcher(dispatcher)
    excuses = Excuses(
        later=say("talk.later"),
        interrupted=say("talk.interrupted"),
        interrupted_tap=say("talk.interrupted_tap"),
    )
    reception = Reception(shared.inbox, away=shared.away, excuses=excuses)
    routes = _pages(metrics, storage, shared, reception)
    commands, group_commands = command_menu(say), group_menu(say)
    if settings.webhook_url:
        await run_webhook(
            bot,
            dispatcher,
            url=settings.webhook_url,
            secret=settings.webhook_secret,
            port=settings.port or DEFAULT_PORT,
            commands=commands,
            group_commands=group_commands,
            reception=reception,
            pages=routes,
        )
    elif settings.port:
        async with serving(routes, settings.port):
            await run_polling(bot, dispatcher, commands=commands, group_commands=group_commands, reception=reception)
    else:
        await run_polling(bot, dispatcher, commands=commands, group_commands=group_commands, reception=reception)


def _conversing_bot(settings: Settings, metrics: Metrics) -> Bot:
    bot = build_bot(
        settings.bot_token or "",
        api_url=settings.telegram_api_url,
        proxy_url=settings.proxy_url,
        retries=RetryRequests(on_retry=metrics.retried),
    )
    metrics.watch_requests(bot)
    return bot


def _pages(metrics: Metrics, storage: Storage, shared: Shared, reception: Reception) -> list[web.RouteDef]:
    metrics.in_hand.set_function(lambda: reception.in_hand)

    async def refresh() -> None:
        metrics.unfinished.set(await shared.inbox.waiting())
        count = await storage.census.take()
        metrics.reviews.set(count.reviews)
        metrics.agents.set(count.agents)

    return pages(metrics, shared.probes, refresh)
