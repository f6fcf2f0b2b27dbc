"""/ours: what is the custom of the agent's house and goes unmentioned, to be taken back by a tap."""

from __future__ import annotations

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from handlers.screens import ours as screen
from handlers.talk import Talk
from handlers.taps import OursTap


async def ours(_: Message, talk: Talk) -> None:
    await show(talk)


async def show(talk: Talk, here: int | None = None) -> None:
    """The list, in the message `here` or in a new one."""
    silenced = await talk.storage.disagreements.silenced(talk.agent_id)
    await talk.show(here, *screen.ours(silenced, talk.coach, talk.say))


async def tapped(query: CallbackQuery, callback_data: OursTap, talk: Talk) -> None:
    revoked = await talk.storage.disagreements.revoke(talk.agent_id, callback_data.number, talk.moment)
    await query.answer(talk.say.plain("ours.again" if revoked else "ours.gone"))
    await show(talk, query.message.message_id if query.message else None)


def router() -> Router:
    made = Router(name=__name__)
    made.message.register(ours, Command("ours"))
    made.callback_query.register(tapped, OursTap.filter())
    return made
