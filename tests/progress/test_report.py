"""What the report reads from a real history."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.progress.report import report
from bot.storage import NewReview, Storage
from bot.storage.subscriptions import WORKING_DAYS

# A Friday evening.
NOW = datetime(2026, 3, 6, 18, tzinfo=ZoneInfo("Europe/Moscow"))
AGENT = 7


@pytest.fixture
async def storage(tmp_path: Path, template: Path) -> AsyncIterator[Storage]:
    shutil.copy(template, tmp_path / "coach.db")
    async with Storage.open(f"sqlite+aiosqlite:///{tmp_path / 'coach.db'}") as storage:
        await storage.agents.seen(AGENT, NOW)
        yield storage


async def reviewed(
    storage: Storage, score: int, *, days_ago: float = 0, draft: str = "Вернём завтра.", previous: int | None = None
) -> int:
    new = NewReview(
        draft=draft,
        complaint=None,
        channel=None,
        facts=None,
        fault=None,
        stance="find_out",
        score=score,
        review={"findings": []},
        best_rewrite=None,
        created_at=NOW - timedelta(days=days_ago),
        previous_id=previous,
    )
    return await storage.reviews.add(AGENT, new)


async def test_an_empty_history_tells_nothing(storage: Storage) -> None:
    found = await report(storage, AGENT, NOW, WORKING_DAYS)

    assert (found.count, found.average, found.week, found.streak, found.best) == (0, None, None, 0, None)
    assert not found.tells
    assert not found.week_tells


async def test_weeks_are_averaged_apart_and_only_by_first_versions(storage: Storage) -> None:
    for score, days_ago in ((20, 8), (40, 9), (50, 1), (70, 2)):
        first = await reviewed(storage, score, days_ago=days_ago)
        await reviewed(storage, 100, days_ago=days_ago, previous=first)
    found = await report(storage, AGENT, NOW, WORKING_DAYS)

    assert (found.week, found.week_before, found.week_count, found.count) == (60, 30, 2, 4)


async def test_what_is_older_than_the_picture_is_not_in_it(storage: Storage) -> None:
    await reviewed(storage, 10, days_ago=60)
    for days_ago in (3, 2, 1):
        await reviewed(storage, 80, days_ago=days_ago)
    found = await report(storage, AGENT, NOW, WORKING_DAYS)

    assert (found.count, found.average) == (3, 80)


async def test_a_streak_may_be_longer_than_the_picture(storage: Storage) -> None:
    for days_ago in range(65):
        await reviewed(storage, 50, days_ago=days_ago)

    assert (await report(storage, AGENT, NOW, WORKING_DAYS)).streak == 65


async def test_days_are_those_of_the_agents_clock(storage: Storage) -> None:
    # Half past midnight on Friday in Moscow is still Thursday in UTC.
    await reviewed(storage, 50, days_ago=17.5 / 24)
    await reviewed(storage, 50, days_ago=1)
    found = await report(storage, AGENT, NOW, WORKING_DAYS)

    assert found.streak == 2
    assert [moment.date().day for moment, _ in found.points] == [5, 6]


async def test_the_best_rewrite_gained_most_and_changed_words(storage: Storage) -> None:
    for before, after, draft in (
        (40, 60, "Вернём сегодня."),
        (30, 90, "Вернём завтра."),
        (20, 70, "Вернём через час."),
    ):
        first = await reviewed(storage, before, days_ago=1)
        await reviewed(storage, after, days_ago=1, draft=draft, previous=first)
    best = (await report(storage, AGENT, NOW, WORKING_DAYS)).best

    assert best is not None
    assert (best.before, best.review.score, best.review.draft) == (20, 70, "Вернём через час.")


async def test_a_draft_that_got_worse_is_no_best_rewrite(storage: Storage) -> None:
    first = await reviewed(storage, 80)
    await reviewed(storage, 40, draft="Хуже.", previous=first)

    assert (await report(storage, AGENT, NOW, WORKING_DAYS)).best is None
