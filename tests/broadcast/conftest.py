"""A sender over a real database, with a clock that moves only while somebody sleeps."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.storage import Storage

START = datetime(2026, 6, 1, 7, 0, tzinfo=UTC)


class Time:
    """The clock and the sleep of a sender: sleeping takes no time but moves the clock."""

    def __init__(self) -> None:
        self.now = START
        self.slept: list[float] = []

    def __call__(self) -> datetime:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += timedelta(seconds=seconds)


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
async def storage(tmp_path: Path, time: Time) -> AsyncIterator[Storage]:
    async with Storage.open(f"sqlite+aiosqlite:///{tmp_path / 'coach.db'}", time) as opened:
        await opened.migrate()
        yield opened
