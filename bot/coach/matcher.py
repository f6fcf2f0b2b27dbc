"""Finds all phrases of the catalogue in a sentence in one pass.

The cost of a word depends on how many phrases are half-way through at it, not on how many phrases there are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from bot.coach.memory import register
from bot.coach.pattern import Sequence
from bot.coach.text import Sentence
from bot.coach.trie import Node, Trie
from bot.coach.words import CACHE_FORMS, Word


class Match(NamedTuple):
    """Phrase `phrase` (its number) covers the tokens `first`…`last` of a sentence."""

    phrase: int
    first: int
    last: int


class _Stop:
    """A node made ready for running. `onward` are the stops whose edges may follow on reaching this one, with how many
    words may be skipped before them; `ends` are the phrases that are complete on reaching it."""

    __slots__ = ("anything", "edges", "ends", "onward", "plain", "refusals")

    def __init__(self) -> None:
        self.edges: dict[str, _Stop] = {}
        self.anything: _Stop | None = None
        self.refusals: tuple[tuple[frozenset[str], _Stop], ...] = ()
        self.onward: tuple[tuple[_Stop, int], ...] = ()
        self.ends: tuple[int, ...] = ()
        # Only edges lead on from here, and no phrase is complete.
        self.plain = True


class _Known(NamedTuple):
    """What is known of a word: its keys, whether it is a word and no edge of the sentence, what it begins."""

    keys: tuple[str, ...]
    keyset: frozenset[str]
    inside: bool
    begins: tuple[_Stop, ...]


_NOTHING: frozenset[str] = frozenset()

# Where a phrase stands: the stop, its first token, and how many more words its gap may swallow.
_State = tuple[_Stop, int, int]

# Fewer edges than this are tried one by one; with more it is the word's keys that are tried.
FEW = 6


class _Scan:
    """One pass over a sentence that holds `keys`: the matches so far, the states after the word that ends at `end`;
    `coming` are the keys of the word after it."""

    __slots__ = ("_keys", "before", "coming", "end", "following", "found")

    def __init__(self, keys: frozenset[str]) -> None:
        self._keys = keys
        self.coming = keys
        self.before = 0
        self.end = 0
        self.following: list[_State] = []
        self.found: dict[Match, None] = {}

    def enter(self, stop: _Stop, first: int) -> None:
        """Stands a phrase at a stop, unless the words that must follow do not."""
        for number in stop.ends:
            self.found[Match(number, first, self.end)] = None
        for beyond, skip in stop.onward:
            keys = self._keys if skip else self.coming
            if not beyond.plain or not keys.isdisjoint(beyond.edges):
                self.following.append((beyond, first, skip))

    def allow(self, stop: _Stop, first: int) -> None:
        """The word is not the refused one: a phrase that ends with «!слово» was complete before it."""
        for number in stop.ends:
            self.found[Match(number, first, self.before)] = None

    def stay(self, stop: _Stop, first: int, gap: int) -> None:
        """Waits for one word more. A phrase that ends with a gap takes the word in."""
        for number in stop.ends:
            self.found[Match(number, first, self.end)] = None
        self.following.append((stop, first, gap))


class _Start:
    """All that may begin a phrase, by key: a word met for the first time asks it once."""

    def __init__(self, root: _Stop) -> None:
        self._by_key: dict[str, list[_Stop]] = {}
        self._odd = [stop for stop, _ in root.onward if stop.anything or stop.refusals]
        for stop, _ in root.onward:
            for key, beyond in () if stop in self._odd else stop.edges.items():
                self._by_key.setdefault(key, []).append(beyond)

    def begun(self, known: _Known) -> tuple[_Stop, ...]:
        begins = [stop for key in known.keys for stop in self._by_key.get(key, ())]
        begins += [reached for stop in self._odd for reached in _reached(stop, known, 0, None)]
        return tuple(dict.fromkeys(begins))


class Matcher:
    """Phrases by their numbers (their order in `add`)."""

    def __init__(self, sets: Mapping[str, Iterable[Sequence]]) -> None:
        self._trie = Trie(sets)
        self._count = 0
        self._start: _Start | None = None
        self._known: dict[str, _Known] = {}
        register(self)

    def forget(self) -> None:
        """Drops the words it has met."""
        self._known = {}

    def add(self, phrase: Sequence) -> int:
        """Takes a phrase in and returns its number; raises PatternError for an unknown set."""
        self._trie.grow(phrase, self._count)
        self._start = None
        self._known = {}
        self._count += 1
        return self._count - 1

    def find(self, sentence: Sentence) -> list[Match]:
        """All matches, in order of their ends; several may overlap."""
        words = [self._known_word(token.word) for token in sentence.tokens]
        last = len(words) - 1
        line = (self._known_edge("^"), *words, self._known_edge(f"${sentence.mark}"))
        scan = _Scan(frozenset().union(*(known.keyset for known in line)))
        states: list[_State] = []
        for at, known in enumerate(line, -1):
            # An edge of the sentence is no word: it points at the word beside it.
            scan.before, scan.end, scan.following = max(at - 1, 0), max(min(at, last), 0), []
            scan.coming = line[at + 2].keyset if at <= last else _NOTHING
            for stop, first, gap in states:
                for reached in _reached(stop, known, first, scan):
                    scan.enter(reached, first)
                if gap and known.inside:
                    scan.stay(stop, first, gap - 1)
            for begun in known.begins:
                scan.enter(begun, scan.end)
            states = scan.following
        return list(scan.found)

    def _known_word(self, word: Word) -> _Known:
        known = self._known.get(word.form)
        if known is None:
            if len(self._known) >= CACHE_FORMS:
                self._known.clear()
            known = self._known[word.form] = self._look_up(self._trie.widen(word), inside=True)
        return known

    def _known_edge(self, form: str) -> _Known:
        """The start of a sentence «^», or its end «$» with the last mark."""
        known = self._known.get(form)
        if known is None:
            known = self._known[form] = self._look_up(tuple(form), inside=False)
        return known

    def _look_up(self, keys: tuple[str, ...], *, inside: bool) -> _Known:
        """What begins with a word never changes, so it is worked out once for each word."""
        if self._start is None:
            self._start = _Start(_ready(self._trie.root))
        known = _Known(keys, frozenset(keys), inside, ())
        return known._replace(begins=self._start.begun(known))


def _reached(stop: _Stop, known: _Known, first: int, scan: _Scan | None) -> list[_Stop]:
    """The stops that a word leads to from here. Past a refusal the word may also be the first that a gap swallows."""
    edges, keyset = stop.edges, known.keyset
    if len(edges) < FEW:
        reached = [beyond for key, beyond in edges.items() if key in keyset]
    else:
        reached = [edges[key] for key in known.keys if key in edges]
    if stop.anything is not None and known.inside:
        reached.append(stop.anything)
    for refused, allowed in stop.refusals:
        if refused.isdisjoint(keyset):
            if scan is not None:
                scan.allow(allowed, first)
            for beyond, skip in allowed.onward:
                reached += _reached(beyond, known, first, scan)
                if skip and known.inside and scan is not None:
                    scan.stay(beyond, first, skip - 1)
    return reached


def _ready(root: Node) -> _Stop:
    """The whole trie as stops."""
    made: dict[int, _Stop] = {}
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if id(node) not in made:
            made[id(node)] = _Stop()
            waiting += _neighbours(node)
    waiting = [root]
    done: set[int] = set()
    while waiting:
        node = waiting.pop()
        if id(node) in done:
            continue
        done.add(id(node))
        _connect(made[id(node)], node, made)
        waiting += _neighbours(node)
    return made[id(root)]


def _connect(stop: _Stop, node: Node, made: dict[int, _Stop]) -> None:
    stop.edges = {key: made[id(beyond)] for key, beyond in node.edges.items()}
    stop.anything = made[id(node.anything)] if node.anything else None
    stop.refusals = tuple((keys, made[id(beyond)]) for keys, beyond in node.refusals.items())
    stop.plain = not (stop.anything or stop.refusals or node.ends)
    onward = list(node.onward())
    stop.onward = tuple(
        (made[id(n)], gap) for n, gap in onward if n.edges or n.anything or n.refusals or (gap and n.ends)
    )
    stop.ends = tuple(dict.fromkeys(number for n, _ in onward for number in n.ends))


def _neighbours(node: Node) -> list[Node]:
    others = [*node.edges.values(), *node.joined, *node.gaps.values(), *node.refusals.values()]
    return [*others, node.anything] if node.anything else others
