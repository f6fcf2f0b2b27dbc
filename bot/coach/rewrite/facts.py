"""What of a draft must survive: figures, dates, deadlines, names, links. Numbers of laws and clauses need not."""

from __future__ import annotations

from collections import Counter

import regex

from bot.coach import lazy
from bot.coach.memory import remembering
from bot.coach.rewrite.reading import REMEMBERED, read
from bot.coach.text import words_of
from bot.coach.words import Word, parses

_PAPER = lazy.pattern(
    r"(?:\bст(?:ать\w+|\.)|\bч(?:аст\w+|\.)|\bп(?:ункт\w*|\.\s?п|\.)|\bпп\.|\bподп\.|\bглав\w+|№|\bфз|\bгост\w*|\bсанпин\w*)"
    r"\s*(?:№\s*)?[\d.,\-–/ и]*\d[\w\-–/]*(?:\(\d+\))?(?:\s?-?\s?фз\b)?|\b\d+[\d.]*-?\s?(?:фз|ФЗ)\b",
    regex.IGNORECASE,
)
_DIGIT = lazy.pattern(r"\d")
_LIST_NUMBER = lazy.pattern(r"(?:^|\n)\s*\d{1,2}[.)](?=\s)")
_WHEN = frozenset(
    {"сегодня", "завтра", "послезавтра", "вчера", "полчаса", "утро", "вечер", "понедельник", "вторник", "среда"}
    | {"четверг", "пятница", "суббота", "воскресенье", "январь", "февраль", "март", "апрель", "май", "июнь", "июль"}
    | {"август", "сентябрь", "октябрь", "ноябрь", "декабрь"}
)
_COUNTS = frozenset(
    {"два", "двое", "три", "трое", "четыре", "пять", "шесть", "семь", "восемь", "девять", "десять", "двадцать"}
    | {"тридцать", "сорок", "пятьдесят", "сто", "двести", "тысяча", "половина", "пара", "полтора", "двойной"}
)


def facts(raw: str) -> Counter[str]:
    """Every fact of a text, in a spelling that can be compared, with how often it stands there."""
    return Counter(name for name, _, _ in places(raw))


def places(raw: str) -> tuple[tuple[str, int, int], ...]:
    """(fact, start, end) in order; numbers that only name a law, a clause or an item of a list are left out."""
    return tuple(
        (name, each.start + start, each.start + end)
        for each in read(raw).sentences
        for name, start, end in _in_sentence(raw[each.start : each.end])
    )


def contained(raw: str) -> tuple[frozenset[str], ...]:
    """For each sentence all that a fact may be compared with: facts, lemmas, spellings."""
    return tuple(_comparable(raw[each.start : each.end]) for each in read(raw).sentences)


@remembering(REMEMBERED)
def _in_sentence(words: str) -> tuple[tuple[str, int, int], ...]:
    masked = words
    for pattern in (_PAPER, _LIST_NUMBER):
        masked = pattern.sub(lambda match: " " * len(match.group()), masked)
    return tuple(
        (name, start, end)
        for at, (start, end, word, _) in enumerate(words_of(words))
        if (name := _name(words, masked, (start, end), word, first=at == 0))
    )


@remembering(REMEMBERED)
def _comparable(words: str) -> frozenset[str]:
    found = {name for name, _, _ in _in_sentence(words)}
    for start, end, word, _ in words_of(words):
        found.update(word.lemmas)
        found.update((word.form, words[start:end].strip(".,:-–").lower()))
    return frozenset(found)


def _name(raw: str, masked: str, place: tuple[int, int], word: Word, *, first: bool) -> str:
    start, end = place
    piece = raw[start:end]
    if "ссылка" in word.classes or "почта" in word.classes:
        return piece.rstrip(".,;:!?)»").lower()
    if _DIGIT.search(piece):
        return piece.strip(".,:-–").lower() if masked[start:end].strip() else ""
    counted = next((lemma for lemma in word.lemmas if lemma in _WHEN or lemma in _COUNTS), "")
    if counted or not piece[:1].isupper() or piece.isupper():
        return counted
    return _proper(raw[start - 1 : start], word, first=first)


def _proper(before: str, word: Word, *, first: bool) -> str:
    if "имя" in word.classes:
        return word.lemmas[0]
    quoted = before in _QUOTES and bool(word.noun)
    return word.form if (_named(word.form) and not first) or quoted else ""


_QUOTES = ("«", '"', "“", "„")
_NAMES = frozenset({"Name", "Surn", "Patr", "Geox", "Orgn", "Trad", "LATN", "UNKN"})


def _named(form: str) -> bool:
    """Whether a capital letter in mid-sentence makes it a name: «Антон», «Дискорд», but not «Договор» or «Вы»."""
    if not "а" <= form[:1] <= "я":
        return True
    best = parses(form)[0]
    return bool(_NAMES & best.tag.grammemes) or not best.is_known
