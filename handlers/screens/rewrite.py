"""The better wording as a message of its own: to be copied with one press, with its gaps filled by taps."""

from __future__ import annotations

from collections.abc import Sequence

from aiogram.types import CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup

from bot.coach.model import Rewrite
from bot.coach.rewrite.phrases import Slot
from bot.content.voice import Html, Voice
from handlers.desk import OpenDraft
from handlers.screens.cut import COPY, MESSAGE, pieces
from handlers.taps import OWN_WORDS, SlotTap, VerdictTap

# Room for the head above the wording and the question below it.
MARGIN = 300
MOST_DIFFERING = 3


def rewrite(
    draft: OpenDraft,
    variant: Rewrite,
    gap: tuple[int, Slot] | None,
    say: Voice,
    differing: Sequence[str] = (),
    *,
    others: bool,
) -> list[tuple[Html, InlineKeyboardMarkup | None]]:
    """The wording in a block; a long one in several messages. `gap` is the first open slot with its number: it is
    asked about below, with ready answers. `others`: whether more wordings may be asked for; `differing` are figures
    that are not the customer's."""
    head = say("verdict.rewrite_head", style=say.plain(f"verdict.style.{variant.style}"), score=variant.score)
    asked = say("verdict.rewrite_gap", ask=gap[1].ask) if gap else ""
    warning = say("verdict.rewrite_differs", words=", ".join(differing[:MOST_DIFFERING])) if differing else ""
    tail = Html("\n".join(filter(None, (warning, asked))))
    parts = list(pieces(variant.text, MESSAGE - MARGIN))
    messages: list[tuple[Html, InlineKeyboardMarkup | None]] = []
    for number, part in enumerate(parts):
        last = number == len(parts) - 1
        lines = [head if number == 0 else "", say("verdict.rewrite_text", text=part), tail if last else ""]
        messages.append(
            (Html("\n".join(filter(None, lines))), _keyboard(draft, variant, gap, say, others=others) if last else None)
        )
    return messages


def copyable(text: str, say: Voice) -> list[InlineKeyboardButton]:
    """A copy button where Telegram allows one: up to 256 characters."""
    if len(text) > COPY:
        return []
    return [InlineKeyboardButton(text=say.plain("verdict.button.copy"), copy_text=CopyTextButton(text=text))]


def _keyboard(
    draft: OpenDraft, variant: Rewrite, gap: tuple[int, Slot] | None, say: Voice, *, others: bool
) -> InlineKeyboardMarkup | None:
    lines: list[Sequence[InlineKeyboardButton]] = []
    if gap:
        number, slot = gap
        answers = [*enumerate(slot.taps), (OWN_WORDS, say.plain("verdict.button.own"))]
        data = [(label, SlotTap(draft=draft.number, slot=number, answer=answer)) for answer, label in answers]
        lines.append([InlineKeyboardButton(text=label, callback_data=tap.pack()) for label, tap in data])
    else:
        lines.append(copyable(variant.text, say))
    if others:
        another = VerdictTap(draft=draft.number, do="another").pack()
        lines.append([InlineKeyboardButton(text=say.plain("verdict.button.another"), callback_data=another)])
    rows = [list(line) for line in lines if line]
    return InlineKeyboardMarkup(inline_keyboard=rows) if rows else None
