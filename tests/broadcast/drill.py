"""The drill of the sender: many subscribers due at once, several real processes, a peer that misbehaves."""

from __future__ import annotations

import asyncio
import random
import sys
import time
from asyncio.subprocess import PIPE, Process
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import func, join, select

from bot.storage import Storage
from bot.storage.database import Database
from bot.storage.models import AgentRecord, TipSubscriptionRecord
from tests.processes import killed
from tests.telegram.faults import Fault, broken, flood
from tests.telegram.peer import BotApiPeer

# A Monday, a minute after ten in Moscow.
START = datetime(2026, 6, 1, 7, 1, tzinfo=UTC)
FIRST = 1_000


@dataclass(frozen=True)
class Drill:
    """`kill_after` messages one process is killed; `speed` is how many times faster than life its time runs."""

    subscribers: int
    processes: int
    speed: float
    blocked_share: float = 0.05
    fault_share: float = 0.1
    kill_after: int | None = None
    patience: float = 300.0


@dataclass(frozen=True)
class Outcome:
    """`received` counts messages by chat; `seconds` is real time since the first message.

    `megabytes` is the most that each survivor took.
    """

    received: Counter[int]
    blocked: frozenset[int]
    moved: dict[int, int]
    seconds: float
    megabytes: tuple[int, ...]

    @property
    def doubled(self) -> list[int]:
        return [chat for chat, count in self.received.items() if count > 1]

    def lost(self, subscribers: int) -> list[int]:
        expected = {self.moved.get(chat, chat) for chat in range(FIRST, FIRST + subscribers)} - self.blocked
        return sorted(expected - set(self.received))


async def run(drill: Drill, url: str, *, seed: int = 6) -> Outcome:
    """Over the empty database at `url`, of either kind."""
    async with Storage.open(url) as storage, BotApiPeer() as peer:
        await storage.migrate()
        await _subscribe(storage, drill.subscribers)
        _misbehave(peer, drill, random.Random(seed))  # noqa: S311 — chance for a test
        running: list[Process] = []
        try:
            seconds, megabytes = await _send(drill, url, peer, running)
        finally:
            for process in running:
                await killed(process)
        received = Counter(int(call.params["chat_id"]) for call in peer.accepted("sendMessage"))
        return Outcome(received, frozenset(peer.blocked), dict(peer.migrations), seconds, tuple(megabytes))


async def _send(drill: Drill, url: str, peer: BotApiPeer, running: list[Process]) -> tuple[float, list[int]]:
    """Seconds that it took, megabytes of the survivors. All processes are in `running` as soon as they run."""
    began = time.time()
    for _ in range(drill.processes):
        running.append(await _start(url, peer, began, drill.speed))  # noqa: PERF401  # what started is known at once
    await peer.until("sendMessage", patience=drill.patience)
    first = time.time()
    if drill.kill_after is not None:
        await peer.until("sendMessage", drill.kill_after, patience=drill.patience)
        await killed(running.pop())
    await _until_nothing_is_due(url, drill, began)
    seconds = time.time() - first - 1
    return seconds, [await _stopped(process) for process in running]


async def _subscribe(storage: Storage, subscribers: int) -> None:
    week_ago, due = START - timedelta(days=7), START - timedelta(minutes=1)
    for agent in range(FIRST, FIRST + subscribers):
        await storage.agents.seen(agent, week_ago)
        await storage.subscriptions.save(agent, hour=10, weekdays=frozenset(range(1, 6)), next_tip_at=due)


def _misbehave(peer: BotApiPeer, drill: Drill, chance: random.Random) -> None:
    """Some have blocked the bot, one chat has moved, and calls fail at random with 429 and 500."""
    everybody = range(FIRST, FIRST + drill.subscribers)
    peer.blocked = set(chance.sample(everybody, round(drill.subscribers * drill.blocked_share)))
    if drill.fault_share:
        moving = next(agent for agent in everybody if agent not in peer.blocked)
        peer.migrations = {moving: moving + 1_000_000}
    for _ in range(2 * drill.subscribers):
        if chance.random() < drill.fault_share:
            peer.fault("sendMessage", flood(chance.randint(1, 3)) if chance.random() < 0.3 else broken(500))
        else:
            peer.fault("sendMessage", Fault())


async def _start(url: str, peer: BotApiPeer, began: float, speed: float) -> Process:
    arguments = (url, peer.url, START.isoformat(), str(began), str(speed))
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.broadcast.process", *arguments, stdout=PIPE
    )


async def _until_nothing_is_due(url: str, drill: Drill, began: float) -> None:
    due = select(func.count()).select_from(
        join(TipSubscriptionRecord, AgentRecord, AgentRecord.telegram_id == TipSubscriptionRecord.agent_id)
    )
    database = await Database.open(url)
    quiet = 0
    async with asyncio.timeout(drill.patience):
        # What is claimed is due no more, but may still be on its way.
        while quiet < 5:
            now = START + timedelta(seconds=(time.time() - began) * drill.speed)
            late = due.where(AgentRecord.active, TipSubscriptionRecord.next_tip_at <= now)
            async with database.reading() as connection:
                waiting = (await connection.execute(late)).scalar_one()
            quiet = 0 if waiting else quiet + 1
            await asyncio.sleep(0.2)
    await database.close()


async def _stopped(process: Process) -> int:
    """Ends a process gently, so that the message under way still arrives; returns the megabytes it took at most."""
    process.terminate()
    out, _ = await process.communicate()
    if process.returncode != 0:
        raise AssertionError(f"Отправитель завершился с кодом {process.returncode}")
    return int(out)
