"""What several parts of the tests share. Servers are asked for by tests marked `service` alone."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.services import Postgres, Redis, postgres_server, redis_server

if TYPE_CHECKING:
    from bot.coach.coach import Coach
    from bot.content.voice import Voice

ENGINES = ("sqlite", pytest.param("postgresql", marks=pytest.mark.service))
KEEPERS = (*ENGINES, pytest.param("redis", marks=pytest.mark.service))


@pytest.fixture(scope="session")
def coach() -> Coach:
    from tests.loaded import the_coach

    return the_coach()


@pytest.fixture(scope="session")
def say() -> Voice:
    from tests.loaded import the_voice

    return the_voice()


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
    asyncio.run(_migrate(f"sqlite+aiosqlite:///{path}"))
    return path


@pytest.fixture(scope="session")
def postgres_template(postgres: Postgres) -> str:
    """The name of a database like `template`."""
    url = postgres.new_database()
    asyncio.run(_migrate(url))
    return url.rpartition("/")[2]


async def _migrate(url: str) -> None:
    from bot.storage import Storage

    async with Storage.open(url) as storage:
        await storage.migrate()


def address(engine: str, folder: Path, request: pytest.FixtureRequest) -> str:
    """Of an empty database of the kind."""
    if engine == "sqlite":
        return f"sqlite+aiosqlite:///{folder / 'data' / 'coach.db'}"
    server: Postgres = request.getfixturevalue("postgres")
    return server.new_database()


def address_with_tables(engine: str, folder: Path, request: pytest.FixtureRequest) -> str:
    """Of a database of the kind in which all migrations have run and nothing else."""
    if engine == "sqlite":
        path = folder / "data" / "coach.db"
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(request.getfixturevalue("template"), path)
        return f"sqlite+aiosqlite:///{path}"
    server: Postgres = request.getfixturevalue("postgres")
    return server.new_database(request.getfixturevalue("postgres_template"))


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """`engine` is both databases, but for a test that looks into SQLite's file by `path`; `keeper` is Redis as well."""
    if "engine" in metafunc.fixturenames:
        metafunc.parametrize("engine", ["sqlite"] if "path" in metafunc.fixturenames else ENGINES)
    if "keeper" in metafunc.fixturenames:
        metafunc.parametrize("keeper", KEEPERS)
