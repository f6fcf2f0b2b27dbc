"""Phones, from the surest ways of writing to those that need a word beside them."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from bot.privacy.kinds import Kind
from bot.privacy.rule import LEFT, MONEY, NO_ORDER_WORD, NOT_AN_ORDER, RIGHT, WALL, Match, PatternRule, rule

_PRICES = regex.compile(r"\d{1,3}(?: \d{3})+ ?- ?\d{1,3} \d{3}")
_SUM = regex.compile(r"\+ ?\d{1,3}(?: \d{3}){2}")
_START = rf"{LEFT}(?<![\d{WALL}]-)"
_END = rf"{RIGHT}(?!(?:,\d\d)? ?(?:{MONEY}{RIGHT}|р\.|[₽%$€]))"
_EXTENSION = r"(?:,? ?\(?(?i:доб)\.? ?\d{1,6}\)?)?"
_PHONE_WORD = (
    r"(?i:тел(?:ефон[а-яё]{0,3})?|моб(?:ильн[а-яё]{2,3})?|сотов[а-яё]{2,3}|(?:пере|по)?звон[а-яё]{1,5}|"
    r"whats ?app|в[оа]ц?тс?апп?е?|вайбер[ае]?|viber|(?:мой|контактный|личный) номер)"
)
_WORDS_BETWEEN = rf"(?:{NO_ORDER_WORD}(?i:[а-яё]{{1,12}})[ :№]{{1,3}}){{0,2}}"


def _no_sum(match: Match) -> bool:
    """«8 350 000 - 8 400» and «+10 000 000» have the digits of a phone and the spacing of money."""
    return not (_PRICES.match(match[0]) or _SUM.fullmatch(match[0]))


def _then_digits(count: int | str) -> str:
    return rf"(?:[ .()-]{{0,3}}\d){{{count}}}"


def phones() -> Iterator[PatternRule]:
    end = _END + _EXTENSION
    asked = rf"[ :.,№-]{{1,4}}{_WORDS_BETWEEN}"
    yield rule(Kind.PHONE, r"\+ ?7", _then_digits(10), end)
    yield rule(Kind.PHONE, r"\+ ?(?:375|380|99[24568])", _then_digits(9), end)
    yield rule(Kind.PHONE, r"\+ ?(?:37[34]|993)", _then_digits(8), end)
    yield rule(Kind.PHONE, r"\+ ?1", _then_digits(10), end)
    yield rule(Kind.PHONE, r"\+ ?\d", _then_digits("7,14"), end, accepts=_no_sum)
    yield rule(Kind.PHONE, LEFT, _PHONE_WORD, asked, r"([78]?[3489]\d{9}|\d{3}[ -]\d\d[ -]\d\d)", end)
    yield rule(Kind.PHONE, LEFT, r"(?i:тел(?:ефон[а-яё]{0,3})?)[ :.]{1,3}", r"(\d\d-\d\d-\d\d|\d{6,7})", end)
    yield rule(Kind.PHONE, _START, r"(?!\d{11})[78][ .-]{0,3}\(? ?[3489]", _then_digits(9), end, accepts=_no_sum)
    yield rule(Kind.PHONE, _START, NOT_AN_ORDER, r"[78][3489]\d{9}", end)
    neighbours = r"(?:375(?:17|25|29|33|44)|380[3-79]\d|99[24568]\d\d)\d{7}"
    yield rule(Kind.PHONE, _START, NOT_AN_ORDER, neighbours, end)
    for code in (3, 4, 5):
        yield rule(Kind.PHONE, rf"\(\d{{{code}}}\)", _then_digits(10 - code), end)
    yield rule(Kind.PHONE, _START, r"(?:[348]\d\d-|9\d\d[ -])\d{3}[ -]?\d\d[ -]?\d\d", end)
