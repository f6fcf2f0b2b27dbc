"""Splits a text into sentences and words and remembers where each stands.

Support agents write «готово. смотрите» without capitals, one thought a line and smileys for full stops, which
general splitters for edited prose do not expect; hence our own.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from itertools import accumulate
from operator import attrgetter, itemgetter
from typing import NamedTuple

import regex

from bot.coach import lazy
from bot.coach.memory import remembering
from bot.coach.record import record
from bot.coach.words import CACHE_FORMS, Word, normal, word

# Repetitions that may meet a long run of one sign are possessive («++») or start only where the run starts: a hostile
# text of dots or smileys costs no more than any other.
_EMOJI = r"[\p{Extended_Pictographic}\ufe0f\u200d\U0001f3fb-\U0001f3ff\U0001f1e6-\U0001f1ff]"
_TOKEN = lazy.pattern(
    r"""(
    https?://\S+ | www\.\S+
    | [\w.+-]{1,64}+@[\w-]{1,63}+(?:\.[\w-]{1,63}+)+                  # e-mail
    | \d+(?:[.,:/\-–]\d+)*                                           # 18:00, 12.03, 1-2
    | \p{L}(?:[\p{L}\p{M}\u00ad\u200b-\u200f\u2060\ufeff*@#$0-9]*[\p{L}\p{M}0-9*])?
      (?:[-'’](?:\p{L}[\p{L}\p{M}]*))*                               # слово, кто-то, с*ка
    | [%№§₽$€°]
    | \p{Extended_Pictographic}\ufe0f?
    | (?<![^\s\p{L}\d!?.])[:;]?-?[)(]{2,} | [:;]-?[)(]               # smileys
    )""",
    regex.VERBOSE,
)
# Of a hundred sentences 96 hold nothing but these signs; there the simpler pattern cuts the same words in a third of
# the time.
_PLAIN = re.compile(r"[а-яёА-ЯЁ0-9 ,.!?:;()«»\"—–№%-]*")
_PLAIN_TOKEN = re.compile(
    r"""(
    [0-9]+(?:[.,:/\-–][0-9]+)*
    | [а-яёА-ЯЁ][а-яёА-ЯЁ0-9]*(?:-[а-яёА-ЯЁ]+)*
    | [%№]
    | (?<![^\ а-яёА-ЯЁ0-9!?.])[:;]?-?[)(]{2,} | [:;]-?[)(]
    )""",
    re.VERBOSE,
)
_BREAK = lazy.pattern(
    rf"""
    \n\s*+
    | (?<![.!?…])[.!?…]++[)»"”\]]*+(?:\s*+(?:{_EMOJI}++|[:;]?-?[)(]++(?=\s|\Z)))*(?:\s++|\Z)
    | (?<!{_EMOJI}){_EMOJI}++\s++(?=\p{{Lu}})
    | (?<![)(])[)(]++\s++(?=\p{{Lu}}\p{{Ll}})
    """,
    regex.VERBOSE,
)
# The same for a text without smileys and rare letters, in a third of the time: all ways begin with one set of signs,
# which `re` seeks without trying the ways one by one.
_PLAIN_TEXT = re.compile(r"[а-яёА-ЯЁa-zA-Z0-9 \n,.!?:;()«»\"“”„—–№%₽+/_@&*#=…\[\]'-]*")
_PLAIN_BREAK = re.compile(
    r"""
    [\n.!?…)(]
    (?: (?<=\n)\s*+
      | (?<=[.!?…])(?<![.!?…].)[.!?…]*+[)»"”\]]*+(?:\s*+(?:[:;]?-?[)(]++(?=\s|\Z)))*(?:\s++|\Z)
      | (?<=[)(])(?<![)(].)[)(]*+\s++(?=[А-ЯЁA-Z][а-яёa-z])
    )
    """,
    re.VERBOSE,
)
_SHORTENED = lazy.pattern(
    r"(?:^|[\s(«№])(?:(?i:г|ул|д|кв|корп|стр|ст|п|пп|т|тел|руб|коп|тыс|млн|им|см|ср|др|пр|рис|мин|сек|ч|раб|доб|каб|обл|р|н|"
    r"просп|пер|пл|наб|ш|эт|под|вх|исх|гр|г-н|г-жа|т\.\s?д|т\.\s?п|т\.е|т\.к|и\.о)|\p{Lu}|\p{Lu}\.\p{Lu})\.\s*$"
)
# «500 руб. Вернём», «2024 г. Мы»: a measure after its number and «и т.д.» may also end a sentence.
_ENDS_ANYWAY = lazy.pattern(r"(?:т\.\s?[дп]|др|\d\s?(?:руб|р|г|тыс|млн|коп|мин|сек|ч))\.\s*$", regex.IGNORECASE)
# «Согласно п. 4.17. Пользовательского соглашения мы …»
_PAPER_NUMBER = lazy.pattern(r"(?:п|пп|подп|ст|ч|№|пункту|пункта|статье|статьи)\.?\s?[\d.]*\d\.$", regex.IGNORECASE)
_PAPER_NAME = lazy.pattern(
    r"(?:\p{Lu}\p{Ll}+(?:ого|его)\s|Правил\b|Договора|Оферты|Соглашения|Закона|Кодекса|Условий|Тарифа|Регламента|Положения)"
)
# «Где заказ?» спросили вы.
_SPEECH_GOES_ON = lazy.pattern(r"[.!?…]++[»”\"]")
_LIST_NUMBER = lazy.pattern(r"(?:^|\n)\s*\d{1,2}[.)]\s*$")
_CLAUSE = lazy.pattern(r"[,;:()…]|\s[—–-]\s|\.{2,}")
_AFTER_A_WORD = frozenset(".,!?:;")
# No shortened word and no number of a paper or a list ends with so many letters.
_LONG = 6
_QUOTE_MARKS = '«“„">'
_QUOTE = lazy.pattern(r"«[^«»]*»|“[^“”]*”|„[^„“]*“|\"[^\"\n]*\"|^[ \t]*>[^\n]*", regex.MULTILINE)
# A quotation of up to two words is mostly a name: «Мой кабинет», «Дубрава Мебель».
_NAME_WORDS = 2
# How many sentences are remembered as read: a draft, its rewrites and its next versions share most of theirs.
REMEMBERED = 1024

_new = tuple.__new__


class Token(NamedTuple):
    """A word, number, sign or smiley at [start, end); `clause` numbers the clauses of the whole text."""

    start: int
    end: int
    word: Word
    clause: int
    quoted: bool


_clause_number = attrgetter("clause")


class Sentence(NamedTuple):
    """A sentence at [start, end) without surrounding white space; `mark` is «?», «!» or «»."""

    start: int
    end: int
    tokens: tuple[Token, ...]
    mark: str


class Written(NamedTuple):
    """A sentence by itself: `words` as `words_of` tells them; `gaps` are what stands before which of them, where it is
    more than a space."""

    words: tuple[tuple[int, int, Word, int], ...]
    gaps: tuple[tuple[int, str], ...]


@record
class Text:
    """A text that was read; where it quotes nobody, no token is `quoted`."""

    raw: str
    sentences: tuple[Sentence, ...]
    quotes: bool = True

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
        return cls(raw, tuple(sentences), bool(quotes))

    def sentence_at(self, offset: int) -> str | None:
        """The sentence that holds the character at `offset`, None between sentences."""
        return next((self.raw[s.start : s.end] for s in self.sentences if s.start <= offset < s.end), None)

    def clause_at(self, sentence: Sentence, first: int, last: int) -> tuple[int, int]:
        """The offsets of the clauses that hold the tokens `first`…`last` of a sentence, punctuation left out."""
        tokens = sentence.tokens
        low = bisect_left(tokens, tokens[first].clause, hi=first, key=_clause_number)
        after = bisect_right(tokens, tokens[last].clause, lo=last, key=_clause_number)
        return tokens[low].start, tokens[after - 1].end


def _mark(raw: str, start: int, end: int) -> str:
    last = end
    while last > start and not raw[last - 1].isalnum():
        last -= 1
    return "?" if "?" in raw[last:end] else "!" if "!" in raw[last:end] else ""


def _quoted_ranges(raw: str) -> list[tuple[int, int]]:
    """Where somebody else is quoted, in order. A text that is quoted mostly or whole is its author's own."""
    if not any(mark in raw for mark in _QUOTE_MARKS):
        return []
    most = len(raw.split()) + 2
    return [
        match.span()
        for match in _QUOTE.finditer(raw)
        if (words := len(match.group().split())) > _NAME_WORDS and words * 2 < most
    ]


def _sentence_ranges(raw: str) -> list[tuple[int, int]]:
    ranges = []
    start = 0
    for match in (_PLAIN_BREAK if _PLAIN_TEXT.fullmatch(raw) else _BREAK).finditer(raw):
        at, after = match.span()
        if "\n" not in raw[at:after] and not _breaks(raw, at, after):
            continue
        ranges.append((start, after))
        start = after
    ranges.append((start, len(raw)))
    return [trimmed for low, high in ranges if (trimmed := _trim(raw, low, high))]


def _breaks(raw: str, at: int, after: int) -> bool:
    following = raw[after : after + 1]
    if after - at > 1 and following.islower() and _SPEECH_GOES_ON.match(raw, at):
        return False
    if at >= _LONG and raw[at - _LONG : at].isalpha():
        return True
    before = raw[max(0, at - 12) : at + 1]
    if before[-2:-1].isdigit():
        if _LIST_NUMBER.search(before):
            return False
        if _PAPER_NUMBER.search(before) and _PAPER_NAME.match(raw, after):
            return False
    if raw[at] != "." or not _SHORTENED.search(before):
        return True
    return bool(_ENDS_ANYWAY.search(before)) and following.isupper()


def _trim(raw: str, low: int, high: int) -> tuple[int, int] | None:
    end = low + len(raw[low:high].rstrip())
    start = end - len(raw[low:end].lstrip())
    return (start, end) if end > start else None


def _tokens(
    raw: str, start: int, end: int, clause: int, quotes: list[tuple[int, int]]
) -> tuple[tuple[Token, ...], int]:
    words = words_of(raw[start:end])
    # A hundred tokens a text: made by their own constructor they would take three times as long.
    tokens = tuple(
        [_new(Token, (start + low, start + high, word, clause + at, False)) for low, high, word, at in words]
    )
    if quotes:
        tokens = tuple(token._replace(quoted=_within(quotes, token.start, token.end)) for token in tokens)
    return tokens, clause + words[-1][3] if words else clause


def _within(quotes: list[tuple[int, int]], low: int, high: int) -> bool:
    """Whether [low, high) stands inside of one of the quotations, which are in order."""
    at = bisect_left(quotes, high, key=itemgetter(1))
    return at < len(quotes) and quotes[at][0] <= low


def words_of(sentence: str) -> tuple[tuple[int, int, Word, int], ...]:
    """(start, end, word, clause) of every word of a sentence, counted from its own start."""
    return written(sentence).words


@remembering(REMEMBERED)
def written(sentence: str) -> Written:
    """The words of a sentence. No word holds a space, and what stands between two spaces is mostly known."""
    words: list[tuple[int, int, Word, int]] = []
    gaps: list[tuple[int, str]] = []
    clause = start = 0
    gap = ""
    for chunk in sentence.split(" "):
        known = _chunk(chunk)
        if not isinstance(known, Word):
            for before, low, high, word in known.words:
                if words and (gap := gap + before) != " ":
                    gaps.append((len(words), gap))
                    clause += _parts_clauses(gap)
                words.append((start + low, start + high, word, clause))
                gap = ""
            gap += known.after
        else:
            if words and gap != " ":
                gaps.append((len(words), gap))
                clause += _parts_clauses(gap)
            words.append((start, start + len(chunk), known, clause))
            gap = ""
        gap += " "
        start += len(chunk) + 1
    return Written(tuple(words), tuple(gaps))


class _Chunk(NamedTuple):
    """What stands between two spaces: words (what comes before it, start, end, word) and signs after the last one."""

    words: tuple[tuple[str, int, int, Word], ...]
    after: str


@remembering(CACHE_FORMS)
def _chunk(chunk: str) -> Word | _Chunk:
    """A mere word, or what else it is."""
    if chunk.isalpha():
        return word(normal(chunk))
    if chunk[-1:] in _AFTER_A_WORD and (bare := chunk[:-1]).isalpha():
        return _Chunk((("", 0, len(bare), word(normal(bare))),), chunk[-1])
    # Gaps and words stand by turns.
    pieces = (_PLAIN_TOKEN if _PLAIN.fullmatch(chunk) else _TOKEN).split(chunk)
    if len(pieces) == 3 and not pieces[0] and not pieces[2]:
        return word(normal(chunk))
    ends = list(accumulate(map(len, pieces)))
    # Thousands of the same smiley are read once.
    spelled = {piece: word(normal(piece)) for piece in dict.fromkeys(pieces[1::2])}
    words = zip(pieces[::2], ends[::2], ends[1::2], (spelled[piece] for piece in pieces[1::2]), strict=False)
    return _Chunk(tuple(words), pieces[-1])


@remembering(REMEMBERED)
def _parts_clauses(gap: str) -> bool:
    return _CLAUSE.search(gap) is not None
