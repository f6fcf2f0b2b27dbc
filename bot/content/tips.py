"""Reads content/tips/: the tips of the day and the quizzes made of the same material."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import regex

from bot.coach.model import Facts, Fault
from bot.content.files import CONTENT, Mistake, items, read_toml

PRINCIPLES = "principles.txt"
MAX_TIP = 700
# What the message adds around a tip's own words: labels, quotes, empty lines, «#».
FRAME = 50
# Telegram's limit for the explanation of a quiz.
MAX_EXPLANATION = 200
_TIP_KEYS = {"id", "title", "principle", "signals", "text", "worse", "better", "today"}
_QUIZ_KEYS = {"id", "principle", "signals", "complaint", "facts", "fault", "a", "b", "right", "explanation"}
# Ids travel in callback data, which holds 64 bytes.
_ID = regex.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_NAMED = regex.compile(r"~([^~\n]+)~")


@dataclass(frozen=True, slots=True)
class Tip:
    """A minute of craft.

    `principle` is its tag without «#»; `signals` are the moves it trains, the main one first. It has a story
    (`text`), a pair (`worse`, `better`) or both; what it has not is empty. `advised` is what it says in its own
    name: everything but `worse` and the words it only names as bad ones.
    """

    id: str
    title: str
    principle: str
    signals: tuple[str, ...]
    text: str
    worse: str
    better: str
    today: str
    advised: tuple[str, ...]

    @property
    def length(self) -> int:
        """Characters as shown."""
        return sum(map(len, (self.title, self.principle, self.text, self.worse, self.better, self.today))) + FRAME


@dataclass(frozen=True, slots=True)
class Quiz:
    """«Какой ответ лучше?»: a complaint and two replies, of which `right` («а» or «б») is the better one.

    `facts` and `fault` are what is known of the case; None means not known.
    """

    id: str
    principle: str
    signals: tuple[str, ...]
    complaint: str
    a: str
    b: str
    right: str
    explanation: str
    facts: Facts | None = None
    fault: Fault | None = None

    @property
    def better(self) -> str:
        return self.a if self.right == "а" else self.b

    @property
    def worse(self) -> str:
        return self.b if self.right == "а" else self.a


@dataclass(frozen=True, slots=True)
class Lessons:
    """The tips and quizzes that could be read, and what is wrong with the others."""

    tips: tuple[Tip, ...] = ()
    quizzes: tuple[Quiz, ...] = ()
    mistakes: tuple[Mistake, ...] = ()
    places: dict[str, tuple[Path, int]] = field(default_factory=dict)


def load_lessons(root: Path = CONTENT) -> Lessons:
    """Every tip and quiz of `root`/tips, in the order of files and lines; a broken one is told of and left out."""
    folder = root / "tips"
    names, _, found = read_toml(root / "signals.toml")
    shelf = _Shelf(frozenset(items((folder / PRINCIPLES).read_text(encoding="utf-8"))), frozenset(names), found)
    for path in sorted(folder.glob("*.toml")):
        _Reader(path, shelf).read()
    return Lessons(tuple(shelf.tips), tuple(shelf.quizzes), tuple(shelf.mistakes), shelf.places)


@dataclass
class _Shelf:
    """What the readers of all files share."""

    principles: frozenset[str]
    signals: frozenset[str]
    mistakes: list[Mistake]
    tips: list[Tip] = field(default_factory=list)
    quizzes: list[Quiz] = field(default_factory=list)
    places: dict[str, tuple[Path, int]] = field(default_factory=dict)


@dataclass
class _Reader:
    path: Path
    shelf: _Shelf
    lines: list[str] = field(default_factory=list)

    def read(self) -> None:
        table, source, found = read_toml(self.path)
        self.shelf.mistakes.extend(found)
        self.lines = source.splitlines()
        for key in table.keys() - {"tip", "quiz"}:
            self._complain(Mistake(self.path, 0, f"неизвестный раздел «{key}»; бывают [[tip]] и [[quiz]]"))
        for row in self._rows(table, "tip"):
            tip = _tip(row)
            if self._sound(row, tip.id):
                self.shelf.tips.append(tip)
        for row in self._rows(table, "quiz"):
            quiz = _quiz(row)
            if self._sound(row, quiz.id):
                self.shelf.quizzes.append(quiz)

    def _complain(self, mistake: Mistake) -> None:
        self.shelf.mistakes.append(mistake)

    def _rows(self, table: dict[str, Any], kind: str) -> list[_Row]:
        """The tables of one kind, each with the line of its head."""
        rows = table.get(kind, [])
        heads = [number for number, line in enumerate(self.lines, 1) if line.strip() == f"[[{kind}]]"]
        if not isinstance(rows, list) or len(rows) != len(heads):
            self._complain(Mistake(self.path, 0, f"разделы пишутся в двойных скобках и с новой строки: [[{kind}]]"))
            return []
        return [_Row(self.path, head, self.lines, values) for head, values in zip(heads, rows, strict=True)]

    def _sound(self, row: _Row, name: str) -> bool:
        """Whether the row has no mistakes; those it has are told of."""
        if not _ID.fullmatch(name):
            row.complain("id", "id пишется латиницей, цифрами и дефисами, не длиннее 40 знаков")
        elif name in self.shelf.places:
            path, line = self.shelf.places[name]
            row.complain("id", f"id «{name}» уже занят: {path.name}:{line}")
        principle = row.text("principle")
        if principle not in self.shelf.principles:
            row.complain("principle", f"принципа «{principle}» нет в {PRINCIPLES}")
        for signal in row.words("signals"):
            if signal not in self.shelf.signals:
                row.complain("signals", f"сигнала «{signal}» нет в signals.toml")
        self.shelf.mistakes.extend(row.mistakes)
        if not row.mistakes:
            self.shelf.places[name] = (self.path, row.head)
        return not row.mistakes


@dataclass
class _Row:
    """One [[tip]] or [[quiz]] and where it stands."""

    path: Path
    head: int
    lines: list[str]
    values: dict[str, Any]
    mistakes: list[Mistake] = field(default_factory=list)

    def complain(self, key: str, message: str) -> None:
        """At the line of the key, or at the head of the table where it has none."""
        line = self.head
        for number, text in enumerate(self.lines[self.head :], self.head + 1):
            if text.startswith("[["):
                break
            if key and text.partition("=")[0].strip() == key:
                line = number
                break
        self.mistakes.append(Mistake(self.path, line, message))

    def only(self, known: set[str]) -> None:
        for key in sorted(self.values.keys() - known):
            self.complain(key, f"неизвестный ключ «{key}»; бывают: {', '.join(sorted(known))}")

    def text(self, key: str, *, optional: bool = False) -> str:
        value = self.values.get(key, "")
        if not isinstance(value, str) or not (value.strip() or optional):
            self.complain(key, f"не хватает текста «{key}»")
            return ""
        return value.strip()

    def words(self, key: str) -> tuple[str, ...]:
        return tuple(self.text(key).split())

    def choice(self, key: str, known: Sequence[str], *, optional: bool = False) -> str | None:
        value = self.values.get(key)
        if value is None and optional:
            return None
        if value in known:
            return str(value)
        self.complain(key, f"«{key}» не может быть «{value}»; бывает: {', '.join(known)}")
        return None


def _tip(row: _Row) -> Tip:
    row.only(_TIP_KEYS)
    raw = {key: row.text(key, optional=key in {"text", "worse", "better"}) for key in _TIP_KEYS}
    if not raw["text"] and not raw["better"]:
        row.complain("text", "нужна история (text) или пара worse и better")
    if bool(raw["worse"]) != bool(raw["better"]):
        row.complain("worse" if raw["worse"] else "better", "worse и better пишутся парой")
    shown = {key: _NAMED.sub(r"«\1»", text) for key, text in raw.items()}
    advised = tuple(_NAMED.sub("«…»", raw[key]) for key in ("title", "text", "better", "today") if raw[key])
    tip = Tip(
        id=shown["id"],
        title=shown["title"],
        principle=shown["principle"],
        signals=row.words("signals"),
        text=shown["text"],
        worse=shown["worse"],
        better=shown["better"],
        today=shown["today"],
        advised=advised,
    )
    if tip.length > MAX_TIP:
        row.complain("", f"в совете {tip.length} знаков, а помещается {MAX_TIP}")
    return tip


def _quiz(row: _Row) -> Quiz:
    row.only(_QUIZ_KEYS)
    texts = {key: row.text(key) for key in ("id", "principle", "complaint", "a", "b", "explanation")}
    if len(texts["explanation"]) > MAX_EXPLANATION:
        row.complain("explanation", f"в объяснении {len(texts['explanation'])} знаков, а помещается {MAX_EXPLANATION}")
    facts = row.choice("facts", list(Facts), optional=True)
    fault = row.choice("fault", list(Fault), optional=True)
    return Quiz(
        **texts,
        signals=row.words("signals"),
        right=row.choice("right", ("а", "б")) or "",
        facts=Facts(facts) if facts else None,
        fault=Fault(fault) if fault else None,
    )
