"""/check: the verdict at once, without questions."""

from __future__ import annotations

from aiogram import Router
from aiogram.filters import Command, CommandObject, StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import Message

from bot.coach import sorting
from handlers import boards
from handlers.intake import readable
from handlers.talk import Talk


class Asked(StatesGroup):
    draft = State()


async def check(message: Message, command: CommandObject, talk: Talk, state: FSMContext) -> None:
    replied = message.reply_to_message
    text = command.args or (replied.text or replied.caption if replied else None) or ""
    if not text.strip():
        await state.set_state(Asked.draft)
        await talk.send(talk.say("talk.ask_for_draft"))
        return
    source = message if command.args or replied is None else replied
    await _judge(source, text, talk)


async def draft_after_check(message: Message, talk: Talk, state: FSMContext) -> None:
    text = message.text or message.caption or ""
    if not text:
        await talk.send(talk.say("talk.not_text"))
        return
    await state.set_state(None)
    await _judge(message, text, talk)


async def _judge(message: Message, text: str, talk: Talk) -> None:
    pair = sorting.split_pair(text)
    if not await readable(talk, pair.draft if pair else text):
        return
    at = message.date.timestamp()
    complaint = talk.desk.add_complaint(pair.complaint, at, message.message_id) if pair else talk.desk.waiting()
    draft = talk.desk.add_draft(pair.draft if pair else sorting.without_head(text), at, message.message_id, complaint)
    draft.channel = talk.preferences.usual_channel
    await boards.give_verdict(talk, draft)


def router() -> Router:
    made = Router(name=__name__)
    made.message.register(check, Command("check"))
    made.message.register(draft_after_check, StateFilter(Asked.draft))
    return made
