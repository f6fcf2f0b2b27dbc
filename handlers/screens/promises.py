"""Promises with their deadlines: the reminder and the list."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from aiogram.types import InlineKeyboardMarkup

from bot.content.voice import Html, Voice
from bot.storage.promises import Promise
from handlers.screens.cut import shortened
from handlers.screens.keyboard import rows
from handlers.screens.moments import said
from handlers.taps import PromiseTap

WORDS = 200
PAGE = 8

Screen = tuple[Html, InlineKeyboardMarkup | None]


def reminder(promises: Sequence[Promise], now: datetime, zone: str | None, say: Voice) -> Screen:
    """All that is due for one agent. One promise has its buttons; several have a button each."""
    shown = promises[:PAGE]
    text = Html("\n\n".join(_reminder(promise, now, zone, say) for promise in shown))
    if len(shown) == 1:
        number = shown[0].id
        done = (say.plain("promises.button.done"), PromiseTap(do="done", number=number))
        later = (say.plain("promises.button.later"), PromiseTap(do="later", number=number))
        return text, rows([done, later])
    ticks = [
        (f"{say.plain('promises.button.done')}: {said(promise.deadline, now, zone, say)}",
         PromiseTap(do="done", number=promise.id))
        for promise in shown
    ]  # fmt: skip
    return text, rows(*([tick] for tick in ticks))


def listed(promises: Sequence[Promise], now: datetime, zone: str | None, say: Voice) -> Screen:
    """What is still owed, the soonest first, each with a number to tick it off."""
    if not promises:
        return say("promises.empty"), None
    shown = promises[:PAGE]
    blocks = [say("promises.head")]
    for number, promise in enumerate(shown, 1):
        blocks.append(
            say(
                "promises.row_overdue" if promise.deadline < now else "promises.row",
                number=number,
                deadline=said(promise.deadline, now, zone, say),
                name=say("promises.name", name=promise.customer) if promise.customer else Html(""),
                words=_words(promise, say),
            )
        )
    if len(promises) > PAGE:
        blocks.append(say("promises.more", count=len(promises) - PAGE))
    ticks = [
        (say.plain("promises.button.done_number", number=number), PromiseTap(do="tick", number=promise.id))
        for number, promise in enumerate(shown, 1)
    ]
    return Html("\n\n".join(blocks)), rows(ticks[:4], ticks[4:])


def _words(promise: Promise, say: Voice) -> Html:
    if not promise.words:
        return say("promises.no_words")
    return say("promises.words", words=shortened(promise.words, WORDS))


def _reminder(promise: Promise, now: datetime, zone: str | None, say: Voice) -> Html:
    who = say("promises.who_named", name=promise.customer) if promise.customer else say("promises.who")
    return say(
        "promises.overdue" if promise.deadline < now else "promises.reminder",
        deadline=said(promise.deadline, now, zone, say),
        who=who,
        words=_words(promise, say),
    )
