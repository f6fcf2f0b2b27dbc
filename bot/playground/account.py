"""How Telegram answers a bot's requests about itself: who it is, its commands, its chats, its webhook."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from bot.playground.chats import BOT, JSON, Chats
from bot.playground.refusals import bad_request

Answer = Callable[[Chats, JSON, Mapping[str, Any]], Any]

COMMAND = re.compile(r"[a-z0-9_]{1,32}")


def get_me(_: Chats, __: JSON, ___: Mapping[str, Any]) -> JSON:
    return BOT


def set_my_commands(chats: Chats, params: JSON, _: Mapping[str, Any]) -> bool:
    """Scopes and languages are not told apart: there is one private chat and one language here."""
    commands = params.get("commands", [])
    if len(commands) > 100:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        name = str(command.get("command", "")).removeprefix("/")
        if not COMMAND.fullmatch(name):
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= len(str(command.get("description", ""))) <= 256:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    chats.commands = [
        {"command": item["command"].removeprefix("/"), "description": item["description"]} for item in commands
    ]
    chats.announce("commands", 0, {"commands": chats.commands})
    return True


def delete_my_commands(chats: Chats, _: JSON, __: Mapping[str, Any]) -> bool:
    chats.commands = []
    chats.announce("commands", 0, {"commands": []})
    return True


def get_my_commands(chats: Chats, _: JSON, __: Mapping[str, Any]) -> list[JSON]:
    return chats.commands


def get_chat(chats: Chats, params: JSON, _: Mapping[str, Any]) -> JSON:
    gifts = {"unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels"}
    return {
        **chats.find(params).wire,
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(gifts, False),
    }


def get_chat_member(chats: Chats, params: JSON, _: Mapping[str, Any]) -> JSON:
    return {"status": "member", "user": chats.find(params).user}


def pin_chat_message(chats: Chats, params: JSON, _: Mapping[str, Any]) -> bool:
    chat = chats.reach(params)
    message_id = int(params.get("message_id") or 0)
    if message_id not in chat.messages:
        raise bad_request("message to pin not found")
    if message_id not in chat.pinned:
        chat.pinned.append(message_id)
    return True


def unpin_chat_message(chats: Chats, params: JSON, _: Mapping[str, Any]) -> bool:
    chat = chats.reach(params)
    wanted = int(params.get("message_id") or (chat.pinned[-1] if chat.pinned else 0))
    if wanted not in chat.pinned:
        raise bad_request("message to unpin not found")
    chat.pinned.remove(wanted)
    return True


def get_webhook_info(_: Chats, __: JSON, ___: Mapping[str, Any]) -> JSON:
    return {"url": "", "has_custom_certificate": False, "pending_update_count": 0}


def get_updates(_: Chats, __: JSON, ___: Mapping[str, Any]) -> list[JSON]:
    return []  # Updates are handed to the dispatcher directly.


def _text_kept(field: str, method: str) -> dict[str, Answer]:
    """The pair of methods that set and get one of the bot's texts."""

    def keep(chats: Chats, params: JSON, _: Mapping[str, Any]) -> bool:
        chats.texts[field] = str(params.get(field) or "")
        return True

    def tell(chats: Chats, _: JSON, __: Mapping[str, Any]) -> JSON:
        return {field: chats.texts.get(field, "")}

    return {f"set{method}": keep, f"get{method}": tell}


def _agreed(_: Chats, __: JSON, ___: Mapping[str, Any]) -> bool:
    return True


ANSWERS: dict[str, Answer] = {
    "getMe": get_me,
    "setMyCommands": set_my_commands,
    "deleteMyCommands": delete_my_commands,
    "getMyCommands": get_my_commands,
    "getChat": get_chat,
    "getChatMember": get_chat_member,
    "pinChatMessage": pin_chat_message,
    "unpinChatMessage": unpin_chat_message,
    "getWebhookInfo": get_webhook_info,
    "getUpdates": get_updates,
    "setWebhook": _agreed,
    "deleteWebhook": _agreed,
    "setChatMenuButton": _agreed,
    "close": _agreed,
    **_text_kept("name", "MyName"),
    **_text_kept("description", "MyDescription"),
    **_text_kept("short_description", "MyShortDescription"),
}
