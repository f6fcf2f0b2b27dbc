"""What of an update may be written down while it is being handled."""

from __future__ import annotations

from bot.telegram.inbox import Json

_GROUPS = frozenset({"group", "supergroup"})


def worth_keeping(update: Json) -> Json:
    """The update, or nothing but its number: an inline query can be answered for some seconds only, so no later try
    would help it, and what people say to each other in a group is none of the bot's business."""
    if "inline_query" in update or _is_overheard(update):
        return {"update_id": update["update_id"]}
    return update


def _is_overheard(update: Json) -> bool:
    message = update.get("message") or update.get("edited_message")
    if not message or message.get("chat", {}).get("type") not in _GROUPS:
        return False
    told = message.get("migrate_to_chat_id") or message.get("migrate_from_chat_id")
    return not told and not str(message.get("text") or "").startswith("/")
