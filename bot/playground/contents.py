"""What a message can hold and where a forward can come from, in the shapes of the Bot API."""

from __future__ import annotations

import zlib

from bot.playground.chats import JSON, Chats
from bot.playground.entities import with_found_links
from bot.playground.media import photo_sizes


def text_content(text: str) -> JSON:
    entities = with_found_links(text, [])
    return {"text": text} | ({"entities": entities} if entities else {})


def _caption(text: str | None) -> JSON:
    if not text:
        return {}
    entities = with_found_links(text, [])
    return {"caption": text} | ({"caption_entities": entities} if entities else {})


def photo(chats: Chats, data: bytes, caption: str | None = None) -> JSON:
    file_id = chats.keep_file(data, "photo.png", "image/png")
    return {"photo": photo_sizes(chats, file_id), **_caption(caption)}


def document(chats: Chats, data: bytes, name: str, mime: str, caption: str | None = None) -> JSON:
    file_id = chats.keep_file(data, name, mime)
    fields = {"file_name": name, "mime_type": mime, "file_size": len(data)}
    return {"document": {"file_id": file_id, "file_unique_id": file_id[-12:], **fields}, **_caption(caption)}


def voice(chats: Chats, seconds: int = 3) -> JSON:
    file_id = chats.keep_file(b"OggS", "voice.ogg", "audio/ogg")
    fields = {"duration": seconds, "mime_type": "audio/ogg", "file_size": 4}
    return {"voice": {"file_id": file_id, "file_unique_id": file_id[-12:], **fields}}


def sticker(chats: Chats, emoji: str = "👍") -> JSON:
    file_id = chats.keep_file(b"RIFF", "sticker.webp", "image/webp")
    fields = {"type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False, "emoji": emoji}
    return {"sticker": {"file_id": file_id, "file_unique_id": file_id[-12:], **fields}}


def location(latitude: float = 55.7539, longitude: float = 37.6208) -> JSON:
    return {"location": {"latitude": latitude, "longitude": longitude}}


def from_person(name: str, date: int, *, username: str | None = None) -> JSON:
    """A forward from somebody whose account the bot sees. The same name always has the same id."""
    user: JSON = {"id": 2_000_000_000 + zlib.crc32(name.encode()), "is_bot": False, "first_name": name}
    if username:
        user["username"] = username
    return {"type": "user", "sender_user": user, "date": date}


def from_hidden(name: str, date: int) -> JSON:
    """A forward from somebody who hid the account: only a name is left."""
    return {"type": "hidden_user", "sender_user_name": name, "date": date}


def from_channel(title: str, date: int, *, post: int = 1, signature: str | None = None) -> JSON:
    channel_id = -1_000_000_000_000 - zlib.crc32(title.encode())
    origin: JSON = {
        "type": "channel",
        "chat": {"id": channel_id, "type": "channel", "title": title},
        "message_id": post,
        "date": date,
    }
    return origin | ({"author_signature": signature} if signature else {})
