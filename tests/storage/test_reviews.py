from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from datetime import timedelta
from itertools import chain
from pathlib import Path

import pytest

from bot.storage import NewReview, Storage, StorageError
from bot.storage.disagreements import NewDisagreement, Reason
from tests.clock import START
from tests.storage.conftest import bytes_on_disk

AGENT, OTHER = 11, 22
COMPLAINT = "Я Петрова Анна Ильинична, заказ № 48213, звоните 8 916 123-45-67, буду жаловаться!"
DRAFT = "Анна Ильинична Петрова, извините, но вы сами указали ivan@mail.ru. Вернём 1 500 руб. на 4111 1111 1111 1111."
SECRETS = ("Петрова", "916 123", "ivan@mail", "4111 1111")


def span(text: str, words: str) -> dict[str, object]:
    start = text.index(words)
    return {"start": start, "end": start + len(words), "text": words}


NEW = NewReview(
    draft=DRAFT,
    complaint=COMPLAINT,
    channel="chat",
    facts="checked",
    fault="company",
    stance="make_right",
    score=41,
    review={
        "id": "1",
        "score": 41,
        "stance": "make_right",
        "signals": {
            "apology": [span(DRAFT, "извините,")],
            "blame_customer": [span(DRAFT, "вы сами указали ivan@mail")],
        },
        "complaint_signals": {"threat": [span(COMPLAINT, "буду жаловаться!")]},
        "criteria": [{"id": "no_blame", "verdict": "no", "why": "«вы сами указали ivan@mail.ru» — это упрёк"}],
        "findings": [
            {"rule": "blame", "signal": "blame_customer", **span(DRAFT, "вы сами"), "why": "…", "advice": "…"},
            {"rule": "no_step", "signal": "next_step", "start": None, "end": None, "text": None, "why": "…"},
        ],
        "rewrites": [{"style": "warm", "text": "Напишите на ivan@mail.ru до [срок ответа]", "slots": [], "score": 80}],
    },
    best_rewrite="Простите нас! Вернём 1 500 руб. на карту 4111 1111 1111 1111 до [срок ответа].",
    created_at=START,
)


@pytest.fixture(autouse=True)
async def _two_agents(storage: Storage) -> None:
    await storage.agents.seen(AGENT, START)
    await storage.agents.seen(OTHER, START)


async def test_texts_are_masked_on_their_way_in_while_order_numbers_and_sums_stay(storage: Storage) -> None:
    review = await storage.reviews.get(AGENT, await storage.reviews.add(AGENT, NEW))

    assert review is not None
    assert review.complaint == "Я [имя], заказ № 48213, звоните [телефон], буду жаловаться!"
    assert review.draft == "[имя], извините, но вы сами указали [почта]. Вернём 1 500 руб. на [карта]."
    assert review.best_rewrite == "Простите нас! Вернём 1 500 руб. на карту [карта] до [срок ответа]."


async def test_no_byte_of_personal_data_reaches_the_disk(storage: Storage, path: Path) -> None:
    await storage.reviews.add(AGENT, NEW)
    about = NewDisagreement("blame", "звоните 8 916 123-45-67", Reason.FALSE_ALARM, sentence="Почта ivan@mail.ru.")
    await storage.disagreements.add(AGENT, about, START)
    stored = bytes_on_disk(path)

    assert "извините, но вы сами".encode() in stored
    for secret in SECRETS:
        assert secret.encode() not in stored


async def test_spans_of_the_stored_review_lie_in_the_masked_texts(storage: Storage) -> None:
    review = await storage.reviews.get(AGENT, await storage.reviews.add(AGENT, NEW))

    assert review is not None
    in_draft = [*chain.from_iterable(review.review["signals"].values()), review.review["findings"][0]]
    assert [item["text"] for item in in_draft] == ["извините,", "вы сами указали [почта]", "вы сами"]
    assert all(review.draft[item["start"] : item["end"]] == item["text"] for item in in_draft)
    (threat,) = review.review["complaint_signals"]["threat"]
    assert review.complaint is not None
    assert review.complaint[threat["start"] : threat["end"]] == threat["text"] == "буду жаловаться!"
    assert review.review["findings"][1]["start"] is None
    assert review.review["criteria"][0]["why"] == "«вы сами указали [почта]» — это упрёк"
    assert review.review["score"] == 41


async def test_a_span_that_does_not_fit_its_text_keeps_its_words_and_loses_its_offsets(storage: Storage) -> None:
    lost = {"signals": {"apology": [{"start": 3, "end": 9, "text": "простите, 89161234567"}]}}
    review = await storage.reviews.get(AGENT, await storage.reviews.add(AGENT, replace(NEW, review=lost)))

    assert review is not None
    assert review.review["signals"]["apology"] == [{"start": None, "end": None, "text": "простите, [телефон]"}]


async def test_everything_else_comes_back_as_it_went_in(storage: Storage) -> None:
    bare = replace(NEW, complaint=None, channel=None, facts=None, fault=None, best_rewrite=None)
    review = await storage.reviews.get(AGENT, await storage.reviews.add(AGENT, bare))

    assert review is not None
    assert (review.agent_id, review.created_at, review.stance, review.score) == (AGENT, START, "make_right", 41)
    assert (review.complaint, review.channel, review.facts, review.fault) == (None, None, None, None)
    assert (review.best_rewrite, review.previous_id) == (None, None)


async def test_nobody_sees_a_review_of_another_agent(storage: Storage) -> None:
    review_id = await storage.reviews.add(AGENT, replace(NEW, message_ids=(7,)))

    assert await storage.reviews.get(OTHER, review_id) is None
    assert await storage.reviews.of_message(OTHER, 7) is None
    assert await storage.reviews.page(OTHER, 0, 10) == ([], 0)


async def test_pages_go_from_the_newest_on_and_know_the_total(storage: Storage) -> None:
    ids = [await storage.reviews.add(AGENT, replace(NEW, score=score)) for score in range(7)]
    await storage.reviews.add(OTHER, NEW)
    first, total = await storage.reviews.page(AGENT, 0, 5)
    second, _ = await storage.reviews.page(AGENT, 5, 5)
    beyond, _ = await storage.reviews.page(AGENT, 10, 5)

    assert [review.id for review in first + second] == ids[::-1]
    assert (len(first), len(second), beyond, total) == (5, 2, [], 7)


async def test_a_re_check_points_back_only_to_the_same_agents_review(storage: Storage) -> None:
    own = await storage.reviews.add(AGENT, NEW)
    foreign = await storage.reviews.add(OTHER, NEW)
    previous = []
    for previous_id in (own, foreign, 999):
        added = await storage.reviews.add(AGENT, replace(NEW, previous_id=previous_id))
        review = await storage.reviews.get(AGENT, added)
        assert review is not None
        previous.append(review.previous_id)

    assert previous == [own, None, None]


async def test_an_edited_message_leads_to_the_newest_review_of_its_draft(storage: Storage) -> None:
    first = await storage.reviews.add(AGENT, replace(NEW, message_ids=(7, 8, 8)))
    second = await storage.reviews.add(AGENT, replace(NEW, message_ids=(8,), created_at=START + timedelta(hours=1)))
    found = [await storage.reviews.of_message(AGENT, message) for message in (7, 8, 9)]

    assert [review.id if review else None for review in found] == [first, second, None]


async def test_a_text_that_no_database_takes_is_stored_all_the_same(storage: Storage) -> None:
    odd = "Ноль \x00 и половинка \ud83d, 🙂"
    review = await storage.reviews.get(
        AGENT, await storage.reviews.add(AGENT, replace(NEW, draft=odd, review={"signals": {"rude": [span(odd, odd)]}}))
    )

    assert review is not None
    assert review.draft == "Ноль \ufffd и половинка ?, 🙂"
    assert review.review["signals"]["rude"][0]["text"] == review.draft


async def test_a_stranger_has_no_history(storage: Storage) -> None:
    with pytest.raises(StorageError):
        await storage.reviews.add(404, NEW)


async def test_the_stored_json_is_readable_and_complete(storage: Storage) -> None:
    review = await storage.reviews.get(AGENT, await storage.reviews.add(AGENT, NEW))

    assert review is not None
    assert set(review.review) == set(NEW.review)
    assert json.loads(json.dumps(review.review)) == review.review


async def test_one_review_that_no_table_takes_does_not_spoil_those_stored_with_it(storage: Storage) -> None:
    stranger = 33
    agents = [AGENT, stranger, OTHER, AGENT]
    results = await asyncio.gather(*(storage.reviews.add(agent, NEW) for agent in agents), return_exceptions=True)

    assert isinstance(results[1], StorageError)
    for agent, number in zip(agents, results, strict=True):
        if isinstance(number, int):
            assert (await storage.reviews.get(agent, number)) is not None
    assert await storage.reviews.count(AGENT) == 2
