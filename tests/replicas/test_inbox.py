"""The inbox, wherever it is kept: what came is handled by one copy, and what a dead copy left is taken up."""

from __future__ import annotations

import asyncio

import pytest
from redis.asyncio import Redis as Client

from bot.replicas.inbox import RedisInbox
from bot.storage.inbox import KeptUpdate, UpdateInbox
from tests.clock import Clock
from tests.telegram.events import PERSON, message, press

Copies = tuple[UpdateInbox | RedisInbox, UpdateInbox | RedisInbox]

RAW = {"update_id": 1, "message": {"text": "Здравствуйте! «Где торт?» \U0001f382"}}


async def test_of_two_copies_that_get_the_same_update_one_handles_it(copies: Copies) -> None:
    got = await asyncio.gather(*(copy.put({1: RAW, 2: RAW}) for copy in copies * 3))
    assert sorted(number for fresh in got for number in fresh) == [1, 2]


async def test_a_handled_update_is_never_new_again(copies: Copies, clock: Clock) -> None:
    one, other = copies
    await one.put({1: RAW})
    await one.done([1])
    clock.passes(hours=23)
    await one.purge()
    assert await other.put({1: RAW}) == set()
    assert await other.overdue([]) == []


async def test_what_a_dead_copy_left_is_taken_up_once_and_as_it_came(copies: Copies, clock: Clock) -> None:
    one, other = copies
    await one.put({1: RAW, 2: RAW})
    await one.answering(2)
    assert await other.overdue([]) == []
    clock.passes(seconds=21)
    assert await other.overdue([]) == [
        KeptUpdate(1, RAW, answering=False, attempts=0),
        KeptUpdate(2, RAW, answering=True, attempts=0),
    ]
    assert await other.overdue([]) == []


async def test_a_copy_that_lives_keeps_what_it_works_on(copies: Copies, clock: Clock) -> None:
    one, other = copies
    await one.put({1: RAW})
    for _ in range(5):
        clock.passes(seconds=15)
        await one.renew([1])
        assert await other.overdue([]) == []


async def test_a_clock_that_jumped_ahead_gives_nobody_their_own_work_twice(copies: Copies, clock: Clock) -> None:
    one, _ = copies
    await one.put({1: RAW})
    clock.passes(hours=5)
    assert await one.overdue([1]) == []


async def test_a_clock_that_was_set_back_leaves_nobody_waiting_for_hours(copies: Copies, clock: Clock) -> None:
    one, other = copies
    clock.passes(hours=5)
    await one.put({1: RAW})
    clock.passes(hours=-5)
    assert await other.overdue([]) == [KeptUpdate(1, RAW, answering=False, attempts=0)]
    assert await other.overdue([]) == []


async def test_what_is_put_back_comes_again_when_its_time_has_come(copies: Copies, clock: Clock) -> None:
    one, other = copies
    await one.put({1: RAW})
    await one.put_back(1, 3)
    clock.passes(seconds=2)
    assert await other.overdue([]) == []
    clock.passes(seconds=2)
    assert await other.overdue([]) == [KeptUpdate(1, RAW, answering=False, attempts=1)]


@pytest.mark.service
async def test_who_is_forgotten_leaves_no_words_in_redis_and_is_answered_all_the_same(
    client: Client, clock: Clock
) -> None:
    inbox = RedisInbox(client, 42, clock)
    mine, theirs = {"update_id": 1, **message("тайна")}, {"update_id": 2, **message("Где торт?", chat=8)}
    await inbox.put({1: mine, 2: theirs, 3: {"update_id": 3, **press("my:erase")}})
    await inbox.forget(PERSON)
    for name in await client.keys("*:update:*"):
        assert "тайна" not in str(await client.hgetall(name))
    assert await inbox.answering(1)
    clock.passes(seconds=21)
    assert await inbox.overdue([]) == [KeptUpdate(2, theirs, answering=False, attempts=0)]
    assert await inbox.put({1: mine}) == set()


async def test_the_number_of_unfinished_updates_is_known(copies: Copies) -> None:
    one, other = copies
    await one.put({1: RAW, 2: RAW})
    await one.done([1])
    assert await other.waiting() == 1


async def test_a_copy_that_hung_learns_that_its_update_was_taken_over(copies: Copies, clock: Clock) -> None:
    one, other = copies
    await one.put({1: RAW})
    clock.passes(seconds=21)
    assert len(await other.overdue([])) == 1
    assert not await one.answering(1)
    await one.renew([1])
    await one.put_back(1, 0)
    await one.done([1])
    assert await other.answering(1)
    clock.passes(seconds=21)
    assert await one.overdue([]) == [KeptUpdate(1, RAW, answering=True, attempts=0)]
