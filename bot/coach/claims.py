"""What a draft claims and somebody should have checked: sums, dates, times, deadlines, numbers and promises."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import regex

from bot.coach.model import Signal

_MONTH = r"(?:январ|феврал|март|апрел|ма[йя]|июн|июл|август|сентябр|октябр|ноябр|декабр)\w*"
_DAY = r"(?:понедельник|вторник|сред|четверг|пятниц|суббот|воскресень)\w*"
_UNIT = r"(?:минут|час|сут|дн|день|дней|недел|месяц)\w*"
_HOUR = r"(?:[01]?\d|2[0-3])[:.][0-5]\d"
_AMOUNT = r"(?:\d+(?:\s*[-–—]\s*\d+)?|од\w+|дв\w+|тр[её]\w*|четыр\w+|пят\w+|шест\w+|сем\w+|десят\w+|пар\w+|полутор\w+)"


def _pattern(source: str) -> regex.Pattern[str]:
    return regex.compile(source, regex.IGNORECASE | regex.VERBOSE)


_KINDS = {
    "sum": _pattern(r"\d[\d\s\u00a0]*(?:[.,]\d+)?\s?(?:₽|руб\w*\.?|р\.|р\b|%|процент\w*|балл\w*|бонус\w*|тыс\w*\.?)"),
    "number": _pattern(r"(?:№\s?|(?:заказ|заявк|обращени|тр[еэ]к)\w*\s+)(?:№\s?)?\p{L}{0,3}-?\d[\w\-/]*"),
    "deadline": _pattern(
        rf"""
        (?:до|к|не\ позднее|не\ позже)\s+
        (?: {_HOUR} | \d{{1,2}}(?:-\w+ | \s+(?:час\w*|утра|вечера|{_MONTH}))? | {_DAY} | конца\s+\w+ | завтра\w*
          | вечера | обеда | полудня | утра )
        (?:\s+{_HOUR})?
        | (?:в\ течени[еи]|за|через|не\ более)\s+(?:{_AMOUNT}\s+)?(?:(?:рабоч|календарн)\w+\s+)?{_UNIT}
        """
    ),
    "date": _pattern(
        rf"""
        \d{{1,2}}(?:-го)?\s+{_MONTH} | \d{{1,2}}\.\d{{1,2}}(?:\.\d{{2,4}})?(?![\d:]) | во?\s+{_DAY}
        | \b(?:сегодня|завтра|послезавтра|вчера)\b
        """
    ),
    "time": _pattern(rf"\b{_HOUR}\b"),
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
