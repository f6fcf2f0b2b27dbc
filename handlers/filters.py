"""What an agent looks for in the history, kept while they leaf through it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Any, TypeVar

from bot.storage.reviews import Sought

# Lowest and highest score, both included.
SCORES: dict[str, tuple[int | None, int | None]] = {"low": (None, 49), "middle": (50, 79), "high": (80, None)}
DAYS = (0, 7, 30, 90)
MOST_CHARACTERS, MOST_WORDS = 60, 6

Value = TypeVar("Value", str, int)


@dataclass(frozen=True, slots=True)
class Filters:
    """`score` is a key of SCORES, `days` one of DAYS, `signal` a name, `words` as typed; empty or 0: any."""

    score: str = ""
    days: int = 0
    signal: str = ""
    words: str = ""

    @classmethod
    def load(cls, kept: Mapping[str, Any]) -> Filters:
        return cls(**kept)

    def dump(self) -> dict[str, Any]:
        return asdict(self)

    def __bool__(self) -> bool:
        return self != Filters()

    def sought(self, now: datetime) -> Sought:
        lowest, highest = SCORES.get(self.score, (None, None))
        since = now - timedelta(days=self.days) if self.days else None
        return Sought(lowest, highest, since, self.signal or None, tuple(self.words.split()[:MOST_WORDS]))

    def turned(self, what: str) -> Filters:
        """With `what` (score or days) at its next value."""
        if what == "score":
            return replace(self, score=_next(("", *SCORES), self.score))
        return replace(self, days=_next(DAYS, self.days))

    def about(self, signal: str) -> Filters:
        return replace(self, signal=signal)

    def with_words(self, typed: str) -> Filters:
        return replace(self, words=" ".join(typed.split())[:MOST_CHARACTERS])


def _next(values: tuple[Value, ...], current: Value) -> Value:
    return values[(values.index(current) + 1) % len(values)]
