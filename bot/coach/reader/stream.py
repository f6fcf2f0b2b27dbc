"""A text as the learned reader walks through it: forms and separators, cut into sentences and their clauses."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import regex

from bot.coach.memory import remembering
from bot.coach.text import REMEMBERED, Sentence, Text

OPENS = "^"
_ENDS = {"": "$", "?": "$?", "!": "$!"}
_SEPARATOR = regex.compile(r"[,;:()—–!?.…-]")
_SAME = {"–": "—", "-": "—"}
_BORDERS = frozenset(",;:()—")
# A clause of one word («простите,») says too little alone; it joins the next one.
FEWEST_WORDS = 2


class Unit(NamedTuple):
    """Items [first, last) of a stream: a sentence, or one of its clauses; [start, end) are its characters."""

    first: int
    last: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Stream:
    """`items` of all sentences one after another; `fresh` is 0 where a form repeats an earlier one of its sentence.

    The clauses of sentence i are `clauses[bounds[i]:bounds[i + 1]]`, none where it has but one.
    """

    items: list[str]
    fresh: list[int]
    sentences: list[Unit]
    clauses: list[Unit]
    bounds: list[int]

    @property
    def units(self) -> list[Unit]:
        return [*self.sentences, *self.clauses]


def stream(text: Text) -> Stream:
    """Reads a parsed text; time grows linearly with its length."""
    walked = Stream([], [], [], [], [0])
    for sentence in text.sentences:
        _walk(text.raw, sentence, walked)
    return walked


def _walk(raw: str, sentence: Sentence, walked: Stream) -> None:
    items, fresh, first = walked.items, walked.fresh, len(walked.items)
    items.append(OPENS)
    # Where the words stand among the items, and the borders before which they stop.
    at: list[int] = []
    borders: list[int] = []
    previous = sentence.start
    for start, end, word, _, _ in sentence.tokens:
        if at and (start - previous > 1 or (start > previous and raw[previous] != " ")):
            sign = _sign(raw[previous:start])
            if sign:
                if sign in _BORDERS:
                    borders.append(len(at))
                items.append(sign)
        at.append(len(items))
        # «[ИМЯ]» is a gap that somebody filled in or hid, whatever the word inside.
        items.append("[]" if start and raw[start - 1] == "[" else word.form)
        previous = end
    items.append(_ENDS[sentence.mark])
    fresh.extend(_fresh(items[first:]))
    walked.sentences.append(Unit(first, len(items), sentence.start, sentence.end))
    if borders:
        walked.clauses.extend(_clauses(sentence, at, borders))
    walked.bounds.append(len(walked.clauses))


@remembering(REMEMBERED)
def _sign(gap: str) -> str:
    """The first separator between two words, «» if there is none."""
    found = _SEPARATOR.search(gap)
    return _SAME.get(found.group(), found.group()) if found else ""


def _fresh(items: list[str]) -> list[int]:
    seen = set(items)
    if len(seen) == len(items):
        return [1] * len(items)
    fresh = []
    for item in items:
        fresh.append(int(item in seen))
        seen.discard(item)
    return fresh


def _clauses(sentence: Sentence, at: list[int], borders: list[int]) -> Iterator[Unit]:
    cuts = [0]
    for border in borders:
        if border - cuts[-1] >= FEWEST_WORDS:
            cuts.append(border)
    if len(cuts) > 1 and len(at) - cuts[-1] < FEWEST_WORDS:
        cuts.pop()
    if len(cuts) == 1:
        return
    for low, high in zip(cuts, [*cuts[1:], len(at)], strict=True):
        # The sign before a clause belongs to it, as do the marks of where the sentence opens and ends.
        begins = at[low] - 1
        ends = at[high - 1] + (1 if high < len(at) else 2)
        yield Unit(begins, ends, sentence.tokens[low].start, sentence.tokens[high - 1].end)
