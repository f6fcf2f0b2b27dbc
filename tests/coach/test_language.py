"""Of other languages the coach judges nothing."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from bot.coach.language import has_words, is_russian
from tests.coach.strategies import ANY, HOSTILE, repeated


@pytest.mark.parametrize(
    "text",
    [
        "Здравствуйте! Вернём деньги до пятницы.",
        "ВЕРНЁМ ДЕНЬГИ",
        "чё за фигня, инет не пашет третий день",
        "извените пожалуста, сейчас исправем ваш закас",
        "Промокод HAPPY10 не сработал в приложении",
        "ок, спс, жду",
        "с*ка, где мой заказ",
        "где заказ 😡😡😡",
        "изви\u00adните нас",
        "Да",
        "какой-то курьер-стажёр",
    ],
)
def test_russian_with_slang_slips_and_foreign_names_is_russian(text: str) -> None:
    assert is_russian(text)


@pytest.mark.parametrize(
    "text",
    [
        "Hello, where is my order?",
        "Zdravstvuyte, gde moy zakaz?",
        "Сәлеметсіз бе, менің тапсырысым қайда?",
        "Саламатсызбы, менин буйрутмам кайда, эки жумадан бери күтүп жатам",
        "Доброго дня! Де моє замовлення, чекаю вже тиждень",
        "Салом, буюртмам қаерда?",
        "您好，我的订单在哪里？",
        "😀😀😀",
        "12345 18:00",
        "...",
        "\u200b",
        "",
    ],
)
def test_other_languages_and_no_language_are_not(text: str) -> None:
    assert not is_russian(text)


def test_a_text_has_words_where_there_is_a_letter() -> None:
    assert has_words("ок")
    assert has_words("ok 5")
    assert not has_words("😀 18:00 …")
    assert not has_words("")


@settings(max_examples=200)
@given(ANY)
def test_any_text_is_told(text: str) -> None:
    assert is_russian(text) <= has_words(text)


@pytest.mark.parametrize("piece", HOSTILE, ids=ascii)
def test_a_hostile_run_of_the_longest_accepted_length_is_told(piece: str) -> None:
    assert isinstance(is_russian(repeated(piece)), bool)
