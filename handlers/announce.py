"""/announce: one word from a lead to everybody, with a preview and a confirmation."""

from __future__ import annotations

import regex
from aiogram import Router
from aiogram.filters import Command, CommandObject, StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from bot.content.voice import Html
from bot.storage.announcements import Progress
from handlers.screens import announcements as screen
from handlers.screens.keyboard import rows
from handlers.talk import Talk
from handlers.taps import AnnounceTap

# Where the conversation keeps the text until it is confirmed.
KEPT = "announcement"
_COMMAND = regex.compile(r"\A/\S+\s+")


class AnnouncementAsked(StatesGroup):
    text = State()


async def announce(message: Message, command: CommandObject, talk: Talk, state: FSMContext) -> None:
    if not talk.is_lead:
        await talk.send(talk.say("announce.only_leads"))
    elif command.args:
        await _preview(talk, state, _COMMAND.sub("", message.html_text))
    else:
        await state.set_state(AnnouncementAsked.text)
        await talk.send(talk.say("announce.ask"))


async def typed(message: Message, talk: Talk, state: FSMContext) -> None:
    if not (message.text or "").strip():
        await talk.send(talk.say("announce.not_text"))
        return
    await _preview(talk, state, message.html_text)


async def tapped(query: CallbackQuery, callback_data: AnnounceTap, talk: Talk, state: FSMContext) -> None:
    text = (await state.get_data()).get(KEPT)
    here = query.message.message_id if query.message else None
    if not text or not talk.is_lead or here is None:
        await query.answer(talk.say.plain("talk.old_button"), show_alert=True)
        return
    await state.update_data({KEPT: None})
    await query.answer()
    if callback_data.do != "send":
        await talk.show(here, talk.say("announce.cancelled"))
        return
    total = await talk.storage.announcements.recipients()
    here = await talk.show(here, screen.progress(Progress(waiting=total), talk.say, final=False))
    await talk.storage.announcements.add(talk.agent_id, text, report_id=here, now=talk.moment)


async def _preview(talk: Talk, state: FSMContext, text: str) -> None:
    await state.set_state(None)
    count = await talk.storage.announcements.recipients()
    await talk.send(Html(text))
    await state.update_data({KEPT: text})
    choice = [(talk.say.plain(f"announce.button.{do}"), AnnounceTap(do=do)) for do in ("send", "cancel")]
    await talk.send(talk.say("announce.confirm", count=count), rows(choice))


def commands() -> Router:
    made = Router(name=f"{__name__}.commands")
    made.message.register(announce, Command("announce"))
    return made


def router() -> Router:
    made = Router(name=__name__)
    made.message.register(typed, StateFilter(AnnouncementAsked.text))
    made.callback_query.register(tapped, AnnounceTap.filter())
    return made
