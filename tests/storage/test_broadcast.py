"""What the broadcast keeps: masked where customers' words are, claimed where several processes reach for it."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

from bot.storage import Storage
from bot.storage.deliveries import Lesson
from tests.clock import START
from tests.storage.conftest import bytes_on_disk

LATER = START + timedelta(days=1)


async def test_a_promise_is_masked_before_it_is_stored(storage: Storage, path: Path) -> None:
    await storage.agents.seen(1, START)
    words = "Завтра до 12:00 позвоню на +7 912 345-67-89 по заказу № 4471."
    await storage.promises.add(1, words, deadline=LATER, remind_at=START, now=START, customer="irina@mail.example")
    (kept,) = await storage.promises.open(1)
    assert "4471" in kept.words
    assert kept.customer == "[почта]"
    stored = bytes_on_disk(path)
    assert b"345-67-89" not in stored
    assert b"irina" not in stored


async def test_of_many_who_reach_for_a_tip_one_gets_it(storage: Storage, url: str) -> None:
    await storage.agents.seen(1, START)
    await storage.subscriptions.begin(1, START)
    async with Storage.open(url) as other:
        stores = [storage, other] * 5
        taken = await asyncio.gather(*(each.subscriptions.take(START, lambda _: LATER) for each in stores))
    assert len([due for due in taken if due is not None]) == 1


async def test_of_many_who_reach_for_a_digest_one_gets_it_and_may_put_it_back(storage: Storage, url: str) -> None:
    await storage.agents.seen(1, START)
    await storage.subscriptions.begin(1, LATER, START)
    async with Storage.open(url) as other:
        stores = [storage, other] * 5
        taken = await asyncio.gather(*(each.subscriptions.take_digest(START, lambda _: LATER) for each in stores))
    (due,) = [each for each in taken if each is not None]
    assert (due.due_at, due.following) == (START, LATER)
    assert await storage.subscriptions.put_back_digest(due)
    assert await storage.subscriptions.take_digest(START, lambda _: LATER) is not None
    assert not await storage.subscriptions.move_digest(1, START, LATER)


async def test_tip_and_digest_are_switched_apart(storage: Storage) -> None:
    await storage.agents.seen(1, START)
    await storage.subscriptions.begin(1, START, START)
    await storage.subscriptions.save(1, hour=10, weekdays=frozenset({1}), next_tip_at=None)
    chosen = await storage.subscriptions.get(1)
    assert (chosen.next_tip_at, chosen.next_digest_at) == (None, START)
    await storage.subscriptions.save(1, hour=10, weekdays=frozenset({1}), next_tip_at=LATER)
    await storage.subscriptions.switch_digest(1, None)
    chosen = await storage.subscriptions.get(1)
    assert (chosen.next_tip_at, chosen.next_digest_at) == (LATER, None)
    assert await storage.subscriptions.take_digest(LATER, lambda _: LATER) is None


async def test_of_many_who_reach_for_a_reminder_one_gets_it(storage: Storage, url: str) -> None:
    await storage.agents.seen(1, START)
    await storage.promises.add(1, "Позвоню завтра.", deadline=LATER, remind_at=START, now=START)
    async with Storage.open(url) as other:
        taken = await asyncio.gather(*(each.promises.take(START) for each in [storage, other] * 5))
    assert len([due for due in taken if due is not None]) == 1


async def test_who_is_away_is_passed_by_until_they_are_back(storage: Storage) -> None:
    await storage.agents.seen(1, START)
    await storage.subscriptions.begin(1, START)
    await storage.agents.deactivate(1)
    assert await storage.subscriptions.take(START, lambda _: LATER) is None
    await storage.agents.reactivate(1)
    assert await storage.subscriptions.take(START, lambda _: LATER) is not None


async def test_a_reactivated_stranger_stays_a_stranger(storage: Storage) -> None:
    await storage.agents.reactivate(5)
    assert await storage.agents.get(5) is None


async def test_a_reminder_put_back_forgets_what_was_kept_meanwhile(storage: Storage) -> None:
    await storage.agents.seen(1, START)
    numbers = [
        await storage.promises.add(1, words, deadline=LATER, remind_at=START, now=START)
        for words in ("Позвоню завтра.", "Привезу завтра.")
    ]
    taken = await storage.promises.take(START)
    assert taken is not None
    await storage.promises.done(1, numbers[0], START)
    await storage.promises.put_back(taken)
    again = await storage.promises.take(START)
    assert again is not None
    assert [promise.id for promise in again.promises] == [numbers[1]]


async def test_a_dislike_is_remembered_longer_than_what_was_shown(storage: Storage) -> None:
    await storage.agents.seen(1, START)
    disliked = await storage.deliveries.add(1, Lesson.TIP, "old", START, daily=True)
    await storage.deliveries.dislike(1, disliked, "тон")
    await storage.deliveries.add(1, Lesson.TIP, "older", START, daily=True)
    await storage.deliveries.add(1, Lesson.QUIZ, "new", LATER, daily=True)
    found = await storage.deliveries.remembered(1, LATER)
    assert [each.what for each in found] == ["new", "old"]
    assert await storage.deliveries.disliked_tags(1) == {"тон"}


async def test_nobody_rates_anothers_tip(storage: Storage) -> None:
    for agent in (1, 2):
        await storage.agents.seen(agent, START)
    number = await storage.deliveries.add(1, Lesson.TIP, "tip", START, daily=False)
    await storage.deliveries.rate(2, number, useful=True)
    delivery = await storage.deliveries.get(1, number)
    assert delivery is not None
    assert delivery.useful is None
    assert await storage.deliveries.get(2, number) is None
