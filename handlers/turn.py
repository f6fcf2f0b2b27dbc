"""One update's turn in a conversation, which is read once: until the turn is over, nobody else changes it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from aiogram import Bot
from aiogram.fsm.context import FSMContext
from aiogram.fsm.middleware import FSMContextMiddleware
from aiogram.fsm.storage.base import DEFAULT_DESTINY, BaseEventIsolation, StateType, StorageKey

from bot.storage.conversation import Conversation, Conversations


class Turn(FSMContext):
    """What is written goes to the storage at once; what is read, after the first time, does not."""

    def __init__(self, conversations: Conversations, key: StorageKey) -> None:
        super().__init__(conversations, key)
        self._conversations = conversations
        self._read: Conversation | None = None

    async def get_state(self) -> str | None:
        return (await self._conversation()).state

    async def get_data(self) -> dict[str, Any]:
        return dict((await self._conversation()).data)

    async def set_state(self, state: StateType = None) -> None:
        self._read = None
        await super().set_state(state)

    async def set_data(self, data: Mapping[str, Any]) -> None:
        self._read = None
        await super().set_data(data)

    async def update_data(
        self,
        data: Mapping[str, Any] | None = None,
        **kwargs: Any,  # noqa: ANN401 -- aiogram's own signature
    ) -> dict[str, Any]:
        self._read = None
        return await super().update_data(data, **kwargs)

    async def _conversation(self) -> Conversation:
        if self._read is None:
            self._read = await self._conversations.read(self.key)
        return self._read


class Turns(FSMContextMiddleware):
    """aiogram's own middleware for conversations, which reads anew for every question."""

    def __init__(self, conversations: Conversations, one_at_a_time: BaseEventIsolation) -> None:
        super().__init__(conversations, one_at_a_time)
        self._conversations = conversations

    def get_context(  # noqa: PLR0917 -- aiogram's own signature
        self,
        bot: Bot,
        chat_id: int,
        user_id: int,
        thread_id: int | None = None,
        business_connection_id: str | None = None,
        destiny: str = DEFAULT_DESTINY,
    ) -> FSMContext:
        theirs = super().get_context(bot, chat_id, user_id, thread_id, business_connection_id, destiny)
        return Turn(self._conversations, theirs.key)
