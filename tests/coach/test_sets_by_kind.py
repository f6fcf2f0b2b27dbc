"""A set of words narrowed to one grammatical kind: {@set:сделаем}."""

from __future__ import annotations

import pytest

from bot.coach.matcher import Matcher
from bot.coach.pattern import PatternError, parse
from bot.coach.text import Text

REPAIRS = {"repair": ["{вернуть|возместить}", "{заменить}"]}


def _finds(phrase: str, draft: str, sets: dict[str, list[str]] = REPAIRS) -> bool:
    matcher = Matcher(sets)
    matcher.add(parse(phrase))
    return any(matcher.find(sentence) for sentence in Text.parse(draft).sentences)


@pytest.mark.parametrize("draft", ["Деньги вернём завтра.", "Возместим такси.", "Я заменю чехол."])
def test_a_form_of_the_kind_of_any_word_of_the_set_is_found(draft: str) -> None:
    assert _finds("{@repair:сделаем}", draft)


@pytest.mark.parametrize("draft", ["Деньги вернули вчера.", "Просим вернуть товар.", "Привезём завтра."])
def test_other_forms_and_other_words_are_not(draft: str) -> None:
    assert not _finds("{@repair:сделаем}", draft)


def test_a_set_serves_whole_and_by_kind_at_once() -> None:
    matcher = Matcher(REPAIRS)
    whole, future = matcher.add(parse("@repair")), matcher.add(parse("{@repair:сделаем}"))
    (sentence,) = Text.parse("Заменили чехол, деньги вернём.").sentences
    assert [(match.phrase, match.first) for match in matcher.find(sentence)] == [(whole, 0), (whole, 3), (future, 3)]


@pytest.mark.parametrize("item", ["вернем", "верн*", "{вернуть} деньги", "{вернуть:сделаем}"])
def test_a_set_whose_lines_are_not_plain_words_in_braces_is_refused(item: str) -> None:
    with pytest.raises(PatternError, match="content/words/repair"):
        _finds("{@repair:сделаем}", "Вернём.", {"repair": [item]})


def test_an_unknown_kind_is_named() -> None:
    with pytest.raises(PatternError, match="починим"):
        parse("{@repair:починим}")
