"""The customs of an agent's house: what the bot does not speak of."""

from __future__ import annotations

from collections.abc import Sequence

from aiogram.types import InlineKeyboardMarkup

from bot.coach.coach import Coach
from bot.content.voice import Html, Voice
from bot.storage.disagreements import Disagreement
from handlers.screens.cut import shortened
from handlers.screens.faults import rule_title
from handlers.screens.keyboard import rows
from handlers.taps import OursTap

MOST = 20
WORDS = 100


def ours(silenced: Sequence[Disagreement], coach: Coach, say: Voice) -> tuple[Html, InlineKeyboardMarkup | None]:
    """All of them numbered, a button to take each back; the first `MOST` where there are more."""
    if not silenced:
        return say("ours.empty"), None
    numbered = list(enumerate(silenced[:MOST], 1))
    lines = [_line(number, each, coach, say) for number, each in numbered]
    if len(silenced) > MOST:
        lines.append(say("ours.more", count=len(silenced) - MOST))
    taps = [(say.plain("ours.button.again", number=number), OursTap(number=each.id)) for number, each in numbered]
    pairs = (taps[place : place + 2] for place in range(0, len(taps), 2))
    return Html("\n\n".join((say("ours.head"), *lines))), rows(*pairs)


def _line(number: int, silenced: Disagreement, coach: Coach, say: Voice) -> Html:
    title = rule_title(silenced.rule, coach)
    if not silenced.words:
        return say("ours.missing" if title else "ours.nameless", number=number, title=title)
    named = say("ours.title", title=title) if title else ""
    return say("ours.words", number=number, words=shortened(silenced.words, WORDS), title=named)
