"""aiosqlite with one trip to its thread for a statement, where it makes four, and none for an empty rollback.

Every trip hands the interpreter's lock over twice and costs more than the statement itself: this makes a busy bot three
times as fast. Results are fetched whole, so whatever is large must be read in pages.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from typing import Any, Self, cast

import aiosqlite


class _Statement:
    """A cursor that has already been read when `execute` returns."""

    def __init__(self, connection: OneTripConnection) -> None:
        self._connection = connection
        self._rows: list[Any] = []
        self.description: Any = None
        self.rowcount = -1
        self.lastrowid: int | None = None
        self.arraysize = 1

    async def __aenter__(self) -> Self:
        return self

    async def execute(self, operation: str, parameters: Sequence[Any] = ()) -> Self:
        return await self._run(lambda cursor: cursor.execute(operation, parameters))

    async def executemany(self, operation: str, parameters: Iterable[Sequence[Any]]) -> Self:
        return await self._run(lambda cursor: cursor.executemany(operation, parameters))

    async def _run(self, do: Any) -> Self:  # noqa: ANN401  # sqlite3's cursor, whose methods have no common type
        def trip() -> tuple[list[Any], Any, int, int | None]:
            cursor = self._connection.plain.cursor()
            try:
                do(cursor)
                rows = cursor.fetchall() if cursor.description else []
                return rows, cursor.description, cursor.rowcount, cursor.lastrowid
            finally:
                cursor.close()

        self._rows, self.description, self.rowcount, self.lastrowid = await self._connection.trip(trip)
        return self

    async def fetchone(self) -> Any:  # noqa: ANN401  # a row
        return self._rows.pop(0) if self._rows else None

    async def fetchmany(self, size: int | None = None) -> list[Any]:
        count = size or self.arraysize
        batch, self._rows = self._rows[:count], self._rows[count:]
        return batch

    async def fetchall(self) -> list[Any]:
        rows, self._rows = self._rows, []
        return rows

    async def close(self) -> None:
        """It is closed."""


class OneTripConnection(aiosqlite.Connection):
    @property
    def plain(self) -> sqlite3.Connection:
        """To be touched in its own thread alone."""
        return self._conn

    async def trip(self, do: Any) -> Any:  # noqa: ANN401  # whatever it returns
        return await self._execute(do)  # type: ignore[no-untyped-call]  # aiosqlite left it untyped

    def cursor(self) -> _Statement:  # type: ignore[override]  # aiosqlite's takes a trip of its own
        return _Statement(self)

    async def rollback(self) -> None:
        if self.in_transaction:
            await super().rollback()


async def connect(database: str) -> OneTripConnection:
    """For SQLAlchemy's `async_creator`. Transactions are begun by hand."""

    def open_file() -> sqlite3.Connection:
        return sqlite3.connect(database, isolation_level=None)

    connection = OneTripConnection(open_file, 64)
    # A bot that is being killed does not wait for its database.
    connection._thread.daemon = True  # noqa: SLF001  # as SQLAlchemy's own way of connecting does
    return cast("OneTripConnection", await connection)
