"""`bot db`, as an administrator meets it: what it says, and with which status it ends."""

from __future__ import annotations

import asyncio
import shutil
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest

from bot.storage import Storage
from bot.storage.transfer import file_url
from tests.cli.command import Done, bot
from tests.services import Postgres

NOBODY = "postgresql+asyncpg://coach:geheim@127.0.0.1:1/coach"


@pytest.fixture
def filled(tmp_path: Path, template: Path) -> str:
    """The address of a database that knows one agent."""
    shutil.copy(template, tmp_path / "coach.db")
    url = file_url(tmp_path / "coach.db")
    asyncio.run(_fill(url))
    return url


async def _fill(url: str) -> None:
    async with Storage.open(url) as storage:
        await storage.agents.seen(7, datetime(2026, 3, 1, tzinfo=UTC))


async def _knows_the_agent(url: str) -> bool:
    async with Storage.open(url) as storage:
        return await storage.agents.get(7) is not None


def refusal(done: Done) -> str:
    """What was said by a command that refused, and said it in a few words."""
    assert done.status == 1
    assert done.out == ""
    assert "Traceback" not in done.err
    assert len(done.err.splitlines()) == 1
    return done.err


def test_everything_is_copied_and_the_next_step_is_told(filled: str, tmp_path: Path) -> None:
    target = file_url(tmp_path / "new.db")
    done = bot("db", "copy", target, DATABASE_URL=filled)
    assert (done.status, done.err) == (0, "")
    assert "       1  agents" in done.out
    assert done.out.endswith("Готово. Впишите новый адрес в DATABASE_URL и запустите бота.\n")
    assert asyncio.run(_knows_the_agent(target))


def test_a_backup_says_how_to_come_back_to_it_and_that_way_works(filled: str, tmp_path: Path) -> None:
    file = tmp_path / "copy.db"
    done = bot("db", "backup", str(file), DATABASE_URL=filled)
    assert (done.status, done.err) == (0, "")
    told = done.out.split("bot db copy --from ")[1].split()[0]
    assert told == file_url(file)
    target = file_url(tmp_path / "restored.db")
    assert bot("db", "copy", "--from", told, target, DATABASE_URL=filled).status == 0
    assert asyncio.run(_knows_the_agent(target))


@pytest.mark.parametrize("command", [("backup", "copy.db"), ("copy", "sqlite+aiosqlite:///target.db")])
def test_a_misspelt_path_is_no_empty_database(tmp_path: Path, command: tuple[str, ...]) -> None:
    misspelt = tmp_path / "caoch.db"
    told = refusal(bot("db", *command, DATABASE_URL=file_url(misspelt)))
    assert "пусто" in told
    assert "DATABASE_URL" in told
    assert not misspelt.exists()


@pytest.mark.parametrize(
    ("target", "told"),
    [
        ("coach.db", "База, куда копировать, не открылась. Не понимаю адрес базы."),
        (NOBODY, "База, куда копировать, не открылась. База данных недоступна."),
        (file_url(Path("/proc/none/coach.db")), "База, куда копировать, не открылась. Не получается открыть файл базы"),
    ],
)
def test_a_bad_target_is_told_from_a_bad_source(filled: str, target: str, told: str) -> None:
    said = refusal(bot("db", "copy", target, DATABASE_URL=filled))
    assert said.startswith(told)
    assert "geheim" not in said


@pytest.mark.parametrize("place", ["нет/такой/папки.db", "."])
def test_a_backup_goes_into_a_folder_that_is_there(filled: str, tmp_path: Path, place: str) -> None:
    assert "в папке, которая есть" in refusal(bot("db", "backup", str(tmp_path / place), DATABASE_URL=filled))


def test_what_is_no_database_gives_no_backup(tmp_path: Path) -> None:
    broken = tmp_path / "broken.db"
    broken.write_text("это письмо, а не база " * 99)
    told = refusal(bot("db", "backup", str(tmp_path / "copy.db"), DATABASE_URL=file_url(broken)))
    assert "повреждён" in told
    assert "из резервной копии" in told
    assert {path.name for path in tmp_path.iterdir()} == {"broken.db"}


@pytest.mark.service
def test_a_server_is_filled_once_and_never_written_over(filled: str, postgres: Postgres) -> None:
    copy = partial(bot, "db", "copy", postgres.new_database(), DATABASE_URL=filled)
    assert copy().status == 0
    assert "Укажите пустую базу" in refusal(copy())


@pytest.mark.service
def test_a_server_without_the_database_is_told_apart_from_a_wrong_address(filled: str, postgres: Postgres) -> None:
    nowhere = f"postgresql+asyncpg://coach:geheim@127.0.0.1:{postgres.port}/nosuch"
    said = refusal(bot("db", "copy", nowhere, DATABASE_URL=filled))
    assert "нет базы с таким именем" in said
    assert "geheim" not in said
