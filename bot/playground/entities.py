"""Text as Telegram keeps it: cleaned, measured in UTF-16 units, with the links that Telegram finds by itself."""

from __future__ import annotations

import re
from typing import Any

Entity = dict[str, Any]

MESSAGE_LIMIT = 4096

_UNPRINTABLE = re.compile(r"[\x00-\x09\x0b-\x1f\u2028\u2029\u202a-\u202e]")
_FOUND = (
    ("url", re.compile(r"\bhttps?://[^\s<>«»]+[^\s<>«».,;:!?)\]]|\b(?:t\.me|telegram\.me)/\w+", re.IGNORECASE)),
    ("email", re.compile(r"(?<![\w.+-])[\w.+-]++@[\w-]+\.[\w.-]*\w")),
    ("bot_command", re.compile(r"(?<![\w/<>])/[A-Za-z0-9_]{1,64}(?:@\w{3,32})?(?![\w/])")),
    ("mention", re.compile(r"(?<![\w@])@[A-Za-z]\w{3,31}\b")),
    ("hashtag", re.compile(r"(?<![\w#&])#\w*[^\W\d]\w*")),
    ("phone_number", re.compile(r"(?<![\w+])\+\d[\d\s()-]{8,16}\d(?!\w)")),
)
# Inside these Telegram looks for no links.
_CLOSED = {"code", "pre", "text_link", "custom_emoji"}


def utf16_length(text: str) -> int:
    return len(text) + sum(character > "\uffff" for character in text)


def utf16_slice(text: str, offset: int, length: int) -> str:
    """The piece of `text` that an entity covers."""
    units = text.encode("utf-16-le")
    return units[offset * 2 : (offset + length) * 2].decode("utf-16-le", errors="replace")


def clean(text: str) -> str:
    """Telegram drops carriage returns and shows other control characters as spaces."""
    return _UNPRINTABLE.sub(" ", text.replace("\r", ""))


def trim(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """Takes spaces off both ends, but none that an entity covers at the head, and shortens entities at the tail."""
    text = text.rstrip()
    first = min((entity["offset"] for entity in entities), default=len(text))
    lead = min(len(text) - len(text.lstrip()), first)
    text = text[lead:]
    end = utf16_length(text)
    kept = []
    for entity in entities:
        offset = entity["offset"] - lead
        length = min(entity["length"], end - offset)
        if length > 0:
            kept.append({**entity, "offset": offset, "length": length})
    return text, kept


def with_found_links(text: str, entities: list[Entity]) -> list[Entity]:
    """Adds commands, addresses, mentions, tags and phones that Telegram marks by itself."""
    taken = [(e["offset"], e["offset"] + e["length"]) for e in entities if e["type"] in _CLOSED]
    found: list[Entity] = []
    for kind, pattern in _FOUND:
        for match in pattern.finditer(text):
            offset, length = utf16_length(text[: match.start()]), utf16_length(match.group())
            if all(offset + length <= start or end <= offset for start, end in taken):
                found.append({"type": kind, "offset": offset, "length": length})
                taken.append((offset, offset + length))
    return sorted([*entities, *found], key=lambda entity: (entity["offset"], -entity["length"]))


def split_as_clients_do(text: str, limit: int = MESSAGE_LIMIT) -> list[str]:
    """Cuts a long text into messages as Telegram's apps do before sending: at a line's or a word's end where they can.

    Every piece has at most `limit` UTF-16 units.
    """
    pieces = []
    rest = text.strip()
    while utf16_length(rest) > limit:
        head = utf16_slice(rest, 0, limit).rstrip("\ufffd")
        cut = max(head.rfind("\n"), 0) or max(head.rfind(" "), 0) or len(head)
        pieces.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    return [*pieces, rest] if rest else pieces
