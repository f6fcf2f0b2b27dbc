"""Plain text with entities back into Telegram's HTML."""

from __future__ import annotations

from html import escape
from typing import Any

from bot.playground.entities import utf16_length

Entity = dict[str, Any]

_TAGS = {
    "bold": ("<b>", "</b>"),
    "italic": ("<i>", "</i>"),
    "underline": ("<u>", "</u>"),
    "strikethrough": ("<s>", "</s>"),
    "spoiler": ("<tg-spoiler>", "</tg-spoiler>"),
    "code": ("<code>", "</code>"),
    "blockquote": ("<blockquote>", "</blockquote>"),
    "expandable_blockquote": ("<blockquote expandable>", "</blockquote>"),
}


def _tags(entity: Entity) -> tuple[str, str] | None:
    """None for what Telegram found by itself: a command or an address needs no tag."""
    match entity["type"]:
        case "text_link":
            return f'<a href="{escape(entity["url"])}">', "</a>"
        case "pre" if entity.get("language"):
            return f'<pre><code class="language-{escape(entity["language"])}">', "</code></pre>"
        case "pre":
            return "<pre>", "</pre>"
        case kind:
            return _TAGS.get(kind)


def unparse(text: str, entities: list[Entity]) -> str:
    """HTML that Telegram would read as this text with these entities."""
    opening: dict[int, list[str]] = {}
    closing: dict[int, list[str]] = {}
    for entity in entities:
        if tags := _tags(entity):
            opening.setdefault(entity["offset"], []).append(tags[0])
            closing.setdefault(entity["offset"] + entity["length"], []).insert(0, tags[1])
    pieces: list[str] = []
    offset = 0
    for character in text:
        pieces += [*closing.pop(offset, ()), *opening.pop(offset, ()), escape(character, quote=False)]
        offset += utf16_length(character)
    return "".join([*pieces, *closing.pop(offset, ())])
