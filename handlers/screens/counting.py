"""Numbers with their nouns."""

from __future__ import annotations


def days(count: int) -> str:
    """«21 день», «30 дней»."""
    return f"{count} {plural(count, 'день', 'дня', 'дней')}"


def plural(count: int, one: str, few: str, many: str) -> str:
    if count % 10 == 1 and count % 100 != 11:
        return one
    return few if count % 10 in {2, 3, 4} and count % 100 not in {12, 13, 14} else many
