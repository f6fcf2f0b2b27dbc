"""An agent who talks with the whole bot: the real dispatcher, engine and SQLite file; only Telegram is a stand-in."""

import shutil
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.coach.coach import Coach
from bot.content.voice import Voice
from bot.storage import Storage
from handlers.house import build_dispatcher
from tests.agent import Agent


@pytest.fixture
async def storage(tmp_path: Path, template: Path) -> AsyncIterator[Storage]:
    shutil.copy(template, tmp_path / "coach.db")
    async with Storage.open(f"sqlite+aiosqlite:///{tmp_path / 'coach.db'}") as storage:
        yield storage


@pytest.fixture
async def agent(coach: Coach, storage: Storage, say: Voice) -> Agent:
    dispatcher = build_dispatcher(coach, storage, storage.conversation, say, clock=lambda: datetime.now(UTC))
    return Agent(dispatcher)
