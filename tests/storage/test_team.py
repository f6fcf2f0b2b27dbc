"""The team's reviews: nobody's number, and nobody's words unless they agreed."""

from __future__ import annotations

from dataclasses import fields
from datetime import datetime, timedelta

from bot.storage import NewReview, Storage
from bot.storage.agents import Preferences
from bot.storage.team import TeamReview
from tests.clock import START

WEEK = timedelta(days=7)
DRAFT = "Ирина, вы сами указали адрес. С уважением, Ольга Кузнецова, служба заботы"


def written(draft: str = DRAFT, at: datetime = START, previous: int | None = None) -> NewReview:
    found = {"rule": "you_erred", "signal": "blame_customer", "start": 7, "end": 15, "text": draft[7:15]}
    return NewReview(
        draft=draft,
        complaint=None,
        channel=None,
        facts=None,
        fault=None,
        stance="find_out",
        score=40,
        review={"findings": [found]},
        best_rewrite=None,
        created_at=at,
        previous_id=previous,
    )


async def reviews(storage: Storage) -> list[TeamReview]:
    return await storage.team.reviews(START - WEEK, START + WEEK)


async def agrees(storage: Storage, agent: int, signature: str | None = None) -> None:
    await storage.agents.save_preferences(agent, Preferences(share_examples=True, signature=signature), START)


async def test_words_are_there_only_of_those_who_agreed(storage: Storage) -> None:
    for agent in (1, 2, 3):
        await storage.agents.seen(agent, START)
        await storage.reviews.add(agent, written())
    await agrees(storage, 2)
    await storage.agents.save_preferences(3, Preferences(share_examples=False), START)
    assert sorted(review.draft is not None for review in await reviews(storage)) == [False, False, True]


async def test_a_taken_back_consent_holds_at_once(storage: Storage) -> None:
    await agrees(storage, 1)
    await storage.reviews.add(1, written())
    await storage.agents.save_preferences(1, Preferences(share_examples=False), START)
    assert [review.draft for review in await reviews(storage)] == [None]


async def test_the_agents_own_name_is_blanked_and_the_places_stay(storage: Storage) -> None:
    await agrees(storage, 1, signature="Ольга Кузнецова")
    await storage.reviews.add(1, written())
    (review,) = await reviews(storage)
    assert review.draft is not None
    assert "Ольга" not in review.draft
    assert "Кузнецова" not in review.draft
    (found,) = review.review["findings"]
    assert review.draft[found["start"] : found["end"]] == found["text"] == "вы сами "


async def test_agents_are_told_apart_and_not_named(storage: Storage) -> None:
    for agent in (700_001, 700_002):
        await agrees(storage, agent)
        for _ in range(2):
            await storage.reviews.add(agent, written())
    found = await reviews(storage)
    assert sorted(review.who for review in found) == [0, 0, 1, 1]
    assert {field.name for field in fields(TeamReview)} == {"who", "created_at", "review", "draft"}


async def test_a_draft_checked_again_counts_once(storage: Storage) -> None:
    await agrees(storage, 1)
    first = await storage.reviews.add(1, written())
    await storage.reviews.add(1, written("Ирина, простите за путаницу.", previous=first))
    assert len(await reviews(storage)) == 1


async def test_who_writes_most_does_not_speak_for_all(storage: Storage) -> None:
    for agent, count in ((1, 9), (2, 2)):
        await storage.agents.seen(agent, START)
        for _ in range(count):
            await storage.reviews.add(agent, written())
    found = await storage.team.reviews(START - WEEK, START + WEEK, most_each=3)
    assert len(found) == 5
    assert await storage.team.size() == 2


async def test_the_sample_that_everybody_tries_is_nobodys_own(storage: Storage) -> None:
    await storage.agents.seen(1, START)
    await storage.reviews.add(1, written())
    await storage.agents.save_preferences(2, Preferences(keep_texts=False), START)
    await storage.reviews.add(2, written())
    found = await storage.team.reviews(START - WEEK, START + WEEK, sample=DRAFT)
    assert len(found) == 1


async def test_only_the_asked_for_time_is_read(storage: Storage) -> None:
    await storage.agents.seen(1, START)
    for day in (-8, -7, 0, 7):
        await storage.reviews.add(1, written(at=START + timedelta(days=day)))
    assert len(await reviews(storage)) == 2
