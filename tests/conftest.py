"""Servers that several parts of the tests share; only tests marked `service` ask for them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.services import Postgres, postgres_server

ENGINES = ("sqlite", pytest.param("postgresql", marks=pytest.mark.service))


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    with postgres_server() as server:
        yield server


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """`engine` is both databases, but for a test that looks into SQLite's file by `path`."""
    if "engine" in metafunc.fixturenames:
        metafunc.parametrize("engine", ["sqlite"] if "path" in metafunc.fixturenames else ENGINES)
