"""Reads content/phrases/ into what the rewriter may say."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

import regex

from bot.coach.model import Channel, Stance, Style
from bot.coach.pattern import PatternError, parse
from bot.coach.rewrite.nouns import CASES
from bot.coach.rewrite.phrases import HOLES, Lexicon, Loss, Phrase, Phrases, Slot, SlotKind, holes
from bot.coach.words import normal
from bot.content.files import CONTENT, Mistake, items, line_of, needed_toml, read_toml

SLOTS, LOSSES, REFUSALS, LEXICON = "slots.toml", "losses.toml", "refusals.toml", "lexicon.toml"
INSTEAD = "instead.toml"
_PHRASE_KEYS = {"moves", "stance", "style", "channel", "loss", "when", "lines"}
_LOSS_KEYS = {"words", "unless", "yes", "no"}
_SLOT_KEYS = {"kind", "ask", "taps", "samples"}
_KNOWN_HOLES = sorted({*HOLES, *(f"{{{case}}}" for case in CASES)})
_MARK = regex.compile(r"\[([^\[\]]+)\]")
Kind = TypeVar("Kind", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class LoadedPhrases:
    """What could be read, and what is wrong with the rest."""

    phrases: Phrases
    mistakes: tuple[Mistake, ...]


def load_phrases(root: Path = CONTENT) -> LoadedPhrases:
    """Every phrase of `root`/phrases; a phrase, slot or loss with a mistake is left out and told of."""
    folder, mistakes = root / "phrases", list[Mistake]()
    slots = _slots(folder / SLOTS, mistakes)
    losses = _losses(folder / LOSSES, mistakes)
    refusals = _losses(folder / REFUSALS, mistakes)
    lexicon = _lexicon(folder / LEXICON, mistakes)
    instead = _instead(folder / INSTEAD, mistakes)
    known = {loss.id for loss in losses}
    phrases: list[Phrase] = []
    for path in sorted(folder.glob("*.toml")):
        if path.name not in {SLOTS, LOSSES, REFUSALS, LEXICON, INSTEAD}:
            reader = _Reader(path, known, set(slots), mistakes)
            phrases.extend(reader.read())
    return LoadedPhrases(
        Phrases(tuple(phrases), tuple(losses), tuple(refusals), slots, lexicon, instead), tuple(mistakes)
    )


@dataclass
class _Reader:
    path: Path
    losses: set[str]
    slots: set[str]
    mistakes: list[Mistake]
    source: str = ""

    def read(self) -> Iterable[Phrase]:
        table, self.source, found = read_toml(self.path)
        self.mistakes.extend(found)
        rows = table.get("phrase", [])
        if not found and not rows:
            self._complain("нет ни одного раздела [[phrase]]", "")
        for row in rows:
            yield from self._row(row)

    def _row(self, row: dict[str, Any]) -> Iterable[Phrase]:
        lines = items(row.get("lines", ""))
        near = lines[0] if lines else "[[phrase]]"
        for key in row.keys() - _PHRASE_KEYS:
            self._complain(f"неизвестный ключ «{key}»; бывают: {', '.join(sorted(_PHRASE_KEYS))}", key)
        if not lines or not row.get("moves", "").strip():
            self._complain("в разделе [[phrase]] нужны moves (что делает фраза) и lines (сами фразы)", near)
            return
        stances = self._names(row, "stance", Stance, near)
        styles = self._names(row, "style", Style, near)
        channels = self._names(row, "channel", Channel, near)
        losses = frozenset(row.get("loss", "").split())
        for loss in sorted(losses - self.losses):
            self._complain(f"потеря «{loss}» не описана в {LOSSES}", near)
        for line in lines:
            if self._readable(line):
                moves = tuple(row["moves"].split())
                if holes(line) and "specific" not in moves:
                    moves = (*moves, "specific")
                when = frozenset(row.get("when", "").split())
                yield Phrase(line, moves, stances, styles, channels, losses, when)

    def _names(self, row: dict[str, Any], key: str, kinds: type[Kind], near: str) -> frozenset[Kind]:
        known = [kind.value for kind in kinds]
        for name in row.get(key, "").split():
            if name not in known:
                self._complain(f"«{key}» не может быть «{name}»; бывает: {', '.join(known)}", near)
        return frozenset(kinds(name) for name in row.get(key, "").split() if name in known)

    def _readable(self, line: str) -> bool:
        before = len(self.mistakes)
        for hole in holes(line):
            if hole not in _KNOWN_HOLES:
                known = ", ".join(_KNOWN_HOLES)
                self._complain(f"«{hole}» непонятно: бывает {{мы/я}}, {{мы/он/она}} или {known}", line)
        for mark in _MARK.findall(line):
            if mark not in self.slots:
                self._complain(f"пробел «[{mark}]» не описан в {SLOTS}", line)
        return len(self.mistakes) == before

    def _complain(self, message: str, near: str) -> None:
        self.mistakes.append(Mistake(self.path, line_of(self.source, near) if near else 0, message))


def _slots(path: Path, mistakes: list[Mistake]) -> dict[str, Slot]:
    table, source = needed_toml(path, mistakes)
    slots = {}
    for name, entry in table.items():
        samples, kinds = items(entry.get("samples", "")), [kind.value for kind in SlotKind]
        if entry.keys() - _SLOT_KEYS or entry.get("kind") not in kinds or not samples or not entry.get("ask"):
            message = f"пробелу «{name}» нужны ask, samples и kind ({', '.join(kinds)}); бывает ещё taps"
            mistakes.append(Mistake(path, line_of(source, name), message))
            continue
        slots[name] = Slot(name, SlotKind(entry["kind"]), entry["ask"], items(entry.get("taps", "")), samples)
    return slots


def _losses(path: Path, mistakes: list[Mistake]) -> list[Loss]:
    table, source = needed_toml(path, mistakes)
    losses = []
    for name, entry in table.items():
        lists = {key: items(entry.get(key, "")) for key in _LOSS_KEYS}
        wrong = [
            phrase
            for key in ("words", "unless")
            for phrase in lists[key]
            if not _parses(phrase, path, source, mistakes)
        ]
        if entry.keys() - _LOSS_KEYS or not lists["words"] or not lists["yes"]:
            mistakes.append(
                Mistake(path, line_of(source, f"[{name}]"), f"потере «{name}» нужны words и yes; бывают unless и no")
            )
        elif not wrong:
            losses.append(Loss(name, lists["words"], lists["unless"], lists["yes"], lists["no"]))
    return losses


def _parses(phrase: str, path: Path, source: str, mistakes: list[Mistake]) -> bool:
    try:
        parse(phrase)
    except PatternError as error:
        mistakes.append(Mistake(path, line_of(source, phrase), str(error)))
        return False
    return True


def _lexicon(path: Path, mistakes: list[Mistake]) -> Lexicon:
    table, source = needed_toml(path, mistakes)
    things, slang, people, deeds, moods, unsaid, mishaps = (
        frozenset(normal(word) for line in items(table.get(key, "")) for word in line.split())
        for key in ("things", "slang", "people", "deeds", "moods", "unsaid", "mishaps")
    )
    letter = {}
    for line in items(table.get("letter", "")):
        spoken, equals, written = (part.strip() for part in line.partition("="))
        if not equals:
            mistakes.append(Mistake(path, line_of(source, line), f"«{line}»: нужно «разговорное = письменное»"))
        letter[normal(spoken)] = written
    return Lexicon(things, slang, letter, people, deeds, moods, unsaid, mishaps)


def _instead(path: Path, mistakes: list[Mistake]) -> dict[str, dict[str, tuple[str, ...]]]:
    table, source = needed_toml(path, mistakes)
    known = {"any", *(stance.value for stance in Stance)}
    for name in table.keys() - known:
        message = f"раздел «{name}» не позиция; бывает: {', '.join(sorted(known))}"
        mistakes.append(Mistake(path, line_of(source, f"[{name}]"), message))
    return {
        name: {signal: items(lines) for signal, lines in rows.items()} for name, rows in table.items() if name in known
    }
