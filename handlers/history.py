"""/history: earlier reviews, a page at a time."""

from __future__ import annotations

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from handlers.screens import history as screen
from handlers.talk import Talk
from handlers.taps import HistoryTap


async def history(_: Message, talk: Talk) -> None:
    await talk.send(*await _page(talk, 0))


async def tapped(query: CallbackQuery, callback_data: HistoryTap, talk: Talk) -> None:
    await query.answer()
    here = query.message.message_id if query.message else None
    if callback_data.do == "page":
        await talk.show(here, *await _page(talk, callback_data.value))
        return
    row = await talk.storage.reviews.get(talk.agent_id, callback_data.value)
    if row is None:
        await talk.send(talk.say("history.gone"))
        return
    await talk.show(here, *screen.opened(row, talk.coach, talk.say, talk.preferences.time_zone, callback_data.back))


async def _page(talk: Talk, offset: int) -> screen.Screen:
    rows, total = await talk.storage.reviews.page(talk.agent_id, max(0, offset), screen.PAGE)
    return screen.page(rows, max(0, offset), total, talk.say, talk.preferences.time_zone)


def router() -> Router:
    made = Router(name=__name__)
    made.message.register(history, Command("history"))
    made.callback_query.register(tapped, HistoryTap.filter())
    return made
