"""Outside an agent's own chat: an empty desk that nobody keeps, and no note that the agent was here."""

from __future__ import annotations

from typing import Any

from aiogram.types import Chat, TelegramObject, User

from handlers.desk import Desk
from handlers.seat import Handler, Seat


class Visit(Seat):
    """For groups and inline queries: texts that came this way are stored nowhere."""

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:  # noqa: ANN401 -- aiogram's own signature
        user: User | None = data.get("event_from_user")
        chat: Chat | None = data.get("event_chat")
        if user is None:
            return None
        data["talk"] = await self._talk(data, user, chat.id if chat else user.id, Desk())
        return await handler(event, data)
