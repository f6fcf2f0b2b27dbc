"""One earlier review opened, read again by today's rules, or beside another one."""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any

from aiogram.types import InlineKeyboardMarkup

from bot.coach.as_json import as_json
from bot.coach.guide import Guide
from bot.coach.model import Review, Stance
from bot.content.voice import Html, Voice
from bot.privacy import PLACEHOLDERS
from bot.storage.reviews import ReviewRow
from handlers.screens.cut import shortened
from handlers.screens.history import when
from handlers.screens.keyboard import Button, rows
from handlers.screens.mends import marked
from handlers.taps import HistoryTap

# Together they stay below Telegram's 4,096 characters.
TEXT = 900
FINDINGS = 900
QUOTE = 120
# Two texts less alike than this have no common words worth marking.
ALIKE = 0.4

Screen = tuple[Html, InlineKeyboardMarkup | None]
Finding = Mapping[str, Any]


def opened(row: ReviewRow, guide: Guide, say: Voice, zone: str | None, back: int) -> Screen:
    """One review with the masked texts that were kept."""
    stance = guide.stances[Stance(row.stance)].title
    blocks = [say("history.opened", score=row.score, when=when(row, zone), stance=stance)]
    blocks.append(say("history.draft", draft=shortened(row.draft, TEXT)) if row.has_texts else say("history.no_texts"))
    if row.complaint:
        blocks.append(say("history.complaint", complaint=shortened(row.complaint, TEXT)))
    findings = _listed(row.review.get("findings", ()), say)
    if findings:
        blocks.append(say("history.findings", findings=findings))
    if row.best_rewrite:
        blocks.append(say("history.rewrite", text=shortened(row.best_rewrite, TEXT)))

    def tap(do: str, value: int, first: int = 0) -> Button:
        return say.plain(f"history.button.{do}"), HistoryTap(do=_DEEDS[do], value=value, back=back, first=first)

    return Html("\n\n".join(blocks)), rows(
        [tap("recheck", row.id)] if row.has_texts else [],
        [tap("previous", row.previous_id, row.id)] if row.previous_id else [],
        [tap("compare", 0, row.id)],
        [tap("back", back)],
    )


# A button's label and what it does differ where two labels do the same.
_DEEDS = {"recheck": "recheck", "previous": "versus", "compare": "page", "back": "page"}


def rechecked(row: ReviewRow, now: Review, guide: Guide, say: Voice, back: int) -> Screen:
    """What today's rules say otherwise of the same words."""
    then, today = row.review.get("findings", ()), as_json(now)["findings"]
    gone, new = _without(then, today), _without(today, then)
    key = "history.recheck_same" if now.score == row.score else "history.recheck_other"
    blocks = [say(key, before=row.score, after=now.score)]
    if str(now.stance) != row.stance:
        blocks.append(say("history.recheck_stance", stance=guide.stances[now.stance].title))
    for head, findings in (("gone", gone), ("new", new)):
        if findings:
            blocks.append(Html("\n".join((say(f"history.recheck_{head}"), _listed(findings, say)))))
    if not gone and not new:
        blocks.append(say("history.recheck_nothing"))
    elif any(mark in row.draft for mark in PLACEHOLDERS.values()):
        blocks.append(say("history.recheck_masked"))
    return Html("\n\n".join(blocks)), _to_one(row, say, back)


def versus(one: ReviewRow, other: ReviewRow, guide: Guide, say: Voice, *, zone: str | None, back: int) -> Screen:
    """Two reviews side by side, the older one first: score, signals, words. The way back leads to `one`."""
    before, after = sorted((one, other), key=lambda row: row.id)
    key = "history.versus_same" if before.score == after.score else "history.versus"
    times = {"when_before": when(before, zone), "when_after": when(after, zone)}
    blocks = [say(key, before=before.score, after=after.score, **times), _signals(before, after, guide, say)]
    if before.has_texts and after.has_texts:
        blocks += _words(before.draft, after.draft, say)
    return Html("\n\n".join(blocks)), _to_one(one, say, back)


def _to_one(row: ReviewRow, say: Voice, back: int) -> InlineKeyboardMarkup:
    return rows([(say.plain("history.button.back_to_one"), HistoryTap(do="open", value=row.id, back=back))])


def _signals(before: ReviewRow, after: ReviewRow, guide: Guide, say: Voice) -> Html:
    was, now = (guide.signals.keys() & row.review.get("signals", {}).keys() for row in (before, after))
    lines = [
        say(f"history.versus_{key}", titles=", ".join(guide.signals[name].title for name in sorted(names)))
        for key, names in (("new", now - was), ("gone", was - now))
        if names
    ]
    return Html("\n".join(lines or [say("history.versus_nothing")]))


def _words(before: str, after: str, say: Voice) -> list[Html]:
    """Both drafts; where they are versions of one another, what is new in the second is underlined."""
    was, now = shortened(before, TEXT), shortened(after, TEXT)
    alike = SequenceMatcher(None, was.split(), now.split(), autojunk=False).ratio() >= ALIKE
    shown = marked(was, now) if alike else html.escape(now)
    return [
        say("history.versus_text", title=say("history.versus_before"), text=was),
        say("history.versus_text", title=say("history.versus_after"), text=Html(shown)),
    ]


def _listed(findings: Iterable[Finding], say: Voice) -> Html:
    """A line for each, as many as there is room for; without texts there is nothing to tell."""
    lines: list[Html] = []
    for finding in findings:
        if not finding.get("why"):
            continue
        text = finding.get("text")
        quoted = shortened(text, QUOTE) if text else ""
        lines.append(say("history.finding" if text else "history.finding_missing", text=quoted, why=finding["why"]))
        if sum(map(len, lines)) > FINDINGS:
            return Html("\n".join(lines[:-1]))
    return Html("\n".join(lines))


def _without(some: Iterable[Finding], others: Iterable[Finding]) -> Sequence[Finding]:
    """Findings about words (or a missing move) of which the others do not speak."""
    known = {_about(finding) for finding in others}
    return [finding for finding in some if _about(finding) not in known]


def _about(finding: Finding) -> tuple[str, str]:
    return finding["signal"], (finding.get("text") or "").casefold()
