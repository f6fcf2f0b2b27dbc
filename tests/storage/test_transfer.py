"""Moving from one database to another, and backups of a bot that is at work."""

from __future__ import annotations

import asyncio
import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest

from bot.storage import NewReview, Preferences, Storage
from bot.storage.errors import DatabaseDamagedError, DatabaseUnavailableError
from bot.storage.transfer import FileExistsAlreadyError, NotEmptyError, back_up, copy, file_url
from tests.clock import START


def review(draft: str, previous_id: int | None = None) -> NewReview:
    return NewReview(
        draft=draft,
        complaint="Где торт? 🎂",
        channel=None,
        facts="checked",
        fault="company",
        stance="make_right",
        score=56,
        review={"score": 56, "findings": []},
        best_rewrite=None,
        created_at=START,
        previous_id=previous_id,
        message_ids=(1, 2),
    )


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


async def live_in(storage: Storage) -> None:
    """Some weeks of a bot's life in a minute."""
    for agent in (1, 7_777_777_777):
        await storage.agents.save_preferences(agent, Preferences(gender="f", time_zone="Asia/Omsk"), START)
        await storage.subscriptions.begin(agent, START)
        first = await storage.reviews.add(agent, review("Извините, но…"))
        await storage.reviews.add(agent, review("Простите за опоздание.", first))
        await storage.promises.add(agent, "Завтра.", deadline=START, remind_at=START, now=START, review_id=first)
    await storage.inbox(42).put({5: {"update_id": 5}})


async def test_everything_moves_and_life_goes_on_there(storage: Storage, url: str, tmp_path: Path) -> None:
    await live_in(storage)
    old = file_url(tmp_path / "old.db")
    await copy(url, old)
    async with Storage.open(old) as moved:
        rows, total = await moved.reviews.page(7_777_777_777, 0, 10)
        known, _ = await storage.reviews.page(7_777_777_777, 0, 10)
        assert (rows, total) == (known, 2)
        assert await moved.agents.get(1) == await storage.agents.get(1)
        assert await moved.inbox(42).put({5: {"update_id": 5}}) == set()
        assert await moved.reviews.add(1, review("Новый")) not in {row.id for row in known}


async def test_numbers_go_on_after_a_move_into_the_other_kind(tmp_path: Path, url: str) -> None:
    old = file_url(tmp_path / "old.db")
    async with Storage.open(old) as storage:
        await storage.migrate()
        await live_in(storage)
    counts = await copy(old, url)
    assert counts["reviews"] == 4
    async with Storage.open(url) as moved:
        known, _ = await moved.reviews.page(1, 0, 10)
        assert await moved.reviews.add(1, review("Новый")) > max(row.id for row in known)


async def test_a_database_that_holds_something_is_not_written_over(storage: Storage, url: str, tmp_path: Path) -> None:
    await live_in(storage)
    async with Storage.open(file_url(tmp_path / "other.db")) as other:
        await other.migrate()
        await other.agents.seen(1, START)
    with pytest.raises(NotEmptyError, match="пустую базу"):
        await copy(file_url(tmp_path / "other.db"), url)


async def test_a_backup_is_made_while_the_bot_writes_and_holds_whole_days(
    storage: Storage, url: str, tmp_path: Path
) -> None:
    await live_in(storage)

    async def work() -> None:
        for number in range(30):
            await storage.reviews.add(1, review(f"Черновик {number}"))

    file = tmp_path / "backup.db"
    _, counts = await asyncio.gather(work(), back_up(url, file))
    assert 4 <= counts["reviews"] <= 34
    assert counts["review_messages"] == 2 * counts["reviews"]
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert names(tmp_path) - {"data"} == {"backup.db"}


async def test_an_old_backup_is_not_written_over(storage: Storage, url: str, tmp_path: Path) -> None:
    await live_in(storage)
    file = tmp_path / "backup.db"
    await back_up(url, file)
    before = file.read_bytes()
    with pytest.raises(FileExistsAlreadyError, match="уже есть"):
        await back_up(url, file)
    assert file.read_bytes() == before


async def test_a_damaged_database_gives_no_backup(path: Path, url: str, storage: Storage, tmp_path: Path) -> None:
    await live_in(storage)
    with closing(sqlite3.connect(path)) as plain:
        plain.execute("PRAGMA foreign_keys=OFF")
        plain.execute("DELETE FROM agents WHERE telegram_id = 1")
        plain.commit()
    with pytest.raises(DatabaseDamagedError):
        await back_up(url, tmp_path / "backup.db")
    assert not (tmp_path / "backup.db").exists()


@pytest.mark.usefixtures("storage")
async def test_nobody_at_the_address_is_explained_without_the_password(url: str) -> None:
    with pytest.raises(DatabaseUnavailableError) as refusal:
        await copy(url, "postgresql+asyncpg://coach:geheim@127.0.0.1:1/coach")
    assert "geheim" not in str(refusal.value)
