"""Sentences and words know exactly where they stand."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings

from bot.coach.text import Sentence, Text
from tests.coach.strategies import ANY, GLUED, HOSTILE, repeated


def sentences(raw: str) -> list[str]:
    return [raw[sentence.start : sentence.end] for sentence in Text.parse(raw).sentences]


def only(raw: str) -> Sentence:
    (sentence,) = Text.parse(raw).sentences
    return sentence


def forms(raw: str) -> list[str]:
    return [token.word.form for sentence in Text.parse(raw).sentences for token in sentence.tokens]


def words(raw: str) -> list[str]:
    return [raw[token.start : token.end] for sentence in Text.parse(raw).sentences for token in sentence.tokens]


@settings(max_examples=400)
@given(ANY)
def test_every_place_lies_in_order_inside_its_sentence_and_its_text(raw: str) -> None:
    text = Text.parse(raw)

    assert text.raw == raw
    assert all(left.end <= right.start for left, right in pairwise(text.sentences))
    for sentence in text.sentences:
        tokens = sentence.tokens
        assert tokens
        assert 0 <= sentence.start <= tokens[0].start
        assert tokens[-1].end <= sentence.end <= len(raw)
        assert all(token.start < token.end for token in tokens)
        assert all(left.end <= right.start and left.clause <= right.clause for left, right in pairwise(tokens))
        assert raw[sentence.start : sentence.end] == raw[sentence.start : sentence.end].strip()


@settings(max_examples=400)
@given(ANY)
def test_no_word_is_lost(raw: str) -> None:
    read = {at for sentence in Text.parse(raw).sentences for token in sentence.tokens for at in range(*token[:2])}

    assert not [at for at, sign in enumerate(raw) if (sign.isalpha() or sign.isdecimal()) and at not in read]


@settings(max_examples=200)
@given(GLUED, GLUED)
def test_a_sentence_reads_the_same_wherever_it_stands(before: str, raw: str) -> None:
    raw = f"Ну {raw}"
    alone = Text.parse(raw)
    later = Text.parse(f"{before}\n\n{raw}").sentences[-len(alone.sentences) :]

    assert [[token.word for token in sentence.tokens] for sentence in later] == [
        [token.word for token in sentence.tokens] for sentence in alone.sentences
    ]
    assert [sentence.mark for sentence in later] == [sentence.mark for sentence in alone.sentences]


@pytest.mark.parametrize(
    ("raw", "wanted"),
    [
        ("Извините нас. Вернём деньги.", ["Извините нас.", "Вернём деньги."]),
        ("готово. смотрите почту", ["готово.", "смотрите почту"]),
        ("Как так?! Разберёмся… Обещаю!", ["Как так?!", "Разберёмся…", "Обещаю!"]),
        ("Здравствуйте\nВернём деньги\r\n\r\nС уважением", ["Здравствуйте", "Вернём деньги", "С уважением"]),
        ("Извините нас 🙏 Вернём деньги", ["Извините нас 🙏", "Вернём деньги"]),
        ("Готово! 😀😀 Смотрите", ["Готово! 😀😀", "Смотрите"]),
        ("Спасибо 👍🏽 Вернём", ["Спасибо 👍🏽", "Вернём"]),
        ("Готово. 😀Спасибо", ["Готово.", "😀Спасибо"]),
        ("Спасибо вам)) Вернём деньги", ["Спасибо вам))", "Вернём деньги"]),
        ("Он сказал: «Ждите.» Мы ждём.", ["Он сказал: «Ждите.»", "Мы ждём."]),
        ("Где заказ? 😀", ["Где заказ? 😀"]),
        ("Готово :) Смотрите", ["Готово :)", "Смотрите"]),
        ("После «где заказ?» я бы тоже обиделся.", ["После «где заказ?» я бы тоже обиделся."]),
        ("Виноват я. Вернём деньги.", ["Виноват я.", "Вернём деньги."]),
        ("Оплата пришла 12.03. Спасибо.", ["Оплата пришла 12.03.", "Спасибо."]),
    ],
)
def test_sentences_end_where_a_reader_ends_them(raw: str, wanted: list[str]) -> None:
    assert sentences(raw) == wanted


@pytest.mark.parametrize(
    "raw",
    [
        "Забрать можно на ул. Ленина, д. 5, кв. 12",
        "Магазин в г. Москва",
        "Письмо А. С. Пушкина и А.С. Грибоедова",
        "Подойдёт чек, выписка и т.д. по желанию",
        "Подойдёт чек, выписка и т. д. по желанию",
        "Вернём 500 руб. на карту",
        "Позвоним по тел. 123-45",
        "1. Заменим чехол",
        "2) Вернём деньги",
        "Пишите на help@shop.ru сегодня",
        "Сайт shop.ru работает",
        "Цена 12.50 рублей",
    ],
)
def test_a_shortened_word_an_initial_or_a_list_number_ends_no_sentence(raw: str) -> None:
    assert sentences(raw) == [raw]


@pytest.mark.parametrize("end", ["и т.д.", "и т. д.", "и др.", "в 2024 г.", "на 500 руб.", "в 18 ч.", "5 тыс."])
def test_a_shortened_word_that_often_ends_a_sentence_ends_it_before_a_capital(end: str) -> None:
    assert sentences(f"Чек {end} Вернём деньги") == [f"Чек {end}", "Вернём деньги"]


def test_list_numbers_stay_with_their_lines() -> None:
    assert sentences("Сделаем так:\n1. Заменим чехол.\n2. Вернём деньги.\n3) Позвоним.") == [
        "Сделаем так:",
        "1. Заменим чехол.",
        "2. Вернём деньги.",
        "3) Позвоним.",
    ]


@pytest.mark.parametrize(
    ("raw", "mark"),
    [
        ("Где заказ?", "?"),
        ("Где заказ?))", "?"),
        ("Где заказ???????? )))))))))", "?"),
        ("Как так?!", "?"),
        ("Вернём!", "!"),
        ("Вернём.", ""),
        ("Вернём", ""),
        ("«Где заказ?» спросили вы", ""),
        ("Вот ссылка: https://shop.ru/?order=15", ""),
    ],
)
def test_the_last_mark_of_a_sentence_is_known(raw: str, mark: str) -> None:
    assert only(raw).mark == mark


@pytest.mark.parametrize(
    ("raw", "wanted"),
    [
        ("Извините, но таковы правила", ["Извините", "но", "таковы", "правила"]),
        ("до 18:00 12.03.2024, 1-2 дня", ["до", "18:00", "12.03.2024", "1-2", "дня"]),
        ("кто-то по-человечески", ["кто-то", "по-человечески"]),
        ("Пишите на help@shop.ru.", ["Пишите", "на", "help@shop.ru"]),
        ("№ 5, 10 % и 3 ₽", ["№", "5", "10", "%", "и", "3", "₽"]),
        ("ну и с*ка, б***", ["ну", "и", "с*ка", "б***"]),
        ("O'Neil", ["O'Neil"]),
    ],
)
def test_words_numbers_addresses_and_signs_are_words(raw: str, wanted: list[str]) -> None:
    assert words(raw) == wanted


@pytest.mark.parametrize("raw", ["", " ", "\n\n", "...", "?!", "\u200b", "—", "\ud83d"], ids=ascii)
def test_where_there_is_no_word_there_is_no_sentence(raw: str) -> None:
    assert Text.parse(raw).sentences == ()


@pytest.mark.parametrize(
    ("raw", "clauses"),
    [
        ("Извините, но таковы правила", ["Извините", "но таковы правила"]),
        ("Курьер — наш человек: виноваты мы", ["Курьер", "наш человек", "виноваты мы"]),
        ("Извините (это правило), ждите", ["Извините", "это правило", "ждите"]),
        ("кто-то пришёл", ["кто-то пришёл"]),
    ],
)
def test_a_clause_runs_from_sign_to_sign(raw: str, clauses: list[str]) -> None:
    text = Text.parse(raw)
    (sentence,) = text.sentences
    found = [text.clause_at(sentence, at, at) for at in range(len(sentence.tokens))]

    assert [raw[start:end] for start, end in dict.fromkeys(found)] == clauses


@pytest.mark.parametrize(
    "raw",
    [
        "Вы написали: «ваш курьер меня обманул и уехал», и я позвонил ему сам, а потом на склад",
        'Вы написали: "ваш курьер меня обманул и уехал", и я позвонил ему сам, а потом на склад',
        "Вы написали: „ваш курьер меня обманул и уехал“, и я позвонил ему сам, а потом на склад",
        "> ваш курьер меня обманул и уехал\nЯ позвонил ему сам, а потом ещё и на склад, сейчас везут",
    ],
)
def test_the_words_of_a_quotation_are_flagged(raw: str) -> None:
    quoted = [
        raw[token.start : token.end]
        for sentence in Text.parse(raw).sentences
        for token in sentence.tokens
        if token.quoted
    ]

    assert " ".join(quoted) == "ваш курьер меня обманул и уехал"


@pytest.mark.parametrize(
    "raw",
    [
        "Магазин «Дубрава Мебель» приносит вам извинения за царапину на новом шкафу",
        "«Извините нас за опоздание, вернём деньги сегодня»",
        "Курьер «забыл позвонить вам и уехал",
    ],
)
def test_a_name_a_text_quoted_whole_and_an_open_quote_are_nobodys_quotation(raw: str) -> None:
    assert not any(token.quoted for sentence in Text.parse(raw).sentences for token in sentence.tokens)


@pytest.mark.parametrize("piece", HOSTILE, ids=ascii)
def test_a_hostile_run_of_the_longest_accepted_length_is_read(piece: str) -> None:
    raw = repeated(piece)
    text = Text.parse(raw)

    assert text.sentences[0].start == 0
    assert text.sentences[-1].tokens[-1].end == len(raw)
