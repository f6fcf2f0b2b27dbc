"""Everything a draft claims is listed to be confirmed, in clauses that can be read alone."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.coach.claims import ClaimKind, claims, figures
from bot.coach.model import Signal
from tests.coach.strategies import ANY, HOSTILE, repeated


def found(draft: str) -> list[tuple[str, str]]:
    return [(str(claim.kind), claim.text) for claim in figures(draft)]


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


def listed(draft: str, *promises: str) -> list[str]:
    """What is shown of a draft in which the promises are these words."""
    signals = {
        "help": tuple(Signal("help", draft.index(each), draft.index(each) + len(each), each, "r") for each in promises)
    }
    return [claim.text for claim in claims(draft, signals)]


def test_what_the_draft_promises_is_a_claim() -> None:
    draft = "Вернём деньги, отменим заказ"
    promises = {
        "help": (Signal("help", 0, 13, "Вернём деньги", "r"),),
        "next_step": (Signal("next_step", 15, 28, "отменим заказ", "r"),),
        "apology": (Signal("apology", 13, 14, ",", "r"),),
    }

    assert [(claim.kind, claim.text) for claim in claims(draft, promises)] == [
        (ClaimKind.PROMISE, "Вернём деньги"),
        (ClaimKind.PROMISE, "отменим заказ"),
    ]


@pytest.mark.parametrize(
    ("draft", "claim"),
    [
        ("Простите, я отменила начисление за месяц.", "я отменила начисление за месяц"),
        ("Жаль, что так вышло, и 500 руб. вернём.", "500 руб. вернём"),
        ("Завтра, 5 мая, до 18:00 курьер привезёт чашку", "Завтра, 5 мая, до 18:00 курьер привезёт чашку"),
        ("Курьер перепутал подъезд, приедет завтра", "Курьер перепутал подъезд, приедет завтра"),
        ("Курьер взял другой пакет, с ним он вернётся к 15:00", "Курьер взял другой пакет, с ним он вернётся к 15:00"),
        ("Обещаю, что деньги придут в пятницу", "Обещаю, что деньги придут в пятницу"),
        ("Если не дождётесь до пятницы, напишите мне", "Если не дождётесь до пятницы, напишите мне"),
        ("К сожалению, в субботу пробки, простите", "в субботу пробки"),
        ("Итого: 500 ₽", "Итого: 500 ₽"),
        ("Вернём деньги за ужин (1 200 ₽), простите", "Вернём деньги за ужин (1 200 ₽)"),
        ("Отложила до завтра, салон «Чайка»", "Отложила до завтра"),
        ("Ирина, заказ 4521 уже в пути", "заказ 4521 уже в пути"),
    ],
)
def test_a_figure_is_shown_in_clauses_that_can_be_read_alone(draft: str, claim: str) -> None:
    assert listed(draft) == [claim]


def test_figures_of_one_clause_are_one_claim() -> None:
    draft = "Вернём 4 200 ₽ до 18:00"

    assert [(claim.kind, claim.text) for claim in claims(draft, {})] == [(ClaimKind.SUM, draft)]
    assert listed(draft, draft, "до 18:00") == [draft]


@pytest.mark.parametrize(
    ("draft", "promise"),
    [
        ("Пришлите номер заказа, и я найду", "и я найду"),
        ("Простите, поможем", "поможем"),
        ("Какое время записать?", "Какое время записать"),
    ],
)
def test_a_promise_that_says_nothing_is_not_listed(draft: str, promise: str) -> None:
    assert listed(draft, promise) == []


def test_whom_the_draft_addresses_is_no_part_of_what_it_claims() -> None:
    draft = "Здравствуйте, Вера Павловна, деньги ушли вам сегодня, придут до пятницы"

    assert listed(draft, "Вера Павловна, деньги ушли вам сегодня") == ["деньги ушли вам сегодня, придут до пятницы"]


def test_a_promise_brings_the_words_that_complete_it() -> None:
    assert listed("Выясняю, где сейчас курьер, не волнуйтесь", "Выясняю") == ["Выясняю, где сейчас курьер"]


def test_a_promise_inside_of_a_question_is_listed_with_its_figure() -> None:
    assert listed("Привезём завтра, удобно?", "Привезём") == ["Привезём завтра"]
    assert listed("Вышлем новую чашку, адрес тот же?", "Вышлем новую чашку") == ["Вышлем новую чашку"]


def test_a_clause_of_a_contract_is_no_hour() -> None:
    assert texts("Согласно п. 4.17 и пункту 5.20 договора, ст. 12.15") == []


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


def test_figures_come_in_the_order_of_the_draft() -> None:
    assert texts("Завтра до 18:00 вернём 500 руб. за заказ № 5, в пятницу позвоним") == [
        "Завтра",
        "до 18:00",
        "500 руб.",
        "заказ № 5",
        "в пятницу",
    ]


def test_claims_with_a_figure_come_before_promises_without() -> None:
    assert listed(
        "Отменим заказ. Деньги вернём в пятницу. Чашку заменим. Позвоним завтра.", "Отменим заказ", "Чашку заменим"
    ) == [
        "Деньги вернём в пятницу",
        "Позвоним завтра",
        "Отменим заказ",
        "Чашку заменим",
    ]


@settings(max_examples=300)
@given(ANY, st.lists(st.tuples(st.integers(0, 150), st.integers(1, 40)), max_size=4))
def test_claims_quote_the_draft_and_never_overlap(draft: str, places: list[tuple[int, int]]) -> None:
    promises = tuple(
        Signal("help", start, start + size, draft[start : start + size], "r")
        for start, size in places
        if start + size <= len(draft)
    )
    found = sorted(claims(draft, {"help": promises}), key=lambda claim: claim.start)

    assert all(draft[claim.start : claim.end] == claim.text for claim in found)
    assert all(left.end <= right.start for left, right in pairwise(found))


@pytest.mark.parametrize("piece", HOSTILE, ids=ascii)
def test_a_hostile_run_of_the_longest_accepted_length_is_answered(piece: str) -> None:
    assert isinstance(claims(repeated(piece), {}), tuple)
