"""Group chats: a number, whether the bot may whisper there, and the pace."""

from __future__ import annotations

from bot.storage import Storage
from tests.clock import Clock

GROUP, SUPERGROUP = -4001, -1001234567890


async def test_an_unknown_group_is_not_known_to_allow_whispers(storage: Storage, clock: Clock) -> None:
    assert await storage.groups.whispers(GROUP) is None
    await storage.groups.note(GROUP, whispers=True, now=clock())
    assert await storage.groups.whispers(GROUP) is True
    await storage.groups.note(GROUP, whispers=False, now=clock())
    assert await storage.groups.whispers(GROUP) is False


async def test_a_forgotten_group_leaves_nothing(storage: Storage, clock: Clock) -> None:
    await storage.groups.note(GROUP, whispers=True, now=clock())
    await storage.groups.forget(GROUP)
    assert await storage.groups.whispers(GROUP) is None


async def test_a_group_that_moved_is_known_by_its_new_number_alone(storage: Storage, clock: Clock) -> None:
    await storage.groups.note(GROUP, whispers=True, now=clock())
    for _ in range(2):
        await storage.groups.moved(GROUP, SUPERGROUP, clock())
    assert await storage.groups.whispers(GROUP) is None
    assert await storage.groups.whispers(SUPERGROUP) is True


async def test_no_minute_holds_more_than_twenty_messages(storage: Storage, clock: Clock) -> None:
    start, sent = clock(), []
    for _ in range(180):
        if await storage.groups.claim(GROUP, clock()):
            sent.append((clock() - start).total_seconds())
        clock.passes(seconds=1)
    fullest = max(sum(moment <= other < moment + 60 for other in sent) for moment in sent)
    assert 15 <= fullest <= 20
    assert len(sent) > 30


async def test_groups_do_not_wait_for_one_another(storage: Storage, clock: Clock) -> None:
    while await storage.groups.claim(GROUP, clock()):
        pass
    assert await storage.groups.claim(SUPERGROUP, clock())


async def test_a_clock_that_was_set_back_does_not_silence_a_group(storage: Storage, clock: Clock) -> None:
    assert await storage.groups.claim(GROUP, clock())
    clock.passes(days=-1)
    assert await storage.groups.claim(GROUP, clock())
