"""A sender over a real database, with a clock that moves only while somebody sleeps."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.storage import Storage
from tests.conftest import address_with_tables

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
def url(engine: str, tmp_path: Path, request: pytest.FixtureRequest) -> str:
    return address_with_tables(engine, tmp_path, request)


@pytest.fixture
async def storage(url: str, time: Time) -> AsyncIterator[Storage]:
    async with Storage.open(url, time) as opened:
        yield opened
