from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest
from sqlalchemy.engine import make_url

from bot.config import ConfigError, Settings, default_url

NO_FILE = Path("there-is-no-such.env")
EXAMPLE = Path(__file__).parent.parent / ".env.example"


def load(**environ: str) -> Settings:
    return Settings.load(environ, NO_FILE)


def test_without_any_settings_the_bot_can_still_run() -> None:
    settings = load()

    assert settings.bot_token is None
    assert settings.database_url == default_url()
    assert settings.database_url.startswith("sqlite+aiosqlite:///")
    assert (settings.port, settings.playground_port) == (None, 8080)
    assert (settings.log_level, settings.log_format) == ("INFO", "text")
    assert settings.admin_ids == frozenset()
    assert (settings.retention_days, settings.backup_days) == (180, 30)
    assert (settings.redis_url, settings.webhook_url, settings.proxy_url, settings.telegram_api_url) == (None,) * 4


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the folder is not told by the environment")
def test_the_default_database_lies_in_the_users_folder_whatever_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", "/home/Вася 100%?/data")

    assert make_url(default_url()).database == "/home/Вася 100%?/data/podskazka-coach/coach.db"


def test_every_setting_is_read() -> None:
    given = {
        "BOT_TOKEN": "42:TEST",
        "DATABASE_URL": "postgresql+asyncpg://u:p@db/coach",
        "REDIS_URL": "redis://:p@redis:6379/0",
        "WEBHOOK_URL": "https://bot.example.ru/telegram",
        "WEBHOOK_SECRET": "a-b_1",
        "PORT": "9000",
        "TELEGRAM_API_URL": "http://127.0.0.1:8081",
        "PROXY_URL": "socks5://u:p@proxy:1080",
        "ADMIN_IDS": " 12, 7777777777;5 ",
        "PLAYGROUND_PORT": "0",
        "LOG_LEVEL": "debug",
        "LOG_FORMAT": "json",
        "RETENTION_DAYS": "90",
        "BACKUP_DAYS": "7",
    }
    settings = load(**given)

    assert {name: getattr(settings, name.lower()) for name in given} == {
        **given,
        "PORT": 9000,
        "ADMIN_IDS": frozenset({12, 7777777777, 5}),
        "PLAYGROUND_PORT": 0,
        "RETENTION_DAYS": 90,
        "BACKUP_DAYS": 7,
        "LOG_LEVEL": "DEBUG",
    }


def test_the_environment_goes_before_the_file_and_the_empty_counts_as_not_given(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text("# мои настройки\nPORT=9000\nADMIN_IDS=1,2\nPROXY_URL='http://u:$ecret@proxy:3128'\nLOG_LEVEL=\n")
    settings = Settings.load({"ADMIN_IDS": "3", "BOT_TOKEN": " "}, file)

    assert (settings.port, settings.admin_ids, settings.log_level) == (9000, frozenset({3}), "INFO")
    assert settings.proxy_url == "http://u:$ecret@proxy:3128"
    assert settings.bot_token is None


def test_the_example_file_is_valid_and_names_every_setting() -> None:
    names = set(re.findall(r"^([A-Z_]+)=$", EXAMPLE.read_text(), flags=re.MULTILINE))

    assert Settings.load({}, EXAMPLE) == load()
    assert names == {name.upper() for name in Settings.__dataclass_fields__}


@pytest.mark.parametrize(
    ("environ", "words"),
    [
        ({"ADMIN_IDS": "12,abc"}, "ADMIN_IDS: «abc» — не номер"),
        ({"ADMIN_IDS": "-100500"}, "ADMIN_IDS: «-100500» — не номер"),
        ({"PORT": "0"}, "PORT: порт — целое число от 1 до 65535, а здесь «0»"),
        ({"PORT": "восемь"}, "а здесь «восемь»"),
        ({"PLAYGROUND_PORT": "65536"}, "PLAYGROUND_PORT: порт — целое число от 0 до 65535"),
        ({"LOG_FORMAT": "xml"}, "LOG_FORMAT: бывает text или json, а здесь «xml»"),
        ({"LOG_LEVEL": "LOUD"}, "LOG_LEVEL: не знаю уровня «LOUD»"),
        ({"DATABASE_URL": "sqlite:///coach.db"}, "DATABASE_URL: адрес начинается с sqlite+aiosqlite:///"),
        ({"DATABASE_URL": "sqlite+aiosqlite:///"}, "DATABASE_URL"),
        ({"REDIS_URL": "localhost:6379"}, "REDIS_URL: нужен полный адрес, он начинается с redis://"),
        ({"PROXY_URL": "ftp://proxy"}, "PROXY_URL"),
        ({"PROXY_URL": "socks5://proxy:port"}, "PROXY_URL"),
        ({"PROXY_URL": "http://[::1"}, "PROXY_URL"),
        ({"TELEGRAM_API_URL": "api.telegram.org"}, "TELEGRAM_API_URL"),
        ({"WEBHOOK_URL": "https://a.ru/x", "BOT_TOKEN": "42:T"}, "WEBHOOK_URL задан, а WEBHOOK_SECRET нет"),
        ({"WEBHOOK_URL": "https://a.ru/x", "WEBHOOK_SECRET": "s"}, "WEBHOOK_URL задан, а BOT_TOKEN нет"),
        ({"WEBHOOK_SECRET": "тайна"}, "WEBHOOK_SECRET не похож на правильный"),
        ({"BOT_TOKEN": "токен"}, "BOT_TOKEN не похож на правильный"),
    ],
)
def test_what_cannot_be_used_is_explained(environ: dict[str, str], words: str) -> None:
    with pytest.raises(ConfigError, match=re.escape(words)):
        load(**environ)


def test_all_problems_are_named_at_once() -> None:
    with pytest.raises(ConfigError) as refusal:
        load(PORT="x", LOG_LEVEL="y", ADMIN_IDS="a b")

    assert len(refusal.value.problems) == 4


SECRETS = {
    "BOT_TOKEN": "42:s3cret",
    "DATABASE_URL": "postgresql+asyncpg://u:s3cret@db/coach",
    "REDIS_URL": "redis://:s3cret@redis",
    "WEBHOOK_URL": "https://bot.example.ru/s3cret",
    "WEBHOOK_SECRET": "s3cret",
    "PROXY_URL": "http://u:s3cret@proxy:1",
    "TELEGRAM_API_URL": "http://u:s3cret@api",
}


def test_secrets_are_not_printed() -> None:
    assert "s3cret" not in repr(Settings.load(SECRETS, NO_FILE))


@pytest.mark.parametrize("name", SECRETS)
def test_a_secret_that_cannot_be_used_is_not_repeated_in_the_complaint(name: str) -> None:
    with pytest.raises(ConfigError) as refusal:
        Settings.load({**SECRETS, name: "∅ s3cret"}, NO_FILE)

    assert "s3cret" not in str(refusal.value)
