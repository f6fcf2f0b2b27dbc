"""How Telegram answers a bot that sends, edits, deletes and passes on messages."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from bot.playground import limits
from bot.playground.chats import BOT, JSON, QUERY_LIFE, Chat, Chats
from bot.playground.entities import utf16_length
from bot.playground.refusals import bad_request, not_modified, query_too_old

DELETABLE = timedelta(hours=48)
# A copy carries what a person sees, and nothing of where it came from.
CONTENT = ("text", "entities", "caption", "caption_entities", "photo", "document", "sticker", "voice", "video",
           "audio", "animation", "location", "poll", "contact", "dice")  # fmt: skip


def send(chats: Chats, params: JSON, content: JSON) -> JSON:
    """Posts any content for the bot with the reply, the keyboard and the protection that the request asks for."""
    chat = chats.reach(params)
    fields = dict(content)
    fields.update(_reply(chats, chat, params))
    markup = params.get("reply_markup")
    if inline := limits.inline_keyboard(markup):
        fields["reply_markup"] = inline
    keyboard = limits.reply_keyboard(markup)
    if params.get("protect_content"):
        fields["has_protected_content"] = True
    message = chats.post(chat, BOT, fields)
    if keyboard is not None:
        chat.fixed.add(message["message_id"])
        chat.keyboard = None if keyboard.get("remove_keyboard") else keyboard
        chats.announce("keyboard", chat.user["id"], {"keyboard": chat.keyboard})
    return message


def _reply(chats: Chats, chat: Chat, params: JSON) -> JSON:
    wanted = params.get("reply_parameters") or {}
    target_id = wanted.get("message_id") or params.get("reply_to_message_id")
    if not target_id:
        return {}
    target = chats.as_reply_target(chat, int(target_id))
    if target is None:
        if wanted.get("allow_sending_without_reply") or params.get("allow_sending_without_reply"):
            return {}
        raise bad_request("message to be replied not found")
    fields: JSON = {"reply_to_message": target}
    if quote := wanted.get("quote"):
        text, _ = limits.formatted({"text": quote, "parse_mode": wanted.get("quote_parse_mode")})
        whole = target.get("text") or target.get("caption") or ""
        if text not in whole:
            raise bad_request("QUOTE_TEXT_INVALID")
        fields["quote"] = {"text": text, "position": utf16_length(whole[: whole.index(text)]), "is_manual": True}
    return fields


def send_message(chats: Chats, params: JSON, _: Mapping[str, Any]) -> JSON:
    chats.reach(params)
    text, entities = limits.message_text(params)
    return send(chats, params, {"text": text} | ({"entities": entities} if entities else {}))


def _editable(chats: Chats, params: JSON) -> tuple[Chat, JSON]:
    if "inline_message_id" in params:
        raise bad_request("MESSAGE_ID_INVALID")
    chat = chats.reach(params)
    message = chat.messages.get(int(params.get("message_id") or 0))
    if message is None:
        raise bad_request("message to edit not found")
    if message["from"]["id"] != BOT["id"] or message["message_id"] in chat.fixed or "forward_origin" in message:
        raise bad_request("message can't be edited")
    return chat, message


def _edit(chats: Chats, params: JSON, fields: JSON, replaced: tuple[str, ...]) -> JSON:
    """Sets `fields` in place of all `replaced` ones; without a keyboard in the request the old one goes, as there."""
    chat, message = _editable(chats, params)
    markup = limits.inline_keyboard(params.get("reply_markup"))
    if markup is not None:
        fields = {**fields, "reply_markup": markup}
    touched = (*replaced, "reply_markup")
    if {key: message[key] for key in touched if key in message} == fields:
        raise not_modified()
    return chats.rewrite(chat, message, fields, drop=touched, dated=bool(replaced))


def edit_message_text(chats: Chats, params: JSON, _: Mapping[str, Any]) -> JSON:
    message = _editable(chats, params)[1]
    if "text" not in message:
        raise bad_request("there is no text in the message to edit")
    text, entities = limits.message_text(params)
    fields: JSON = {"text": text} | ({"entities": entities} if entities else {})
    return _edit(chats, params, fields, ("text", "entities"))


def edit_message_caption(chats: Chats, params: JSON, _: Mapping[str, Any]) -> JSON:
    message = _editable(chats, params)[1]
    if "text" in message:
        raise bad_request("there is no caption in the message to edit")
    return _edit(chats, params, limits.caption(params), ("caption", "caption_entities"))


def edit_message_reply_markup(chats: Chats, params: JSON, _: Mapping[str, Any]) -> JSON:
    return _edit(chats, params, {}, ())


def _check_deletable(chats: Chats, chat: Chat, message_id: int) -> None:
    message = chat.messages.get(message_id)
    if message is None:
        raise bad_request("message to delete not found")
    if chats.timestamp() - message["date"] > DELETABLE.total_seconds():
        raise bad_request("message can't be deleted for everyone")


def delete_message(chats: Chats, params: JSON, _: Mapping[str, Any]) -> bool:
    chat = chats.find(params)
    message_id = int(params.get("message_id") or 0)
    _check_deletable(chats, chat, message_id)
    chats.remove(chat, [message_id])
    return True


def delete_messages(chats: Chats, params: JSON, _: Mapping[str, Any]) -> bool:
    """Telegram skips the messages of the list that it does not find."""
    chat = chats.find(params)
    ids = [int(number) for number in params.get("message_ids", [])]
    if not 1 <= len(ids) <= 100:
        raise bad_request("message identifiers are not specified" if not ids else "too many message identifiers")
    for number in ids:
        if number in chat.messages:
            _check_deletable(chats, chat, number)
    chats.remove(chat, ids)
    return True


def _source(chats: Chats, params: JSON, verb: str) -> JSON:
    message = chats.find(params, "from_chat_id").messages.get(int(params.get("message_id") or 0))
    if message is None:
        raise bad_request(f"message to {verb} not found")
    if message.get("has_protected_content"):
        raise bad_request(f"message can't be {'copied' if verb == 'copy' else 'forwarded'}")
    return message


def copy_message(chats: Chats, params: JSON, _: Mapping[str, Any]) -> JSON:
    source = _source(chats, params, "copy")
    content = {key: source[key] for key in CONTENT if key in source}
    if "caption" in params and "text" not in source:
        content.pop("caption_entities", None)
        content |= limits.caption(params)
    return {"message_id": send(chats, params, content)["message_id"]}


def forward_message(chats: Chats, params: JSON, _: Mapping[str, Any]) -> JSON:
    source = _source(chats, params, "forward")
    origin = source.get("forward_origin") or {"type": "user", "sender_user": source["from"], "date": source["date"]}
    content = {key: source[key] for key in CONTENT if key in source}
    return send(chats, params, {**content, "forward_origin": origin})


def set_message_reaction(chats: Chats, params: JSON, _: Mapping[str, Any]) -> bool:
    chat = chats.reach(params)
    message_id = int(params.get("message_id") or 0)
    if message_id not in chat.messages:
        raise bad_request("message to react not found")
    reactions = params.get("reaction") or []
    if len(reactions) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    chat.reactions[message_id] = reactions
    chats.announce("reaction", chat.user["id"], {"message_id": message_id, "reaction": reactions})
    return True


def send_chat_action(chats: Chats, params: JSON, _: Mapping[str, Any]) -> bool:
    chat = chats.reach(params)
    chats.announce("action", chat.user["id"], {"action": params.get("action", "typing")})
    return True


def answer_callback_query(chats: Chats, params: JSON, _: Mapping[str, Any]) -> bool:
    query = chats.queries.get(str(params.get("callback_query_id")))
    if query is None or chats.clock() - query.at > QUERY_LIFE:
        raise query_too_old()
    text = str(params.get("text") or "")
    if utf16_length(text) > limits.ALERT_LIMIT:
        raise bad_request("MESSAGE_TOO_LONG")
    if query.answered:
        return True  # The person has had the first answer; a second one changes nothing.
    query.answered = True
    alert = {"text": text, "show_alert": bool(params.get("show_alert")), "message_id": query.message_id}
    chats.announce("answered", query.chat_id, alert)
    return True


ANSWERS = {
    "sendMessage": send_message,
    "editMessageText": edit_message_text,
    "editMessageCaption": edit_message_caption,
    "editMessageReplyMarkup": edit_message_reply_markup,
    "deleteMessage": delete_message,
    "deleteMessages": delete_messages,
    "copyMessage": copy_message,
    "forwardMessage": forward_message,
    "setMessageReaction": set_message_reaction,
    "sendChatAction": send_chat_action,
    "answerCallbackQuery": answer_callback_query,
}
