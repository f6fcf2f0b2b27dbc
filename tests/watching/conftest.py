"""A peer that speaks the Bot API, and settings that lead to it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from bot.config import Settings
from tests.telegram.peer import TOKEN, BotApiPeer

Configured = Callable[..., Settings]


@pytest.fixture
async def peer() -> AsyncIterator[BotApiPeer]:
    async with BotApiPeer() as peer:
        yield peer


@pytest.fixture
def configured(peer: BotApiPeer, tmp_path: Path) -> Configured:
    """The settings of a bot that talks to the peer; a keyword changes one of them."""

    def load(**changed: str) -> Settings:
        usual = {
            "BOT_TOKEN": TOKEN,
            "TELEGRAM_API_URL": peer.url,
            "DATABASE_URL": f"sqlite+aiosqlite:///{tmp_path / 'coach.db'}",
        }
        return Settings.load(usual | changed, Path("there-is-no-such.env"))

    return load
