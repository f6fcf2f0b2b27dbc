"""Earlier reviews: the list, and one of them opened."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

import regex
from aiogram.types import InlineKeyboardMarkup

from bot.coach.coach import Coach
from bot.coach.model import Stance
from bot.content.voice import Html, Voice
from bot.storage.reviews import ReviewRow
from handlers.screens.cut import shortened
from handlers.screens.keyboard import rows
from handlers.taps import HistoryTap

PAGE = 6
# Together they stay below Telegram's 4,096 characters.
TEXT = 900
FINDINGS = 900
DEFAULT_ZONE = "Europe/Moscow"

_GREETING = regex.compile(r"^\W*(?:здравствуйте|добрый (?:день|вечер)|доброе утро)\W+", regex.IGNORECASE)

Screen = tuple[Html, InlineKeyboardMarkup | None]


def page(found: Sequence[ReviewRow], offset: int, total: int, say: Voice, zone: str | None) -> Screen:
    """A button for each review of the page, and the way to newer and older ones."""
    if not total:
        return say("history.empty"), None
    lines = [[(_row(row, say, zone), HistoryTap(do="open", value=row.id, back=offset))] for row in found]
    turn = []
    if offset > 0:
        turn.append((say.plain("history.button.newer"), HistoryTap(do="page", value=max(0, offset - PAGE))))
    if offset + PAGE < total:
        turn.append((say.plain("history.button.older"), HistoryTap(do="page", value=offset + PAGE)))
    return say("history.head", count=total), rows(*lines, turn)


def opened(row: ReviewRow, coach: Coach, say: Voice, zone: str | None, back: int) -> Screen:
    """One review with the masked texts that were kept."""
    stance = coach.guide.stances[Stance(row.stance)].title
    blocks = [say("history.opened", score=row.score, when=_when(row.created_at, zone), stance=stance)]
    blocks.append(say("history.draft", draft=shortened(row.draft, TEXT)) if row.has_texts else say("history.no_texts"))
    if row.complaint:
        blocks.append(say("history.complaint", complaint=shortened(row.complaint, TEXT)))
    findings = _findings(row)
    if findings:
        blocks.append(say("history.findings", findings=findings))
    if row.best_rewrite:
        blocks.append(say("history.rewrite", text=shortened(row.best_rewrite, TEXT)))
    button = (say.plain("history.button.back"), HistoryTap(do="page", value=back))
    return Html("\n\n".join(blocks)), rows([button])


def _findings(row: ReviewRow) -> str:
    lines: list[str] = []
    for finding in row.review.get("findings", ()):
        words = f"«{shortened(finding['text'], 120)}» — " if finding.get("text") else ""
        if finding.get("why"):
            lines.append(f"{words}{finding['why']}")
        if sum(map(len, lines)) > FINDINGS:
            return "\n".join(lines[:-1])
    return "\n".join(lines)


def _row(row: ReviewRow, say: Voice, zone: str | None) -> str:
    start = shortened(_GREETING.sub("", row.draft), 24) or say.plain("history.no_text")
    return say.plain("history.row", when=_when(row.created_at, zone), score=row.score, start=start)


def _when(moment: datetime, zone: str | None) -> str:
    return f"{moment.astimezone(ZoneInfo(zone or DEFAULT_ZONE)):%d.%m %H:%M}"
