"""What is personal, what stands in its place, and the way between the offsets of a text before and after."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from enum import StrEnum
from itertools import accumulate


class Kind(StrEnum):
    PHONE = "phone"
    EMAIL = "email"
    CARD = "card"
    PASSPORT = "passport"
    SNILS = "snils"
    INN = "inn"
    ADDRESS = "address"
    NAME = "name"


PLACEHOLDERS = {
    Kind.PHONE: "[телефон]",
    Kind.EMAIL: "[почта]",
    Kind.CARD: "[карта]",
    Kind.PASSPORT: "[паспорт]",
    Kind.SNILS: "[СНИЛС]",
    Kind.INN: "[ИНН]",
    Kind.ADDRESS: "[адрес]",
    Kind.NAME: "[имя]",
}


@dataclass(frozen=True, slots=True)
class Personal:
    """A stretch of personal data: `text[start:end]`."""

    start: int
    end: int
    kind: Kind


@dataclass(frozen=True, slots=True)
class Masked:
    """A text with placeholders in place of `found`, which holds offsets of the original, in order."""

    original: str
    text: str
    found: tuple[Personal, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where the original's `start:end` lies in `text`; a placeholder that it touches is taken whole."""
        return self._moved(start, to_end=False), self._moved(max(start, end), to_end=True)

    def _moved(self, offset: int, *, to_end: bool) -> int:
        before = bisect_right([item.start for item in self.found], offset - to_end)
        growth = list(
            accumulate((len(PLACEHOLDERS[item.kind]) - item.end + item.start for item in self.found), initial=0)
        )
        if before and offset < self.found[before - 1].end:
            item = self.found[before - 1]
            return (item.end + growth[before]) if to_end else (item.start + growth[before - 1])
        return offset + growth[before]
