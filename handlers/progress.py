"""/progress: how the agent gets on, as a picture. Nobody else sees it."""

from __future__ import annotations

import asyncio

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import BufferedInputFile, CallbackQuery, Message

from bot.charts import draw
from bot.progress.report import report
from handlers.screens import progress as screen
from handlers.screens import train as train_screen
from handlers.talk import Talk
from handlers.taps import ProgressTap


async def progress(_: Message, talk: Talk) -> None:
    await _show(talk)


async def tapped(query: CallbackQuery, talk: Talk) -> None:
    await query.answer()
    await _show(talk)


async def _show(talk: Talk) -> None:
    await _show_drafts(talk)
    practised = await talk.storage.drills.figures(talk.agent_id)
    if practised:
        await talk.send(*train_screen.figures(practised, talk.say))


async def _show_drafts(talk: Talk) -> None:
    chosen = await talk.storage.subscriptions.get(talk.agent_id)
    found = await report(talk.storage, talk.agent_id, talk.local_now, chosen.weekdays)
    if not found.tells:
        await talk.send(screen.few(found, talk.say))
        return
    drawn = await asyncio.to_thread(draw.draw, screen.chart(found, talk.say))
    text, keyboard = screen.caption(found, talk.coach.guide, talk.say)
    picture = BufferedInputFile(drawn, "progress.png")
    await talk.bot.send_photo(talk.chat_id, picture, caption=text, reply_markup=keyboard)


def router() -> Router:
    made = Router(name=__name__)
    made.message.register(progress, Command("progress"))
    made.callback_query.register(tapped, ProgressTap.filter())
    return made
