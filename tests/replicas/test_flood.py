"""A flood is held up by all copies together, and by each alone where Redis is away."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
from redis.asyncio import Redis as Client

from bot.flood import BURST, PER_SECOND, RESUME_AT, STRANGERS_BURST, OwnPacing, Pace, Pacing
from bot.replicas.connection import connected
from bot.replicas.flood import RedisPacing
from tests.clock import Clock
from tests.services import Redis, redis_server

ALL = int(BURST)


@pytest.fixture(params=["own", pytest.param("redis", marks=pytest.mark.service)])
async def copies(request: pytest.FixtureRequest) -> AsyncIterator[tuple[Pacing, Pacing]]:
    """What two copies count with; without Redis there is but one copy."""
    if request.param == "own":
        alone = OwnPacing()
        yield alone, alone
        return
    server: Redis = request.getfixturevalue("redis")
    async with connected(server.url) as one, connected(server.url) as other:
        await one.flushall()
        yield RedisPacing(one, 42, OwnPacing()), RedisPacing(other, 42, OwnPacing())


async def write(copies: tuple[Pacing, Pacing], clock: Clock, times: int, *, stranger: bool = False) -> list[Pace]:
    return [await copies[n % 2].next(7, clock(), stranger=stranger) for n in range(times)]


async def test_a_burst_passes_and_a_flood_is_told_once(copies: tuple[Pacing, Pacing], clock: Clock) -> None:
    assert await write(copies, clock, ALL) == [Pace.STEADY] * ALL
    assert await write(copies, clock, 3) == [Pace.FIRST_TOO_FAST, Pace.TOO_FAST, Pace.TOO_FAST]


async def test_after_a_flood_a_handful_passes_again(copies: tuple[Pacing, Pacing], clock: Clock) -> None:
    await write(copies, clock, ALL + 1)
    clock.passes(seconds=BURST * RESUME_AT / PER_SECOND - 1)
    assert await write(copies, clock, 1) == [Pace.TOO_FAST]
    clock.passes(seconds=1)
    assert await write(copies, clock, 10) == [Pace.STEADY] * 10


async def test_a_stranger_has_less_to_say(copies: tuple[Pacing, Pacing], clock: Clock) -> None:
    few = int(STRANGERS_BURST)
    assert await write(copies, clock, few + 1, stranger=True) == [Pace.STEADY] * few + [Pace.FIRST_TOO_FAST]


async def test_a_clock_that_is_set_back_empties_no_bucket(copies: tuple[Pacing, Pacing], clock: Clock) -> None:
    await write(copies, clock, 10)
    clock.passes(hours=-5)
    assert await write(copies, clock, ALL - 10) == [Pace.STEADY] * (ALL - 10)


@pytest.mark.service
async def test_copies_that_count_at_once_let_no_more_through(client: Client, clock: Clock) -> None:
    async def copy() -> list[Pace]:
        pacing = RedisPacing(client, 42, OwnPacing())
        return [await pacing.next(7, clock()) for _ in range(50)]

    told = [pace for paces in await asyncio.gather(*(copy() for _ in range(4))) for pace in paces]
    assert told.count(Pace.STEADY) == ALL
    assert told.count(Pace.FIRST_TOO_FAST) == 1


@pytest.mark.service
async def test_a_bucket_that_is_full_again_is_forgotten(client: Client, clock: Clock) -> None:
    await RedisPacing(client, 42, OwnPacing()).next(7, clock())
    (name,) = await client.keys()
    assert 0 < await client.ttl(name) <= BURST / PER_SECOND + 1


@pytest.mark.service
async def test_without_redis_each_copy_counts_by_itself(clock: Clock) -> None:
    with redis_server() as server:
        async with connected(server.url) as client:
            pacing = RedisPacing(client, 42, OwnPacing())
            server.kill()
            assert await pacing.next(7, clock()) is Pace.STEADY
