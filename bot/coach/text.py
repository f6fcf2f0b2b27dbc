"""Splits a text into sentences and words and remembers where each stands.

Support agents write «готово. смотрите» without capitals, one thought a line and smileys for full stops, which
general splitters for edited prose do not expect; hence our own.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import regex

from bot.coach.words import Word, normal, word

_TOKEN = regex.compile(
    r"""
    https?://\S+ | www\.\S+
    | [\w.+-]+@[\w-]+\.[\w.]+                                        # e-mail
    | \d+(?:[.,:/\-–]\d+)*                                           # 18:00, 12.03, 1-2
    | \p{L}(?:[\p{L}\p{M}\u00ad\u200b-\u200d\u2060\ufeff*@#$0-9]*[\p{L}\p{M}0-9*])?
      (?:[-'’](?:\p{L}[\p{L}\p{M}]*))*                               # слово, кто-то, с*ка
    | [%№§₽$€]
    | \p{Extended_Pictographic}\ufe0f?
    | (?<=[\s\p{L}\d!?.])[:;]?-?[)(]{2,} | [:;]-?[)(]                # smileys
    """,
    regex.VERBOSE,
)
_BREAK = regex.compile(
    r"""
    [ \t]*(?:\r?\n)[\s]*
    | [.!?…]+[)»"”\]]*(?:\s*(?:\p{Extended_Pictographic}\ufe0f?|[:;]?-?[)(]{1,}(?=\s)))*\s+
    | (?:\p{Extended_Pictographic}\ufe0f?)+\s+(?=\p{Lu})
    | [)(]{1,}\s+(?=\p{Lu}\p{Ll})
    """,
    regex.VERBOSE,
)
_SHORTENED = regex.compile(
    r"(?:^|[\s(«№])(?:г|ул|д|кв|корп|стр|ст|п|пп|т|тел|руб|коп|тыс|млн|им|см|ср|др|пр|рис|мин|сек|ч|раб|доб|обл|р|н|"
    r"просп|пер|пл|наб|ш|эт|под|вх|исх|гр|г-н|г-жа|т\.д|т\.п|т\.е|т\.к|и\.о|\p{Lu})\.\s*$",
    regex.IGNORECASE,
)
_ENDS_ANYWAY = regex.compile(r"(?:т\.д|т\.п|др|руб|г|тыс|коп|мин|ч)\.\s*$", regex.IGNORECASE)
_LIST_NUMBER = regex.compile(r"(?:^|\n)\s*\d{1,2}\.\s*$")
_CLAUSE = regex.compile(r"[,;:()…]|\s[—–-]\s|\.{2,}")
_QUOTE = regex.compile(r"«[^«»]*»|“[^“”]*”|„[^„“]*“|\"[^\"\n]*\"|^[ \t]*>[^\n]*", regex.MULTILINE)
# A quotation of up to two words is mostly a name: «Мой кабинет», «Дубрава Мебель».
_NAME_WORDS = 2


class Token(NamedTuple):
    """A word, number, sign or smiley at [start, end); `clause` numbers the clauses of the whole text."""

    start: int
    end: int
    word: Word
    clause: int
    quoted: bool


class Sentence(NamedTuple):
    """A sentence at [start, end) without surrounding white space; `mark` is «?», «!» or «»."""

    start: int
    end: int
    tokens: tuple[Token, ...]
    mark: str


@dataclass(frozen=True, slots=True)
class Text:
    raw: str
    sentences: tuple[Sentence, ...]

    @classmethod
    def parse(cls, raw: str) -> Text:
        """Reads a text of any kind; an empty one has no sentences. Time grows linearly with length."""
        quotes = _quoted_ranges(raw)
        sentences = []
        clause = 0
        for start, end in _sentence_ranges(raw):
            tokens, clause = _tokens(raw, start, end, clause + 1, quotes)
            if tokens:
                sentences.append(Sentence(start, end, tokens, _mark(raw, start, end)))
        return cls(raw, tuple(sentences))

    def clause_at(self, sentence: Sentence, first: int, last: int) -> tuple[int, int]:
        """The offsets of the clauses that hold the tokens `first`…`last` of a sentence, punctuation left out."""
        tokens = sentence.tokens
        low, high = tokens[first].clause, tokens[last].clause
        inside = [token for token in tokens if low <= token.clause <= high]
        return inside[0].start, inside[-1].end


def _mark(raw: str, start: int, end: int) -> str:
    tail = raw[max(start, end - 6) : end]
    return "?" if "?" in tail else "!" if "!" in tail else ""


def _quoted_ranges(raw: str) -> list[tuple[int, int]]:
    found = []
    for match in _QUOTE.finditer(raw):
        words = len(match.group().split())
        if words > _NAME_WORDS and words * 2 < len(raw.split()) + 2:
            found.append(match.span())
    return found


def _sentence_ranges(raw: str) -> list[tuple[int, int]]:
    ranges = []
    start = 0
    for match in _BREAK.finditer(raw):
        if "\n" not in match.group() and not _breaks(raw, match.start(), match.end()):
            continue
        ranges.append((start, match.end()))
        start = match.end()
    ranges.append((start, len(raw)))
    return [trimmed for low, high in ranges if (trimmed := _trim(raw, low, high))]


def _breaks(raw: str, at: int, after: int) -> bool:
    before = raw[max(0, at - 12) : at + 1]
    if not before.endswith("."):
        return True
    if _LIST_NUMBER.search(before):
        return False
    if not _SHORTENED.search(before):
        return True
    following = raw[after : after + 1]
    return bool(_ENDS_ANYWAY.search(before)) and following.isupper()


def _trim(raw: str, low: int, high: int) -> tuple[int, int] | None:
    while low < high and raw[low].isspace():
        low += 1
    while high > low and raw[high - 1].isspace():
        high -= 1
    return (low, high) if high > low else None


def _tokens(
    raw: str, start: int, end: int, clause: int, quotes: list[tuple[int, int]]
) -> tuple[tuple[Token, ...], int]:
    tokens: list[Token] = []
    previous = start
    for match in _TOKEN.finditer(raw, start, end):
        low, high = match.span()
        form = normal(match.group())
        if tokens and _CLAUSE.search(raw, previous, low):
            clause += 1
        previous = high
        if form:
            quoted = bool(quotes) and any(a <= low and high <= b for a, b in quotes)
            tokens.append(Token(low, high, word(form), clause, quoted))
    return tuple(tokens), clause
