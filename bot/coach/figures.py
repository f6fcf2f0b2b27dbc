"""Reads the figures of a text: sums of money, days of the year and the numbers of orders, each with its place."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import regex

from bot.coach import lazy
from bot.coach.text import Sentence, Text, Token

MONTHS = {
    "январь": 1,
    "февраль": 2,
    "март": 3,
    "апрель": 4,
    "май": 5,
    "июнь": 6,
    "июль": 7,
    "август": 8,
    "сентябрь": 9,
    "октябрь": 10,
    "ноябрь": 11,
    "декабрь": 12,
}
_ROUBLES = frozenset({"₽", "р", "руб", "рубль", "рублик"})
_THOUSANDS = frozenset({"тыс", "тысяча", "тыща", "к"})
_DAY_AND_MONTH = lazy.pattern(r"(0?[1-9]|[12]\d|3[01])\.(0?[1-9]|1[0-2])(?:\.(?:20)?\d\d)?")
_PLAIN = lazy.pattern(r"\d{1,9}(?:[.,]\d{1,2})?")
_GROUP = lazy.pattern(r"\d{3}(?:[.,]\d{2})?")
# «заказ номер 4512», «заказ: TB-77120», «номер заказа был 032». What is measured or paid is no number of anything.
_CODE = lazy.pattern(
    r"[\s:,]*+(?:(?:под|номером|номер|номера|ном\.|был|это|[№#])[\s:.]*+){0,3}"
    r"(?P<code>(?:[A-Za-zА-ЯЁа-яё]{1,4}[-–]?)?\d[\d\-–/]*+(?:[A-Z]{2}\b)?)"
    r"(?![.,:]?\d|\p{L}|\s*+(?:[₽%°]|(?:р|руб\w*|тыс\w*|шт\w*|раза?|человека?|мин(?:ут\w*)?|час(?:а|ов)?|дн(?:я|ей)|день"
    r"|недел\w*|месяц\w*|кг|см|мм|км|л|г)\b))",
    regex.IGNORECASE,
)
# «заказ 12» may be a dozen of something; a number that is called one may be short.
_SHORTEST, _SHORTEST_CALLED = 4, 2


class Sum(NamedTuple):
    """Money at [start, end); `first` and `last` are its tokens in the sentence; `named` where a currency stands."""

    start: int
    end: int
    value: float
    first: int
    last: int
    named: bool


class Day(NamedTuple):
    """A day of the year at [start, end); `first` and `last` are its tokens in the sentence."""

    start: int
    end: int
    month: int
    day: int
    first: int
    last: int


class Code(NamedTuple):
    """The number of an order or the like at [start, end); `thing` says of what; it is the `token` of `sentence`."""

    start: int
    end: int
    code: str
    thing: str
    sentence: Sentence
    token: int


def sums(sentence: Sentence) -> Iterator[Sum]:
    """Every number that may be money: with a currency, or bare and neither a date, a time nor a code."""
    tokens = sentence.tokens
    at = 0
    while at < len(tokens):
        if not tokens[at].word.form[0].isdecimal():
            at += 1
            continue
        last = _last_group(tokens, at)
        digits = "".join(token.word.form for token in tokens[at : last + 1])
        if not _PLAIN.fullmatch(digits):
            at = last + 1
            continue
        value, named = float(digits.replace(",", ".")), False
        start, end = tokens[at].start, tokens[last].end
        first = at
        at = last + 1
        if at < len(tokens) and not _THOUSANDS.isdisjoint((tokens[at].word.form, *tokens[at].word.lemmas)):
            value, named, end, at = value * 1000, True, tokens[at].end, at + 1
        if at < len(tokens) and not _ROUBLES.isdisjoint((tokens[at].word.form, *tokens[at].word.lemmas)):
            named, end, at = True, tokens[at].end, at + 1
        yield Sum(start, end, value, first, at - 1, named)


def _last_group(tokens: Sequence[Token], at: int) -> int:
    """«1 890,50» is written as several tokens; the last of them."""
    last = at
    if not tokens[at].word.form.isdigit() or len(tokens[at].word.form) > 3:
        return last
    while (
        last + 1 < len(tokens)
        and tokens[last + 1].start == tokens[last].end + 1
        and _GROUP.fullmatch(tokens[last + 1].word.form)
    ):
        last += 1
    return last


def days(sentence: Sentence) -> Iterator[Day]:
    """Days that are named with their month: «5 мая», «17.05», «17.05.2024»."""
    tokens = sentence.tokens
    for at, token in enumerate(tokens):
        form = token.word.form
        if not form[:1].isdigit():
            continue
        numeric = _DAY_AND_MONTH.fullmatch(form)
        if numeric:
            yield Day(token.start, token.end, int(numeric[2]), int(numeric[1]), at, at)
        elif form.isdecimal() and len(form) <= 2 and 1 <= int(form) <= 31 and at + 1 < len(tokens):
            month = next((MONTHS[lemma] for lemma in tokens[at + 1].word.lemmas if lemma in MONTHS), 0)
            if month:
                yield Day(token.start, tokens[at + 1].end, month, int(form), at, at + 1)


def codes(text: Text, sentences: Iterable[Sentence], things: Mapping[str, str]) -> Iterator[Code]:
    """The numbers that stand right after their thing in some of a text's sentences; `things` gives the name under which
    a lemma is compared."""
    for sentence in sentences:
        for at, token in enumerate(sentence.tokens):
            if things.keys().isdisjoint(token.word.lemmas):
                continue
            thing = next(things[lemma] for lemma in token.word.lemmas if lemma in things)
            match = _CODE.match(text.raw, token.end, sentence.end)
            if match is None:
                continue
            digits = sum(sign.isdigit() for sign in match["code"])
            called = match.start("code") - match.start() > 2 or _called(sentence.tokens, at)
            if digits >= (_SHORTEST_CALLED if called else _SHORTEST):
                yield Code(match.start("code"), match.end("code"), plain(match["code"]), thing, sentence, at)


def _called(tokens: Sequence[Token], at: int) -> bool:
    """«номер заказа 032»."""
    return at > 0 and "номер" in tokens[at - 1].word.lemmas


def plain(code: str) -> str:
    """A code without the signs that people leave out, in capitals."""
    return "".join(sign for sign in code if sign.isalnum()).upper()


def lookalike(left: str, right: str) -> bool:
    """Whether one is the other with a sign changed or two neighbours swapped: a slip of the hand."""
    if len(left) != len(right) or left == right:
        return False
    apart = [at for at, (one, other) in enumerate(zip(left, right, strict=True)) if one != other]
    if len(apart) == 1:
        return True
    return (
        len(apart) == 2
        and apart[1] == apart[0] + 1
        and left[apart[0]] == right[apart[1]]
        and (left[apart[1]] == right[apart[0]])
    )


def holds(lemmas: Collection[str], token: Token) -> bool:
    """Whether a token is a form of one of these words."""
    return not frozenset(lemmas).isdisjoint(token.word.lemmas)
