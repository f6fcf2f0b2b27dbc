"""Whether a rewrite keeps the facts of its draft and adds none."""

from __future__ import annotations

from collections.abc import Collection

import regex

from bot.coach.rewrite.facts import facts
from bot.coach.text import Text
from bot.coach.words import normal

_MARK = regex.compile(r"\[[^\[\]]+\]")


def lost(draft: str, rewrite: str, spared: Collection[str] = ()) -> list[str]:
    """The facts of the draft that the rewrite lacks; `spared` need not survive."""
    there = _everything(rewrite)
    return [name for name in facts(draft) if name not in there and name not in spared]


def added(draft: str, rewrite: str) -> list[str]:
    """The facts of the rewrite that the draft lacks; slots are none."""
    there = _everything(draft)
    return [name for name in facts(_MARK.sub("…", rewrite)) if name not in there]


def _everything(raw: str) -> set[str]:
    found = set(facts(raw))
    for sentence in Text.parse(raw).sentences:
        for token in sentence.tokens:
            found.update(token.word.lemmas)
            found.add(normal(raw[token.start : token.end]))
            found.add(raw[token.start : token.end].strip(".,:-–").lower())
    return found
