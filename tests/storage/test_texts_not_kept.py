"""«Не хранить тексты»: the scores and the signals stay, the words do not."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.storage import Preferences, Storage
from tests.clock import START
from tests.storage.conftest import bytes_on_disk
from tests.storage.test_reviews import AGENT, NEW, OTHER


@pytest.fixture(autouse=True)
async def _two_agents(storage: Storage) -> None:
    await storage.agents.save_preferences(AGENT, Preferences(keep_texts=False), START)
    await storage.agents.seen(OTHER, START)


async def test_a_review_keeps_what_it_found_and_not_a_word_of_the_texts(storage: Storage, path: Path) -> None:
    review = await storage.reviews.get(AGENT, await storage.reviews.add(AGENT, NEW))

    assert review is not None
    assert not review.has_texts
    assert (review.score, review.stance, review.complaint, review.best_rewrite) == (41, "make_right", None, None)
    assert review.review == {
        "id": "1",
        "score": 41,
        "stance": "make_right",
        "signals": {
            "apology": [{"start": None, "end": None, "text": None}],
            "blame_customer": [{"start": None, "end": None, "text": None}],
        },
        "complaint_signals": {"threat": [{"start": None, "end": None, "text": None}]},
        "criteria": [{"id": "no_blame", "verdict": "no", "why": None}],
        "findings": [
            {
                "rule": "blame",
                "signal": "blame_customer",
                "start": None,
                "end": None,
                "text": None,
                "why": None,
                "advice": None,
            },
            {"rule": "no_step", "signal": "next_step", "start": None, "end": None, "text": None, "why": None},
        ],
        "rewrites": [],
    }
    for word in ("вы сами", "жаловаться", "Простите", "упрёк"):
        assert word.encode() not in bytes_on_disk(path)


async def test_a_promise_keeps_its_deadline(storage: Storage) -> None:
    deadline = START + timedelta(hours=3)
    number = await storage.promises.add(
        AGENT, "Вернём деньги до 12:00", customer="Анна", deadline=deadline, remind_at=deadline, now=START
    )
    promise = await storage.promises.get(AGENT, number)

    assert promise is not None
    assert (promise.words, promise.customer, promise.deadline) == ("", None, deadline)


async def test_the_choice_of_one_is_nobody_elses(storage: Storage) -> None:
    review = await storage.reviews.get(OTHER, await storage.reviews.add(OTHER, NEW))

    assert review is not None
    assert review.has_texts


async def test_among_reviews_stored_at_once_only_the_agents_own_lose_their_words(storage: Storage) -> None:
    earlier = await storage.reviews.add(OTHER, NEW)
    told = [(AGENT if n % 3 == 0 else OTHER, replace(NEW, score=n, previous_id=earlier)) for n in range(30)]
    ids = await asyncio.gather(*(storage.reviews.add(agent, new) for agent, new in told))

    assert len(set(ids)) == len(ids)
    for number, (agent, new) in zip(ids, told, strict=True):
        stored = await storage.reviews.get(agent, number)
        assert stored is not None
        assert (stored.score, stored.has_texts) == (new.score, agent == OTHER)
        # A review of somebody else's is nobody's previous one.
        assert stored.previous_id == (earlier if agent == OTHER else None)
