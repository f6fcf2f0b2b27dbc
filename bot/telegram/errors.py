"""What happens when a handler breaks: the log gets the place, the agent gets a kind sentence."""

from __future__ import annotations

import logging
from collections.abc import Callable

from aiogram import Bot, Router
from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError, TelegramRetryAfter
from aiogram.types import ErrorEvent, ReplyParameters, Update

from bot.errors import describe

logger = logging.getLogger(__name__)

# How a 400 words it that there is nobody to write to any more; every 403 says that.
_GONE = (
    "chat not found",
    "user not found",
    "user is deactivated",
    "bot can't initiate conversation",
    "group chat was deactivated",
    "peer_id_invalid",
)


def error_router(sentence: Callable[[Exception], str]) -> Router:
    """A router that takes every exception its siblings let out.

    `sentence` gives what to say to the agent, as HTML in the bot's parse mode: what happened and what to do next.
    Nothing is said where nobody is left to hear it, nor in a chat under flood control.
    """
    router = Router(name="errors")

    async def on_error(event: ErrorEvent, bot: Bot) -> None:
        error = event.exception
        if is_gone(error):
            logger.info("Обновление %d: собеседника или чата больше нет", event.update.update_id)
            return
        logger.error("Обновление %d не обработано: %s", event.update.update_id, describe(error))
        if isinstance(error, TelegramRetryAfter):
            return
        try:
            await tell(bot, event.update, sentence(error))
        except Exception as second:  # noqa: BLE001  # out of here aiogram would log the error with its text
            logger.warning("Обновление %d: и сказать об этом не вышло: %s", event.update.update_id, describe(second))

    router.error.register(on_error)
    return router


def is_gone(error: Exception) -> bool:
    """Whether the chat can be written to no more: the bot was blocked or removed, the account or the chat deleted."""
    if isinstance(error, TelegramBadRequest):
        return any(words in error.message.lower() for words in _GONE)
    return isinstance(error, TelegramForbiddenError)


async def tell(bot: Bot, update: Update, text: str) -> None:
    """Says something to the author of an update in reply to their message, or to that whose button they pressed."""
    query = update.callback_query
    message = query.message if query else update.message or update.edited_message
    if query:
        # Without it the pressed button spins for a minute.
        await bot.answer_callback_query(query.id)
    if message:
        reply = ReplyParameters(message_id=message.message_id, allow_sending_without_reply=True)
        await bot.send_message(message.chat.id, text, reply_parameters=reply)
