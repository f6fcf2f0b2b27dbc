"""The load in small: two whole copies on PostgreSQL and Redis, one of them killed in the middle of its work."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.load.replicas import run
from tests.services import Postgres, Redis


def logged(folder: Path) -> str:
    return "".join(log.read_text() for log in folder.glob("*.log"))


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
