"""Reads what the learned reader is taught on: content/reader and the examples of the rules."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import regex

from bot.coach.reader.context import COMPLAINT, DANGERS, DRAFT
from bot.coach.rule import Part, Rule
from bot.content.examples import example

Span = tuple[str, int, int]

NOTHING = "-"
# A quoted stretch lies in a sentence or clause when half of the one is in the other.
OVERLAP = 0.5


class CorpusError(ValueError):
    """A line that cannot be taught on; the text says in Russian which and why."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """One text to learn from. `signals` of a stretch [start, end) come from `spans`, or, where it is one sentence or
    line, are `everywhere`; `asked` are the signals that the labels speak of, the other ones stay unknown."""

    text: str
    part: Part
    spans: tuple[Span, ...] = ()
    everywhere: frozenset[str] = frozenset()
    asked: frozenset[str] = frozenset()
    whole: bool = False

    def labels(self, start: int, end: int) -> frozenset[str]:
        near = {name for name, low, high in self.spans if _lies(low, high, start, end)}
        return self.everywhere | near

    @property
    def present(self) -> frozenset[str]:
        return self.everywhere | {name for name, _, _ in self.spans}

    def tells_of(self, signal: str) -> bool:
        """Whether it is known that the text carries this signal, or that it does not."""
        return signal in self.asked or signal in self.present


@dataclass(frozen=True, slots=True)
class Talk:
    """A whole draft with the complaint it answers: what the second look learns from."""

    draft: Lesson
    complaint: Lesson | None


@dataclass(frozen=True, slots=True)
class Corpus:
    """`complaints` are whole ones, with no draft to answer them."""

    lines: tuple[Lesson, ...]
    talks: tuple[Talk, ...]
    complaints: tuple[Lesson, ...] = ()


def load_corpus(folder: Path, rules: Iterable[Rule] = ()) -> Corpus:
    """The corpus of a folder such as content/reader; raises CorpusError with file and line."""
    lines = [lesson for path in sorted(folder.glob("bank/*.jsonl")) for lesson in _bank(path)]
    lines += _lines(folder / "lines.txt")
    lines += [lesson for rule in rules for lesson in _examples(rule)]
    talks = (*_cases(folder / "cases.jsonl"), *_drafts(folder / "drafts.txt"))
    complaints = (
        *_complaints(folder / "dangers.txt", DANGERS),
        *_complaints(folder / "no_complaint.txt", ("no_complaint",)),
    )
    return Corpus(tuple(lines), talks, complaints)


def _lies(low: int, high: int, start: int, end: int) -> bool:
    shared = min(high, end) - max(low, start)
    return shared > 0 and shared >= OVERLAP * min(high - low, end - start)


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        try:
            yield json.loads(line)
        except ValueError as error:
            raise CorpusError(f"{path.name}:{number}: не читается как JSON ({error})") from error


def _bank(path: Path) -> Iterator[Lesson]:
    part, names = (Part.COMPLAINT, COMPLAINT) if path.stem == "complaints" else (Part.DRAFT, DRAFT)
    for row in _rows(path):
        yield Lesson(row["text"], part, everywhere=frozenset(row["labels"]), asked=frozenset(names), whole=True)


def _cases(path: Path) -> Iterator[Talk]:
    for row in _rows(path):
        draft = Lesson(row["draft"], Part.DRAFT, _quoted(row["draft"], row["labels"]["draft"]), asked=frozenset(DRAFT))
        if "specific" in row["labels"]["draft"]:
            # Labellers quote one place of many, so where it is not quoted nothing is known.
            draft = Lesson(draft.text, draft.part, draft.spans, asked=draft.asked - {"specific"})
        aside = frozenset() if row["is_complaint"] else frozenset({"no_complaint"})
        quoted = _quoted(row["complaint"], row["labels"]["complaint"])
        yield Talk(draft, Lesson(row["complaint"], Part.COMPLAINT, quoted, aside, frozenset(COMPLAINT)))


def _quoted(text: str, labels: Mapping[str, list[str]]) -> tuple[Span, ...]:
    places = ((name, text.find(quote), len(quote)) for name, quotes in labels.items() for quote in quotes)
    return tuple((name, at, at + length) for name, at, length in places if at >= 0)


def _lines(path: Path) -> Iterator[Lesson]:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line and not line.startswith("#"):
            labels, text = _labelled(path, number, line)
            yield Lesson(text, Part.DRAFT, everywhere=labels, asked=frozenset(DRAFT), whole=True)


def _complaints(path: Path, names: Collection[str]) -> Iterator[Lesson]:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line and not line.startswith("#"):
            labels, text = _labelled(path, number, line, names)
            yield Lesson(text, Part.COMPLAINT, everywhere=labels, asked=frozenset(names))


def _drafts(path: Path) -> Iterator[Talk]:
    complaint: str | None = None
    text, spans = "", list[Span]()
    for number, line in enumerate([*path.read_text(encoding="utf-8").splitlines(), ""], 1):
        if line.startswith("#"):
            continue
        if line.startswith(">"):
            complaint = line[1:].strip()
        elif line.strip():
            labels, sentence = _labelled(path, number, line)
            start = len(text) + 1 if text else 0
            text = f"{text}\n{sentence}" if text else sentence
            spans += [(name, start, len(text)) for name in sorted(labels)]
        elif text:
            heard = Lesson(complaint, Part.COMPLAINT) if complaint else None
            yield Talk(Lesson(text, Part.DRAFT, tuple(spans), asked=frozenset(DRAFT)), heard)
            complaint, text, spans = None, "", []


def _labelled(path: Path, number: int, line: str, known: Iterable[str] = DRAFT) -> tuple[frozenset[str], str]:
    names, divided, text = line.partition("|")
    labels = frozenset(name.strip() for name in names.split(",")) - {NOTHING}
    if not divided or not text.strip():
        raise CorpusError(f"{path.name}:{number}: нужна строка «сигналы | слова»")
    if strange := labels - set(known):
        raise CorpusError(f"{path.name}:{number}: нет такого сигнала: {', '.join(sorted(strange))}")
    return labels, text.strip()


def _examples(rule: Rule) -> Iterator[Lesson]:
    """What a rule's own lines teach of its signal, and of no other one."""
    if rule.signal not in (DRAFT if rule.part is Part.DRAFT else COMPLAINT):
        return
    about = frozenset({rule.signal})
    for line in rule.bad:
        shown = example(line)
        yield Lesson(shown.text, rule.part, tuple((rule.signal, *mark) for mark in shown.marks), asked=about)
    for line in rule.missed:
        yield Lesson(line, rule.part, everywhere=about, asked=about, whole=True)
    for line in rule.good:
        yield Lesson(regex.sub(r"[\[\]]", "", line), rule.part, asked=about, whole=True)
