"""In a group: /check in reply to a draft, and nothing else. Nobody is asked anything there, and nothing is kept."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from aiogram import Bot, Router
from aiogram.enums import ChatMemberStatus, ChatType
from aiogram.filters import BaseFilter, Command, CommandObject
from aiogram.types import CallbackQuery, Chat, ChatMemberUpdated, Message
from aiogram.utils.deep_linking import create_start_link

from bot.coach import sorting
from bot.coach.model import Case, Channel
from bot.content.voice import Voice
from bot.storage.groups import Groups
from handlers.intake import unreadable
from handlers.screens import glance
from handlers.talk import Talk
from handlers.visit import Visit
from handlers.whisper import GroupVoice

CHECK = Command("check")
# What leads from elsewhere into the private chat, to be asked for the whole draft there.
CARRY_ON = "draft"
_GROUPS = {ChatType.GROUP, ChatType.SUPERGROUP}


def is_group(chat: Chat) -> bool:
    return chat.type in _GROUPS


async def is_asked_of_us(message: Message, bot: Bot) -> bool:
    """Whether a group's message is a /check for this bot; all else there is none of its business."""
    return bool(await CHECK(message, bot))


class InGroup(BaseFilter):
    async def __call__(self, event: Message | ChatMemberUpdated | CallbackQuery) -> bool:
        message = event.message if isinstance(event, CallbackQuery) else event
        return message is not None and is_group(message.chat)


class HasMoved(BaseFilter):
    """The group became a supergroup: both say so, the old one and the new."""

    async def __call__(self, message: Message) -> bool:
        return bool(message.migrate_to_chat_id or message.migrate_from_chat_id)


class Group:
    def __init__(self, groups: Groups, say: Voice, clock: Callable[[], datetime]) -> None:
        self._groups, self._say, self._clock = groups, say, clock
        self._voice = GroupVoice(groups, clock)

    async def check(self, message: Message, command: CommandObject, talk: Talk) -> None:
        given = _draft(message, command)
        if not given.strip():
            await self._voice.answer(message, (talk.say("group.usage"), None), (talk.say("group.usage_short"), None))
            return
        pair = sorting.split_pair(given)
        draft = pair.draft if pair else sorting.without_head(given)
        if (refusal := unreadable(draft, talk.say)) is not None:
            await self._voice.answer(message, (refusal, None), (talk.say("group.unreadable_short"), None))
            return
        review = await talk.judge(Case(draft, pair.complaint if pair else None, channel=_channel(talk)))
        best = await talk.best_rewrite(review)
        link = await create_start_link(talk.bot, CARRY_ON)
        text, keyboard = glance.whispered(review, best, link, talk.say)
        private = talk.warned(review, text), keyboard
        await self._voice.answer(message, private, glance.aloud(review, link, talk.say))

    async def moved(self, message: Message) -> None:
        old = message.chat.id if message.migrate_to_chat_id else message.migrate_from_chat_id
        new = message.migrate_to_chat_id or message.chat.id
        await self._groups.moved(old or 0, new, self._clock())

    async def membership(self, event: ChatMemberUpdated) -> None:
        status = event.new_chat_member.status
        if status in {ChatMemberStatus.LEFT, ChatMemberStatus.KICKED}:
            await self._groups.forget(event.chat.id)
        else:
            whispers = status == ChatMemberStatus.ADMINISTRATOR
            await self._groups.note(event.chat.id, whispers=whispers, now=self._clock())

    async def tapped(self, query: CallbackQuery) -> None:
        """No message of ours in a group has such a button: an old app, or somebody tries."""
        await query.answer(self._say.plain("talk.old_button"), show_alert=True)


def _draft(message: Message, command: CommandObject) -> str:
    """What stands behind the command, else the quoted piece, else the message it replies to."""
    if command.args:
        return command.args
    if message.quote is not None and message.quote.is_manual:
        return message.quote.text
    replied = message.reply_to_message
    return (replied.text or replied.caption or "") if replied is not None else ""


def _channel(talk: Talk) -> Channel | None:
    chosen = talk.preferences.usual_channel
    return Channel(chosen) if chosen else None


def router(visit: Visit, groups: Groups, say: Voice, clock: Callable[[], datetime]) -> Router:
    """Takes all that comes from groups, so that no other conversation sees it."""
    made, group = Router(name=__name__), Group(groups, say, clock)
    moves = Router(name=f"{__name__}.moves")
    moves.message.register(group.moved, HasMoved())
    asked = Router(name=f"{__name__}.asked")
    asked.message.middleware(visit)
    asked.message.register(group.check, CHECK)
    for observer in (made.message, made.my_chat_member, made.callback_query):
        observer.filter(InGroup())
    made.my_chat_member.register(group.membership)
    made.callback_query.register(group.tapped)
    made.include_routers(moves, asked)
    return made
