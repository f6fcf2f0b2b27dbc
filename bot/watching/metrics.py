"""Numbers for Prometheus: what came, how long it took, what was sent, what went wrong. No names, no texts."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from typing import Any, cast

from aiogram import BaseMiddleware, Bot, Dispatcher
from aiogram.client.session.middlewares.base import BaseRequestMiddleware, NextRequestMiddlewareType
from aiogram.exceptions import TelegramAPIError, TelegramNetworkError, TelegramRetryAfter, TelegramServerError
from aiogram.methods import Response, TelegramMethod
from aiogram.methods.base import TelegramType
from aiogram.types import TelegramObject, Update
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

Handler = Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]]

# Seconds; the goal is an answer within 0.3.
_BUCKETS = (0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)


class Metrics:
    """All numbers of this process. `page()` is what Prometheus reads."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        named: dict[str, Any] = {"namespace": "podskazka", "registry": self.registry}
        self.updates = Counter("updates", "Updates taken for handling", ["kind"], **named)
        self.handling = Histogram("handler_seconds", "Time of a handler", ["handler"], buckets=_BUCKETS, **named)
        self.errors = Counter("handler_errors", "Handlers that failed", ["handler", "error"], **named)
        self.requests = Counter("requests", "Requests to Telegram, every try", ["method", "outcome"], **named)
        self.retries = Counter("request_retries", "Requests tried once more", ["method", "reason"], **named)
        self.in_hand = Gauge("updates_in_hand", "Updates this process is working on", **named)
        self.unfinished = Gauge("updates_unfinished", "Updates that wait or are worked on, in all copies", **named)
        self.reviews = Gauge("reviews", "Reviews in the history", **named)
        self.agents = Gauge("agents", "Agents who have not blocked the bot", **named)

    def page(self) -> bytes:
        return generate_latest(self.registry)

    def watch_dispatcher(self, dispatcher: Dispatcher) -> None:
        dispatcher.update.outer_middleware(_CountUpdates(self))
        for name in dispatcher.resolve_used_update_types():
            dispatcher.observers[name].middleware(_TimeHandlers(self))

    def watch_requests(self, bot: Bot) -> None:
        """To be called last: inside the repeating, so that every try counts."""
        bot.session.middleware(_CountRequests(self))

    def retried(self, method: str, error: Exception) -> None:
        self.retries.labels(method, outcome(error)).inc()


class _CountUpdates(BaseMiddleware):
    def __init__(self, metrics: Metrics) -> None:
        self._metrics = metrics

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> object:
        self._metrics.updates.labels(cast("Update", event).event_type).inc()
        return await handler(event, data)


class _TimeHandlers(BaseMiddleware):
    """Inner middleware: knows which handler was chosen."""

    def __init__(self, metrics: Metrics) -> None:
        self._metrics = metrics

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> object:
        callback = data["handler"].callback
        name = f"{callback.__module__}.{callback.__name__}".removeprefix("handlers.")
        began = time.perf_counter()
        try:
            return await handler(event, data)
        except Exception as error:
            self._metrics.errors.labels(name, type(error).__name__).inc()
            raise
        finally:
            self._metrics.handling.labels(name).observe(time.perf_counter() - began)


class _CountRequests(BaseRequestMiddleware):
    def __init__(self, metrics: Metrics) -> None:
        self._metrics = metrics

    async def __call__(
        self,
        make_request: NextRequestMiddlewareType[TelegramType],
        bot: Bot,
        method: TelegramMethod[TelegramType],
    ) -> Response[TelegramType]:
        # Ended before it was sent, or by a stop.
        counted = "aborted"
        try:
            response = await make_request(bot, method)
            counted = "ok"
        except TelegramAPIError as error:
            counted = outcome(error)
            raise
        finally:
            self._metrics.requests.labels(method.__api_method__, counted).inc()
        return response


def outcome(error: Exception) -> str:
    """What became of a request, in a word: few enough of them for a label."""
    if isinstance(error, TelegramRetryAfter):
        return "flood"
    if isinstance(error, TelegramServerError):
        return "server"
    return "network" if isinstance(error, TelegramNetworkError) else "refused"
