"""A reply that could stand under any complaint names nothing of this one."""

from __future__ import annotations

import pytest

from bot.coach.matter import NAMED, SHARED, specific, things
from bot.coach.text import Text

EVERYDAY = frozenset({"заказ", "деньга", "ситуация", "вопрос", "извинение", "неудобство", "день", "ответ"})


def named(draft: str, complaint: str | None) -> list[tuple[str, str]]:
    text = Text.parse(draft)
    found = specific(text, Text.parse(complaint) if complaint else None, EVERYDAY)
    assert all(draft[signal.start : signal.end] == signal.text for signal in found)
    return [(signal.text, signal.source) for signal in found]


def test_a_thing_of_the_complaint_in_any_form_is_specific() -> None:
    assert named("Заменим чехлы и экран завтра", "Прислали поцарапанный экран!") == [("экран", SHARED)]
    assert named("Экрану больно, простите", "Два экрана разбиты") == [("Экрану", SHARED)]


def test_three_things_of_its_own_are_specific_too() -> None:
    assert named("Кабель, розетку и щиток заменим", "Нет света!") == [
        ("Кабель", NAMED),
        ("розетку", NAMED),
        ("щиток", NAMED),
    ]
    assert named("Кабель и розетку заменим, кабель новый", "Нет света!") == []


def test_without_a_complaint_one_thing_is_enough() -> None:
    assert named("Кабель заменим", None) == [("Кабель", NAMED)]


@pytest.mark.parametrize(
    "draft",
    [
        "Извините за ситуацию с заказом, вернём деньги",
        "Здравствуйте, Ирина Петровна! Разберёмся",
        "Приносим извинения за неудобства",
        "",
        "😀 12:00",
    ],
)
def test_everyday_words_and_names_of_people_are_no_things(draft: str) -> None:
    assert named(draft, "Ирина: где заказ? Деньги верните. Ситуация!") == []
    assert named(draft, None) == []


def test_things_are_the_nouns_beyond_everyday_words() -> None:
    assert [noun for _, noun in things(Text.parse("Курьер Олег уронил ёлку и заказ"), EVERYDAY)] == ["курьер", "елка"]
