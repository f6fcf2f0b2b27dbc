"""Changes to the draft that one tap makes, and the draft with a change marked."""

from __future__ import annotations

import html
from collections.abc import Sequence
from difflib import SequenceMatcher

import regex
from aiogram.types import InlineKeyboardMarkup

from bot.coach.model import Finding
from bot.content.voice import Html, Voice
from handlers.desk import OpenDraft
from handlers.screens.cut import MESSAGE, shortened
from handlers.screens.keyboard import rows
from handlers.screens.rewrite import copyable
from handlers.taps import VerdictTap

WORDS = 120
_PIECE = regex.compile(r"\s+|\w+|[^\w\s]")

Mend = tuple[Finding, str]


def mends(draft: OpenDraft, offered: Sequence[Mend], say: Voice) -> tuple[Html, InlineKeyboardMarkup]:
    """What may be changed, numbered; a button for each number."""
    lines = [_line(number, finding, words, say) for number, (finding, words) in enumerate(offered, 1)]
    text = Html("\n\n".join((say("verdict.mend_ask"), *lines))) if lines else say("verdict.mend_none")
    taps = [(str(n), VerdictTap(draft=draft.number, do="apply", value=n - 1)) for n in range(1, len(offered) + 1)]
    back = (say.plain("verdict.button.back"), VerdictTap(draft=draft.number, do="fold"))
    return text, rows(taps[:4], taps[4:], [back])


def changed(before: str, after: str, say: Voice) -> tuple[Html, InlineKeyboardMarkup | None]:
    """The new draft with what is new in it underlined, ready to be copied."""
    shown = marked(before, after) if len(after) < MESSAGE - WORDS else html.escape(shortened(after, MESSAGE - WORDS))
    buttons = copyable(after, say)
    keyboard = InlineKeyboardMarkup(inline_keyboard=[buttons]) if buttons else None
    return say("verdict.mended", text=Html(shown)), keyboard


def _line(number: int, finding: Finding, words: str, say: Voice) -> Html:
    if finding.text is None:
        return say("verdict.mend_add", number=number, words=shortened(words, WORDS))
    key = "verdict.mend_replace" if words else "verdict.mend_remove"
    return say(key, number=number, text=shortened(finding.text, WORDS), words=shortened(words, WORDS))


def marked(before: str, after: str) -> str:
    """The second text as HTML, with what is new in it underlined."""
    old, new = _PIECE.findall(before), _PIECE.findall(after)
    out = ""
    for kind, _, _, start, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        piece = html.escape("".join(new[start:end]))
        out += piece if kind == "equal" or not piece.strip() else f"<u>{piece}</u>"
    return out
