"""Which of two pasted texts is the customer's, and what a remark beside a complaint says."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings

from bot.coach.coach import Coach
from bot.coach.model import Facts, Fault
from bot.coach.sorting import Pair, Remark, draft_likeness, read_remark, split_pair, without_head
from bot.content import CONTENT
from tests.coach.strategies import ANY, HOSTILE, repeated

COMPLAINT = "Где мой заказ? Жду третий день!"
DRAFT = "Здравствуйте! Приносим извинения, вернём деньги завтра."


@pytest.mark.parametrize(
    "text",
    [
        f"Жалоба: {COMPLAINT}\nОтвет: {DRAFT}",
        f"жалоба — {COMPLAINT}\nчерновик — {DRAFT}",
        f"Клиент:\n{COMPLAINT}\n\nМой ответ:\n{DRAFT}",
        f"Отзыв : {COMPLAINT}\n  Поддержка : {DRAFT}",
        f"Покупательница: {COMPLAINT}\nЯ: {DRAFT}",
        f"{COMPLAINT}\n---\n{DRAFT}",
        f"{COMPLAINT}\n\n* * *\n\n{DRAFT}",
        f"{COMPLAINT}\n=====\nОтвет: {DRAFT}",
    ],
)
def test_a_pair_is_split_by_its_heads_or_its_border(text: str) -> None:
    assert split_pair(text) == Pair(COMPLAINT, DRAFT)


def test_a_pair_with_a_border_is_put_in_order_by_its_words() -> None:
    assert split_pair(f"{DRAFT}\n-----\n{COMPLAINT}") == Pair(COMPLAINT, DRAFT)


def test_lines_of_a_long_complaint_and_a_long_draft_stay_together() -> None:
    pair = split_pair("Жалоба: раз.\nДва: три.\n\nОтвет: четыре.\nПять.")

    assert pair == Pair("раз.\nДва: три.", "четыре.\nПять.")


@pytest.mark.parametrize(
    "text",
    [
        COMPLAINT,
        DRAFT,
        f"{COMPLAINT}\n{DRAFT}",
        f"{COMPLAINT}\n--\n{DRAFT}",
        f"{COMPLAINT}\n---\n",
        f"---\n{DRAFT}",
        "раз\n---\nдва\n---\nтри",
        f"Жалоба: {COMPLAINT}",
        "Жалоба:\nОтвет:",
        "Клиент-банк завис.\nМы-то при чём?",
        "",
    ],
)
def test_a_text_without_a_clear_border_is_no_pair(text: str) -> None:
    assert split_pair(text) is None


@pytest.mark.parametrize("text", [DRAFT, f"Ответ: {DRAFT}", f"Черновик — {DRAFT}", f" мой ответ:\n{DRAFT} "])
def test_a_head_is_no_part_of_the_draft(text: str) -> None:
    assert without_head(text) == DRAFT


@pytest.mark.parametrize(
    ("text", "facts", "fault"),
    [
        ("проверили, ошибка наша", Facts.CHECKED, Fault.COMPANY),
        ("проверено, клиент сам ошибся", Facts.CHECKED, Fault.CUSTOMER),
        ("выяснили: никто не виноват, погода", Facts.CHECKED, Fault.NOBODY),
        ("точно косяк клиента", Facts.CHECKED, Fault.CUSTOMER),
        ("ещё не проверяли", Facts.UNCHECKED, None),
        ("пока разбираемся", Facts.UNCHECKED, None),
        ("это наш курьер", None, Fault.COMPANY),
        ("мы накосячили", None, Fault.COMPANY),
        ("не наша вина", None, Fault.NOBODY),
        ("посмотри, что ответить", None, None),
    ],
)
def test_a_remark_says_what_the_agent_knows(text: str, facts: Facts | None, fault: Fault | None) -> None:
    assert read_remark(text) == Remark(facts, fault)


@pytest.mark.parametrize("text", [DRAFT, "Извините, вернём деньги", "проверили, ошибка наша " * 10])
def test_a_draft_and_a_long_text_are_no_remark(text: str) -> None:
    assert read_remark(text) is None


def test_a_head_makes_a_draft_of_any_text() -> None:
    assert draft_likeness(f"Ответ: {COMPLAINT}") > draft_likeness(COMPLAINT)


def test_signals_add_to_the_plain_clues() -> None:
    assert (
        draft_likeness("Так", ["apology", "help"], []) > draft_likeness("Так") > draft_likeness("Так", [], ["threat"])
    )


def test_four_of_five_texts_of_either_kind_are_told(coach: Coach) -> None:
    lines = (CONTENT / "reader" / "cases.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [row for row in map(json.loads, lines[::3]) if row["complaint"]]
    drafts = [draft_likeness(row["draft"], *coach.glance(row["draft"])) > 0 for row in rows]
    complaints = [draft_likeness(row["complaint"], *coach.glance(row["complaint"])) < 0 for row in rows]

    assert len(rows) >= 150
    assert sum(drafts) >= 0.8 * len(rows)
    assert sum(complaints) >= 0.8 * len(rows)


@settings(max_examples=150)
@given(ANY)
def test_any_text_is_sorted(text: str) -> None:
    pair = split_pair(text)

    assert pair is None or (pair.complaint.strip() and pair.draft.strip())
    assert isinstance(draft_likeness(text), float)
    assert without_head(text).strip() == without_head(text)
    read_remark(text)


@pytest.mark.parametrize("piece", HOSTILE, ids=ascii)
def test_a_hostile_run_of_the_longest_accepted_length_is_sorted(piece: str) -> None:
    text = repeated(piece)

    assert split_pair(f"Жалоба: {text}") is None
    assert isinstance(draft_likeness(text), float)
