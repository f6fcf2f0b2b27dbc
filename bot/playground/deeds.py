"""What the page asks a person to do, by name, from the JSON of a request."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable
from datetime import timedelta

from bot.playground import contents
from bot.playground.chats import JSON
from bot.playground.entities import split_as_clients_do
from bot.playground.person import Impossible, Person
from bot.playground.picture import picture
from bot.playground.room import Room

Deed = Callable[[Room, Person, JSON], list[JSON]]


def _type(_: Room, person: Person, wish: JSON) -> list[JSON]:
    reply_to = wish.get("reply_to")
    return person.types(str(wish["text"]), reply_to=int(reply_to) if reply_to else None, quote=wish.get("quote"))


def _origin(kind: str, sender: str, now: int) -> JSON:
    match kind:
        case "hidden":
            return contents.from_hidden(sender, now)
        case "channel":
            return contents.from_channel(sender, now)
        case _:
            return contents.from_person(sender, now)


def _forward(room: Room, person: Person, wish: JSON) -> list[JSON]:
    chats = room.telegram.chats
    sender = str(wish.get("sender") or "").strip()
    if not sender:
        raise Impossible("Напишите, от кого сообщение.")
    origin = _origin(str(wish.get("origin", "person")), sender, chats.timestamp())
    made = []
    for message in wish["messages"]:
        text = str(message.get("text") or "").strip()
        if message.get("photo"):
            made.append(contents.photo(chats, picture(), text or None))
        elif text:
            made += [contents.text_content(piece) for piece in split_as_clients_do(text)]
    if not made:
        raise Impossible("Переслать нечего: напишите, что сказал клиент.")
    comment = str(wish.get("comment") or "").strip()
    first = person.types(comment) if comment else []
    return [*first, *person.sends(*made, origin=origin)]


def _attach(room: Room, person: Person, wish: JSON) -> list[JSON]:
    chats, caption = room.telegram.chats, str(wish.get("caption") or "").strip()[:1024] or None
    try:
        data = base64.b64decode(wish.get("data") or "", validate=True)
    except binascii.Error:
        raise Impossible("Файл не прочитался.") from None
    match wish.get("what"):
        case "photo":
            made = contents.photo(chats, data or picture(), caption)
        case "document":
            if not data:
                raise Impossible("Файл пустой: такой Telegram не отправит.")
            made = contents.document(chats, data, str(wish["name"]), str(wish["mime"]), caption)
        case "voice":
            made = contents.voice(chats)
        case "sticker":
            made = contents.sticker(chats)
        case "location":
            made = contents.location()
        case other:
            raise Impossible(f"Не знаю, как отправить «{other}».")
    return person.sends(made)


def _edit(_: Room, person: Person, wish: JSON) -> list[JSON]:
    return person.edits(int(wish["message_id"]), str(wish["text"]))


def _delete(_: Room, person: Person, wish: JSON) -> list[JSON]:
    return person.deletes(int(wish["message_id"]))


def _tap(_: Room, person: Person, wish: JSON) -> list[JSON]:
    return person.taps(int(wish["message_id"]), str(wish["data"]))


def _vote(_: Room, person: Person, wish: JSON) -> list[JSON]:
    return person.votes(int(wish["message_id"]), *(int(choice) for choice in wish["choices"]))


def _block(_: Room, person: Person, wish: JSON) -> list[JSON]:
    return person.blocks() if wish["on"] else person.unblocks()


def _faults(room: Room, _: Person, wish: JSON) -> list[JSON]:
    faults = room.telegram.faults
    faults.flood = min(int(wish.get("flood", faults.flood)), 100)
    faults.broken = min(int(wish.get("broken", faults.broken)), 100)
    faults.delay = min(float(wish.get("delay", faults.delay)), 30.0)
    room.tell("bench", bench=room.bench())
    return []


def _clock(room: Room, _: Person, wish: JSON) -> list[JSON]:
    room.telegram.clock.advance(timedelta(hours=float(wish["hours"])))
    room.tell("bench", bench=room.bench())
    return []


DEEDS: dict[str, Deed] = {
    "type": _type,
    "forward": _forward,
    "attach": _attach,
    "edit": _edit,
    "delete": _delete,
    "tap": _tap,
    "vote": _vote,
    "block": _block,
    "faults": _faults,
    "clock": _clock,
}


def do(room: Room, wish: JSON) -> None:
    """Carries out one deed: `do` names it, `user` says who does it, the rest are its details.

    Raises Impossible with a Russian sentence for what Telegram's apps would not let a person do.
    """
    try:
        deed, person = DEEDS[wish["do"]], room.people[int(wish["user"])]
        updates = deed(room, person, wish)
    except (KeyError, TypeError, OverflowError):
        raise Impossible("Страница попросила странного. Обновите её, пожалуйста.") from None
    if updates:
        room.happens(person, updates)
