"""Reads content/shelf/: customers whose complaints can be forwarded to the bot with one click, and drafts to try."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.coach.model import Facts, Fault, Stance
from bot.content.files import CONTENT, Mistake, line_of, read_toml

TELEGRAM_TEXT = 4096
TELEGRAM_CAPTION = 1024
_KEYS = {"order", "title", "trade", "sender", "hidden", "known", "answers", "stance", "messages", "drafts"}
_ANSWERS = {"facts", "fault", "contradicted", "irreparable", "insulting", "no_complaint"}


@dataclass(frozen=True, slots=True)
class ShelfMessage:
    """A customer's message. With `photo` it goes as a photo and the text is its caption, which may be empty."""

    text: str
    photo: bool = False


@dataclass(frozen=True, slots=True)
class ShelfDraft:
    """A draft to try on the story; `good` says what the author thinks of it."""

    title: str
    text: str
    good: bool


@dataclass(frozen=True, slots=True)
class Story:
    """A customer on the shelf.

    `known` tells the person who plays what the team found out, `facts`, `fault` and `taps` are the answers that
    follow from it, `stance` is where they lead.
    """

    id: str
    title: str
    trade: str
    sender: str
    hidden: bool
    known: str
    stance: Stance
    facts: Facts | None
    fault: Fault | None
    messages: tuple[ShelfMessage, ...]
    drafts: tuple[ShelfDraft, ...]
    taps: tuple[str, ...] = ()
    order: int = 0


@dataclass(frozen=True, slots=True)
class Shelf:
    """The stories that could be read, in their order, and what is wrong with the others."""

    stories: tuple[Story, ...] = ()
    mistakes: tuple[Mistake, ...] = ()


def load_shelf(root: Path = CONTENT) -> Shelf:
    """Reads every file of `root`/shelf; a broken one is told of and left out."""
    stories, mistakes = [], []
    for path in sorted((root / "shelf").glob("*.toml")):
        reader = _Reader(path)
        story = reader.read()
        mistakes += reader.mistakes
        if story is not None and not reader.mistakes:
            stories.append(story)
    stories.sort(key=lambda story: (story.order, story.id))
    return Shelf(tuple(stories), tuple(mistakes))


@dataclass
class _Reader:
    path: Path
    table: dict[str, Any] = field(default_factory=dict)
    source: str = ""
    mistakes: list[Mistake] = field(default_factory=list)

    def read(self) -> Story | None:
        self.table, self.source, self.mistakes = read_toml(self.path)
        if self.mistakes:
            return None
        for key in self.table.keys() - _KEYS:
            self._complain(f"неизвестный ключ «{key}»; бывают: {', '.join(sorted(_KEYS))}", key)
        answers = self.table.get("answers", {})
        for key in answers.keys() - _ANSWERS:
            self._complain(f"неизвестный ответ «{key}»; бывают: {', '.join(sorted(_ANSWERS))}", key)
        stance = self._choice("stance", self.table.get("stance"), Stance)
        messages, drafts = self._messages(), self._drafts()
        texts = {key: self._text(self.table, key) for key in ("title", "trade", "sender", "known")}
        facts = self._choice("facts", answers.get("facts"), Facts, optional=True)
        fault = self._choice("fault", answers.get("fault"), Fault, optional=True)
        if stance is None:
            return None
        return Story(
            id=self.path.stem,
            title=texts["title"],
            trade=texts["trade"],
            sender=texts["sender"],
            hidden=bool(self.table.get("hidden", False)),
            known=texts["known"],
            stance=Stance(stance),
            facts=Facts(facts) if facts else None,
            fault=Fault(fault) if fault else None,
            messages=messages,
            drafts=drafts,
            taps=tuple(key for key in answers if key not in {"facts", "fault"} and answers[key]),
            order=int(self.table.get("order", 0)),
        )

    def _complain(self, message: str, near: str) -> None:
        self.mistakes.append(Mistake(self.path, line_of(self.source, near), message))

    def _text(self, table: dict[str, Any], key: str, *, near: str | None = None) -> str:
        value = table.get(key)
        if not isinstance(value, str) or not value.strip():
            self._complain(f"не хватает текста «{key}»", near or key)
            return ""
        return value.strip()

    def _choice(
        self, key: str, value: object, kinds: type[Stance | Facts | Fault], *, optional: bool = False
    ) -> str | None:
        if value is None and optional:
            return None
        known = [kind.value for kind in kinds]
        if value not in known:
            self._complain(f"«{key}» не может быть «{value}»; бывает: {', '.join(known)}", key)
            return None
        return str(value)

    def _rows(self, key: str) -> Sequence[dict[str, Any]]:
        rows = self.table.get(key)
        if not isinstance(rows, list) or not rows or not all(isinstance(row, dict) for row in rows):
            self._complain(f"нужен хотя бы один раздел [[{key}]]", key)
            return ()
        return rows

    def _messages(self) -> tuple[ShelfMessage, ...]:
        messages = []
        for row in self._rows("messages"):
            photo = bool(row.get("photo", False))
            text = str(row.get("text", "")).strip() if photo else self._text(row, "text", near="[[messages]]")
            limit = TELEGRAM_CAPTION if photo else TELEGRAM_TEXT
            if len(text) > limit:
                self._complain(f"в сообщении {len(text)} знаков, а Telegram пропустит {limit}", text[:40])
            messages.append(ShelfMessage(text, photo))
        return tuple(messages)

    def _drafts(self) -> tuple[ShelfDraft, ...]:
        drafts = []
        for row in self._rows("drafts"):
            if not isinstance(row.get("good"), bool):
                near = str(row.get("title", "[[drafts]]"))
                self._complain("у черновика не сказано, хорош ли он: good = true или good = false", near)
            title, text = (self._text(row, key, near="[[drafts]]") for key in ("title", "text"))
            drafts.append(ShelfDraft(title, text, bool(row.get("good"))))
        return tuple(drafts)
