"""What becomes of an agent's message when something below the bot breaks, really and in the middle of its work."""

from __future__ import annotations

import asyncio
import itertools
import sqlite3
import subprocess
import sys
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.processes import killed
from tests.replicas.house import INTERRUPTED, LATER, working
from tests.services import Postgres, Redis, postgres_server, redis_server
from tests.telegram.conftest import Gate
from tests.telegram.events import message
from tests.telegram.peer import BotApiPeer

IRINA = {"type": "hidden_user", "date": 1, "sender_user_name": "Ирина"}
DRAFT = "Извините, но вы сами выбрали доставку в субботу, ждите."

Start = Callable[[str, str], Awaitable[Process]]


@pytest.fixture
async def peer() -> AsyncIterator[BotApiPeer]:
    async with BotApiPeer() as peer:
        yield peer


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "coach.db"


def said(peer: BotApiPeer, chat: int = 7) -> list[str]:
    return [call.params["text"] for call in peer.accepted("sendMessage") if call.params["chat_id"] == str(chat)]


async def until_said(peer: BotApiPeer, text: str, chat: int = 7) -> None:
    count = 0
    while text not in said(peer, chat):
        count = len(await peer.until("sendMessage", count + 1, patience=120))


@pytest.fixture
async def start(peer: BotApiPeer, file: Path) -> AsyncIterator[Start]:
    """`await start(house, held)` runs `tests.replicas.<house>` in a process of its own, which goes with its test."""
    started: list[Process] = []

    async def starts(house: str, held: str) -> Process:
        arguments = (f"tests.replicas.{house}", peer.url, f"sqlite+aiosqlite:///{file}", held)
        process = await asyncio.create_subprocess_exec(sys.executable, "-m", *arguments)
        started.append(process)
        return process

    yield starts
    for process in started:
        await killed(process)


@pytest.mark.service  # two processes, each of which starts for seconds
async def test_kill_9_before_the_answer_loses_nothing_and_amid_it_doubles_nothing(
    peer: BotApiPeer, start: Start
) -> None:
    first = await start("house", "held")
    await peer.until_polled(patience=120)
    await peer.deliver(message("дважды"))
    await until_said(peer, "дважды: 1")
    # The same person again: this one waits for its turn and has no answer yet.
    await peer.deliver(message("я следующий", message_id=2))
    await peer.until_polled(3, patience=120)
    await killed(first)
    second = await start("house", "")
    await until_said(peer, INTERRUPTED)
    await until_said(peer, "я следующий: 2")
    await killed(second)
    assert sorted(said(peer)) == sorted(["дважды: 1", INTERRUPTED, "я следующий: 2"])
    (notice,) = [call for call in peer.accepted("sendMessage") if call.params["text"] == INTERRUPTED]
    assert '"message_id":1' in notice.params["reply_parameters"].replace(" ", "")


@pytest.mark.service  # two processes, each of which starts for seconds
async def test_kill_9_between_showing_a_board_and_remembering_it_leaves_a_way_on(
    peer: BotApiPeer, start: Start
) -> None:
    first = await start("whole", "Факты проверены?")
    await peer.until_polled(patience=120)
    await peer.deliver(message("Торт опоздал на три часа!", forward_origin=IRINA))
    await peer.until("sendMessage", patience=120)
    await peer.deliver(message(DRAFT, message_id=2))
    board = await board_shown(peer)
    await killed(first)
    second = await start("whole", "")
    # The second copy has never heard of the board and says what to do; then it finds what the first left undone.
    await peer.deliver(peer.press("c:2:now:", message_id=board))
    await answered(peer, "Пришлите черновик ещё раз")
    (notice,) = [call for call in await peer.until("sendMessage", 3) if "прервали на полуслове" in call.params["text"]]
    assert '"message_id":2' in notice.params["reply_parameters"].replace(" ", "")
    await peer.deliver(message(DRAFT, message_id=3))
    board = await board_shown(peer, after=board)
    await peer.deliver(peer.press("c:2:now:", message_id=board))
    (verdict,) = await peer.until("editMessageText")
    assert "из 100" in verdict.params["text"]
    await killed(second)


async def board_shown(peer: BotApiPeer, *, after: int = 0) -> int:
    """The number of the first message that asks for the facts and is newer than `after`."""
    count = 0
    while True:
        for (_, number), shown in peer.messages.items():
            if number > after and "Факты проверены?" in shown["text"]:
                return number
        count = len(await peer.until("sendMessage", count + 1, patience=120))


async def answered(peer: BotApiPeer, words: str) -> None:
    """Waits for these words over a pressed button."""
    count = 0
    while words not in "".join(call.params.get("text", "") for call in peer.accepted("answerCallbackQuery")):
        count = len(await peer.until("answerCallbackQuery", count + 1, patience=120))


async def test_a_copy_that_hangs_until_another_has_answered_says_nothing(file: Path) -> None:
    gate, url = Gate(), f"sqlite+aiosqlite:///{file}"
    async with BotApiPeer() as peer, BotApiPeer() as others:
        async with working(peer.url, url, before=gate, watch_every=1000):
            await peer.until_polled()
            await peer.deliver(message("кто ответит?"))
            await gate.reached.wait()
            async with working(others.url, url):
                await until_said(others, "кто ответит?: 1")
                gate.opened.set()
        assert said(peer) == []
        assert said(others) == ["кто ответит?: 1"]


async def test_a_database_held_by_somebody_else_delays_the_answer_and_loses_nothing(
    peer: BotApiPeer, file: Path
) -> None:
    async with working(peer.url, f"sqlite+aiosqlite:///{file}"):
        await peer.until_polled()
        with closing(sqlite3.connect(file)) as other:
            other.execute("BEGIN IMMEDIATE")
            await peer.deliver(message("я подожду"))
            await asyncio.sleep(1)
            assert said(peer) == []
        await until_said(peer, "я подожду: 1")
    assert said(peer) == ["я подожду: 1"]


@pytest.mark.service  # ten seconds are ten seconds
async def test_a_database_held_longer_than_anybody_waits_loses_nothing_either(peer: BotApiPeer, file: Path) -> None:
    gate = Gate()
    async with working(peer.url, f"sqlite+aiosqlite:///{file}", before=gate):
        await peer.until_polled()
        await peer.deliver(message("уже принято"))
        await gate.reached.wait()
        with closing(sqlite3.connect(file)) as other:
            other.execute("BEGIN IMMEDIATE")
            gate.opened.set()
            await peer.deliver(message("ещё не принято", chat=8))
            await until_said(peer, LATER)
        await until_said(peer, "уже принято: 1")
        await until_said(peer, "ещё не принято: 1", chat=8)
    assert said(peer) == [LATER, "уже принято: 1"]
    assert said(peer, 8)[-1] == "ещё не принято: 1"


@pytest.mark.service  # a small disk needs root
async def test_a_full_disk_is_told_to_the_agent_and_what_came_is_answered_when_there_is_room(
    peer: BotApiPeer, tmp_path: Path
) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(disk)], check=False)  # noqa: ASYNC221, S603, S607  # at once, our own words
    if mounted.returncode:
        pytest.skip("Диск на два мегабайта может подключить только root")
    try:
        gate = Gate()
        async with working(peer.url, f"sqlite+aiosqlite:///{disk / 'coach.db'}", before=gate):
            await peer.until_polled()
            await peer.deliver(message("влезет?"))
            await gate.reached.wait()
            filler = disk / "filler"
            _fill(filler)
            gate.opened.set()
            await until_said(peer, LATER)
            await peer.deliver(message("а я?", chat=8))
            await asyncio.sleep(0.5)
            assert "а я?: 1" not in said(peer, 8)
            filler.unlink()
            await until_said(peer, "влезет?: 1")
            await until_said(peer, "а я?: 1", chat=8)
        assert said(peer) == [LATER, "влезет?: 1"]
    finally:
        subprocess.run(["umount", "-l", str(disk)], check=True)  # noqa: ASYNC221, S603, S607  # at once, our own words


def _fill(file: Path) -> None:
    with file.open("wb", buffering=0) as rest:
        for size in (65_536, 4_096, 512, 1):
            try:
                while rest.write(b"\0" * size):
                    pass
            except OSError:
                continue


@pytest.fixture
def own_postgres() -> Iterator[Postgres]:
    with postgres_server() as server:
        yield server


@pytest.fixture
def own_redis() -> Iterator[Redis]:
    with redis_server() as server:
        yield server


@pytest.mark.service
async def test_postgresql_away_for_a_while_delays_the_answers_and_loses_none(
    peer: BotApiPeer, own_postgres: Postgres
) -> None:
    gate = Gate()
    async with working(peer.url, own_postgres.new_database(), before=gate):
        await peer.until_polled()
        await peer.deliver(message("уже принято"))
        await gate.reached.wait()
        own_postgres.stop()
        gate.opened.set()
        await peer.deliver(message("ещё не принято", chat=8))
        await until_said(peer, LATER)
        await asyncio.sleep(2)
        own_postgres.start()
        await until_said(peer, "уже принято: 1")
        await until_said(peer, "ещё не принято: 1", chat=8)
    assert said(peer) == [LATER, "уже принято: 1"]
    assert said(peer, 8) == ["ещё не принято: 1"]


@pytest.mark.service
async def test_redis_killed_in_the_middle_delays_the_answers_and_loses_none(
    peer: BotApiPeer, own_redis: Redis, file: Path
) -> None:
    gate = Gate()
    async with working(peer.url, f"sqlite+aiosqlite:///{file}", own_redis.url, before=gate):
        await peer.until_polled()
        await peer.deliver(message("раз", chat=8))
        gate.opened.set()
        await until_said(peer, "раз: 1", chat=8)
        gate.opened.clear()
        gate.reached.clear()
        await peer.deliver(message("уже принято"))
        await gate.reached.wait()
        own_redis.kill()
        gate.opened.set()
        await peer.deliver(message("два", chat=8))
        await until_said(peer, LATER)
        await asyncio.sleep(1)
        own_redis.start()
        await until_said(peer, "уже принято: 1")
        # The conversation goes on where it stood before.
        await until_said(peer, "два: 2", chat=8)
    assert said(peer) == [LATER, "уже принято: 1"]
    assert said(peer, 8) == ["раз: 1", "два: 2"]


@pytest.mark.service
async def test_two_copies_on_one_redis_take_turns_with_one_person(own_redis: Redis, file: Path) -> None:
    async with (
        BotApiPeer() as one,
        BotApiPeer() as other,
        working(one.url, f"sqlite+aiosqlite:///{file}", own_redis.url, speed=1),
        working(other.url, f"sqlite+aiosqlite:///{file}", own_redis.url, speed=1),
    ):
        await asyncio.gather(one.until_polled(), other.until_polled())
        other._update_ids = itertools.count(5000)  # noqa: SLF001  # one Telegram never numbers two updates alike
        for _ in range(10):
            await one.deliver(message("тук"))
            await other.deliver(message("тук"))
        await asyncio.gather(one.until("sendMessage", 10), other.until("sendMessage", 10))
    counts = [int(text.split(": ")[1]) for peer in (one, other) for text in said(peer)]
    assert sorted(counts) == list(range(1, 21))
