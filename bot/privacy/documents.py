"""E-mail addresses, cards and the numbers of documents."""

from __future__ import annotations

from collections.abc import Iterator

from bot.privacy.kinds import Kind
from bot.privacy.numbers import is_card, is_inn, is_snils
from bot.privacy.rule import LEFT, NO_ORDER_WORD, NOT_AN_ORDER, RIGHT, PatternRule, rule


def emails() -> Iterator[PatternRule]:
    letter = r"\p{Latin}\p{Cyrillic}"
    domain = rf"(?:[{letter}\d-]{{1,63}}\.){{1,6}}[{letter}]{{2,24}}"
    yield rule(Kind.EMAIL, r"(?<![^\W_])(?<![.%+-])", rf"[{letter}\d._%+-]{{1,64}}@", domain, RIGHT)


def cards() -> Iterator[PatternRule]:
    start = r"(?=2[2-7]|3[0-9]|4|5|6)"
    yield rule(Kind.CARD, LEFT, start, r"\d{4}(?:[ .-]{1,3}\d{4}){3}", RIGHT, accepts=is_card)
    yield rule(Kind.CARD, LEFT, start, r"\d{8}[ -]\d{8}", RIGHT, accepts=is_card)
    yield rule(Kind.CARD, LEFT, r"3[47]\d\d[ -]\d{6}[ -]\d{5}", RIGHT, accepts=is_card)
    yield rule(Kind.CARD, LEFT, start, r"\d{4}(?:[ -]\d{4}){3}[ -]\d{2,3}", RIGHT, accepts=is_card)
    yield rule(Kind.CARD, LEFT, NOT_AN_ORDER, start, r"\d{16}", RIGHT, accepts=is_card)
    yield rule(Kind.CARD, LEFT, NOT_AN_ORDER, r"(?:3[47]\d{13}|(?:5|6|220)\d{15,18})", RIGHT, accepts=is_card)
    yield rule(Kind.CARD, LEFT, r"(?i:карт[а-яё]{1,3})[ :№]{1,3}(\d{13,19})", RIGHT, accepts=is_card)


def documents() -> Iterator[PatternRule]:
    series = r"(?i:сери[яюией]{1,2})"
    known = r"(?i:номер[а-я]{0,2}|рф|россии|гражданина|данные|мой|и|no?)"
    # «на имя мужа», «вот он»: words, but no sentence's end, or the number would be of something else.
    between = rf"(?:{NO_ORDER_WORD}[а-яё]{{1,12}} ){{0,3}}"
    gap = rf"(?:[\s:;,.№#()-]|{series}|{known}){{0,12}}{between}(?:{series} )?"
    number = r"(\d\d ?-?\d\d[ ,.№N-]{0,4}(?:(?i:номер(?: паспорта)?) )?№? ?\d{6}|\d\d[ №]{0,3}\d{7})"
    yield rule(Kind.PASSPORT, rf"(?:(?i:паспорт[а-яё]{{0,5}})|{LEFT}{series})", gap, number, RIGHT)
    yield rule(Kind.SNILS, LEFT, r"(\d{3}-\d{3}-\d{3}[ -]\d\d)", RIGHT, accepts=is_snils)
    apart = r"(\d{3}[ -]?\d{3}[ -]?\d{3}[ -]?\d\d)"
    yield rule(Kind.SNILS, LEFT, r"(?i:снилс[а-я]?)[\s:№-]{0,5}", apart, RIGHT, accepts=is_snils)
    word = r"(?i:инн(?: ?/ ?кпп)?)[\s:№-]{0,5}(?:[а-яё]{2,12}[\s:]{1,3}){0,2}"
    yield rule(Kind.INN, LEFT, word, r"(\d{12}|\d{10})", RIGHT, accepts=is_inn)
