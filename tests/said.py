"""A message of the conversation as a person sees it."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.playground.chats import BOT, JSON
from bot.playground.entities import utf16_slice
from bot.playground.unparse import unparse


@dataclass(frozen=True)
class Button:
    """A button as a person sees it. `data`, `copies` and `url` say what a press does; all None for a reply keyboard."""

    text: str
    data: str | None = None
    copies: str | None = None
    url: str | None = None


@dataclass(frozen=True, eq=False)
class Said:
    """A message in the chat. It stays the same object while the bot edits it: read it again after a press."""

    wire: JSON = field(repr=False)

    @property
    def id(self) -> int:
        return int(self.wire["message_id"])

    @property
    def text(self) -> str:
        """The plain text, or the caption, or the question of a poll; empty where there is none."""
        poll = self.wire.get("poll") or {}
        return str(self.wire.get("text") or self.wire.get("caption") or poll.get("question") or "")

    @property
    def entities(self) -> list[JSON]:
        return list(self.wire.get("entities") or self.wire.get("caption_entities") or [])

    @property
    def html(self) -> str:
        return unparse(self.text, self.entities)

    @property
    def folded(self) -> list[str]:
        """The texts of the expandable quotes."""
        return self.marked("expandable_blockquote")

    def marked(self, kind: str) -> list[str]:
        """The pieces that carry an entity of this kind («code», «bold», …)."""
        return [utf16_slice(self.text, e["offset"], e["length"]) for e in self.entities if e["type"] == kind]

    @property
    def keyboard(self) -> list[list[Button]]:
        rows = self.wire.get("reply_markup", {}).get("inline_keyboard", [])
        return [[_button(key) for key in row] for row in rows]

    @property
    def buttons(self) -> list[str]:
        """The texts of the inline buttons, in reading order."""
        return [button.text for row in self.keyboard for button in row]

    @property
    def edited(self) -> bool:
        return "edit_date" in self.wire

    def __str__(self) -> str:
        who = "бот" if self.wire["from"]["id"] == BOT["id"] else self.wire["from"]["first_name"]
        kinds = [kind for kind in ("photo", "document", "sticker", "voice", "location", "poll") if kind in self.wire]
        shown = " ".join([*(f"<{kind}>" for kind in kinds), self.text]).replace("\n", "\n    ")
        lines = [f"{who}: {_origin(self.wire)}{shown}"]
        lines += ["    " + " ".join(f"[{button.text}]" for button in row) for row in self.keyboard]
        return "\n".join(lines)


def _button(key: JSON) -> Button:
    copied = key.get("copy_text") or {}
    return Button(key["text"], key.get("callback_data"), copied.get("text"), key.get("url"))


def _origin(message: JSON) -> str:
    origin = message.get("forward_origin")
    if origin is None:
        return ""
    who = origin.get("sender_user", {}).get("first_name") or origin.get("sender_user_name")
    return f"(переслано: {who or origin.get('chat', {}).get('title', 'кто-то')}) "
