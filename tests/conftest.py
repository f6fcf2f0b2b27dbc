"""Servers that several parts of the tests share; only tests marked `service` ask for them."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.storage import Storage
from tests.services import Postgres, Redis, postgres_server, redis_server

ENGINES = ("sqlite", pytest.param("postgresql", marks=pytest.mark.service))
KEEPERS = (*ENGINES, pytest.param("redis", marks=pytest.mark.service))


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    with postgres_server() as server:
        yield server


@pytest.fixture(scope="session")
def redis() -> Iterator[Redis]:
    with redis_server() as server:
        yield server


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file with all migrations run: copying it takes a quarter of running them."""
    path = tmp_path_factory.mktemp("template") / "coach.db"
    asyncio.run(_migrated(path))
    return path


async def _migrated(path: Path) -> None:
    async with Storage.open(f"sqlite+aiosqlite:///{path}") as storage:
        await storage.migrate()


def address(engine: str, folder: Path, request: pytest.FixtureRequest) -> str:
    """Of an empty database of the kind."""
    if engine == "sqlite":
        return f"sqlite+aiosqlite:///{folder / 'data' / 'coach.db'}"
    server: Postgres = request.getfixturevalue("postgres")
    return server.new_database()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """`engine` is both databases, but for a test that looks into SQLite's file by `path`; `keeper` is Redis as well."""
    if "engine" in metafunc.fixturenames:
        metafunc.parametrize("engine", ["sqlite"] if "path" in metafunc.fixturenames else ENGINES)
    if "keeper" in metafunc.fixturenames:
        metafunc.parametrize("keeper", KEEPERS)
