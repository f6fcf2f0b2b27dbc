"""Moves all that is stored into another database, of either kind, and makes backups that are known to restore."""

from __future__ import annotations

import asyncio
import sqlite3
import tempfile
from collections.abc import Callable, Mapping
from contextlib import asynccontextmanager, closing
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from sqlalchemy import Table, func, insert, select, text

from bot.storage.database import Database, is_there
from bot.storage.errors import DatabaseDamagedError, StorageError, readable_errors
from bot.storage.models import Base

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from sqlalchemy.ext.asyncio import AsyncConnection

_AT_ONCE = 500

# Is told the table's name and how many of its rows are there by now.
Progress = Callable[[str, int], None]


class NotEmptyError(StorageError):
    text = "Там, куда копировать, уже что-то хранится. Укажите пустую базу: переписывать чужое я не стану."


class NothingThereError(StorageError):
    text = (
        "Базы, откуда копировать, ещё нет: по этому адресу пусто. Проверьте DATABASE_URL, а в bot db copy — и --from."
    )


class UnwritableBackupError(StorageError):
    def __init__(self, path: Path) -> None:
        super().__init__(
            f"Не получается записать копию в {path}. Укажите имя файла в папке, которая есть и куда можно писать."
        )


class FileExistsAlreadyError(StorageError):
    def __init__(self, path: Path) -> None:
        super().__init__(f"Файл {path} уже есть. Укажите другое имя: старую копию я не трогаю.")


class IncompleteError(StorageError):
    def __init__(self, table: str, expected: int, found: int) -> None:
        super().__init__(
            f"Копия неполная: в таблице {table} строк {found}, а должно быть {expected}. "
            "Ничего не записано, попробуйте ещё раз."
        )


def file_url(path: Path) -> str:
    """The address of a database in a file."""
    return f"sqlite+aiosqlite:///{quote(path.resolve().as_posix(), safe='/:')}"


async def copy(source: str, target: str, progress: Progress = lambda _table, _rows: None) -> dict[str, int]:
    """Copies every table from one address to another and returns how many rows each had.

    All or nothing. Both are brought to the newest version first. Raises `NothingThereError` without a source,
    `NotEmptyError` where the target holds anything, `IncompleteError` where the rows do not add up, any other
    `StorageError` where a database fails.
    """
    _check_there(source)
    async with _opened(source, "откуда") as old, _opened(target, "куда") as new:
        await old.migrate()
        await new.migrate()
        async with _snapshot(old) as reading, new.writing() as writing:
            for table in Base.metadata.sorted_tables:
                if await _count(writing, table):
                    raise NotEmptyError
            counts = {}
            for table in Base.metadata.sorted_tables:
                counts[table.name] = await _copy_table(table, reading, writing, progress)
                if not new.is_sqlite:
                    await _go_on_counting(writing, table)
        return counts


async def back_up(source: str, path: Path, progress: Progress = lambda _table, _rows: None) -> dict[str, int]:
    """Writes everything into a new SQLite file while the bot runs, restores it for a trial, and counts the rows.

    Raises `NothingThereError`, `FileExistsAlreadyError`, `UnwritableBackupError`, `DatabaseDamagedError` where the copy
    does not hold, any other `StorageError`.
    """
    _check_there(source)
    part = _part_of(path)
    try:
        async with _opened(source, "откуда") as database:
            expected = await _written(database, source, part, progress)
        restored = await _restored(part, progress)
        for table, number in (expected or restored).items():
            if restored[table] != number:
                raise IncompleteError(table, number, restored[table])
        part.rename(path)
    finally:
        _remove(part)
    return restored


def _check_there(source: str) -> None:
    """A misspelt path must not pass for an empty database: opening would make one."""
    try:
        there = is_there(source)
    except StorageError as error:
        raise type(error)(f"База, откуда копировать, не открылась. {error}") from None
    if not there:
        raise NothingThereError


def _part_of(path: Path) -> Path:
    """Where the backup grows, so that nobody takes half of it for the whole."""
    if path.is_dir():
        raise UnwritableBackupError(path)
    if path.exists():
        raise FileExistsAlreadyError(path)
    part = path.with_name(path.name + ".part")
    try:
        _remove(part)
        part.touch(mode=0o600)
    except OSError:
        raise UnwritableBackupError(path) from None
    return part


def _remove(part: Path) -> None:
    for file in part.parent.glob(f"{part.name}*"):
        file.unlink()


async def _written(database: Database, source: str, part: Path, progress: Progress) -> dict[str, int] | None:
    """How many rows each table had, None where that cannot be known of the same moment."""
    if not database.is_sqlite:
        return await copy(source, file_url(part), progress)
    # The file's own way takes in what only its log holds yet, and lets the bot write meanwhile.
    await asyncio.to_thread(_copy_file, Path(database.path), part)
    return None


async def _restored(backup: Path, progress: Progress) -> dict[str, int]:
    """Reads a backup whole into a database that is thrown away."""
    with tempfile.TemporaryDirectory(dir=backup.parent) as folder:
        trial = Path(folder) / "trial.db"
        await asyncio.to_thread(_check_file, backup)
        return await copy(file_url(backup), file_url(trial), progress)


def _copy_file(source: Path, target: Path) -> None:
    with readable_errors(), closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target)) as new:
        old.backup(new, pages=1000)


def _check_file(path: Path) -> None:
    with readable_errors(), closing(sqlite3.connect(path)) as connection:
        whole = connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        if not whole or connection.execute("PRAGMA foreign_key_check").fetchone() is not None:
            raise DatabaseDamagedError


@asynccontextmanager
async def _opened(url: str, side: str) -> AsyncIterator[Database]:
    """`side` tells an error about the source from one about the target."""
    try:
        database = await Database.open(url)
    except StorageError as error:
        raise type(error)(f"База, {side} копировать, не открылась. {error}") from None
    try:
        yield database
    finally:
        await database.close()


@asynccontextmanager
async def _snapshot(database: Database) -> AsyncIterator[AsyncConnection]:
    """For reading: the same moment in all tables, whatever is written meanwhile."""
    async with database.reading() as connection:
        if database.is_sqlite:
            await connection.exec_driver_sql("BEGIN")
            yield connection
        else:
            yield await connection.execution_options(isolation_level="REPEATABLE READ")


async def _copy_table(table: Table, reading: AsyncConnection, writing: AsyncConnection, progress: Progress) -> int:
    expected = await _count(reading, table)
    copied = 0
    # By the primary key, so that a row comes after the rows of its own table that it points to.
    page = select(table).order_by(*table.primary_key.columns).limit(_AT_ONCE)
    while batch := (await reading.execute(page.offset(copied))).mappings().all():
        await writing.execute(insert(table), [_plain(row) for row in batch])
        copied += len(batch)
        progress(table.name, copied)
    found = await _count(writing, table)
    if found != expected:
        raise IncompleteError(table.name, expected, found)
    return found


def _plain(row: Mapping[Any, Any]) -> dict[str, Any]:
    return {str(name): value for name, value in row.items()}


async def _count(connection: AsyncConnection, table: Table) -> int:
    return int((await connection.execute(select(func.count()).select_from(table))).scalar_one())


async def _go_on_counting(connection: AsyncConnection, table: Table) -> None:
    """PostgreSQL does not learn from rows that bring their numbers along where to count on from."""
    column = table.autoincrement_column
    if column is None:
        return
    sequence = select(func.pg_get_serial_sequence(table.name, column.name))
    if (name := (await connection.execute(sequence)).scalar_one()) is None:
        return
    highest = (await connection.execute(select(func.max(column)))).scalar_one()
    if highest is not None:
        await connection.execute(text("SELECT setval(:name, :highest)"), {"name": name, "highest": highest})
