from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.storage import Preferences, Role, Storage
from bot.storage.deliveries import Lesson
from bot.storage.disagreements import NewDisagreement, Reason
from bot.storage.retention import Terms
from tests.clock import START
from tests.storage.conftest import bytes_on_disk
from tests.storage.test_reviews import AGENT, NEW, OTHER

HOUSE = Terms(retention_days=180)


@pytest.fixture(autouse=True)
async def _two_agents(storage: Storage) -> None:
    await storage.agents.seen(AGENT, START)
    await storage.agents.save_preferences(OTHER, Preferences(retention_days=30), START)


async def count(storage: Storage, agent_id: int) -> int:
    return (await storage.reviews.page(agent_id, 0, 1))[1]


async def passes(storage: Storage, days: int, terms: Terms = HOUSE) -> int:
    return await storage.retention.purge(START + timedelta(days=days, minutes=1), terms)


async def test_the_history_is_gone_after_the_days_of_the_house_or_the_agents_own(storage: Storage) -> None:
    await storage.reviews.add(AGENT, NEW)
    await storage.reviews.add(OTHER, NEW)

    await passes(storage, 29)
    assert (await count(storage, AGENT), await count(storage, OTHER)) == (1, 1)
    assert await passes(storage, 30) == 1
    assert (await count(storage, AGENT), await count(storage, OTHER)) == (1, 0)
    await passes(storage, 180)
    assert await count(storage, AGENT) == 0


async def test_nobody_keeps_longer_than_the_house(storage: Storage) -> None:
    await storage.agents.save_preferences(AGENT, Preferences(retention_days=365), START)
    await storage.reviews.add(AGENT, NEW)
    await passes(storage, 7, Terms(retention_days=7))

    assert await count(storage, AGENT) == 0


async def test_what_is_too_old_leaves_no_bytes(storage: Storage, path: Path) -> None:
    await storage.reviews.add(AGENT, replace(NEW, draft="Уникумхризантема", review={}))
    await passes(storage, 180)

    assert "Уникумхризантема".encode() not in bytes_on_disk(path)


async def test_what_an_agent_set_up_outlives_the_texts(storage: Storage) -> None:
    ours = NewDisagreement("rule", "ожидайте", Reason.OUR_WAY, sentence="Ожидайте, Пётр.")
    await storage.disagreements.add(AGENT, ours, START)
    await storage.disagreements.add(AGENT, replace(ours, reason=Reason.FALSE_ALARM), START)
    saved = await storage.deliveries.add(AGENT, Lesson.TIP, "saved", START, daily=True)
    await storage.deliveries.keep(AGENT, saved, saved=True)
    await storage.deliveries.add(AGENT, Lesson.TIP, "plain", START, daily=True)
    await passes(storage, 180)

    (silenced,) = await storage.disagreements.of_agent(AGENT)
    assert (silenced.reason, silenced.words, silenced.sentence) == (Reason.OUR_WAY, "ожидайте", None)
    assert [each.what for each in await storage.deliveries.remembered(AGENT, START)] == ["saved"]


async def test_a_promise_is_kept_until_long_after_its_deadline(storage: Storage) -> None:
    deadline = START + timedelta(days=100)
    await storage.promises.add(AGENT, "Вернём", deadline=deadline, remind_at=deadline, now=START)

    await passes(storage, 270)
    assert len(await storage.promises.open(AGENT)) == 1
    await passes(storage, 281)
    assert await storage.promises.open(AGENT) == []


async def test_a_removed_member_is_remembered_as_long_as_any_invitation_could_live(storage: Storage) -> None:
    short = Terms(retention_days=1)
    token = await storage.invitations.issue(1, life=timedelta(days=30), most_uses=5, now=START)
    await storage.invitations.enter(token, 7, "Оля", START)
    await storage.members.appoint(7, Role.LEAD, START)
    await storage.members.remove(7, START)
    await passes(storage, 29, short)
    assert await storage.members.get(7) is not None
    await passes(storage, 31, short)
    assert await storage.members.get(7) is None
