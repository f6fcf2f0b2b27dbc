"""How a text was understood, with the button that corrects a guess."""

from __future__ import annotations

from aiogram.types import InlineKeyboardMarkup

from bot.content.voice import Html, Voice
from handlers.desk import OpenComplaint, OpenDraft
from handlers.screens.counting import plural
from handlers.screens.keyboard import Button, rows
from handlers.taps import SortTap

__all__ = ["Button", "beneath", "characters", "complaint", "swap", "to_complaint"]


def complaint(taken: OpenComplaint, say: Voice, heard: Html) -> tuple[Html, InlineKeyboardMarkup | None]:
    """«Жалоба у меня»: with the sender, the number of messages, what a remark said of the case and, before all that
    follows, what was `heard` in the complaint («» if nothing)."""
    if taken.typed:
        button = (say.plain("talk.swap_to_draft"), SortTap(number=taken.number, do="to_draft"))
        return beneath(heard, say("talk.looks_like_complaint")), rows([button])
    sender = say("talk.from_sender", name=taken.sender) if taken.sender else ""
    known = [say(f"talk.known.{value}") for value in (taken.facts, taken.fault) if value]
    key = "talk.complaint_taken" if taken.pieces == 1 else "talk.complaint_taken_many"
    text = say(key, sender=sender, count=messages(taken.pieces))
    return beneath(heard, Html("\n".join((text, *known)))), None


def beneath(heard: Html, text: Html) -> Html:
    """A note with what was heard in the complaint before it («» if nothing)."""
    return Html(f"{heard}\n\n{text}") if heard else text


def swap(say: Voice) -> Button:
    """For a complaint and a draft that were both pasted."""
    return say.plain("talk.swap_both"), SortTap(number=0, do="swap")


def to_complaint(draft: OpenDraft, say: Voice) -> Button:
    return say.plain("talk.swap_to_complaint"), SortTap(number=draft.number, do="to_complaint")


def messages(count: int) -> str:
    return f"{count} {plural(count, 'сообщение', 'сообщения', 'сообщений')}"


def characters(count: int) -> str:
    """«8 001 знак»."""
    return f"{count:,} {plural(count, 'знак', 'знака', 'знаков')}".replace(",", "\u00a0")
