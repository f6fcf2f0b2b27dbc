"""Who blocks the bot is written to no more; who lets it in again is, without a word about it."""

from __future__ import annotations

from aiogram import Router
from aiogram.enums import ChatMemberStatus, ChatType
from aiogram.types import ChatMemberUpdated

from bot.storage import Role, Storage


def router(storage: Storage) -> Router:
    made = Router(name=__name__)

    async def changed(event: ChatMemberUpdated, role: Role | None) -> None:
        if event.chat.type != ChatType.PRIVATE:
            return
        if event.new_chat_member.status == ChatMemberStatus.KICKED:
            await storage.agents.deactivate(event.from_user.id)
        elif event.new_chat_member.status == ChatMemberStatus.MEMBER and role is not None:
            await storage.agents.reactivate(event.from_user.id)

    made.my_chat_member.register(changed)
    return made
