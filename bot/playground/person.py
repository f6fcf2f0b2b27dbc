"""What a person does in Telegram, and the updates that the bot receives for it."""

from __future__ import annotations

from typing import Any

from bot.playground.chats import BOT, JSON, Chat, Chats
from bot.playground.contents import text_content
from bot.playground.entities import clean, split_as_clients_do, trim, utf16_length, with_found_links


class Impossible(ValueError):  # noqa: N818 - it is the person's app that says no, not an error of Telegram
    """Telegram's apps would not let a person do this; the text says why, in Russian."""


class Person:
    """A user in a private chat with the bot. Every method changes the chat and returns updates, oldest first."""

    def __init__(self, chats: Chats, user_id: int, name: str, username: str | None = None) -> None:
        self.chats = chats
        self.user: JSON = {"id": user_id, "is_bot": False, "first_name": name, "language_code": "ru"}
        if username:
            self.user["username"] = username
        chats.meet(self.user)

    @property
    def chat(self) -> Chat:
        return self.chats.meet(self.user)

    def types(self, text: str, *, reply_to: int | None = None, quote: str | None = None) -> list[JSON]:
        """Sends typed text; a long one goes in several messages. `reply_to` is a message id, `quote` a piece of it."""
        pieces = split_as_clients_do(clean(text))
        if not pieces:
            raise Impossible("Пустое сообщение Telegram не отправит.")
        replies = [reply_to, *[None] * (len(pieces) - 1)]
        return [
            update
            for piece, target in zip(pieces, replies, strict=True)
            for update in self.sends(text_content(piece), reply_to=target, quote=quote if target else None)
        ]

    def sends(
        self,
        *contents: JSON,
        origin: JSON | None = None,
        reply_to: int | None = None,
        quote: str | None = None,
        album: bool = False,
    ) -> list[JSON]:
        """Sends contents, each as a message. `origin` makes them forwards, `album` gives them one media group."""
        extra: JSON = {}
        if origin is not None:
            extra["forward_origin"] = origin
        if album:
            extra["media_group_id"] = str(self.chats.last_message_id + 1)
        if reply_to is not None:
            extra |= self._reply(reply_to, quote)
        chat = self.chat
        if chat.blocked:
            raise Impossible("Бот заблокирован: сначала разблокируйте его.")
        return [self._update("message", self.chats.post(chat, self.user, {**content, **extra})) for content in contents]

    def _reply(self, message_id: int, quote: str | None) -> JSON:
        target = self.chats.as_reply_target(self.chat, message_id)
        if target is None:
            raise Impossible("Сообщения, на которое вы отвечаете, уже нет.")
        fields: JSON = {"reply_to_message": target}
        if quote is not None:
            whole = target.get("text") or target.get("caption") or ""
            if quote not in whole:
                raise Impossible(f"В сообщении нет слов «{quote}»: процитировать их нельзя.")
            position = utf16_length(whole[: whole.index(quote)])
            fields["quote"] = {"text": quote, "position": position, "is_manual": True}
        return fields

    def edits(self, message_id: int, text: str) -> list[JSON]:
        """Rewrites an own message (or the caption of an own photo or document)."""
        message = self._message(message_id)
        if message["from"]["id"] != self.user["id"] or "forward_origin" in message:
            raise Impossible("Править можно только своё сообщение, и не пересланное.")
        kept, _ = trim(clean(text), [])
        if not kept:
            raise Impossible("Пустым сообщение не сделать; его можно удалить.")
        field, marks = ("text", "entities") if "text" in message else ("caption", "caption_entities")
        entities = with_found_links(kept, [])
        fields = {field: kept} | ({marks: entities} if entities else {})
        return [self._update("edited_message", self.chats.rewrite(self.chat, message, fields, drop=(marks,)))]

    def deletes(self, message_id: int) -> list[JSON]:
        """Takes a message away on both sides. Telegram tells the bot nothing."""
        self._message(message_id)
        self.chats.remove(self.chat, [message_id])
        return []

    def taps(self, message_id: int, data: str) -> list[JSON]:
        """Presses an inline button by its callback data, as an app does that has not yet seen an edit."""
        chat = self.chat
        message = chat.messages.get(message_id)
        pressed = message or {"chat": chat.wire, "message_id": message_id, "date": 0}
        query: JSON = {
            "id": self.chats.ask(chat, message_id),
            "from": self.user,
            "chat_instance": str(chat.user["id"]),
            "message": pressed,
            "data": data,
        }
        return [self._update("callback_query", query)]

    def votes(self, message_id: int, *choices: int) -> list[JSON]:
        """Votes in a poll for the options with these numbers, counted from 0."""
        message = self._message(message_id)
        poll = message.get("poll")
        if poll is None or poll["is_closed"]:
            raise Impossible("Здесь нет открытого опроса.")
        if len(choices) != 1 and not poll["allows_multiple_answers"]:
            raise Impossible("В этом опросе можно выбрать один ответ.")
        options = [
            {**option, "voter_count": option["voter_count"] + (index in choices)}
            for index, option in enumerate(poll["options"])
        ]
        poll = {**poll, "options": options, "total_voter_count": poll["total_voter_count"] + 1}
        self.chats.rewrite(self.chat, message, {"poll": poll}, dated=False)
        updates = [self._update("poll", poll)]
        if not poll["is_anonymous"]:
            answer = {
                "poll_id": poll["id"],
                "user": self.user,
                "option_ids": list(choices),
                "option_persistent_ids": [options[index]["persistent_id"] for index in choices],
            }
            updates.append(self._update("poll_answer", answer))
        return updates

    def blocks(self) -> list[JSON]:
        return self._membership(blocked=True)

    def unblocks(self) -> list[JSON]:
        return self._membership(blocked=False)

    def _membership(self, *, blocked: bool) -> list[JSON]:
        chat = self.chat
        if chat.blocked == blocked:
            return []
        chat.blocked = blocked
        self.chats.announce("blocked", self.user["id"], {"blocked": blocked})
        kicked = {"status": "kicked", "user": BOT, "until_date": 0}
        member = {"status": "member", "user": BOT}
        old, new = (member, kicked) if blocked else (kicked, member)
        change: JSON = {
            "chat": chat.wire,
            "from": self.user,
            "date": self.chats.timestamp(),
            "old_chat_member": old,
            "new_chat_member": new,
        }
        return [self._update("my_chat_member", change)]

    def _message(self, message_id: int) -> JSON:
        message = self.chat.messages.get(message_id)
        if message is None:
            raise Impossible("Этого сообщения уже нет.")
        return message

    def _update(self, kind: str, payload: dict[str, Any]) -> JSON:
        return {"update_id": self.chats.next_update_id(), kind: payload}
