"""Settings from the environment and from .env, checked at once and explained in Russian."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal
from urllib.parse import quote, urlsplit

from dotenv import dotenv_values
from platformdirs import user_data_path

from bot.errors import ExplainedError

ENV_FILE = Path(".env")
DEFAULT_PORT = 8080
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")


class ConfigError(ExplainedError):
    """Some settings cannot be used. `problems` says in Russian what to mend, a sentence each, without any secret."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("Не могу прочесть настройки:\n" + "\n".join(f"— {problem}" for problem in problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Settings:
    """What the bot is told from outside. Whatever is or may hold a secret stays out of `repr`.

    Without `bot_token` the local playground runs; with `webhook_url` updates come to `port`, else by polling, and a
    `port` that was named shows the bot's health alone.
    An empty `admin_ids` leaves the bot open to all. After `retention_days` what was stored is deleted, after
    `backup_days` a backup.
    """

    bot_token: str | None = field(repr=False)
    database_url: str = field(repr=False)
    redis_url: str | None = field(repr=False)
    webhook_url: str | None = field(repr=False)
    webhook_secret: str | None = field(repr=False)
    port: int | None
    telegram_api_url: str | None = field(repr=False)
    proxy_url: str | None = field(repr=False)
    admin_ids: frozenset[int]
    playground_port: int
    log_level: str
    log_format: Literal["text", "json"]
    retention_days: int
    backup_days: int

    @classmethod
    def load(cls, environ: Mapping[str, str] = os.environ, env_file: Path = ENV_FILE) -> Settings:
        """Reads the environment and, for what is not there, the file. An empty value counts as not given.

        Raises `ConfigError` that names everything wrong at once.
        """
        # Without interpolation: a dollar sign in a password is a dollar sign.
        given = {**dotenv_values(env_file, interpolate=False, encoding="utf-8"), **environ}
        reader = _Reader({name: value.strip() for name, value in given.items() if value and value.strip()})
        settings = cls(
            bot_token=reader.matching("BOT_TOKEN", r"\d+:\S+", "это строка вида 123456:ABC… от @BotFather"),
            database_url=reader.database() or default_url(),
            redis_url=reader.address("REDIS_URL", "redis", "rediss", "unix"),
            webhook_url=reader.address("WEBHOOK_URL", "https", "http"),
            webhook_secret=reader.matching(
                "WEBHOOK_SECRET", r"[A-Za-z0-9_-]{1,256}", "до 256 латинских букв, цифр, знаков «_» и «-»"
            ),
            port=reader.port("PORT", lowest=1),
            telegram_api_url=reader.address("TELEGRAM_API_URL", "https", "http"),
            proxy_url=reader.address("PROXY_URL", "socks5", "socks4", "http", "https"),
            admin_ids=reader.ids("ADMIN_IDS"),
            # Zero lets the system choose a free port.
            playground_port=_or_default(reader.port("PLAYGROUND_PORT", lowest=0)),
            log_level=reader.log_level("LOG_LEVEL"),
            log_format=reader.log_format("LOG_FORMAT"),
            retention_days=reader.days("RETENTION_DAYS", 180),
            backup_days=reader.days("BACKUP_DAYS", 30),
        )
        reader.check_webhook()
        if reader.problems:
            raise ConfigError(reader.problems)
        return settings


def _or_default(port: int | None) -> int:
    return DEFAULT_PORT if port is None else port


def default_url() -> str:
    """The address of a database in the user's own data folder, which need not exist yet."""
    path = data_folder() / "coach.db"
    # In an address a percent sign begins a code and a question mark ends the path.
    return f"sqlite+aiosqlite:///{quote(path.as_posix(), safe='/:')}"


def data_folder() -> Path:
    """Where the bot keeps its files unless told otherwise."""
    return user_data_path("podskazka-coach", appauthor=False)


class _Reader:
    """Reads values one by one and collects what is wrong with them; a bad value reads as its default."""

    def __init__(self, given: Mapping[str, str]) -> None:
        self._given = given
        self.problems: list[str] = []

    def matching(self, name: str, pattern: str, expected: str) -> str | None:
        value = self._given.get(name)
        if value is not None and not re.fullmatch(pattern, value):
            self.problems.append(f"{name} не похож на правильный: {expected}.")
        return value

    def address(self, name: str, *schemes: str) -> str | None:
        value = self._given.get(name)
        if value is None:
            return None
        try:
            parts = urlsplit(value)
            usable = parts.scheme in schemes and bool(parts.hostname or parts.scheme == "unix") and parts.port != 0
        except ValueError:
            usable = False
        if not usable:
            beginnings = " или ".join(f"{scheme}://" for scheme in schemes)
            self.problems.append(f"{name}: нужен полный адрес, он начинается с {beginnings}.")
        return value

    def database(self) -> str | None:
        value = self._given.get("DATABASE_URL")
        if value is None or re.match(r"sqlite\+aiosqlite:///.|postgresql\+asyncpg://.", value):
            return value
        self.problems.append(
            "DATABASE_URL: адрес начинается с sqlite+aiosqlite:/// (дальше путь к файлу) или с postgresql+asyncpg://."
        )
        return None

    def port(self, name: str, lowest: int) -> int | None:
        value = self._given.get(name)
        if value is None or (re.fullmatch(r"[0-9]{1,5}", value) and lowest <= int(value) <= 65535):
            return None if value is None else int(value)
        self.problems.append(f"{name}: порт — целое число от {lowest} до 65535, а здесь «{value}».")
        return None

    def ids(self, name: str) -> frozenset[int]:
        words = re.split(r"[\s,;]+", self._given.get(name, ""))
        ids = set()
        for word in filter(None, words):
            if re.fullmatch(r"[0-9]{1,19}", word):
                ids.add(int(word))
            else:
                self.problems.append(f"{name}: «{word}» — не номер. Перечислите номера людей через запятую: 12,345.")
        return frozenset(ids)

    def log_level(self, name: str) -> str:
        value = self._given.get(name, "INFO")
        if value.upper() not in LOG_LEVELS:
            self.problems.append(f"{name}: не знаю уровня «{value}». Бывают {', '.join(LOG_LEVELS)}.")
        return value.upper()

    def log_format(self, name: str) -> Literal["text", "json"]:
        value = self._given.get(name, "text").lower()
        if value not in {"text", "json"}:
            self.problems.append(f"{name}: бывает text или json, а здесь «{value}».")
        return "json" if value == "json" else "text"

    def days(self, name: str, default: int) -> int:
        value = self._given.get(name, str(default))
        if re.fullmatch(r"[0-9]{1,4}", value) and 1 <= int(value) <= 3650:
            return int(value)
        self.problems.append(f"{name}: сколько дней хранить — целое число от 1 до 3650, а здесь «{value}».")
        return default

    def check_webhook(self) -> None:
        if "WEBHOOK_URL" not in self._given:
            return
        if "WEBHOOK_SECRET" not in self._given:
            self.problems.append(
                "WEBHOOK_URL задан, а WEBHOOK_SECRET нет: без него любой сможет выдать себя за Telegram."
            )
        if "BOT_TOKEN" not in self._given:
            self.problems.append("WEBHOOK_URL задан, а BOT_TOKEN нет: без токена бот не может говорить с Telegram.")
