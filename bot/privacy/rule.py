"""One way of writing one kind of personal data, and the words and boundaries that several kinds share."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol

import regex

from bot.privacy.kinds import Kind

Match = regex.Match[str]

# Stands for what is found already.
WALL = "\u16a0"
# Neighbours that are neither letters nor digits; an underscore is markup.
LEFT, RIGHT = r"(?<![^\W_])", r"(?![^\W_])"
CAPITAL = r"[А-ЯЁ][а-яё]{1,30}(?:-[А-ЯЁа-яё][а-яё]{1,30})?"
MONEY = r"(?:руб(?:л[еяь]й?)?|тыс|млн)"
# What makes a bare run of digits somebody's order and not somebody's phone or card.
ORDER_STEMS = (
    "заказ", "трек", "отправлени", "посылк", "накладн", "артикул", "чек", "счет", "счёт", "договор", "обращени",
    "заявк", "тикет", "квитанци", "бронь",
)  # fmt: skip
ORDER = rf"(?:{'|'.join(ORDER_STEMS)}|арт\.)"
_NUMBERED = r"(?: (?:с |под )?номер[а-яё]{0,2})?"
NOT_AN_ORDER = rf"(?<!(?:(?i:{ORDER}[а-яё]{{0,3}}{_NUMBERED}):? {{1,2}}\(?|[№#] ?))"
NO_ORDER_WORD = rf"(?!(?i:{ORDER}))"


class Rule(Protocol):
    @property
    def kind(self) -> Kind: ...

    def spans(self, text: str) -> Iterator[tuple[int, int]]:
        """Offsets of what is to be masked, from left to right and without overlaps."""
        ...


def _anything(_match: Match) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class PatternRule:
    """What is masked is group 1 where the pattern has it, else the whole match."""

    kind: Kind
    pattern: regex.Pattern[str]
    accepts: Callable[[Match], bool]

    def spans(self, text: str) -> Iterator[tuple[int, int]]:
        position = 0
        while match := self.pattern.search(text, position):
            accepted = self.accepts(match)
            if accepted:
                yield match.span(min(1, self.pattern.groups))
            position = match.end() if accepted else match.start() + 1


def rule(kind: Kind, *parts: str, accepts: Callable[[Match], bool] = _anything) -> PatternRule:
    return PatternRule(kind, regex.compile("".join(parts)), accepts)
