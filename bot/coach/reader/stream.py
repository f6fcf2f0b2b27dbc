"""A text as the learned reader walks through it: forms and separators, cut into sentences and their clauses."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from bot.coach import lazy
from bot.coach.memory import remembering
from bot.coach.record import record
from bot.coach.text import REMEMBERED, Text, written
from bot.coach.words import Word

OPENS = "^"
_ENDS = {"": "$", "?": "$?", "!": "$!"}
_SEPARATOR = lazy.pattern(r"[,;:()—–!?.…-]")
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


@record
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


class _Part(NamedTuple):
    """A sentence by itself: items, characters and all are counted from its own start."""

    items: tuple[str, ...]
    fresh: tuple[int, ...]
    clauses: tuple[Unit, ...]


def stream(text: Text) -> Stream:
    """Reads a parsed text; time grows linearly with its length."""
    walked = Stream([], [], [], [], [0])
    for start, end, _, mark in text.sentences:
        part = _walk(text.raw[start:end], mark)
        first = len(walked.items)
        walked.items.extend(part.items)
        walked.fresh.extend(part.fresh)
        walked.sentences.append(Unit(first, len(walked.items), start, end))
        walked.clauses.extend(
            [Unit(first + a, first + b, start + low, start + high) for a, b, low, high in part.clauses]
        )
        walked.bounds.append(len(walked.clauses))
    return walked


@remembering(REMEMBERED)
def _walk(sentence: str, mark: str) -> _Part:
    words, gaps = written(sentence)
    forms = [word.form for _, _, word, _ in words]
    if "[" in sentence:
        # «[ИМЯ]» is a gap that somebody filled in or hid, whatever the word inside.
        forms = [
            "[]" if start and sentence[start - 1] == "[" else form
            for form, (start, *_) in zip(forms, words, strict=True)
        ]
    items, done = [OPENS], 0
    # The words before which there is a sign, and those before which a clause may begin.
    signs: list[int] = []
    borders: list[int] = []
    for number, gap in gaps:
        if sign := _sign(gap):
            items += forms[done:number]
            items.append(sign)
            done = number
            signs.append(number)
            if sign in _BORDERS:
                borders.append(number)
    items += forms[done:]
    items.append(_ENDS[mark])
    clauses = tuple(_clauses(words, signs, borders)) if borders else ()
    return _Part(tuple(items), tuple(_fresh(items)), clauses)


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


def _clauses(words: Sequence[tuple[int, int, Word, int]], signs: list[int], borders: list[int]) -> Iterator[Unit]:
    cuts = [0]
    for border in borders:
        if border - cuts[-1] >= FEWEST_WORDS:
            cuts.append(border)
    if len(cuts) > 1 and len(words) - cuts[-1] < FEWEST_WORDS:
        cuts.pop()
    if len(cuts) == 1:
        return
    for low, high in pairwise([*cuts, len(words)]):
        # The sign before a clause belongs to it, as do the marks of where the sentence opens and ends.
        begins = low + bisect_right(signs, low)
        ends = high + bisect_right(signs, high - 1) + (1 if high < len(words) else 2)
        yield Unit(begins, ends, words[low][0], words[high - 1][1])
