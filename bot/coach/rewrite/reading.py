"""Reads a text and remembers it: the rewriter looks at each of its few sentences many times."""

from __future__ import annotations

from functools import lru_cache

from bot.coach.text import Text

REMEMBERED = 1024


@lru_cache(maxsize=REMEMBERED)
def read(raw: str) -> Text:
    return Text.parse(raw)
