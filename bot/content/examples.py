"""Checks the rule files by their own examples: what `bot content check` tells a team lead and what the tests claim."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import regex

from bot.coach.catalogue import Catalogue, Hit
from bot.coach.rule import Part, Rule
from bot.coach.text import Text

_MARK = regex.compile(r"\[([^\[\]]*)\]")


@dataclass(frozen=True, slots=True)
class Example:
    """A `bad` line: the text without marks, the marked (start, end) ranges, and the advice after «→» («» if none)."""

    text: str
    marks: tuple[tuple[int, int], ...]
    advice: str


def example(line: str) -> Example:
    """Reads a `bad` line «Это [ваша вина]: … → Лучше так.»"""
    marked, _, advice = line.partition("→")
    text, marks = "", []
    last = 0
    marked = marked.strip()
    for match in _MARK.finditer(marked):
        text += marked[last : match.start()]
        marks.append((len(text), len(text) + len(match.group(1))))
        text += match.group(1)
        last = match.end()
    return Example(text + marked[last:], tuple(marks), advice.strip())


@dataclass(frozen=True, slots=True)
class Complaint:
    """What is wrong with a rule, in Russian; `line` is the example or phrase it speaks of."""

    rule: Rule
    line: str
    message: str

    def __str__(self) -> str:
        return f"{self.rule.signal}/{self.rule.id}: {self.message}: «{self.line}»"


def check(catalogues: Sequence[Catalogue]) -> Iterator[Complaint]:
    """Everything the examples say against the rules."""
    draft = next(catalogue for catalogue in catalogues if any(rule.part is Part.DRAFT for rule in catalogue.rules))
    for catalogue in catalogues:
        for rule in catalogue.rules:
            yield from check_examples(rule, catalogue)
            yield from check_advice(rule, draft)


def check_examples(rule: Rule, catalogue: Catalogue) -> Iterator[Complaint]:
    """Each `bad` line fires exactly at its marks, each `good` and `missed` line stays silent."""
    for line in rule.bad:
        wanted = example(line)
        found = [wanted.text[hit.start : hit.end] for hit in _own_hits(rule, catalogue, wanted.text)]
        if found != [wanted.text[start:end] for start, end in wanted.marks]:
            yield Complaint(rule, line, f"bad: отмечено не то, {f'нашлось {found}' if found else 'не нашлось ничего'}")
    for line in rule.good:
        for hit in _own_hits(rule, catalogue, line):
            yield Complaint(rule, line, f"good: ложная тревога на «{line[hit.start : hit.end]}»")
    for line in rule.missed:
        if list(_own_hits(rule, catalogue, line)):
            yield Complaint(rule, line, "missed: теперь находится, перенесите строку в bad")


def check_advice(rule: Rule, draft: Catalogue) -> Iterator[Complaint]:
    """No advice breaks a rule about words that hurt."""
    for line in rule.bad:
        advice = example(line).advice
        for hit in draft.read(Text.parse(advice)) if advice else ():
            if hit.signal in HURTS:
                yield Complaint(rule, line, f"совет сам нарушает правило {hit.rule.id}")


def check_phrases(catalogue: Catalogue, corpus: Iterable[Text] = ()) -> Iterator[Complaint]:
    """The phrases and conditions that occur in no example of their rule and nowhere in `corpus`."""
    seen: set[tuple[str, str]] = {key for text in corpus for key in catalogue.phrases_in(text)}
    for rule in catalogue.rules:
        for line in (*(example(bad).text for bad in rule.bad), *rule.good, *rule.missed):
            seen |= {key for key in catalogue.phrases_in(Text.parse(line)) if key[0] == rule.id}
        for phrase in (*rule.phrases, *rule.exceptions, *rule.unless, *rule.near):
            if (rule.id, phrase) not in seen:
                yield Complaint(rule, phrase, "ни один пример этого не показывает")


def _own_hits(rule: Rule, catalogue: Catalogue, line: str) -> Iterator[Hit]:
    return (hit for hit in catalogue.read(Text.parse(line)) if hit.rule.id == rule.id)


HURTS = frozenset(
    {"but_after", "if_apology", "doubt", "law", "rules", "blame_customer", "blame_other", "minimise", "cliche"}
    | {"rude", "deflect", "denial", "excuse", "begging"}
)
