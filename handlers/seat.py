"""Seats the agent before every handler: lays out the desk, puts it away again."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any, cast

from aiogram import BaseMiddleware, Bot
from aiogram.enums import ChatType
from aiogram.fsm.context import FSMContext
from aiogram.types import Chat, Message, TelegramObject, Update, User

from bot.content.voice import Voice
from bot.storage import Arrival, Storage
from bot.storage.agents import chosen_by
from handlers.desk import Desk
from handlers.house_coach import HouseCoach
from handlers.silences import Silences
from handlers.subscribing import welcome
from handlers.talk import Talk

Handler = Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]]

DESK = "desk"
# The last update that changed the desk, in one step with that change: taken up again, it must not change it twice.
HANDLED = "handled"


class Seat(BaseMiddleware):
    """For those whom the doorkeeper has let in."""

    def __init__(self, house: HouseCoach, storage: Storage, say: Voice, clock: Callable[[], datetime]) -> None:
        self._house, self._storage, self._say, self._clock = house, storage, say, clock

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:  # noqa: ANN401 -- aiogram's own signature
        user: User | None = data.get("event_from_user")
        chat: Chat | None = data.get("event_chat")
        if user is None or chat is None or chat.type != ChatType.PRIVATE:
            return None
        return await self._serve(handler, event, data, user, chat)

    async def _serve(
        self, handler: Handler, event: TelegramObject, data: dict[str, Any], user: User, chat: Chat
    ) -> Any:  # noqa: ANN401 -- aiogram's own signature
        state: FSMContext = data["state"]
        now = self._clock()
        agent = cast("Arrival", data["arrival"]).agent
        if (agent is None or not agent.active) and await self._storage.agents.seen(user.id, now):
            await welcome(self._storage, user.id, now)
        left_here = await state.get_data()
        update_id = cast("Update", data["event_update"]).update_id
        if left_here.get(HANDLED) == update_id:
            # Its answer left whole, only the process died before it could be crossed out.
            return None
        kept = left_here.get(DESK, {})
        desk = Desk.load(kept, now.timestamp())
        data["talk"] = await self._talk(data, user, chat.id, desk)
        if data.get("raw_state") is not None and isinstance(event, Message) and (event.text or "").startswith("/"):
            # Whoever types a command leaves the question open, and the next draft is no answer to it.
            await state.set_state(None)
        handled: dict[str, int] = {}
        try:
            answered = await handler(event, data)
            handled = {HANDLED: update_id}
            return answered
        finally:
            # Also after a fault: what was already shown to the agent must be known to the next tap.
            left = desk.dump()
            if left != kept:
                await state.update_data({DESK: left, **handled})

    async def _talk(self, data: dict[str, Any], user: User, chat_id: int, desk: Desk) -> Talk:
        bot: Bot = data["bot"]
        arrival: Arrival = data["arrival"]
        return Talk(
            bot=bot,
            chat_id=chat_id,
            agent_id=user.id,
            desk=desk,
            coach=await self._house.now(arrival.house_version),
            storage=self._storage,
            say=self._say,
            preferences=chosen_by(arrival.agent),
            now=self._clock().timestamp(),
            role=data["role"],
            silences=None if arrival.has_silences else Silences(),
        )
