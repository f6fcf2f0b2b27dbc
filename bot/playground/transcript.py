"""A chat as plain text, to be kept or sent to a colleague."""

from __future__ import annotations

from datetime import datetime

from bot.playground.chats import BOT, JSON, Chat

KINDS = {
    "photo": "фотография",
    "document": "документ",
    "sticker": "стикер",
    "voice": "голосовое сообщение",
    "location": "геопозиция",
    "poll": "опрос",
}


def origin_name(origin: JSON) -> str:
    """Whom a forward came from."""
    user = origin.get("sender_user") or {}
    chat = origin.get("chat") or origin.get("sender_chat") or {}
    return str(user.get("first_name") or origin.get("sender_user_name") or chat.get("title") or "неизвестно кого")


def _lines(message: JSON) -> list[str]:
    moment = datetime.fromtimestamp(message["date"]).astimezone()
    who = "Бот" if message["from"]["id"] == BOT["id"] else message["from"]["first_name"]
    edited = " (изменено)" if "edit_date" in message else ""
    lines = [f"[{moment:%d.%m.%Y %H:%M}] {who}{edited}:"]
    if "forward_origin" in message:
        lines.append(f"Переслано от {origin_name(message['forward_origin'])}")
    if "reply_to_message" in message:
        target = message["reply_to_message"]
        quoted = message.get("quote", {}).get("text") or target.get("text") or target.get("caption") or "сообщение"
        lines.append("> " + quoted.splitlines()[0][:80])
    lines += [f"<{name}>" for kind, name in KINDS.items() if kind in message]
    lines.append(message.get("text") or message.get("caption") or message.get("poll", {}).get("question", ""))
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    lines += [" ".join(f"[{key['text']}]" for key in row) for row in rows]
    return [line for line in lines if line]


def transcript(chat: Chat) -> str:
    return "\n\n".join("\n".join(_lines(message)) for message in chat.messages.values()) + "\n"
