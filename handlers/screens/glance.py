"""A review in a few lines, for a group and for inline results."""

from __future__ import annotations

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from bot.coach.findings import together
from bot.coach.model import Review, Rewrite
from bot.content.voice import Html, Voice
from handlers.screens.cut import shortened
from handlers.screens.rewrite import copyable
from handlers.screens.verdict import bar, finding_line

MOST_FINDINGS = 3
# What a message can hold besides, in characters.
WORDING = 2_500
# The line under an inline result's title: phones show two lines of it.
DESCRIPTION = 120


Screen = tuple[Html, InlineKeyboardMarkup | None]


def whispered(review: Review, wording: Rewrite | None, link: str, say: Voice) -> Screen:
    """For the asker alone: the score, the first findings and a better wording. `link` leads into the private chat."""
    told = together(review.findings)
    shown = [finding_line(same[0], say, same[1:]) for same in told[:MOST_FINDINGS]]
    blocks = [_head(review, say)]
    if shown:
        blocks.append(Html(f"{say('group.first')}\n" + "\n\n".join(shown)))
        if left := len(told) - len(shown):
            blocks.append(say("group.rest", count=left))
    else:
        blocks.append(say("group.good"))
    if wording is not None and len(wording.text) <= WORDING:
        blocks.append(say("group.rewrite", text=wording.text))
        if wording.slots:
            blocks.append(say("group.slots"))
    return Html("\n\n".join((*blocks, say("group.foot")))), _keyboard(link, wording, say)


def aloud(review: Review, link: str, say: Voice) -> Screen:
    """For everybody in the group: no more than the score and the first fix."""
    lines = [finding_line(same[0], say, same[1:]) for same in together(review.findings)[:1]] or [say("group.good")]
    return Html("\n\n".join((_head(review, say), *lines))), _keyboard(link, None, say)


def first_fix(review: Review, say: Voice) -> str:
    """One plain line."""
    if not review.findings:
        return say.plain("inline.draft_good")
    first = review.findings[0]
    if first.text is None:
        return shortened(first.advice, DESCRIPTION)
    words = shortened(first.text, DESCRIPTION // 3)
    return shortened(say.plain("inline.draft_finding", text=words, advice=first.advice), DESCRIPTION)


def _keyboard(link: str, wording: Rewrite | None, say: Voice) -> InlineKeyboardMarkup:
    """The way into the private chat, and a copy of the wording where it is ready to be sent."""
    carry_on = InlineKeyboardButton(text=say.plain("group.button.carry_on"), url=link)
    if wording is None or wording.slots:
        return InlineKeyboardMarkup(inline_keyboard=[[carry_on]])
    lines = [copyable(wording.text, say), [carry_on]]
    return InlineKeyboardMarkup(inline_keyboard=[line for line in lines if line])


def _head(review: Review, say: Voice) -> Html:
    return say("group.head", score=review.score, bar=bar(review.score))
