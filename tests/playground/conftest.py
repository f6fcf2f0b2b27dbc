from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio

if TYPE_CHECKING:
    from tests.playground.screen import Windows


@pytest_asyncio.fixture(loop_scope="session", scope="session")
async def windows() -> AsyncIterator[Windows]:
    """One browser for all tests of the page."""
    from tests.playground.screen import chromium

    async with chromium() as opened:
        yield opened


@pytest.fixture
def folder(tmp_path: Path, template: Path) -> Path:
    """Where the bot behind the page keeps all it has: a database with its tables and nothing in them."""
    shutil.copy(template, tmp_path / "coach.db")
    return tmp_path
