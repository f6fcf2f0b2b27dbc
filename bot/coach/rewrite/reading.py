"""Reads a text and remembers it: the rewriter looks at each of its few sentences many times."""

from __future__ import annotations

from bot.coach.memory import remembering
from bot.coach.text import Text

REMEMBERED = 1024


@remembering(REMEMBERED)
def read(raw: str) -> Text:
    return Text.parse(raw)
