"""The log: for people or for a program, without texts and without secrets."""

from __future__ import annotations

import json
import logging

import pytest

from bot.config import Settings
from bot.watching.logs import LogFormat, formatter, secrets_of
from tests.watching.conftest import Configured

FORMATS: tuple[LogFormat, ...] = ("text", "json")


def record(message: str, *arguments: object, error: BaseException | None = None) -> logging.LogRecord:
    exc_info = (type(error), error, error.__traceback__) if error else None
    return logging.LogRecord("bot.telegram", logging.WARNING, __file__, 1, message, arguments, exc_info)


def failure() -> BaseException:
    try:
        int("клиент писал: верните деньги")
    except ValueError as error:
        return error
    raise AssertionError


def test_a_line_of_json_says_when_where_and_what() -> None:
    line = json.loads(formatter("json").format(record("Заканчиваю начатое: %d", 3)))
    assert line["message"] == "Заканчиваю начатое: 3"
    assert (line["level"], line["logger"]) == ("WARNING", "bot.telegram")
    assert line["time"].endswith("+00:00")


@pytest.mark.parametrize("look", FORMATS)
def test_an_error_is_told_by_its_kind_and_place_and_not_by_its_text(look: LogFormat) -> None:
    line = formatter(look).format(record("Сломалось", error=failure()))
    assert "ValueError (tests.watching.test_logs:" in line
    assert "верните деньги" not in line


@pytest.mark.parametrize("look", FORMATS)
def test_no_secret_gets_into_a_line_even_if_a_library_says_it(look: LogFormat, configured: Configured) -> None:
    settings: Settings = configured(
        BOT_TOKEN="4200:AAtoken",  # noqa: S106  # opens nothing
        DATABASE_URL="postgresql+asyncpg://coach:p%40ss%2Fdb@db/coach",
        REDIS_URL="redis://:redispass@redis:6379/0",
        PROXY_URL="socks5://vasya:proxypass@proxy:1080",
        WEBHOOK_URL="https://bot.example.ru/hook",
        WEBHOOK_SECRET="hook-secret",  # noqa: S106  # opens nothing
    )
    said = "POST /bot4200:AAtoken/sendMessage via proxypass, redispass, p@ss/db, p%40ss%2Fdb, hook-secret"
    line = formatter(look, secrets_of(settings)).format(record(said))
    for secret in ("AAtoken", "proxypass", "redispass", "p@ss", "p%40ss", "hook-secret"):
        assert secret not in line
    assert "sendMessage" in line


def test_settings_print_no_secret(configured: Configured) -> None:
    settings = configured(REDIS_URL="redis://:redispass@redis:6379/0", WEBHOOK_SECRET="hook-secret")  # noqa: S106  # opens nothing
    shown = f"{settings} {settings!r}"
    assert not [secret for secret in secrets_of(settings) if secret in shown]
