"""What Telegram remembers: users, their private chats with the bot, messages, files; in the Bot API's shapes."""

from __future__ import annotations

import itertools
import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from bot.playground.clock import Clock
from bot.playground.refusals import bad_request, forbidden

JSON = dict[str, Any]
Listener = Callable[[str, int, JSON], None]

BOT: JSON = {
    "id": 1000000001,
    "is_bot": True,
    "first_name": "Подсказка",
    "username": "podskazka_bot",
    "can_join_groups": True,
    "can_read_all_group_messages": False,
    "supports_inline_queries": False,
}
# Telegram gives a bot about this long to answer a press before the query dies.
QUERY_LIFE = timedelta(seconds=30)


@dataclass
class Chat:
    """A private chat. `fixed` holds ids of messages that came with a reply keyboard: Telegram lets nobody edit them."""

    user: JSON
    messages: dict[int, JSON] = field(default_factory=dict)
    keyboard: JSON | None = None
    blocked: bool = False
    fixed: set[int] = field(default_factory=set)
    reactions: dict[int, list[JSON]] = field(default_factory=dict)
    pinned: list[int] = field(default_factory=list)

    @property
    def wire(self) -> JSON:
        wire: JSON = {key: self.user[key] for key in ("id", "first_name", "last_name", "username") if key in self.user}
        return wire | {"type": "private"}


@dataclass(frozen=True)
class StoredFile:
    data: bytes
    name: str
    mime: str


@dataclass
class Query:
    """A press that waits for the bot's answer."""

    chat_id: int
    message_id: int
    at: datetime
    answered: bool = False


class Chats:
    """The memory of the stand-in. Whoever subscribed hears (kind, chat id, what changed) after each change."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.chats: dict[int, Chat] = {}
        self.files: dict[str, StoredFile] = {}
        self.queries: dict[str, Query] = {}
        self.commands: list[JSON] = []
        self.texts: dict[str, str] = {}
        self.last_message_id = 0
        self.last_update_id = 0
        self._serial = itertools.count(1)
        self._listeners: list[Listener] = []

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Returns the call that ends the subscription."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def announce(self, kind: str, chat_id: int, what: JSON) -> None:
        for listener in tuple(self._listeners):
            listener(kind, chat_id, what)

    def meet(self, user: JSON) -> Chat:
        """The user's chat with the bot, opened if there was none."""
        chat = self.chats.setdefault(user["id"], Chat(user))
        chat.user = user
        return chat

    def reach(self, params: JSON, key: str = "chat_id") -> Chat:
        """The chat that the bot writes to. Raises Refusal where there is none or the person blocked the bot."""
        chat = self.find(params, key)
        if chat.blocked:
            raise forbidden("bot was blocked by the user")
        return chat

    def find(self, params: JSON, key: str = "chat_id") -> Chat:
        """The chat named in a request. Raises Refusal where there is none."""
        raw = str(params.get(key, ""))
        if not raw:
            raise bad_request("chat_id is empty")
        chat = self.chats.get(int(raw)) if raw.lstrip("-").isdigit() else None
        if chat is None:
            raise bad_request("chat not found")
        return chat

    def timestamp(self) -> int:
        return int(self.clock().timestamp())

    def post(self, chat: Chat, sender: JSON, fields: JSON) -> JSON:
        """Puts a message into the chat and tells everybody; returns it."""
        self.last_message_id += 1
        message = {
            "message_id": self.last_message_id,
            "date": self.timestamp(),
            "chat": chat.wire,
            "from": sender,
            **fields,
        }
        chat.messages[self.last_message_id] = message
        self.announce("message", chat.user["id"], message)
        return message

    def rewrite(self, chat: Chat, message: JSON, fields: JSON, *, drop: Iterable[str] = (), dated: bool = True) -> JSON:
        """Changes a message in place: takes the fields `drop` away, sets `fields`; `dated` marks it «изменено»."""
        for key in drop:
            message.pop(key, None)
        message.update(fields)
        if dated:
            message["edit_date"] = self.timestamp()
        self.announce("edited", chat.user["id"], message)
        return message

    def remove(self, chat: Chat, ids: Iterable[int]) -> list[int]:
        """Takes messages away; returns those that were there."""
        gone = [number for number in ids if chat.messages.pop(number, None) is not None]
        if gone:
            self.announce("deleted", chat.user["id"], {"message_ids": gone})
        return gone

    def keep_file(self, data: bytes, name: str, mime: str) -> str:
        """Stores a file and returns its id."""
        file_id = f"file-{next(self._serial)}-{secrets.token_urlsafe(9)}"
        self.files[file_id] = StoredFile(data, name, mime)
        return file_id

    def ask(self, chat: Chat, message_id: int) -> str:
        """Opens a callback query and returns its id."""
        query_id = str(secrets.randbelow(10**18))
        self.queries[query_id] = Query(chat.user["id"], message_id, self.clock())
        return query_id

    def next_update_id(self) -> int:
        self.last_update_id += 1
        return self.last_update_id

    def as_reply_target(self, chat: Chat, message_id: int) -> JSON | None:
        """The message as a reply shows it: without the message that it replied to itself."""
        message = chat.messages.get(message_id)
        if message is None:
            return None
        return {key: value for key, value in message.items() if key not in {"reply_to_message", "quote"}}
