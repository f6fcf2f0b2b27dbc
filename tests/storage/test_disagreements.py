"""What agents did not agree with: masked, silenced for one agent alone, and taken back again."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.storage import Preferences, Storage
from bot.storage.disagreements import NewDisagreement, Reason
from tests.clock import START
from tests.storage.conftest import bytes_on_disk
from tests.storage.test_reviews import NEW

AGENT, OTHER = 11, 22
LATER = START + timedelta(hours=1)
OURS = NewDisagreement("law", "по закону", Reason.OUR_WAY, sentence="По закону вернём деньги за десять дней.")


@pytest.fixture(autouse=True)
async def _two_agents(storage: Storage) -> None:
    await storage.agents.seen(AGENT, START)
    await storage.agents.seen(OTHER, START)


async def test_disagreements_are_masked_and_come_the_newest_first(storage: Storage, path: Path) -> None:
    own = await storage.reviews.add(AGENT, NEW)
    foreign = await storage.reviews.add(OTHER, NEW)
    said = "Звоните 8 916 123-45-67, это ваш номер?"
    first = NewDisagreement("blame", "8 916 123-45-67, это ваш", Reason.FALSE_ALARM, said, own)
    await storage.disagreements.add(AGENT, first, START)
    await storage.disagreements.add(AGENT, replace(first, rule="rude", review_id=foreign), START)
    newest, oldest = await storage.disagreements.of_agent(AGENT)

    assert (newest.rule, newest.review_id, newest.reason) == ("rude", None, "false_alarm")
    assert (oldest.rule, oldest.review_id, oldest.created_at) == ("blame", own, START)
    assert oldest.words == "[телефон], это ваш"
    assert oldest.sentence == "Звоните [телефон], это ваш номер?"
    assert b"123-45-67" not in bytes_on_disk(path)
    assert await storage.disagreements.of_agent(OTHER) == []


async def test_only_what_is_the_custom_of_the_house_is_silenced_and_only_for_who_said_so(storage: Storage) -> None:
    await storage.disagreements.add(AGENT, OURS, START)
    await storage.disagreements.add(AGENT, replace(OURS, words="обязаны", reason=Reason.FALSE_ALARM), START)
    await storage.disagreements.add(AGENT, replace(OURS, words="в силу закона", reason=Reason.NEEDED_HERE), START)

    assert [each.words for each in await storage.disagreements.silenced(AGENT)] == ["по закону"]
    assert await storage.disagreements.silenced(OTHER) == []


async def test_the_same_words_are_listed_once_and_revoked_together(storage: Storage) -> None:
    for _ in range(3):
        await storage.disagreements.add(AGENT, OURS, START)
    await storage.disagreements.add(AGENT, replace(OURS, words="обязаны"), START)
    other, one = await storage.disagreements.silenced(AGENT)

    assert (one.words, other.words) == ("по закону", "обязаны")
    assert await storage.disagreements.revoke(AGENT, one.id, LATER)
    assert not await storage.disagreements.revoke(AGENT, one.id, LATER)
    assert await storage.disagreements.silenced(AGENT) == [other]
    assert len(await storage.disagreements.of_agent(AGENT)) == 4


async def test_nobody_revokes_what_another_silenced(storage: Storage) -> None:
    number = await storage.disagreements.add(AGENT, OURS, START)

    assert not await storage.disagreements.revoke(OTHER, number, LATER)
    assert len(await storage.disagreements.silenced(AGENT)) == 1


async def test_what_was_revoked_may_be_silenced_again(storage: Storage) -> None:
    await storage.disagreements.revoke(AGENT, await storage.disagreements.add(AGENT, OURS, START), LATER)
    await storage.disagreements.add(AGENT, OURS, LATER)

    assert len(await storage.disagreements.silenced(AGENT)) == 1


async def test_of_one_whose_texts_are_not_kept_only_silenced_words_stay(storage: Storage) -> None:
    await storage.agents.save_preferences(AGENT, Preferences(keep_texts=False), START)
    await storage.disagreements.add(AGENT, OURS, START)
    await storage.disagreements.add(AGENT, replace(OURS, reason=Reason.FALSE_ALARM), START)
    alarm, ours = await storage.disagreements.of_agent(AGENT)

    assert (ours.words, ours.sentence) == ("по закону", None)
    assert (alarm.words, alarm.sentence) == ("", None)


async def test_counter_examples_are_read_from_a_moment_on_of_all_agents_the_oldest_first(storage: Storage) -> None:
    await storage.disagreements.add(AGENT, replace(OURS, rule="old"), START)
    await storage.disagreements.add(AGENT, replace(OURS, rule="first"), LATER)
    await storage.disagreements.add(OTHER, replace(OURS, rule="second"), LATER)

    assert [each.rule for each in await storage.disagreements.since(LATER)] == ["first", "second"]
