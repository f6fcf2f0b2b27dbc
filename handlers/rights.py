"""/privacy, /export and /forget: what is stored of a person, to take away and to erase.

Outside of the seat: these are open to those who are shown out too, and must write nothing down themselves.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from typing import Protocol, runtime_checkable

from aiogram import Router
from aiogram.enums import ChatType
from aiogram.exceptions import TelegramBadRequest
from aiogram.filters import BaseFilter, Command
from aiogram.fsm.context import FSMContext
from aiogram.types import BufferedInputFile, CallbackQuery, Message, User

from bot.coach.memory import forget_everything
from bot.content.voice import Voice
from bot.storage import Preferences, Storage, StorageError
from bot.storage.retention import Terms
from handlers.screens import privacy as screen
from handlers.screens.counting import days
from handlers.takeout import documents
from handlers.taps import RightsTap

_ERASING = frozenset(("erase", "erase_and_stay", "erase_and_leave"))
_CHANGING = frozenset(("keep_days", "texts_off", "texts_on"))


@runtime_checkable
class Forgetting(Protocol):
    """A keeper of words that can find all those of one person."""

    async def forget(self, user_id: int) -> None: ...


class Rights:
    def __init__(
        self, storage: Storage, say: Voice, terms: Terms, clock: Callable[[], datetime], keepers: Collection[object]
    ) -> None:
        self._storage, self._say, self._terms, self._clock = storage, say, terms, clock
        self._keepers = [keeper for keeper in keepers if isinstance(keeper, Forgetting)]

    async def privacy(self, message: Message) -> None:
        if message.from_user:
            text, keyboard = screen.page(await self._preferences(message.from_user), self._terms, self._say)
            await message.answer(text, reply_markup=keyboard)

    async def export(self, message: Message) -> None:
        if message.from_user:
            await self._hand_out(message, message.from_user)

    async def forget(self, message: Message) -> None:
        if message.from_user:
            text, keyboard = await self._confirmation(message.from_user)
            await message.answer(text, reply_markup=keyboard)

    async def tapped(self, query: CallbackQuery, callback_data: RightsTap, state: FSMContext) -> None:
        message = query.message
        if not isinstance(message, Message):
            await query.answer(self._say.plain("talk.old_button"), show_alert=True)
            return
        try:
            if callback_data.do == "export":
                await query.answer()
                await self._hand_out(message, query.from_user)
                return
            told, shown = await self._does(callback_data, query.from_user, state)
        except StorageError:
            await query.answer(self._say.plain("privacy.not_now"), show_alert=True)
            return
        await query.answer(told)
        # Not modified: a second tap on the same button.
        with suppress(TelegramBadRequest):
            await message.edit_text(shown[0], reply_markup=shown[1])

    async def _does(self, tap: RightsTap, user: User, state: FSMContext) -> tuple[str | None, screen.Screen]:
        """What to say in passing, and what to show then."""
        if tap.do in _ERASING:
            return None, await self._erase(user, state, stays=tap.do == "erase_and_stay")
        preferences = await self._preferences(user)
        if tap.do in _CHANGING and preferences is not None:
            told, preferences = await self._changed(tap, user, preferences)
            return told, screen.page(preferences, self._terms, self._say)
        return None, await self._screen(tap.do, user, preferences)

    async def _screen(self, do: str, user: User, preferences: Preferences | None) -> screen.Screen:
        if do == "ask":
            return await self._confirmation(user)
        if do == "keep":
            return self._say("privacy.kept"), None
        if do == "texts_ask" and preferences is not None:
            return screen.texts(self._say)
        if do == "days" and preferences is not None:
            return screen.terms_to_choose(preferences, self._terms, self._say)
        return screen.page(preferences, self._terms, self._say)

    async def _changed(self, tap: RightsTap, user: User, chosen: Preferences) -> tuple[str | None, Preferences]:
        if tap.do == "keep_days":
            if not 0 < tap.value <= self._terms.retention_days:
                return None, chosen
            told = self._say.plain("privacy.days_saved", days=days(tap.value))
            # The longest is the house's: it follows when the house changes its mind.
            new = replace(chosen, retention_days=None if tap.value == self._terms.retention_days else tap.value)
        else:
            told, new = self._say.plain(f"privacy.{tap.do}"), replace(chosen, keep_texts=tap.do == "texts_on")
        await self._storage.agents.save_preferences(user.id, new, self._clock())
        if tap.do == "texts_off":
            await self._storage.personal.erase_texts(user.id)
            forget_everything()
        return told, new

    async def _erase(self, user: User, state: FSMContext, *, stays: bool) -> screen.Screen:
        if isinstance(state.storage, Forgetting):
            await state.storage.forget(user.id)
        else:
            await state.clear()
        for keeper in self._keepers:
            await keeper.forget(user.id)
        is_member = await self._is_member(user)
        await self._storage.personal.erase(user.id, keep_membership=stays)
        forget_everything()
        text = "privacy.forgotten_and_left" if is_member and not stays else "privacy.forgotten"
        return self._say(text, backup_days=days(self._terms.backup_days)), None

    async def _hand_out(self, message: Message, user: User) -> None:
        stored = await self._storage.personal.export(user.id)
        if not stored:
            await message.answer(self._say("privacy.nothing"))
            return
        titles = {table: self._title(table) for table in stored}
        # A year of reviews takes a second to write down.
        files = await asyncio.to_thread(documents, stored, titles, self._clock().astimezone(UTC))
        captions = [self._say("privacy.export_table"), self._say("privacy.export_json")]
        for (name, data), caption in zip(files, captions, strict=True):
            await message.answer_document(BufferedInputFile(data, name), caption=caption)

    def _title(self, table: str) -> str:
        return self._say.sentences.get(f"privacy.table.{table}", table)

    async def _confirmation(self, user: User) -> screen.Screen:
        if not await self._storage.personal.has_any(user.id):
            return self._say("privacy.nothing"), None
        return screen.confirmation(self._terms, self._say, is_member=await self._is_member(user))

    async def _is_member(self, user: User) -> bool:
        member = await self._storage.members.get(user.id)
        return member is not None and member.removed_at is None

    async def _preferences(self, user: User) -> Preferences | None:
        """None for one who is not known: nothing is stored of them that could be chosen about."""
        agent = await self._storage.agents.get(user.id)
        return agent.preferences if agent else None


class InPrivate(BaseFilter):
    """What is stored of a person is told to nobody else."""

    async def __call__(self, event: Message | CallbackQuery) -> bool:
        message = event.message if isinstance(event, CallbackQuery) else event
        return message is not None and message.chat.type == ChatType.PRIVATE


def router(
    storage: Storage, say: Voice, terms: Terms, clock: Callable[[], datetime], keepers: Collection[object] = ()
) -> Router:
    made = Router(name=__name__)
    rights = Rights(storage, say, terms, clock, keepers)
    for observer in (made.message, made.callback_query):
        observer.filter(InPrivate())
    made.message.register(rights.privacy, Command("privacy"))
    made.message.register(rights.export, Command("export"))
    made.message.register(rights.forget, Command("forget"))
    made.callback_query.register(rights.tapped, RightsTap.filter())
    return made
