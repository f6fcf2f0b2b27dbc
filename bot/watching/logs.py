"""The log: a line of text or of JSON for each event, without a word of what people wrote and without secrets.

A formatter of the standard library's, because that is where aiogram, aiohttp and SQLAlchemy log as well: one place
sees all lines, whoever wrote them.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Literal
from urllib.parse import unquote, urlsplit

from bot.config import Settings
from bot.errors import describe

LogFormat = Literal["text", "json"]

HIDDEN = "***"


class _Discreet(logging.Formatter):
    """Says of an error its type and place: its own text may quote a customer. Blots out every one of `secrets`."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")
        # The longest first: one may be a part of another.
        self._secrets = sorted(filter(None, secrets), key=len, reverse=True)

    def formatException(self, ei: object) -> str:  # noqa: N802  # the library's own name
        error = ei[1] if isinstance(ei, tuple) else None
        return describe(error) if isinstance(error, BaseException) else ""

    def format(self, record: logging.LogRecord) -> str:
        # Another formatter may have left the whole traceback here.
        record.exc_text = None
        line = self.line(record)
        for secret in self._secrets:
            line = line.replace(secret, HIDDEN)
        return line

    def line(self, record: logging.LogRecord) -> str:
        return super().format(record)


class _Json(_Discreet):
    """One object a line: `time` (UTC), `level`, `logger`, `message`, and `error` where there was one."""

    def line(self, record: logging.LogRecord) -> str:
        told = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            told["error"] = self.formatException(record.exc_info)
        return json.dumps(told, ensure_ascii=False)


def start_logging(settings: Settings) -> None:
    """Sends all that is logged in this process to standard error."""
    handler = logging.StreamHandler()
    handler.setFormatter(formatter(settings.log_format, secrets_of(settings)))
    # A line that cannot be written would be told of with its arguments and with the error that is being handled.
    logging.raiseExceptions = False
    logging.basicConfig(level=settings.log_level, handlers=[handler], force=True)
    # They tell of every statement and every plugin, some with texts in them; only their trouble is news.
    for wordy in ("aiosqlite", "alembic", "asyncio", "pymorphy3", "sqlalchemy"):
        logging.getLogger(wordy).setLevel(max(logging.WARNING, logging.getLevelName(settings.log_level)))


def formatter(log_format: LogFormat, secrets: Iterable[str] = ()) -> logging.Formatter:
    return _Json(secrets) if log_format == "json" else _Discreet(secrets)


def secrets_of(settings: Settings) -> set[str]:
    """The token, the webhook's secret and every password in an address, written either way."""
    found = {settings.bot_token, settings.webhook_secret}
    for address in (settings.database_url, settings.redis_url, settings.proxy_url, settings.telegram_api_url):
        password = urlsplit(address).password if address else None
        found |= {password, unquote(password)} if password else set()
    return {secret for secret in found if secret}
