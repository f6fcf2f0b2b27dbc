"""The connection to Redis, and what is said when it is away."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import TYPE_CHECKING

from bot.errors import ExplainedError

if TYPE_CHECKING:
    from redis.asyncio import Redis

PREFIX = "podskazka"
# Seconds: on one's own network an answer takes a thousandth of that.
_PATIENCE = 3.0


class SharedError(ExplainedError):
    """Redis cannot be used. Never holds its address, which may hold a password."""


class SharedAwayError(SharedError):
    def __init__(self) -> None:
        super().__init__("Redis не отвечает. Проверьте, что он запущен и что адрес в REDIS_URL верен.")


class DriverMissingError(SharedError):
    def __init__(self) -> None:
        super().__init__("Для REDIS_URL нужна библиотека: uv sync --extra redis.")


@contextmanager
def readable() -> Iterator[None]:
    """Turns the library's errors into ours; raises SharedAwayError."""
    from redis.exceptions import RedisError  # noqa: PLC0415 - an extra that not everybody has

    try:
        yield
    except (RedisError, OSError, TimeoutError):
        # Without the cause: the library quotes addresses and commands, and commands hold texts.
        raise SharedAwayError from None


@asynccontextmanager
async def connected(url: str) -> AsyncIterator[Redis]:
    """A client that answers with `str`, closed at the end of the block. Raises SharedError."""
    try:
        from redis.asyncio import Redis  # noqa: PLC0415 - an extra that not everybody has
        from redis.asyncio.retry import Retry  # noqa: PLC0415 - the same
        from redis.backoff import NoBackoff  # noqa: PLC0415 - the same
    except ModuleNotFoundError:
        raise DriverMissingError from None
    client: Redis = Redis.from_url(
        url,
        decode_responses=True,
        socket_timeout=_PATIENCE,
        socket_connect_timeout=_PATIENCE,
        # One more try, for a connection that Redis closed in its sleep.
        retry=Retry(NoBackoff(), 1),
        health_check_interval=30,
    )
    try:
        with readable():
            await client.ping()
        yield client
    finally:
        await client.aclose()
