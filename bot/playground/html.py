"""Telegram's HTML as its Bot API reads it: plain text with entities, or a refusal that names the byte.

Offsets and lengths of entities are in UTF-16 units, as everywhere in Telegram.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bot.playground.entities import utf16_length
from bot.playground.refusals import Refusal, bad_request

Entity = dict[str, Any]

TAGS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "span": "spoiler",
    "tg-spoiler": "spoiler",
    "tg-emoji": "custom_emoji",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
}
NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
SPACES = " \t\r\n\0\x0b"


@dataclass(slots=True)
class _Open:
    tag: str
    argument: str
    offset: int


class _Reader:
    """Walks the source once; `position` is the index of the next character to read."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.position = 0
        self.text: list[str] = []
        self.width = 0
        self.open: list[_Open] = []
        self.entities: list[Entity] = []

    def read(self) -> tuple[str, list[Entity]]:
        while self.position < len(self.source):
            character = self.source[self.position]
            if character == "<":
                self._tag()
            else:
                self._put(self._reference() if character == "&" else self._next())
        if self.open:
            raise bad_html(f'Can\'t find end tag corresponding to start tag "{self.open[-1].tag}"')
        self.entities.sort(key=lambda entity: (entity["offset"], -entity["length"]))
        return "".join(self.text), self.entities

    def _put(self, piece: str) -> None:
        self.text.append(piece)
        self.width += utf16_length(piece)

    def _next(self) -> str:
        character = self.source[self.position]
        self.position += 1
        return character

    def _peek(self) -> str:
        return self.source[self.position] if self.position < len(self.source) else ""

    def _reference(self) -> str:
        """Reads «&lt;» and the like; an unknown one stays as it is written."""
        start = self.position
        end = start + 1
        if self.source[end : end + 1] == "#":
            return self._numeric_reference(start)
        while end < len(self.source) and self.source[end].isascii() and self.source[end].isalpha():
            end += 1
        character = NAMED.get(self.source[start + 1 : end])
        if character is None:
            return self._next()
        self.position = end + 1 if self.source[end : end + 1] == ";" else end
        return character

    def _numeric_reference(self, start: int) -> str:
        end = start + 2
        base, digits = 10, "0123456789"
        if self.source[end : end + 1] in {"x", "X"}:
            end, base, digits = end + 1, 16, "0123456789abcdefABCDEF"
        first = end
        while end < len(self.source) and self.source[end] in digits:
            end += 1
        code = int(self.source[first:end], base) if end > first else 0
        if not 0 < code < 0x10FFFF or 0xD800 <= code < 0xE000:
            return self._next()
        self.position = end + 1 if self.source[end : end + 1] == ";" else end
        return chr(code)

    def _tag(self) -> None:
        begin = self.position
        self.position += 1
        if self._peek() == "/":
            self.position += 1
            self._end_tag(begin)
        else:
            self._start_tag(begin)

    def _word(self, stops: str) -> str:
        start = self.position
        while self.position < len(self.source) and self.source[self.position] not in stops:
            self.position += 1
        return self.source[start : self.position]

    def _skip_spaces(self) -> None:
        while self.position < len(self.source) and self.source[self.position] in SPACES:
            self.position += 1

    def _at(self, begin: int) -> str:
        return f"at byte offset {len(self.source[:begin].encode())}"

    def _start_tag(self, begin: int) -> None:
        tag = self._word(SPACES + ">").lower()
        if not self._peek():
            raise bad_html(f"Unclosed start tag {self._at(begin)}")
        if tag not in TAGS:
            raise bad_html(f'Unsupported start tag "{tag}" {self._at(begin)}')
        argument = self._attributes(tag, begin)
        if tag == "span" and argument != "spoiler":
            raise bad_html(f'Tag "span" must have class "tg-spoiler" {self._at(begin)}')
        self.open.append(_Open(tag, argument, self.width))

    def _attributes(self, tag: str, begin: int) -> str:
        """Reads up to «>» and returns the one attribute that matters to this tag, or an empty string."""
        argument = ""
        while True:
            self._skip_spaces()
            if self._peek() == ">":
                self.position += 1
                return argument
            name = self._word(SPACES + "=>")
            self._skip_spaces()
            if not self._peek():
                raise bad_html(f"Unclosed start tag {self._at(begin)}")
            if not name:
                raise bad_html(f'Empty attribute name in the tag "{tag}" {self._at(begin)}')
            value = self._attribute_value(tag, begin) if self._peek() == "=" else None
            argument = _argument(tag, name, value) or argument

    def _attribute_value(self, tag: str, begin: int) -> str:
        self.position += 1
        self._skip_spaces()
        quote = self._peek()
        if quote not in {'"', "'"}:
            token = self.position
            value = self._word(SPACES + ">").lower()
            if not all(character.isalnum() or character in ".-" for character in value):
                raise bad_html(f"Unexpected end of name token {self._at(token)}")
            return value
        self.position += 1
        value = ""
        while self._peek() not in {quote, ""}:
            value += self._reference() if self._peek() == "&" else self._next()
        if not self._peek():
            raise bad_html(f'Unclosed start tag "{tag}" {self._at(begin)}')
        self.position += 1
        return value

    def _end_tag(self, begin: int) -> None:
        if not self.open:
            raise bad_html(f"Unexpected end tag {self._at(begin)}")
        name = self._word(SPACES + ">").lower()
        self._skip_spaces()
        if self._peek() != ">":
            raise bad_html(f"Unclosed end tag {self._at(begin)}")
        self.position += 1
        expected = self.open[-1].tag
        if name and name != expected:
            raise bad_html(f'Unmatched end tag {self._at(begin)}, expected "</{expected}>", found "</{name}>"')
        self._close(self.open.pop())

    def _close(self, opened: _Open) -> None:
        length = self.width - opened.offset
        if not length:
            return
        entity: Entity = {"type": TAGS[opened.tag], "offset": opened.offset, "length": length}
        match opened.tag:
            case "a":
                entity["url"] = opened.argument or "".join(self.text)[-length:]
                if "." not in entity["url"] and ":" not in entity["url"]:
                    return  # Telegram shows a link without an address as plain text.
            case "tg-emoji":
                entity["custom_emoji_id"] = opened.argument
            case "blockquote" if opened.argument:
                entity["type"] = "expandable_blockquote"
            case "code" if any(outer.tag == "pre" for outer in self.open):
                if opened.argument and opened.offset == self.open[-1].offset:
                    self.open[-1].argument = opened.argument
                return
            case "pre" if opened.argument:
                entity["language"] = opened.argument
        if opened.tag == "blockquote" and any(outer.tag == "blockquote" for outer in self.open):
            return  # Telegram's quotes do not nest.
        self.entities.append(entity)


def _argument(tag: str, name: str, value: str | None) -> str:
    match tag, name.lower():
        case "a", "href":
            return value or ""
        case "code", "class" if value and value.startswith("language-"):
            return value.removeprefix("language-")
        case "span", "class" if value and value.startswith("tg-"):
            return value.removeprefix("tg-")
        case "tg-emoji", "emoji-id":
            return value or ""
        case "blockquote", "expandable":
            return "1"
        case _:
            return ""


def bad_html(reason: str) -> Refusal:
    return bad_request(f"can't parse entities: {reason}")


def parse(source: str) -> tuple[str, list[Entity]]:
    """Plain text and its entities. Raises Refusal as Telegram does for a tag that it does not know or find closed."""
    return _Reader(source).read()
