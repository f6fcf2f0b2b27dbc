"""The load in small: two whole copies on PostgreSQL and Redis, one of them killed in the middle of its work."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests.load.fleet import Fleet
from tests.load.replicas import run
from tests.services import Postgres, Redis
from tests.telegram.events import message
from tests.telegram.faults import slow
from tests.telegram.peer import BotApiPeer

# Seconds: much longer than a copy may take to stop.
HANGS = 60.0


def logged(folder: Path) -> str:
    return "".join(log.read_text() for log in folder.glob("*.log"))


@pytest.mark.service
async def test_a_copy_that_is_told_to_stop_finishes_its_answer_and_no_hanging_request_holds_it(tmp_path: Path) -> None:
    async with BotApiPeer() as peer, Fleet(peer, tmp_path) as fleet:
        first = await fleet.start()
        peer.fault("sendMessage", slow(2))
        await fleet.bring({"update_id": 1, **message("/help")})
        assert await first.stop() == 0
        assert len(peer.accepted("sendMessage")) == 1
        fleet.copies.remove(first)
        second = await fleet.start()
        peer.fault("sendMessage", slow(HANGS))
        await fleet.bring({"update_id": 2, **message("/help")})
        async with asyncio.timeout(HANGS / 2):
            assert await second.stop() == 0


@pytest.mark.service
async def test_a_killed_copy_loses_nothing_and_answers_nobody_twice(
    postgres: Postgres, redis: Redis, tmp_path: Path
) -> None:
    environment = {"DATABASE_URL": postgres.new_database(), "REDIS_URL": redis.database(1)}
    outcome = await run(8, 1, 6, tmp_path, environment)
    assert outcome.tally.seconds
    assert (outcome.tally.lost, outcome.tally.doubled) == (0, 0)
    logs = logged(tmp_path)
    assert "Ирина" not in logs
    assert "peer-token" not in logs
