"""Finds the phrases of a catalogue in a sentence.

Few of some three thousand phrases can stand in a sentence at all, so those are singled out first: each word form has a
bit for each phrase it could be the rarest word of, and for the second and third rarest; what has all its bits among the
words of a sentence is tried. Of 2,536 phrases 6.5 a sentence are tried, and 4.4 of them are there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import reduce
from operator import or_
from typing import NamedTuple

from bot.coach.keys import Keys
from bot.coach.memory import register
from bot.coach.pattern import Sequence
from bot.coach.steps import Places, Steps, asked, begins, bits, compiled, needs, openings, reach
from bot.coach.text import Sentence
from bot.coach.words import CACHE_FORMS, Word

# How many of its words a phrase is sought by: with two instead of three a fifth more phrases are tried in vain.
SOUGHT = 3


class Match(NamedTuple):
    """Phrase `phrase` (its number) covers the tokens `first`…`last` of a sentence."""

    phrase: int
    first: int
    last: int


class _Known(NamedTuple):
    """What is known of a word form: which phrases seek it (`SOUGHT` sets of phrases in one integer), and its keys."""

    seekers: int
    keys: frozenset[str]


class Matcher:
    """Phrases by their numbers (their order in `add`)."""

    def __init__(self, sets: Mapping[str, Iterable[str]]) -> None:
        self._keys = Keys(sets)
        self._phrases: list[Steps] = []
        self._programs: list[list[Steps]] = []
        # Which phrases seek a name, and which have fewer words to be sought by; empty until somebody asks.
        self._seekers: dict[str, int] = {}
        self._undemanding = 0
        self._known: dict[str, _Known] = {}
        # Forms of one kind are sought by the same phrases: of 10,000 forms 1,500 differ.
        self._shared: dict[frozenset[str], _Known] = {}
        # The names that phrases ask for where they mean a key.
        self._leads: dict[str, tuple[str, ...]] = {}
        register(self)

    def forget(self) -> None:
        """Drops the words it has met."""
        self._known, self._shared = {}, {}

    def __getstate__(self) -> dict[str, object]:
        """What finding takes, without the words it has met; nothing can be added to what is made of it."""
        self._make_ready()
        return {**self.__dict__, "_phrases": [], "_known": {}, "_shared": {}, "_leads": {}}

    def __setstate__(self, state: dict[str, object]) -> None:
        self.__dict__.update(state)
        register(self)

    def add(self, phrase: Sequence) -> int:
        """Takes a phrase in and returns its number; raises PatternError for an unknown set."""
        steps = compiled(phrase, self._keys)
        self._phrases.append(steps)
        self._programs.append(openings(steps))
        self._seekers, self._leads = {}, {}
        self._known, self._shared = {}, {}
        return len(self._phrases) - 1

    def find(self, sentence: Sentence) -> list[Match]:
        """All matches, in order of their ends; several may overlap."""
        line = self.line(sentence)
        found = (match for number in bits(line.possible) for match in line.matches(number))
        return sorted(found, key=lambda match: match.last)

    def line(self, sentence: Sentence) -> Line:
        """A sentence made ready for asking."""
        self._make_ready()
        known = self._known
        words = [known.get(word.form) or self._learn(word) for _, _, word, _, _ in sentence.tokens]
        end = f"${sentence.mark}"
        words = [known.get("^") or self._learn_edge("^"), *words, known.get(end) or self._learn_edge(end)]
        found = self._undemanding
        for seekers, _ in words:
            if seekers:
                found |= seekers
        count = len(self._programs)
        possible = (1 << count) - 1
        for lap in range(SOUGHT):
            possible &= found >> lap * count
        return Line(possible, [keys for _, keys in words], self._programs)

    def _make_ready(self) -> None:
        if not self._seekers:
            self._seekers, self._undemanding = self._sought()

    def _sought(self) -> tuple[dict[str, int], int]:
        """(which phrases seek a key, which have fewer words to be sought by)."""
        asked_by = [asked(steps) for steps in self._phrases]
        plain = Counter(
            member for names in asked_by for member in {m for name in names for m in self._keys.members(name)}
        )
        # What many phrases ask for is common in speech, too.
        cost = {name: sum(plain[member] for member in self._keys.members(name)) for names in asked_by for name in names}
        seekers: dict[str, int] = dict.fromkeys(cost, 0)
        undemanding, count = 0, len(self._phrases)
        for number, steps in enumerate(self._phrases):
            rarest = needs(steps, cost)[:SOUGHT]
            for lap in range(SOUGHT):
                bit = 1 << lap * count + number
                for name in rarest[lap] if lap < len(rarest) else ():
                    seekers[name] |= bit
                undemanding |= bit if lap >= len(rarest) else 0
        return seekers, undemanding

    def _learn(self, word: Word) -> _Known:
        if len(self._known) >= CACHE_FORMS:
            self._known.clear()
        known = self._known[word.form] = self._look_up(self._keys.of(word))
        return known

    def _learn_edge(self, form: str) -> _Known:
        """The start of a sentence «^», or its end «$» with the last mark."""
        known = self._known[form] = self._look_up(form)
        return known

    def _look_up(self, keys: Iterable[str]) -> _Known:
        """What is known of whatever answers to these keys."""
        leads, found = self._leads, set[str]()
        for key in keys:
            if key in leads:
                found.update(leads[key])
            elif key in self._keys or key in self._seekers:
                # Only keys of the rules are kept, not what people write.
                leads[key] = tuple(name for name in self._keys.chosen((key,)) if name in self._seekers)
                found.update(leads[key])
        names = frozenset(found)
        known = self._shared.get(names)
        if known is None:
            seekers = reduce(or_, [self._seekers[name] for name in names], 0)
            known = self._shared[names] = _Known(seekers, names)
        return known


class Line:
    """A sentence as phrases are tried on it; `possible` are those that may be in it, a bit for each."""

    __slots__ = ("_programs", "_where", "possible")

    def __init__(self, possible: int, words: list[frozenset[str]], programs: list[list[Steps]]) -> None:
        self.possible = possible
        self._where = Places(words)
        self._programs = programs

    def matches(self, number: int) -> list[Match]:
        """All places of a phrase."""
        where = self._where
        found: dict[Match, None] = {}
        for steps in self._programs[number]:
            begun = begins(steps, where)
            ends = reach(steps, begun, where) if begun else 0
            if ends and begun & (begun - 1):
                for begin in bits(begun):
                    self._add(number, begin, reach(steps, 1 << begin, where), found)
            elif ends:
                self._add(number, begun.bit_length() - 1, ends, found)
        return list(found)

    def _add(self, number: int, begin: int, ends: int, found: dict[Match, None]) -> None:
        """Takes in what begins at a place. An edge of the sentence is no word: it points at the word beside it."""
        most = self._where.words - 1
        first = max(0, min(begin - 1, most))
        while ends:
            end = ends & -ends
            ends ^= end
            found[Match(number, first, max(0, min(end.bit_length() - 3, most)))] = None
