"""Everything a draft claims is listed to be confirmed."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.coach.claims import ClaimKind, claims
from bot.coach.model import Signal
from tests.coach.strategies import ANY, HOSTILE, repeated


def found(draft: str) -> list[tuple[str, str]]:
    return [(str(claim.kind), claim.text) for claim in claims(draft, {})]


def texts(draft: str) -> list[str]:
    return [text for _, text in found(draft)]


@pytest.mark.parametrize(
    "text",
    [
        "4 200 ₽",
        "12900руб.",
        "1 500,50 руб.",
        "30 тыс. руб.",
        "30 тысяч рублей",
        "5 р.",
        "15 %",
        "500 бонусов",
        "10 баллов",
    ],
)
def test_a_sum_is_a_claim(text: str) -> None:
    assert found(f"Вернём {text} и извинимся") == [("sum", text)]


@pytest.mark.parametrize(
    "text",
    [
        "заказ № 77-Б",
        "заказ 123456",
        "№ ORD-552",
        "заявке 4471",
        "трек-номер RB123456789RU",
        "обращение №5",
        "заказ № 5",
    ],
)
def test_a_number_of_an_order_is_a_claim(text: str) -> None:
    assert found(f"Смотрим {text}, ждите") == [("number", text)]


@pytest.mark.parametrize(
    "text",
    [
        *(
            "до 18:00",
            "до завтра",
            "до 5 июня",
            "до 12 марта 10:00",
            "до 5 вечера",
            "к 15:00",
            "к вечеру",
            "до пятницы",
        ),
        *("до конца дня", "не позднее 5 июня", "за два дня", "через неделю", "через 2 часа", "через 3-5 рабочих дней"),
        *("в течение трёх рабочих дней", "в течении суток", "за пару дней", "не более 10 минут", "к обеду", "за час"),
    ],
)
def test_a_deadline_is_a_claim(text: str) -> None:
    assert found(f"Ответим {text}, ждите") == [("deadline", text)]


@pytest.mark.parametrize(
    "text",
    ["12 марта", "5-го мая", "12.03", "25.12.2024", "в пятницу", "во вторник", "сегодня", "вчера", "послезавтра"],
)
def test_a_date_is_a_claim(text: str) -> None:
    assert found(f"Курьер был {text}, звонил") == [("date", text)]


def test_a_time_is_a_claim() -> None:
    assert found("Курьер был в 18:40 у двери") == [("time", "18:40")]


def test_what_the_draft_promises_is_a_claim() -> None:
    draft = "Вернём деньги и позвоним"
    promises = {
        "help": (Signal("help", 0, 13, "Вернём деньги", "r"),),
        "next_step": (Signal("next_step", 16, 24, "позвоним", "r"),),
        "apology": (Signal("apology", 14, 15, "и", "r"),),
    }

    assert [(claim.kind, claim.text) for claim in claims(draft, promises)] == [
        (ClaimKind.PROMISE, "Вернём деньги"),
        (ClaimKind.PROMISE, "позвоним"),
    ]


def test_figures_inside_of_a_longer_claim_are_not_repeated() -> None:
    draft = "Вернём 4 200 ₽ до 18:00"
    promise = {
        "help": (Signal("help", 0, len(draft), draft, "r"),),
        "next_step": (Signal("next_step", 15, 23, "до 18:00", "r"),),
    }

    assert texts(draft) == ["4 200 ₽", "до 18:00"]
    assert [claim.text for claim in claims(draft, promise)] == [draft]


@pytest.mark.parametrize(
    "draft",
    [
        "За часть суммы извинимся",
        "Срок 3, а как 5 раз",
        "Пришло до 100 человек",
        "В заказе 2 чехла",
        "В среднем ждут недолго, а зря",
        "Съели 5 майонезов и 2 мартини",
        "Версия 3.97 и 2.5 кг",
        "Дом 112.03 и 99:99",
        "За дно кастрюли и за одежду",
        "Извините нас",
    ],
)
def test_words_that_only_look_like_a_claim_are_none(draft: str) -> None:
    assert found(draft) == []


def test_a_sum_does_not_reach_over_a_line() -> None:
    assert texts("Подъезд 12\n500 руб.") == ["500 руб."]


def test_claims_come_in_the_order_of_the_draft() -> None:
    assert texts("Завтра до 18:00 вернём 500 руб. за заказ № 5, в пятницу позвоним") == [
        "Завтра",
        "до 18:00",
        "500 руб.",
        "заказ № 5",
        "в пятницу",
    ]


@settings(max_examples=300)
@given(ANY, st.lists(st.tuples(st.integers(0, 150), st.integers(1, 40)), max_size=4))
def test_claims_quote_the_draft_and_never_overlap(draft: str, places: list[tuple[int, int]]) -> None:
    promises = tuple(
        Signal("help", start, start + size, draft[start : start + size], "r")
        for start, size in places
        if start + size <= len(draft)
    )
    listed = claims(draft, {"help": promises})

    assert all(draft[claim.start : claim.end] == claim.text for claim in listed)
    assert all(left.end <= right.start for left, right in pairwise(listed))


@pytest.mark.parametrize("piece", HOSTILE, ids=ascii)
def test_a_hostile_run_of_the_longest_accepted_length_is_answered(piece: str) -> None:
    assert isinstance(claims(repeated(piece), {}), tuple)
