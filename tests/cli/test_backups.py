from __future__ import annotations

import argparse
import asyncio
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.cli import db
from bot.storage import Storage

NAMES = {
    "coach-2026-03-01-120000.db": True,
    "coach-2026-03-31-115959.db": True,
    "coach-2026-03-31-120000.db": False,
    "coach-2026-04-20-000000.db": False,
    "coach.db": False,
    "coach-2026-03-01.db": False,
    "coach-перед-отпуском.db": False,
}


def test_only_backups_that_are_too_old_are_found_and_only_by_their_own_name(tmp_path: Path) -> None:
    for name in NAMES:
        (tmp_path / name).touch()

    found = {path.name for path in db.expired_backups(tmp_path, datetime(2026, 3, 31, 12, tzinfo=UTC))}
    assert found == {name for name, old in NAMES.items() if old}


def test_a_new_backup_takes_the_place_of_the_old_ones(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path / 'base' / 'coach.db'}"

    async def fill() -> None:
        async with Storage.open(url) as storage:
            await storage.migrate()
            await storage.agents.seen(7, datetime(2026, 3, 1, tzinfo=UTC))

    asyncio.run(fill())
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", url)
    monkeypatch.setenv("BACKUP_DAYS", "7")
    Path("coach-2020-01-01-000000.db").touch()
    parser = argparse.ArgumentParser()
    db.add_arguments(parser)

    assert db.run(parser.parse_args(["backup"])) == 0
    (kept,) = tmp_path.glob("coach-*.db")
    assert kept.stat().st_size > 0
    assert "coach-2020-01-01-000000.db" in capsys.readouterr().out
