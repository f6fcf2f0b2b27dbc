"""`bot doctor` as an administrator meets it: each complaint says what to do, the status says whether there is any."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from itertools import pairwise
from pathlib import Path

import pytest

from tests.cli.command import Done, bot
from tests.telegram.peer import TOKEN, BotApiPeer


@pytest.fixture
async def peer() -> AsyncIterator[BotApiPeer]:
    async with BotApiPeer() as peer:
        yield peer


async def doctor(peer: BotApiPeer, folder: Path, **environment: str) -> Done:
    usual = {"BOT_TOKEN": TOKEN, "TELEGRAM_API_URL": peer.url, "XDG_DATA_HOME": str(folder)}
    return await asyncio.to_thread(lambda: bot("doctor", **{**usual, **environment}))


async def test_a_healthy_bot_ends_with_status_0(peer: BotApiPeer, tmp_path: Path) -> None:
    done = await doctor(peer, tmp_path)
    assert (done.status, done.err) == (0, "")
    assert [line[0] for line in done.out.splitlines()] == ["✓"] * 8


async def test_everything_that_is_wrong_is_named_at_once_with_what_to_do(peer: BotApiPeer, tmp_path: Path) -> None:
    broken = tmp_path / "broken.db"
    broken.write_text("это письмо, а не база " * 99)
    done = await doctor(
        peer,
        tmp_path,
        BOT_TOKEN="4200:another",  # noqa: S106  # opens nothing
        DATABASE_URL=f"sqlite+aiosqlite:///{broken}",
        REDIS_URL="redis://:geheim@127.0.0.1:9/0",
    )
    assert (done.status, done.err) == (1, "")
    lines = done.out.splitlines()
    cures = {line.split(":")[0]: cure for line, cure in pairwise(lines) if line.startswith("✗")}
    assert cures.keys() == {"✗ Токен", "✗ Вебхук", "✗ База", "✗ Redis"}
    assert "@BotFather" in cures["✗ Токен"]
    assert cures["✗ Вебхук"] == "  → То же, что выше."
    assert "из резервной копии" in cures["✗ База"]
    assert "REDIS_URL" in cures["✗ Redis"]
    assert "another" not in done.out
    assert "geheim" not in done.out


async def test_settings_that_cannot_be_read_are_all_named(peer: BotApiPeer, tmp_path: Path) -> None:
    done = await doctor(peer, tmp_path, DATABASE_URL="mysql://coach:geheim@db/coach", PORT="восемьдесят")
    assert (done.status, done.out) == (1, "")
    assert "— DATABASE_URL:" in done.err
    assert "— PORT:" in done.err
    assert "geheim" not in done.err
