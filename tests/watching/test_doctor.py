"""The doctor: finds what would keep the bot from running, and says how to mend it."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.config import Settings
from bot.storage import Storage
from bot.watching.doctor import examine
from tests.telegram.faults import refused
from tests.telegram.peer import BotApiPeer
from tests.watching.conftest import Configured


async def findings(settings: Settings) -> dict[str, str]:
    return {finding.what: str(finding) async for finding in examine(settings)}


async def test_a_healthy_bot_gets_a_clean_bill(configured: Configured) -> None:
    found = await findings(configured())
    assert [line for line in found.values() if not line.startswith("✓")] == []
    assert "@podskazka_bot" in found["Токен"]
    assert "верно" in found["Часы"]
    assert "появится при запуске" in found["База"]


async def test_the_doctor_makes_no_database(configured: Configured, tmp_path: Path) -> None:
    await findings(configured())
    assert not (tmp_path / "coach.db").exists()


async def test_a_migrated_database_is_told_from_an_old_one(configured: Configured) -> None:
    settings = configured()
    async with Storage.open(settings.database_url) as storage:
        await storage.migrate()
    assert "таблицы новейшие" in (await findings(settings))["База"]


@pytest.mark.parametrize(
    ("changed", "what", "mend"),
    [
        ({"BOT_TOKEN": "4200:another"}, "Токен", "BotFather"),
        ({"TELEGRAM_API_URL": "http://127.0.0.1:9"}, "Токен", "PROXY_URL"),
        ({"PROXY_URL": "socks5://vasya:geheim@127.0.0.1:9"}, "Токен", "PROXY_URL"),
        ({"PROXY_URL": "http://vasya:geheim@127.0.0.1:9"}, "Токен", "PROXY_URL"),
        ({"DATABASE_URL": "sqlite+aiosqlite:////proc/none/coach.db"}, "База", "DATABASE_URL"),
        ({"REDIS_URL": "redis://:geheim@127.0.0.1:9/0"}, "Redis", "REDIS_URL"),
    ],
)
async def test_what_is_wrong_is_named_with_how_to_mend_it(
    configured: Configured, changed: dict[str, str], what: str, mend: str
) -> None:
    found = (await findings(configured(**changed)))[what]
    assert found.startswith("✗")
    assert mend in found
    assert "another" not in found
    assert "geheim" not in found


async def test_a_bad_day_of_telegram_does_not_hide_the_other_findings(configured: Configured, peer: BotApiPeer) -> None:
    peer.fault("getMe", *[refused(500, "Internal Server Error")] * 2)
    peer.fault("getWebhookInfo", refused(404, "Not Found"))
    found = await findings(configured())
    assert set(found) == {"Токен", "Вебхук", "Часы", "База", "Redis", "Содержимое", "Шрифты", "Место"}
