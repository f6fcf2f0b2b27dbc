"""Speaks in a group: to the asker alone where Telegram allows it, else briefly, under their message.

Telegram lets a bot whisper (send an ephemeral message) to any member where it is an administrator, and elsewhere only
in answer to a command that was itself ephemeral, within 15 seconds.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime

from aiogram import Bot
from aiogram.exceptions import TelegramAPIError, TelegramBadRequest, TelegramForbiddenError
from aiogram.types import EphemeralMessageParameters, InlineKeyboardMarkup, Message, ReplyParameters, User

from bot.content.voice import Html
from bot.storage.groups import Groups

logger = logging.getLogger(__name__)

Screen = tuple[Html, InlineKeyboardMarkup | None]


class GroupVoice:
    """Keeps within 20 messages a minute in a group, all processes together; what is beyond goes to the private chat."""

    def __init__(self, groups: Groups, clock: Callable[[], datetime]) -> None:
        self._groups, self._clock = groups, clock

    async def answer(self, message: Message, private: Screen, public: Screen) -> None:
        """Answers a group's message; `private` is for the asker's eyes only, `public` for everybody's."""
        bot, asker = message.bot, message.from_user
        if bot is None or asker is None:
            return
        try:
            if not await self._groups.claim(message.chat.id, self._clock()):
                await self._aside(bot, asker, *private)
            elif await self._whispered(bot, message, asker, *private):
                return
            elif message.ephemeral_message_id is not None:
                # Their command was for our eyes only: so must be what is said of it.
                await self._aside(bot, asker, *private)
            else:
                await self._aloud(bot, message, *public)
        except TelegramForbiddenError:
            await self._groups.forget(message.chat.id)

    async def _whispered(
        self, bot: Bot, message: Message, asker: User, text: Html, keyboard: InlineKeyboardMarkup | None
    ) -> bool:
        """Whether Telegram let the bot say it to the asker alone."""
        asked = message.ephemeral_message_id
        known = await self._groups.whispers(message.chat.id)
        if asked is None and known is False:
            return False
        try:
            sent = await bot.send_message(
                message.chat.id,
                text,
                message_thread_id=_topic(message),
                reply_markup=keyboard,
                ephemeral_message_parameters=EphemeralMessageParameters(receiver_user_id=asker.id),
                reply_parameters=ReplyParameters(ephemeral_message_id=asked) if asked is not None else None,
            )
        except TelegramBadRequest as error:
            logger.debug("Шепнуть в чате не вышло: %s", error.message)
            if asked is None and "admin" in error.message.lower():
                await self._groups.note(message.chat.id, whispers=False, now=self._clock())
            return False
        await self._follow(message, sent)
        if asked is None and known is None:
            await self._groups.note(sent.chat.id, whispers=True, now=self._clock())
        return True

    async def _aloud(self, bot: Bot, message: Message, text: Html, keyboard: InlineKeyboardMarkup | None) -> None:
        try:
            sent = await bot.send_message(
                message.chat.id,
                text,
                message_thread_id=_topic(message),
                reply_markup=keyboard,
                reply_parameters=ReplyParameters(message_id=message.message_id, allow_sending_without_reply=True),
            )
        except TelegramBadRequest as error:
            # The bot may not write there at all; the asker's command is answered by silence, as everybody's is.
            logger.debug("В чат написать нельзя: %s", error.message)
            return
        await self._follow(message, sent)

    async def _follow(self, asked: Message, sent: Message) -> None:
        """The request was repeated at the group's new address: the next one goes there at once."""
        if sent.chat.id != asked.chat.id:
            await self._groups.moved(asked.chat.id, sent.chat.id, self._clock())

    async def _aside(self, bot: Bot, asker: User, text: Html, keyboard: InlineKeyboardMarkup | None) -> None:
        try:
            await bot.send_message(asker.id, text, reply_markup=keyboard)
        except TelegramAPIError as error:
            # Who never wrote to the bot cannot be written to.
            logger.debug("В личный чат написать нельзя: %s", type(error).__name__)


def _topic(message: Message) -> int | None:
    return message.message_thread_id if message.is_topic_message else None
