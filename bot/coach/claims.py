"""What a draft claims and somebody should have checked: sums, dates, times, deadlines, numbers and promises."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from enum import StrEnum

import regex

from bot.coach import lazy
from bot.coach.model import Signal
from bot.coach.record import record
from bot.coach.rewrite.clauses import Clause, clauses_of, lacks_subject, points_back
from bot.coach.text import Text, Token
from bot.coach.words import parses

_MONTH = r"(?:(?:январ|феврал|апрел|июн|июл|сентябр|октябр|ноябр|декабр)[ьяюе]|март[ауе]?|августа?|ма[йяюе])\b"
_DAY = r"(?:понедельник[ау]?|вторник[ау]?|сред[ауые]|четверг[ау]?|пятниц[ауые]|суббот[ауые]|воскресень[еяю])\b"
_UNIT = (
    r"(?:минут[ауы]?|час(?:а|ов|ик\w*)?|сут(?:ки|ок)|день|дн(?:я|ей)|недел[яюиье]|недель|месяц(?:а|ев)?|квартала?)\b"
)
_HOUR = r"(?:[01]?\d|2[0-3])[:.][0-5]\d\b"
_AMOUNT = (
    r"(?:\d+(?:\s?[-–—]\s?\d+)?|од[ин]\w+|дв[ае]\w*|тр[её]\w*|четыр\w+|пят\w+|шест\w+|сем\w+|десят\w+|"
    r"пар\w+|полутор\w+)"
)
# A number without «№» has three signs or more: «в заказе 2 чехла» names no order.
_NUMBERED = r"\b(?:заказ|заявк|обращени|тр[еэ]к)\w*(?:[\s-]номер\w*)?"
_CODE = r"\p{L}{0,3}-?\d"


def _pattern(source: str) -> regex.Pattern[str]:
    return lazy.pattern(source, regex.IGNORECASE | regex.VERBOSE)


# What may be met at every sign of a long run («1111…») is possessive or begins only where the run begins.
_KINDS = {
    "sum": _pattern(
        r"""
        (?<![\d.,]) \d++ (?:[ \u00a0\u202f]\d{3}\b)*+ (?:[.,]\d++)? [ \u00a0\u202f]?
        (?: ₽ | р\. | р\b | % | процент\w* | балл\w* | бонус\w*
          | (?:тыс(?:яч\w*|\.)?\s?)? руб(?:\.|л\w+|\b) | тыс(?:яч\w*|\.|\b) )
        """
    ),
    "number": _pattern(rf"(?:{_NUMBERED}\s)?№\s?{_CODE}[\w\-/]*+ | {_NUMBERED}\s{_CODE}[\w\-/]{{2,}}+"),
    "deadline": _pattern(
        rf"""
        \b(?:до|к|не\ позднее|не\ позже)\s
        (?: {_HOUR} | \d{{1,2}}(?!\w)(?:-\w+ | \s(?:час(?:а|ам|ов)?\b|утра|вечера|{_MONTH}))? | {_DAY} | конца\s\w+
          | завтра\w* | вечер[ау] | обед[ау] | полудн[яю] | утр[ау] )
        (?:\s(?:в\s)?{_HOUR})?
        | \b(?:в\ течени[еи]|за|через|не\ более)\s(?:{_AMOUNT}\s)?(?:(?:рабоч|календарн)\w+\s)?{_UNIT}
        """
    ),
    "date": _pattern(
        rf"""
        \b\d{{1,2}}(?:-го)?\s{_MONTH}
        | (?<![\d.:,]) (?:0?[1-9]|[12]\d|3[01])\.(?:0[1-9]|1[0-2])(?:\.\d{{2,4}})?(?![\d:]|\.\d)
        | \bво?\s{_DAY} | \b(?:сегодня|завтра|послезавтра|вчера)\b
        """
    ),
    # «п. 4.17» is a clause of a contract.
    "time": _pattern(rf"(?<![\d.:,])(?<!\b(?:п|пп|ст|пункт\w*)\.?\ ?){_HOUR}"),
}


class ClaimKind(StrEnum):
    """The most checkable first: of several in one clause the first names it."""

    SUM = "sum"
    DEADLINE = "deadline"
    DATE = "date"
    TIME = "time"
    NUMBER = "number"
    PROMISE = "promise"


@record
class Claim:
    kind: ClaimKind
    start: int
    end: int
    text: str


# How many clauses on either side may complete a claim: in a list of a thousand figures none is read from end to end.
_REACH = 3
# What joins a clause to the one before says nothing when it stands alone.
_JOINTS = frozenset({"и", "а", "но", "да", "зато", "однако", "поэтому", "потому", "то", "также", "тоже", "ведь"})
_GREETINGS = frozenset({"здравствуйте", "добрый", "доброе", "день", "вечер", "утро", "уважаемый", "уважаемая"})
# A clause that begins so may stand before its main one: «если не выбраться, курьер заедет».
_LEADS = frozenset({"если", "когда", "пока", "чтобы", "хотя", "как", "раз", "поскольку"})
# The dictionary also reads them as something that could act: «марта», «мая».
_DAYS = frozenset({"завтра", "послезавтра", "мая", "марта"})
# «Мы вам и это» tells nothing of what is promised.
_PALE = frozenset({"NPRO", "CONJ", "PRCL", "PREP", "INTJ"})
_CLOSING = {"»": "«", ")": "(", "”": "“"}


def claims(draft: str, signals: Mapping[str, tuple[Signal, ...]]) -> tuple[Claim, ...]:
    """What is to be confirmed before sending, each in clauses that can be read alone; nothing twice.

    What holds a figure comes first, then the promises without any, both in the order of the draft. A promise of one
    word («поможем») leaves nothing to check and is none.
    """
    promises = [
        Claim(ClaimKind.PROMISE, signal.start, signal.end, signal.text)
        for name in ("help", "next_step")
        for signal in signals.get(name, ())
    ]
    sentences = [(sentence, clauses_of(sentence)) for sentence in Text.parse(draft).sentences]
    joined: list[Claim] = []
    for words in sorted((*figures(draft), *promises), key=lambda each: each.start):
        if joined and joined[-1].start <= words.start and words.end <= joined[-1].end:
            joined.append(_union(draft, joined.pop(), words))
            continue
        first = bisect_right(sentences, words.start, key=lambda each: each[0].end)
        last = bisect_left(sentences, words.end, key=lambda each: each[0].start)
        for sentence, clauses in sentences[first:last]:
            claim = _readable(draft, words, clauses, asked=sentence.mark == "?")
            while claim and joined and claim.start < joined[-1].end:
                claim = _union(draft, joined.pop(), claim)
            joined += [claim] if claim else []
    return tuple(sorted(joined, key=lambda claim: claim.kind is ClaimKind.PROMISE))


def figures(draft: str) -> tuple[Claim, ...]:
    """The bare sums, numbers, deadlines, dates and times, in the order of the draft; of two that overlap the longer."""
    found = [
        Claim(ClaimKind(kind), match.start(), match.end(), match.group().strip())
        for kind, pattern in _KINDS.items()
        for match in pattern.finditer(draft)
    ]
    kept: list[Claim] = []
    for claim in sorted(found, key=lambda c: c.start - c.end):
        if all(claim.end <= other.start or other.end <= claim.start for other in kept):
            kept.append(claim)
    return tuple(sorted(kept, key=lambda c: c.start))


def _union(draft: str, left: Claim, right: Claim) -> Claim:
    kind = min(left.kind, right.kind, key=list(ClaimKind).index)
    start, end = min(left.start, right.start), max(left.end, right.end)
    return Claim(kind, start, end, draft[start:end])


def _readable(draft: str, words: Claim, clauses: Sequence[Clause], *, asked: bool) -> Claim | None:
    """The words with as many of the clauses around them as they need to be read alone; None for a promise that says
    nothing or is asked about («какое время записать?»)."""
    low = bisect_right(clauses, words.start, key=lambda clause: clause.end)
    run = range(low, bisect_left(clauses, words.end, key=lambda clause: clause.start))
    if not run:
        return None
    if words.kind is ClaimKind.PROMISE:
        run = _with_complement(clauses, run)
        if (asked and run.stop == len(clauses)) or len(_telling(clauses, run)) < 2:
            return None
    return _quoted(draft, words, _tokens(clauses, _completed(clauses, run, words)))


def _with_complement(clauses: Sequence[Clause], run: range) -> range:
    """«Выясняю» says what only together with «где сейчас курьер»."""
    after = run.stop
    if len(_telling(clauses, run)) < 2 and after < len(clauses) and _hangs(clauses[after]):
        return range(run.start, after + 1)
    return run


def _completed(clauses: Sequence[Clause], run: range, words: Claim) -> range:
    for _ in range(_REACH):
        if _stands_alone(clauses, run, words):
            break
        if run.start:
            run = range(run.start - 1, run.stop)
        elif run.stop < len(clauses):
            run = range(run.start, run.stop + 1)
        else:
            break
    return run


def _stands_alone(clauses: Sequence[Clause], run: range, words: Claim) -> bool:
    """Whether it has a predicate or, beside the figure, a subject («в субботу пробки», «заказ 5 в пути»), and nothing
    that it speaks of stayed in the clause before."""
    numbered = words.kind is ClaimKind.NUMBER
    subjects = (t for t in _tokens(clauses, run) if numbered or t.end <= words.start or words.end <= t.start)
    if not any(clauses[at].has_predicate for at in run) and not any(map(_is_subject, subjects)):
        return False
    first = clauses[run.start]
    if _hangs(first) and not (first.tokens[0].word.form in _LEADS and any(clauses[at].main for at in run)):
        return False
    return not (lacks_subject(clauses, run) or points_back(clauses, run))


def _hangs(clause: Clause) -> bool:
    forms = [token.word.form for token in clause.tokens[:3]]
    return clause.hangs or "ли" in forms or (clause.led and forms[0] not in _JOINTS)


def _is_subject(token: Token) -> bool:
    if not token.word.noun or token.word.form in _DAYS:
        return False
    return any(parse.tag.case == "nomn" for parse in parses(token.word.form)[:2])


def _tokens(clauses: Sequence[Clause], run: range) -> Sequence[Token]:
    """Without the address («Вера Павловна, …») and the joint in front."""
    first = next((at for at in run if not all(map(_is_address, clauses[at].tokens))), run[-1])
    tokens = [token for at in run if at >= first for token in clauses[at].tokens]
    at = 0
    while at + 1 < len(tokens) and tokens[at].word.form in _JOINTS:
        at += 1
    return tokens[at:]


def _is_address(token: Token) -> bool:
    return "имя" in token.word.classes or token.word.form in _GREETINGS


def _telling(clauses: Sequence[Clause], run: range) -> list[Token]:
    return [token for token in _tokens(clauses, run) if parses(token.word.form)[0].tag.POS not in _PALE]


def _quoted(draft: str, words: Claim, tokens: Sequence[Token]) -> Claim:
    """From the first token to the last, with the marks that belong to them: «20 руб.», «салон «Чайка»»."""
    start, end = tokens[0].start, tokens[-1].end
    if words.kind is not ClaimKind.PROMISE:
        end = max(end, words.end)
    while end < len(draft) and (opening := _CLOSING.get(draft[end])) is not None:
        if draft.count(opening, start, end) <= draft.count(draft[end], start, end):
            break
        end += 1
    return Claim(words.kind, start, end, draft[start:end])
