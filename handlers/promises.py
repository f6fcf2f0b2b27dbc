"""/promises: what was promised to customers and by when."""

from __future__ import annotations

from datetime import timedelta

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from bot.coach.deadline import promised, remind_at
from handlers.desk import OpenDraft
from handlers.screens import promises as screen
from handlers.screens.moments import said
from handlers.talk import Talk
from handlers.taps import PromiseTap

PUT_OFF = timedelta(hours=1)


async def promises(_: Message, talk: Talk) -> None:
    await talk.send(*await _list(talk))


async def tapped(query: CallbackQuery, callback_data: PromiseTap, talk: Talk) -> None:
    say, here = talk.say, query.message.message_id if query.message else None
    if callback_data.do == "later":
        at = talk.moment + PUT_OFF
        put_off = await talk.storage.promises.remind_later(talk.agent_id, callback_data.number, at)
        when = said(at, talk.moment, talk.preferences.time_zone, say)
        await query.answer(say.plain("promises.noted_later", when=when) if put_off else say.plain("promises.gone"))
        return
    kept = await talk.storage.promises.done(talk.agent_id, callback_data.number, talk.moment)
    await query.answer(say.plain("promises.noted_done" if kept else "promises.gone"))
    if callback_data.do == "tick":
        await talk.show(here, *await _list(talk))
    elif kept:
        await talk.retire(here)


async def remember(talk: Talk, draft: OpenDraft) -> str:
    """Sets a reminder of each deadline that a judged draft names; returns what to answer."""
    found = promised(await talk.review(draft), talk.local_now)
    if not found:
        return talk.say.plain("promises.too_soon")
    complaint = talk.desk.complaint(draft.complaint)
    for deadline in found:
        await talk.storage.promises.add(
            talk.agent_id,
            deadline.words,
            deadline=deadline.at,
            remind_at=remind_at(deadline.at, talk.local_now),
            now=talk.moment,
            customer=_first_name(complaint.sender) if complaint else None,
            review_id=draft.review_id,
        )
    draft.reminded = True
    first = remind_at(found[0].at, talk.local_now)
    return talk.say.plain("promises.set", when=said(first, talk.moment, talk.preferences.time_zone, talk.say))


def _first_name(sender: str) -> str | None:
    """Enough to know who waits; the surname is nobody's business."""
    return next(iter(sender.split()), None)


async def _list(talk: Talk) -> screen.Screen:
    owed = await talk.storage.promises.open(talk.agent_id)
    return screen.listed(owed, talk.moment, talk.preferences.time_zone, talk.say)


def router() -> Router:
    made = Router(name=__name__)
    made.message.register(promises, Command("promises"))
    made.callback_query.register(tapped, PromiseTap.filter())
    return made
