"""What can go wrong with the database, in words that a person can act on: `str(error)` is Russian and may be shown."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from bot.errors import ExplainedError


class StorageError(ExplainedError):
    """The root of all errors of this room. Never holds a stored text or a password."""

    text = "Не получилось обратиться к базе данных. Попробуйте ещё раз чуть позже."

    def __init__(self, text: str | None = None) -> None:
        super().__init__(text or self.text)


class DatabaseAddressError(StorageError):
    text = (
        "Не понимаю адрес базы. Подойдёт, например, sqlite+aiosqlite:///coach.db "
        "или postgresql+asyncpg://имя:пароль@сервер/база."
    )


class DatabaseUnavailableError(StorageError):
    text = "База данных недоступна. Проверьте, что её файл или сервер на месте и у бота есть к ним доступ."


class DatabaseRefusedError(DatabaseUnavailableError):
    text = "Сервер базы данных не пускает: имя или пароль не подходят. Поправьте их в адресе базы."


class DatabaseMissingError(DatabaseUnavailableError):
    text = "На сервере нет базы с таким именем. Создайте её (createdb) или поправьте имя в адресе базы."


class DatabaseBusyError(StorageError):
    text = "База данных занята: другой процесс долго держит её. Попробуйте ещё раз через несколько секунд."


class DatabaseFullError(StorageError):
    text = "На диске закончилось место, записать не получилось. Освободите место, и всё заработает само."


class DatabaseDamagedError(StorageError):
    text = "Файл базы повреждён или это вовсе не база. Верните его из резервной копии или укажите другой файл."


class DatabaseNewerError(StorageError):
    text = "Базу уже обновила более новая версия бота. Обновите бота или верните базу из резервной копии."


# By the beginning of SQLite's own name for the error: names of extended codes start with that of the plain one.
_BY_SQLITE_NAME: tuple[tuple[str, type[StorageError]], ...] = (
    ("SQLITE_BUSY", DatabaseBusyError),
    ("SQLITE_LOCKED", DatabaseBusyError),
    ("SQLITE_FULL", DatabaseFullError),
    ("SQLITE_CORRUPT", DatabaseDamagedError),
    ("SQLITE_NOTADB", DatabaseDamagedError),
    ("SQLITE_CANTOPEN", DatabaseUnavailableError),
    ("SQLITE_READONLY", DatabaseUnavailableError),
    ("SQLITE_PERM", DatabaseUnavailableError),
    ("SQLITE_IOERR", DatabaseUnavailableError),
)


# By the beginning of PostgreSQL's code for the error: the first two signs are its class.
_BY_SQLSTATE: tuple[tuple[str, type[StorageError]], ...] = (
    ("08", DatabaseUnavailableError),
    ("53100", DatabaseFullError),
    ("53", DatabaseBusyError),
    ("55P03", DatabaseBusyError),
    ("57P", DatabaseUnavailableError),
    ("28", DatabaseRefusedError),
    ("3D", DatabaseMissingError),
)

# What passes by itself or once somebody has mended it: what was asked of the database is worth another try.
PASSING = (DatabaseUnavailableError, DatabaseBusyError, DatabaseFullError)


def _readable(error: SQLAlchemyError | sqlite3.Error | OSError) -> StorageError:
    if isinstance(error, PoolTimeoutError):
        return DatabaseBusyError()
    if isinstance(error, OSError):
        return DatabaseFullError() if error.errno == errno.ENOSPC else DatabaseUnavailableError()
    if isinstance(error, SQLAlchemyError) and not isinstance(error, DBAPIError):
        return StorageError()
    cause = error.orig if isinstance(error, DBAPIError) else error
    name: str = getattr(cause, "sqlite_errorname", "")
    state: str = getattr(cause, "sqlstate", None) or ""
    for code, kinds in ((name, _BY_SQLITE_NAME), (state, _BY_SQLSTATE)):
        for beginning, kind in kinds:
            if code.startswith(beginning):
                return kind()
    lost = isinstance(error, DBAPIError) and error.connection_invalidated
    return DatabaseUnavailableError() if lost else StorageError()


@contextmanager
def readable_errors() -> Iterator[None]:
    """Turns what the engine, or SQLite itself, raises inside into a `StorageError`; all else passes through."""
    try:
        yield
    except (SQLAlchemyError, sqlite3.Error, OSError) as error:
        raise _readable(error) from error
