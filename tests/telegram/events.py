"""Updates as Telegram words them, without their ids: the peer numbers them."""

from __future__ import annotations

import itertools
import time
from typing import Any

Json = dict[str, Any]

PERSON = 7

_query_ids = itertools.count(1)


def message(text: str | None = None, *, chat: int = PERSON, message_id: int = 1, **more: object) -> Json:
    """A message from a person in their private chat, or in a group, where `chat` is negative."""
    kind = "private" if chat > 0 else "group"
    body = {"message_id": message_id, "date": int(time.time()), "chat": {"id": chat, "type": kind}, **more}
    return {"message": body | {"from": _person(abs(chat))} | ({} if text is None else {"text": text})}


def forward_from_hidden(text: str, *, name: str | None = None) -> Json:
    """A forward from someone who hides their account; with no name it is the form that stops aiogram's polling."""
    origin = {"type": "hidden_user", "date": 1422450181} | ({} if name is None else {"sender_user_name": name})
    return message(text, forward_origin=origin)


def undecodable(text: str) -> Json:
    """A message that aiogram cannot read, whatever is filled in."""
    return message(text, forward_origin={"type": "never_heard_of", "date": 1422450181})


def press(data: str, *, chat: int = PERSON, shown: Json | None = None) -> Json:
    """A tap on a button under `shown`."""
    under = shown or message("", chat=chat)["message"]
    query = {"id": f"q{next(_query_ids)}", "from": _person(chat), "chat_instance": "1", "data": data, "message": under}
    return {"callback_query": query}


def _person(number: int) -> Json:
    return {"id": number, "is_bot": False, "first_name": "<b>Вася & Ко"}
