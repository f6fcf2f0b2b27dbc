"""Looking for a review among many: by score, signal, date and words; and their scores alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.storage import Storage
from bot.storage.reviews import Sought
from tests.clock import START
from tests.storage.test_reviews import NEW

AGENT, OTHER = 11, 22


@pytest.fixture(autouse=True)
async def _two_agents(storage: Storage) -> None:
    await storage.agents.seen(AGENT, START)
    await storage.agents.seen(OTHER, START)


async def kept(
    storage: Storage,
    draft: str = "Вернём деньги.",
    *,
    score: int = 50,
    at: datetime = START,
    signal: str = "rude",
    complaint: str | None = None,
    agent: int = AGENT,
    previous: int | None = None,
) -> int:
    finding = {"rule": "r", "signal": signal, "start": None, "end": None, "text": None, "why": "…"}
    new = replace(
        NEW,
        draft=draft,
        complaint=complaint,
        score=score,
        created_at=at,
        review={"findings": [finding]},
        previous_id=previous,
    )
    return await storage.reviews.add(agent, new)


async def found(storage: Storage, sought: Sought) -> list[int]:
    rows, total = await storage.reviews.page(AGENT, 0, 50, sought)
    assert total == len(rows)
    return [row.id for row in rows]


async def test_scores_are_sought_with_both_ends_included(storage: Storage) -> None:
    low, middle, high = [await kept(storage, score=score) for score in (49, 50, 80)]

    assert await found(storage, Sought(highest=49)) == [low]
    assert await found(storage, Sought(lowest=50, highest=79)) == [middle]
    assert await found(storage, Sought(lowest=80)) == [high]


async def test_dates_are_sought_from_a_moment_on(storage: Storage) -> None:
    await kept(storage)
    new = await kept(storage, at=START + timedelta(days=3))

    assert await found(storage, Sought(since=START + timedelta(days=3))) == [new]


async def test_a_signal_is_sought_in_the_findings_and_not_in_the_words(storage: Storage) -> None:
    wanted = await kept(storage, signal="blame_customer")
    await kept(storage, 'Пишут "signal":"blame_customer" прямо в тексте')
    await kept(storage, signal="blameXcustomer")

    assert await found(storage, Sought(signal="blame_customer")) == [wanted]


@pytest.mark.parametrize("words", ["торт", "ТОРТ", "тОрТ", "торта мёд", "мед ТОРТА", "опозд"])
async def test_words_are_found_without_case_and_yo_in_draft_and_complaint(storage: Storage, words: str) -> None:
    wanted = await kept(storage, "Ждали Торта? МЁД в пути", complaint="Курьер ОПОЗДАЛ")
    await kept(storage, "Совсем другое", complaint="И здесь тоже")

    assert await found(storage, Sought(words=tuple(words.split()))) == [wanted]


@pytest.mark.parametrize("words", ["100%", "_", "\\", "'", "%", "🙂"])
async def test_signs_that_databases_read_their_own_way_are_plain_words(storage: Storage, words: str) -> None:
    wanted = await kept(storage, f"Скидка {words} завтра")
    await kept(storage, "Скидка 100 рублей завтра")

    assert await found(storage, Sought(words=(words,))) == [wanted]


async def test_personal_data_is_not_found_for_it_is_not_there(storage: Storage) -> None:
    await kept(storage, "Звоните 8 916 123-45-67")

    assert await found(storage, Sought(words=("916",))) == []
    assert len(await found(storage, Sought(words=("[телефон]",)))) == 1


async def test_all_that_is_sought_holds_at_once_and_pages_know_their_total(storage: Storage) -> None:
    for number in range(7):
        await kept(storage, "Про торт", score=number * 10)
    await kept(storage, "Про торт", score=20, agent=OTHER)
    rows, total = await storage.reviews.page(AGENT, 2, 2, Sought(highest=40, words=("торт",)))

    assert total == 5
    assert [row.score for row in rows] == [20, 10]


async def test_marks_are_the_scores_alone_the_oldest_first(storage: Storage) -> None:
    await kept(storage, at=START - timedelta(days=1))
    first = await kept(storage, score=40)
    second = await kept(storage, score=70, previous=first)
    await kept(storage, agent=OTHER)
    marks = await storage.reviews.marks(AGENT, START)

    assert [(mark.id, mark.previous_id, mark.score) for mark in marks] == [(first, None, 40), (second, first, 70)]
    assert marks[0].created_at == START


async def test_reviews_are_fetched_by_their_ids_and_only_ones_own(storage: Storage) -> None:
    own, foreign = await kept(storage, score=61), await kept(storage, agent=OTHER)
    found = await storage.reviews.among(AGENT, {own, foreign, 999})

    assert {number: row.score for number, row in found.items()} == {own: 61}
    assert await storage.reviews.among(AGENT, ()) == {}


async def test_a_revised_review_keeps_its_place(storage: Storage) -> None:
    first = await kept(storage, score=40)
    await kept(storage)
    said = replace(NEW, score=90, draft="Звоните 8 916 123-45-67", review={"findings": []})
    await storage.reviews.revise(AGENT, first, said)
    await storage.reviews.revise(OTHER, first, replace(said, score=1))
    revised = await storage.reviews.get(AGENT, first)

    assert revised is not None
    assert (revised.score, revised.draft, revised.created_at) == (90, "Звоните [телефон]", START)
    assert revised.review == {"findings": []}
