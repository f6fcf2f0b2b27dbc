from __future__ import annotations

import asyncio
import re
import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, text

from bot.storage import Storage
from bot.storage.database import Database
from bot.storage.disagreements import NewDisagreement, Reason
from bot.storage.errors import (
    DatabaseAddressError,
    DatabaseBusyError,
    DatabaseDamagedError,
    DatabaseNewerError,
    DatabaseUnavailableError,
    StorageError,
)
from bot.storage.models import Base
from tests.clock import START


def put(path: Path, content: str) -> None:
    path.parent.mkdir()
    path.write_text(content)
    path.chmod(0o644)


def taken_back(words: str) -> NewDisagreement:
    return NewDisagreement("rule", words, Reason.FALSE_ALARM)


def modes(folder: Path) -> dict[str, int]:
    return {file.name: stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()}


async def test_opening_makes_the_folder_and_a_file_that_only_its_owner_reads(url: str, path: Path) -> None:
    async with Storage.open(url) as storage:
        await storage.migrate()
        await storage.agents.seen(1, START)
        assert modes(path.parent) == dict.fromkeys(["coach.db", "coach.db-shm", "coach.db-wal"], 0o600)


async def test_a_file_that_others_could_read_is_closed_to_them(url: str, path: Path) -> None:
    put(path, "")
    async with Storage.open(url):
        assert modes(path.parent)["coach.db"] == 0o600


async def test_every_connection_waits_for_writers_and_keeps_references_and_overwrites_what_it_deletes(
    path: Path,
) -> None:
    url = f"sqlite+aiosqlite:///{path}"
    database = await Database.open(url)
    async with database.reading() as connection:
        settings = {
            name: (await connection.exec_driver_sql(f"PRAGMA {name}")).scalar_one()
            for name in ("journal_mode", "busy_timeout", "foreign_keys", "secure_delete")
        }
    await database.close()

    assert settings == {"journal_mode": "wal", "busy_timeout": 10_000, "foreign_keys": 1, "secure_delete": 1}


async def test_migrations_end_in_the_tables_of_the_models(url: str) -> None:
    database = await Database.open(url)
    await database.migrate()

    def differences(connection: Connection) -> list[object]:
        return list(compare_metadata(MigrationContext.configure(connection), Base.metadata))

    async with database.reading() as connection:
        assert await connection.run_sync(differences) == []
    await database.close()


async def test_migrating_twice_keeps_what_is_stored(storage: Storage) -> None:
    await storage.agents.seen(1, START)
    await storage.migrate()

    assert await storage.agents.get(1) is not None


async def test_a_migration_that_fails_leaves_nothing_behind(url: str, path: Path) -> None:
    database = await Database.open(url)
    async with database.writing() as connection:
        await connection.execute(text("CREATE TABLE disagreements (id INTEGER)"))

    with pytest.raises(StorageError):
        await database.migrate()

    with closing(sqlite3.connect(path)) as plain:
        tables = plain.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    assert tables == [("disagreements",)]
    await database.close()


async def test_a_database_of_a_newer_bot_is_left_alone(storage: Storage, path: Path) -> None:
    with closing(sqlite3.connect(path)) as plain:
        plain.execute("UPDATE alembic_version SET version_num = '9999'")
        plain.commit()

    with pytest.raises(DatabaseNewerError, match="Обновите бота"):
        await storage.migrate()


@pytest.mark.parametrize(
    "url",
    [
        "",
        "coach.db",
        "sqlite:///coach.db",
        "sqlite+aiosqlite://",
        "sqlite+aiosqlite:///:memory:",
        "mysql://u:geheim@h/d",
    ],
)
async def test_an_address_that_cannot_be_used_is_explained_without_repeating_it(url: str) -> None:
    with pytest.raises(DatabaseAddressError) as refusal:
        async with Storage.open(url):
            pass

    assert "geheim" not in str(refusal.value)


async def test_a_file_that_is_no_database_is_called_damaged(url: str, path: Path) -> None:
    put(path, "Это список покупок, а не база. " * 100)

    with pytest.raises(DatabaseDamagedError):
        async with Storage.open(url):
            pass


async def test_a_folder_in_place_of_the_file_is_explained_with_its_path(tmp_path: Path) -> None:
    with pytest.raises(DatabaseUnavailableError, match=tmp_path.name):
        async with Storage.open(f"sqlite+aiosqlite:///{tmp_path}"):
            pass


async def test_a_path_below_a_file_is_explained_with_its_path(path: Path) -> None:
    put(path, "")

    with pytest.raises(DatabaseUnavailableError, match=re.escape("coach.db/inside.db")):
        async with Storage.open(f"sqlite+aiosqlite:///{path}/inside.db"):
            pass


async def test_a_transaction_that_fails_changes_nothing(url: str) -> None:
    database = await Database.open(url)
    async with database.writing() as connection:
        await connection.execute(text("CREATE TABLE numbers (n INTEGER)"))

    async def fail_after_inserting() -> None:
        async with database.writing() as connection:
            await connection.execute(text("INSERT INTO numbers VALUES (1)"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail_after_inserting()

    async with database.reading() as connection:
        assert (await connection.execute(text("SELECT count(*) FROM numbers"))).scalar_one() == 0
    await database.close()


async def test_an_error_does_not_quote_the_texts_it_was_about(storage: Storage) -> None:
    with pytest.raises(StorageError) as failure:
        await storage.disagreements.add(404, taken_back("секретные слова"), START)

    assert "секретные слова" not in f"{failure.value} {failure.value.__cause__}"


async def test_a_database_held_by_somebody_else_is_called_busy(url: str, path: Path) -> None:
    database = await Database.open(url)
    async with database.reading() as connection:
        await connection.exec_driver_sql("PRAGMA busy_timeout=0")
    with closing(sqlite3.connect(path)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(DatabaseBusyError):
            async with database.writing():
                pass
    await database.close()


async def test_ten_writers_at_once_all_get_through(storage: Storage) -> None:
    async def write(agent_id: int) -> None:
        await storage.agents.seen(agent_id, START)
        for number in range(20):
            await storage.disagreements.add(agent_id, taken_back(f"слово {number}"), START)

    await asyncio.gather(*map(write, range(1, 11)))

    for agent_id in range(1, 11):
        assert len(await storage.disagreements.of_agent(agent_id)) == 20


async def test_bots_that_share_a_file_may_all_open_migrate_and_write_at_once(url: str) -> None:
    async def run_a_bot(agent_id: int) -> None:
        async with Storage.open(url) as storage:
            await storage.migrate()
            await storage.agents.seen(agent_id, START)
            for number in range(20):
                await storage.disagreements.add(agent_id, taken_back(str(number)), START)

    await asyncio.gather(*map(run_a_bot, (1, 2, 3, 4)))

    async with Storage.open(url) as storage:
        for agent_id in (1, 2, 3, 4):
            assert len(await storage.disagreements.of_agent(agent_id)) == 20
