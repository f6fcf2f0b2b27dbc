"""The engine: opening, closing, migrating, and the two ways in: `reading()` and `writing()`."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from functools import partial
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import Connection, Dialect, event, text
from sqlalchemy.dialects import sqlite
from sqlalchemy.engine import URL, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError, DisconnectionError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry, PoolProxiedConnection

from bot.storage import sqlite_driver
from bot.storage.errors import DatabaseAddressError, DatabaseUnavailableError, readable_errors
from bot.storage.models import Base
from bot.storage.search import FOLDED, folded

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql
    from sqlalchemy.dialects.sqlite.aiosqlite import AsyncAdapt_aiosqlite_connection

# How long one writer waits for writers of other processes; those of this process queue on a lock instead.
_BUSY_TIMEOUT_MS = 10_000
_BEGIN = "sqlite_begin"
# SQLite has one writer at a time and reads in microseconds: more connections only cost memory, 2 MB each. Nobody who
# holds one asks for another.
_SQLITE_CONNECTIONS = 4
# A copy's share: PostgreSQL lets in a hundred by default.
_POSTGRES_CONNECTIONS = 12
# Seconds after which a connection to PostgreSQL is tried before it is used.
_REST = 1.0
_USED_AT = "used_at"
# SQLite keeps this number in the file's head and gives it no meaning of its own.
_CORNERS = 1
# Any number that no other program takes for a lock in the same database.
_MIGRATION_LOCK = 4_200_042


def as_json(value: object) -> str:
    """Readable Cyrillic. Half of a surrogate pair, which no database takes, becomes a question mark."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace").decode("utf-8")


class Database:
    """One database, SQLite or PostgreSQL. Made by `open`, closed by whoever opened it."""

    def __init__(self, url: URL) -> None:
        self._url = url
        self._engine = _engine(url)
        # PostgreSQL would be told of a transaction's begin and end around every single SELECT.
        self._readers = self._engine if self.is_sqlite else self._engine.execution_options(isolation_level="AUTOCOMMIT")
        self._writers = self._engine.execution_options(**{_BEGIN: "BEGIN IMMEDIATE"})
        self._inserts: dict[type[Base], sqlite.Insert | postgresql.Insert] = {}
        # The pool has as many connections, but whoever comes may overtake those who wait for it.
        self._turn = asyncio.Semaphore(_SQLITE_CONNECTIONS if self.is_sqlite else _POSTGRES_CONNECTIONS)
        # SQLite lets in one writer at a time, and waiting here is fair and free where its own waiting polls.
        self._one_writer: AbstractAsyncContextManager[None] = asyncio.Lock() if self.is_sqlite else nullcontext()

    @classmethod
    async def open(cls, url: str) -> Database:
        """Opens or creates the database at an address of SQLAlchemy's kind.

        Raises `DatabaseAddressError` for an address it cannot use, another `StorageError` when nobody answers there.
        """
        address = _address(url)
        if address.get_backend_name() == "sqlite":
            _prepare_file(Path(address.database or ""))
        database = cls(address)
        try:
            async with database.reading() as connection:
                await connection.execute(text("SELECT 1"))
        except BaseException:
            await database.close()
            raise
        return database

    @property
    def is_sqlite(self) -> bool:
        return self._url.get_backend_name() == "sqlite"

    @property
    def path(self) -> str:
        """Of SQLite's file."""
        return self._url.database or ""

    async def close(self) -> None:
        await self._engine.dispose()

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncConnection]:
        """For statements that change nothing. Each of them sees the newest state by itself."""
        with readable_errors():
            async with self._turn, self._readers.connect() as connection:
                yield connection

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncConnection]:
        """One transaction, committed at the end of the block. What it reads first is still so when it writes."""
        with readable_errors():
            async with self._one_writer, self._turn, self._writers.begin() as connection:
                yield connection

    async def migrate(self) -> None:
        """Brings the tables to the newest version, all or nothing. Raises `DatabaseNewerError` if it is ahead of us."""
        from bot.storage.migrations.upgrade import upgrade  # noqa: PLC0415 — Alembic is needed once, at start

        # Rebuilding a table drops the old one, and with foreign keys on that would empty the tables that point to it.
        engine = _engine(self._url, foreign_keys=False)
        try:
            with readable_errors():
                begun = engine.execution_options(**{_BEGIN: "BEGIN IMMEDIATE"}).begin()
                async with self._one_writer, begun as connection:
                    if not self.is_sqlite:
                        # Copies that start together migrate one after another, as writers of SQLite do anyway.
                        await connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_MIGRATION_LOCK})")
                    await connection.run_sync(upgrade)
        finally:
            await engine.dispose()

    async def pending_migrations(self) -> int:
        """How many are still to run. Raises `DatabaseNewerError` if the database is ahead of us."""
        from bot.storage.migrations.upgrade import pending  # noqa: PLC0415 — Alembic is needed once, at start

        async with self.reading() as connection:
            return await connection.run_sync(pending)

    async def wipe_traces(self) -> None:
        """Empties SQLite's write-ahead log, which keeps pages as they were before a deletion. Else does nothing."""
        if not self.is_sqlite:
            return
        with readable_errors():
            async with self._one_writer, self._turn, self._engine.connect() as connection:
                await connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")

    async def leave_no_corners(self, connection: AsyncConnection) -> None:
        """To be called in a transaction that deletes for good: what SQLite's unused corners of pages still hold of it
        goes with the next `scrub`, even if this process dies before."""
        if self.is_sqlite:
            await connection.exec_driver_sql(f"PRAGMA user_version={_CORNERS}")

    async def scrub(self) -> bool:
        """Leaves nothing in the corners of pages that were moved about, where `leave_no_corners` asked for that.

        Rewrites the whole file, which holds writers up for a second for every hundred megabytes or so: to be called
        now and then, not in an answer to somebody. PostgreSQL drops dead rows and overwrites their room by itself.
        """
        if not self.is_sqlite or not await self._has_corners():
            return False
        with readable_errors():
            async with self._one_writer, self._turn, self._engine.connect() as connection:
                alone = await connection.execution_options(isolation_level="AUTOCOMMIT")
                await alone.exec_driver_sql("VACUUM")
                await alone.exec_driver_sql("PRAGMA user_version=0")
        await self.wipe_traces()
        return True

    async def _has_corners(self) -> bool:
        async with self.reading() as connection:
            return bool((await connection.exec_driver_sql("PRAGMA user_version")).scalar_one() == _CORNERS)

    def inserting(self, table: type[Base]) -> sqlite.Insert | postgresql.Insert:
        """An INSERT that knows of conflicts, which SQLAlchemy offers only dialect by dialect, each by its own name."""
        if self.is_sqlite:
            return sqlite.insert(table)
        from sqlalchemy.dialects import postgresql  # noqa: PLC0415 — slow to import

        return postgresql.insert(table)

    async def insert_new(self, connection: AsyncConnection, table: type[Base], values: Mapping[str, Any]) -> bool:
        """Inserts a row, unless one with its primary key is there already. True if it was inserted."""
        statement = self._inserts.get(table)
        if statement is None:
            statement = self._inserts[table] = self.inserting(table).on_conflict_do_nothing()
        inserted = await connection.execute(statement, values)
        return inserted.rowcount == 1


def is_there(url: str) -> bool:
    """Whether there is anything to open; opening makes a new SQLite file. A server is believed to be there.

    Raises `DatabaseAddressError`.
    """
    address = _address(url)
    return address.get_backend_name() != "sqlite" or Path(address.database or "").exists()


def _address(url: str) -> URL:
    try:
        address = make_url(url)
    except ArgumentError:
        # Without the cause: it may quote the address, and an address may hold a password.
        raise DatabaseAddressError from None
    if address.drivername not in {"sqlite+aiosqlite", "postgresql+asyncpg"}:
        raise DatabaseAddressError
    if address.get_backend_name() == "sqlite" and address.database in {None, "", ":memory:"}:
        raise DatabaseAddressError("Базе SQLite нужен файл: без него история не переживёт перезапуска.")
    return address


def _prepare_file(path: Path) -> None:
    """Makes the folder and the file, readable by their owner only. SQLite gives its side files the same mode."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.touch(mode=0o600)
        if path.stat().st_mode & 0o077:
            path.chmod(0o600)
        path.open("r+b").close()
    except OSError as error:
        raise DatabaseUnavailableError(
            f"Не получается открыть файл базы {path}. Проверьте путь в DATABASE_URL и право бота писать туда."
        ) from error


def _engine(url: URL, *, foreign_keys: bool = True) -> AsyncEngine:
    if url.get_backend_name() != "sqlite":
        try:
            engine = create_async_engine(
                url, json_serializer=as_json, hide_parameters=True, pool_size=_POSTGRES_CONNECTIONS, max_overflow=0
            )
        except ModuleNotFoundError as error:
            raise DatabaseAddressError("Для PostgreSQL нужен драйвер: uv sync --extra postgres.") from error
        event.listen(engine.sync_engine, "checkin", _note_use)
        event.listen(engine.sync_engine, "checkout", partial(_ping_after_a_rest, engine.dialect))
        return engine
    # The driver's own way of beginning leaves out DDL and cannot say IMMEDIATE, so `_begin` does it.
    path = url.database or ""
    engine = create_async_engine(
        url,
        json_serializer=as_json,
        hide_parameters=True,
        async_creator=lambda: sqlite_driver.connect(path),
        pool_size=_SQLITE_CONNECTIONS,
        max_overflow=0,
    )

    def set_up(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
        try:
            _set_up(connection, foreign_keys=foreign_keys)
        except BaseException:
            # The pool does not know this connection yet, so nobody else would end its thread.
            connection.close()
            raise

    event.listen(engine.sync_engine, "connect", set_up)
    event.listen(engine.sync_engine, "begin", _begin)
    return engine


def _set_up(connection: DBAPIConnection, *, foreign_keys: bool) -> None:
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout={_BUSY_TIMEOUT_MS}")
    cursor.execute("PRAGMA journal_mode=WAL")
    # With a write-ahead log this loses nothing when the process dies, only, maybe, when the power does.
    cursor.execute("PRAGMA synchronous=NORMAL")
    cursor.execute(f"PRAGMA foreign_keys={'ON' if foreign_keys else 'OFF'}")
    # What is deleted is overwritten, not just unlinked.
    cursor.execute("PRAGMA secure_delete=ON")
    cursor.close()
    cast("AsyncAdapt_aiosqlite_connection", connection).create_function(FOLDED, 1, folded)


def _note_use(_: DBAPIConnection, record: ConnectionPoolEntry) -> None:
    record.info[_USED_AT] = monotonic()


def _ping_after_a_rest(
    dialect: Dialect, connection: DBAPIConnection, record: ConnectionPoolEntry, _: PoolProxiedConnection
) -> None:
    """A server that was restarted meanwhile is met with a new connection; a busy one need not be asked every time."""
    if monotonic() - record.info.get(_USED_AT, monotonic()) < _REST:
        return
    try:
        dialect.do_ping(connection)
    except dialect.loaded_dbapi.Error as error:
        raise DisconnectionError from error


def _begin(connection: Connection) -> None:
    statement = connection.get_execution_options().get(_BEGIN)
    if statement is not None:
        connection.exec_driver_sql(statement)
