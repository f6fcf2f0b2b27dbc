"""/start, /help, /cancel and the sample."""

from __future__ import annotations

from aiogram import Router
from aiogram.filters import Command, CommandStart
from aiogram.types import CallbackQuery, Message

from bot.coach.model import Facts, Fault
from bot.content.voice import Html
from handlers import boards
from handlers.screens.keyboard import rows
from handlers.talk import Talk
from handlers.taps import SampleTap


async def start(_: Message, talk: Talk) -> None:
    await talk.send(talk.say("talk.start"), rows([(talk.say.plain("talk.try_button"), SampleTap())]))


async def help_(_: Message, talk: Talk) -> None:
    text = talk.say("talk.help")
    await talk.send(Html(f"{text}\n\n{talk.say('doors.help')}") if talk.is_lead else text)


async def cancel(_: Message, talk: Talk, raw_state: str | None) -> None:
    """Clears the desk; a question that was asked is dropped like at any command."""
    boards_on_show = [draft.board_id for draft in talk.desk.drafts]
    busy = talk.desk.clear()
    for board in boards_on_show:
        await talk.retire(board)
    await talk.send(talk.say("talk.cancelled" if busy or raw_state is not None else "talk.nothing_to_cancel"))


async def sample(query: CallbackQuery, talk: Talk) -> None:
    await query.answer()
    complaint, draft = talk.say.plain("talk.sample.complaint"), talk.say.plain("talk.sample.draft")
    shown = await talk.send(talk.say("talk.sample.intro", complaint=complaint, draft=draft))
    taken = talk.desk.add_complaint(complaint, talk.now, shown, talk.say.plain("talk.sample.sender"))
    lying = talk.desk.add_draft(draft, talk.now, shown, taken)
    lying.facts, lying.fault = str(Facts.CHECKED), str(Fault.COMPANY)
    await boards.give_verdict(talk, lying)


def router() -> Router:
    made = Router(name=__name__)
    made.message.register(start, CommandStart())
    made.message.register(help_, Command("help"))
    made.message.register(cancel, Command("cancel"))
    made.callback_query.register(sample, SampleTap.filter())
    return made
