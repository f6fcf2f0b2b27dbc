"""A kind pointer where nothing else fits."""

from __future__ import annotations

from aiogram import Router
from aiogram.filters import BaseFilter
from aiogram.types import CallbackQuery, Message

from handlers.talk import Talk


class AnyCommand(BaseFilter):
    """A message that begins like a command and that no handler has claimed."""

    async def __call__(self, message: Message) -> bool:
        return (message.text or "").startswith("/") and message.forward_origin is None


async def unknown_command(_: Message, talk: Talk) -> None:
    await talk.send(talk.say("talk.unknown_command"))


async def old_button(query: CallbackQuery, talk: Talk) -> None:
    await query.answer(talk.say.plain("talk.old_button"), show_alert=True)


def commands() -> Router:
    made = Router(name=__name__)
    made.message.register(unknown_command, AnyCommand())
    return made


def buttons() -> Router:
    made = Router(name=__name__)
    made.callback_query.register(old_button)
    return made
