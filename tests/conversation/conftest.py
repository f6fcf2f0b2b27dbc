"""An agent who talks with the whole bot: the real dispatcher, engine and SQLite file; only Telegram is a stand-in."""

import shutil
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.coach.coach import Coach
from bot.content.voice import Voice
from bot.playground.telegram import Telegram
from bot.storage import Storage
from handlers.house import build_dispatcher
from tests.agent import Agent
from tests.conversation.invitations import LEAD, Newcomer


@pytest.fixture
async def storage(tmp_path: Path, template: Path) -> AsyncIterator[Storage]:
    shutil.copy(template, tmp_path / "coach.db")
    async with Storage.open(f"sqlite+aiosqlite:///{tmp_path / 'coach.db'}") as storage:
        yield storage


@pytest.fixture
async def agent(coach: Coach, storage: Storage, say: Voice) -> Agent:
    dispatcher = build_dispatcher(coach, storage, storage.conversation, say, clock=lambda: datetime.now(UTC))
    return Agent(dispatcher)


@pytest.fixture
def lead(coach: Coach, storage: Storage, say: Voice) -> Agent:
    """Of a house that only those come into whom she invites."""
    telegram = Telegram()
    house = build_dispatcher(coach, storage, storage.conversation, say, clock=telegram.clock, admitted={LEAD})
    return Agent(house, user_id=LEAD, name="Вера", telegram=telegram)


@pytest.fixture
def newcomer(lead: Agent) -> Newcomer:
    def come(user_id: int = 7, name: str = "Оля") -> Agent:
        return lead.another(user_id, name)

    return come
