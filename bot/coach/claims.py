"""What a draft claims and somebody should have checked: sums, dates, times, deadlines, numbers and promises."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import regex

from bot.coach.model import Signal

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
    return regex.compile(source, regex.IGNORECASE | regex.VERBOSE)


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
    "time": _pattern(rf"(?<![\d.:,]){_HOUR}"),
}


class ClaimKind(StrEnum):
    SUM = "sum"
    NUMBER = "number"
    DEADLINE = "deadline"
    DATE = "date"
    TIME = "time"
    PROMISE = "promise"


@dataclass(frozen=True, slots=True)
class Claim:
    kind: ClaimKind
    start: int
    end: int
    text: str


def claims(draft: str, signals: Mapping[str, tuple[Signal, ...]]) -> tuple[Claim, ...]:
    """Everything to be confirmed before sending, in the order of the draft, nothing twice.

    A promise is the words of `help` and `next_step`; figures inside of a longer claim are not repeated.
    """
    found = [
        Claim(ClaimKind(kind), match.start(), match.end(), match.group().strip())
        for kind, pattern in _KINDS.items()
        for match in pattern.finditer(draft)
    ]
    found += [
        Claim(ClaimKind.PROMISE, signal.start, signal.end, signal.text)
        for name in ("help", "next_step")
        for signal in signals.get(name, ())
    ]
    kept: list[Claim] = []
    for claim in sorted(found, key=lambda c: c.start - c.end):
        if all(claim.end <= other.start or other.end <= claim.start for other in kept):
            kept.append(claim)
    return tuple(sorted(kept, key=lambda c: c.start))
