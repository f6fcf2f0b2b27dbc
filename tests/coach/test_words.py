"""A word is known by all of its readings."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.coach.pattern import CLASSES
from bot.coach.words import OVERRIDES, Word, normal, parses, word


def read(form: str) -> Word:
    return word(normal(form))


@pytest.mark.parametrize(
    ("form", "lemmas"),
    [
        ("нашли", {"найти"}),
        ("пришли", {"прийти", "прислать"}),
        ("данные", {"данный", "данные"}),
        ("стали", {"стать", "сталь"}),
        ("мастера", {"мастер"}),
        ("вернём", {"вернуть"}),
        ("жалоба", {"жалоба"}),
    ],
)
def test_a_form_has_every_lemma_it_may_be_of(form: str, lemmas: set[str]) -> None:
    assert lemmas <= set(read(form).lemmas)


@pytest.mark.parametrize("form", sorted(OVERRIDES))
def test_a_form_that_misleads_the_dictionary_has_only_the_lemma_of_the_table(form: str) -> None:
    assert read(form).lemmas == OVERRIDES[form]


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("ВЕРНЁМ", "вернем"),
        ("вернем", "вернем"),
        ("ве\u00adр\u200bнём", "вернем"),
        ("\ufeffвернём\u2060", "вернем"),
        ("верне\u0308м", "вернем"),
        ("мои\u0306", "мой"),
        ("верне\u0301м", "вернем"),
        ("Help", "help"),
        ("https://a.ru/\ud83d", "https://a.ru/"),
    ],
    ids=ascii,
)
def test_case_yo_accents_and_invisible_signs_do_not_matter(written: str, plain: str) -> None:
    assert normal(written) == plain


EXAMPLES = {
    "сделаем": ["вернём", "разберусь", "перезвоним"],
    "делаем": ["возвращаем", "разбираюсь"],
    "сделали": ["вернули", "нашёл", "было"],
    "сделает": ["вернёт", "позвонит"],
    "делает": ["возвращает", "звонят", "есть"],
    "сделаете": ["вернёте", "получите"],
    "делаете": ["ждёте", "пишете"],
    "сделайте": ["верните", "успокойтесь", "напиши"],
    "сделать": ["вернуть", "ждать"],
    "сделано": ["сделано", "отправлен", "решена"],
    "сделав": ["проверив", "посмотрев"],
    "число": ["5", "12.03", "1-2", "4200"],
    "время": ["18:00", "9:30", "18.30"],
    "имя": ["Ирина", "Сергеевна"],
    "латиница": ["help", "sms"],
    "ссылка": ["https://shop.ru/a", "www.shop.ru"],
    "почта": ["help@shop.ru"],
    "знак": ["№", "😀", "))"],
    "звездочки": ["б***", "с*ка"],
}


def test_every_kind_of_the_phrase_language_has_an_example() -> None:
    assert set(EXAMPLES) == CLASSES


@pytest.mark.parametrize(("kind", "form"), [(kind, form) for kind, forms in EXAMPLES.items() for form in forms])
def test_a_word_is_of_its_kind(kind: str, form: str) -> None:
    found = read(form)

    assert kind in found.classes
    assert f"<{kind}" in found.keys


@pytest.mark.parametrize(
    ("kind", "form"),
    [
        ("сделаем", "вернули"),
        ("сделаем", "возвращаем"),
        ("сделайте", "сделаете"),
        ("латиница", "))"),
        ("латиница", "%"),
        ("имя", "заказ"),
        ("время", "12.03.2024"),
        ("время", "45:99"),
        ("звездочки", "Цена*"),
        ("латиница", "вернём"),
        ("число", "два"),
    ],
)
def test_a_word_is_of_no_other_kind(kind: str, form: str) -> None:
    assert kind not in read(form).classes


def test_a_form_may_be_asked_for_by_form_lemma_kind_and_both() -> None:
    assert {"вернем", "{вернуть", "<сделаем", "{вернуть:сделаем"} <= set(read("вернём").keys)


@pytest.mark.parametrize(
    ("form", "noun"),
    [("экрана", "экран"), ("Ирина", ""), ("Петрович", ""), ("вернём", ""), ("ус", ""), ("ёлку", "елка"), ("5", "")],
)
def test_a_thing_is_a_common_noun(form: str, noun: str) -> None:
    assert read(form).noun == noun


@given(st.text(st.characters(codec=None), min_size=1, max_size=20))
def test_any_form_has_a_reading(form: str) -> None:
    plain = normal(form)
    if not plain:
        return
    found = word(plain)

    assert found.form == plain
    assert found.keys[0] == plain
    assert found.lemmas
    assert parses(plain)


def test_a_letter_without_a_name_is_a_mere_sign() -> None:
    assert [str(parse.tag.POS) for parse in parses("\U00017000")] == ["None"]


@given(st.text(st.characters(codec=None), max_size=20))
def test_a_normal_spelling_is_not_changed_again(form: str) -> None:
    assert normal(normal(form)) == normal(form)
