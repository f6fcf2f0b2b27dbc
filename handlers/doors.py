"""Who may come in: asked anew for every update, so that one who was removed a minute ago is out."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection
from datetime import datetime
from typing import Any, cast

import regex
from aiogram import BaseMiddleware, Bot
from aiogram.enums import ChatType
from aiogram.exceptions import TelegramAPIError
from aiogram.types import InlineQuery, InlineQueryResultsButton, Message, TelegramObject, Update, User

from bot.content.voice import Voice
from bot.flood import OwnPacing, Pace, Pacing
from bot.storage import Entry, Member, Role, Storage
from bot.storage.members import tidy_name
from handlers.group import CARRY_ON, is_asked_of_us, is_group
from handlers.taps import RightsTap
from handlers.whisper import GroupVoice

Handler = Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]]

# What a person may do with their own data wherever they stand.
RIGHTS = ("privacy", "export", "forget")
_RIGHTS = regex.compile(rf"/(?:{'|'.join(RIGHTS)})(?:@\w+)?(?:\s|\Z)")
_INVITED = regex.compile(r"/start(?:@\w+)?\s+(\S+)")
# What the button of an inline answer opens the chat with; a stranger is told there how to ask for access.
ACCESS = "access"


class Doors:
    """`named` are let in by the settings, `leads` are leads by them. Nobody named: the house is open to all."""

    def __init__(self, storage: Storage, named: Collection[int], leads: Collection[int]) -> None:
        self._members = storage.members
        self._named, self.leads = frozenset(named), frozenset(leads)

    @property
    def is_open(self) -> bool:
        return not self._named

    async def role(self, user: User, member: Member | None) -> Role | None:
        """None for those who are not let in. Follows a member's new name on the way."""
        if user.id in self.leads:
            return Role.LEAD
        if member is not None and member.removed_at is None:
            if member.name != tidy_name(user.full_name):
                await self._members.rename(user.id, user.full_name)
            return member.role
        removed = member is not None
        return Role.AGENT if user.id in self._named or (self.is_open and not removed) else None


class Doorkeeper(BaseMiddleware):
    """Outer middleware of updates: lets in with `data["role"]` and `data["arrival"]`, or turns away with a clear word.

    What happens to the bot itself (it was blocked, put into a group) passes whatever the role.
    """

    def __init__(
        self, doors: Doors, storage: Storage, say: Voice, clock: Callable[[], datetime], pacing: Pacing | None = None
    ) -> None:
        self._doors, self._storage, self._say, self._clock = doors, storage, say, clock
        self._group_voice = GroupVoice(storage.groups, clock)
        self._pacing = pacing or OwnPacing()

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:  # noqa: ANN401 -- aiogram's own signature
        update = cast("Update", event)
        user: User | None = data.get("event_from_user")
        about_the_bot = _is_about_the_bot(update)
        if not about_the_bot and await _is_none_of_our_business(update, data["bot"]):
            return None
        role = data["role"] = await self._look_at(user, data) if user else None
        if about_the_bot:
            return await handler(event, data)
        if user is None:
            return None
        pace = await self._pacing.next(user.id, self._clock(), stranger=role is None)
        if pace is not Pace.STEADY:
            return await self._slow_down(update, pace)
        if role is None and not _asks_for_rights(update):
            data["role"] = await self._at_the_door(update, user)
            if data["role"] is None:
                return None
        return await handler(event, data)

    async def _look_at(self, user: User, data: dict[str, Any]) -> Role | None:
        arrival = data["arrival"] = await self._storage.arrivals.of(user.id)
        return await self._doors.role(user, arrival.member)

    async def _at_the_door(self, update: Update, user: User) -> Role | None:
        """The role of one who has just come in by an invitation; the others are turned away."""
        message = update.message
        if message is not None and message.chat.type == ChatType.PRIVATE:
            invited = _INVITED.match(message.text or "")
            if invited and invited[1] not in {ACCESS, CARRY_ON}:
                return await self._follow(message, invited[1], user)
            await message.answer(self._refusal(user, removed=await self._was_removed(user)))
        elif message is not None:
            refusal = self._say("doors.stranger_in_group"), None
            await self._group_voice.answer(message, refusal, refusal)
        elif update.callback_query is not None:
            await update.callback_query.answer(self._say.plain("doors.stranger_taps"), show_alert=True)
        elif update.inline_query is not None:
            await self._answer_inline(update.inline_query)
        return None

    async def _follow(self, message: Message, token: str, user: User) -> Role | None:
        entry = await self._storage.invitations.enter(token, user.id, user.full_name, self._clock())
        await message.answer(self._say(f"doors.entry.{entry}", user_id=user.id))
        if entry is not Entry.LET_IN:
            return None
        await self._tell_inviter(message.bot, user)
        return Role.AGENT

    async def _tell_inviter(self, bot: Bot | None, user: User) -> None:
        inviter = await self._storage.members.inviter(user.id)
        if bot is None or inviter is None:
            return
        try:
            await bot.send_message(inviter, self._say("doors.came_in", name=user.full_name), disable_notification=True)
        except TelegramAPIError:
            # The list of members says it too.
            return

    async def _was_removed(self, user: User) -> bool:
        return await self._storage.members.get(user.id) is not None

    def _refusal(self, user: User, *, removed: bool) -> str:
        return self._say("doors.removed" if removed else "doors.stranger", user_id=user.id)

    async def _answer_inline(self, query: InlineQuery) -> None:
        button = InlineQueryResultsButton(text=self._say.plain("doors.button.ask"), start_parameter=ACCESS)
        await query.answer([], cache_time=0, is_personal=True, button=button)

    async def _slow_down(self, update: Update, pace: Pace) -> None:
        if update.callback_query is not None:
            await update.callback_query.answer(self._say.plain("doors.too_fast_taps"))
        elif pace is Pace.FIRST_TOO_FAST and update.message is not None and not is_group(update.message.chat):
            await update.message.answer(self._say("doors.too_fast"))


async def _is_none_of_our_business(update: Update, bot: Bot) -> bool:
    """What people say to each other in a group is not listened to, be they members or strangers."""
    message = update.message or update.edited_message
    if message is None or not is_group(message.chat):
        return False
    return update.message is None or not await is_asked_of_us(message, bot)


def _is_about_the_bot(update: Update) -> bool:
    """It was blocked or put into a group, or its group has moved: whoever did that, the bot must know."""
    message = update.message
    moved = message is not None and (message.migrate_to_chat_id or message.migrate_from_chat_id)
    return update.my_chat_member is not None or bool(moved)


def _asks_for_rights(update: Update) -> bool:
    message = update.message
    if message is not None:
        return message.chat.type == ChatType.PRIVATE and _RIGHTS.match(message.text or "") is not None
    query = update.callback_query
    return query is not None and (query.data or "").startswith(f"{RightsTap.__prefix__}:")
