"""Finds all phrases of the catalogue in a sentence in one pass.

The phrases share a trie whose edges are the keys of words; the cost of a word depends on how many phrases are half-way
through at it, not on how many phrases there are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from bot.coach.pattern import PREFIX, Any1, Choice, Element, Gap, Named, Not, One, PatternError, Sequence
from bot.coach.text import Sentence
from bot.coach.words import CACHE_FORMS, Word

# From how many keys on a choice becomes a key of its own instead of that many branches.
WIDE = 3


@dataclass(slots=True)
class _Node:
    edges: dict[str, _Node] = field(default_factory=dict)
    anything: _Node | None = None
    gaps: dict[int, _Node] = field(default_factory=dict)
    refusals: dict[frozenset[str], _Node] = field(default_factory=dict)
    ends: list[int] = field(default_factory=list)


# Where a phrase stands: the node reached, its first token, and how many more words its gap may swallow.
_State = tuple[_Node, int, int]


class Match(NamedTuple):
    """Phrase `phrase` (its number) covers the tokens `first`…`last` of a sentence."""

    phrase: int
    first: int
    last: int


@dataclass(slots=True)
class _Scan:
    """One pass over a sentence: the keys of the token at `at`, the states after it, the matches so far."""

    found: dict[Match, None]
    at: int = -1
    keys: tuple[str, ...] = ()
    following: list[_State] = field(default_factory=list)

    def finish(self, node: _Node, first: int, last: int) -> None:
        for phrase in node.ends:
            self.found[Match(phrase, max(first, 0), last)] = None


class Matcher:
    """Phrases by their numbers (their order in `add`)."""

    def __init__(self, sets: Mapping[str, Iterable[Sequence]]) -> None:
        self._root = _Node()
        self._sets = {name: tuple(items) for name, items in sets.items()}
        self._extra: dict[str, list[str]] = {}
        self._prefixes: dict[str, list[str]] = {}
        self._known: dict[str, tuple[str, ...]] = {}
        self._named: dict[str, Element] = {}
        self._count = 0

    def add(self, phrase: Sequence) -> int:
        """Takes a phrase in and returns its number; raises PatternError for an unknown set."""
        for node in self._grow({id(self._root): self._root}, phrase).values():
            if node is self._root:
                raise PatternError("фраза может оказаться пустой: уберите квадратные скобки хотя бы у одного слова")
            node.ends.append(self._count)
        self._count += 1
        return self._count - 1

    def find(self, sentence: Sentence) -> list[Match]:
        """All matches, in order of their ends; several may overlap."""
        scan = _Scan(found={})
        states: list[_State] = []
        last = len(sentence.tokens) - 1
        for at in range(-1, last + 2):
            scan.at, scan.keys, scan.following = at, self._keys_at(sentence, at), []
            for node, first, gap in (*states, (self._root, at, 0)):
                self._step(node, first, gap, scan)
            states = scan.following
            for node, first, _ in states:
                scan.finish(node, first, min(at, last))
        return list(scan.found)

    def _keys_at(self, sentence: Sentence, at: int) -> tuple[str, ...]:
        if at < 0:
            return ("^",)
        if at >= len(sentence.tokens):
            return ("$", sentence.mark) if sentence.mark else ("$",)
        return self._keys_of(sentence.tokens[at].word)

    def _step(self, node: _Node, first: int, gap: int, scan: _Scan) -> None:
        edges, following = node.edges, scan.following
        if edges:
            following.extend((edges[key], first, 0) for key in scan.keys if key in edges)
        if (node.anything is not None or gap > 0) and scan.keys[0] not in {"^", "$"}:
            if node.anything is not None:
                following.append((node.anything, first, 0))
            if gap > 0:
                following.append((node, first, gap - 1))
        for most, beyond in node.gaps.items():
            self._step(beyond, first, most, scan)
        for refused, beyond in node.refusals.items():
            if refused.isdisjoint(scan.keys):
                scan.finish(beyond, first, scan.at - 1)
                self._step(beyond, first, 0, scan)

    def _keys_of(self, word: Word) -> tuple[str, ...]:
        keys = self._known.get(word.form)
        if keys is None:
            if len(self._known) >= CACHE_FORMS:
                self._known.clear()
            keys = self._known[word.form] = self._widen(word)
        return keys

    def _widen(self, word: Word) -> tuple[str, ...]:
        prefixes = self._prefixes.get(word.form[:PREFIX], ())
        keys = [*word.keys, *(prefix for prefix in prefixes if word.form.startswith(prefix[:-1]))]
        for key in tuple(keys):
            keys.extend(self._extra.get(key, ()))
        return tuple(dict.fromkeys(keys))

    # Growing the trie.

    def _grow(self, nodes: dict[int, _Node], phrase: Sequence) -> dict[int, _Node]:
        for element in phrase:
            reached: dict[int, _Node] = {}
            for node in nodes.values():
                reached.update(self._branch(node, element))
            nodes = reached
        return nodes

    def _branch(self, node: _Node, element: Element) -> dict[int, _Node]:
        match element:
            case One(keys):
                ends = [node.edges.setdefault(key, _Node()) for key in self._narrow(keys)]
            case Gap(most):
                ends = [node.gaps.setdefault(most, _Node())]
            case Any1():
                node.anything = node.anything or _Node()
                ends = [node.anything]
            case Not(keys):
                self._register(keys)
                ends = [node.refusals.setdefault(frozenset(keys), _Node())]
            case Named(name, kind):
                return self._branch(node, self._named_element(name, kind))
            case Choice(ways, optional):
                ends = [node] if optional else []
                for way in ways:
                    ends.extend(self._grow({id(node): node}, way).values())
        return {id(end): end for end in ends}

    def _named_element(self, name: str, kind: str) -> Element:
        full = f"{name}:{kind}" if kind else name
        if full not in self._named:
            if name not in self._sets:
                raise PatternError(f"нет набора слов «@{name}» (файла content/words/{name}.txt)")
            single: list[str] = []
            longer: list[Sequence] = []
            for item in self._sets[name]:
                if len(item) == 1 and isinstance(item[0], One):
                    single.extend(item[0].keys)
                else:
                    longer.append(item)
            if kind:
                single = [_of_kind(key, kind, name) for key in single]
                if longer:
                    raise PatternError(
                        f"в content/words/{name}.txt для {{@{name}:{kind}}} нужны строки из одного слова"
                    )
            ways: list[Sequence] = [(One((self._widened(f"@{full}", tuple(single)),)),)] if single else []
            self._named[full] = Choice((*ways, *longer), optional=False)
        return self._named[full]

    def _narrow(self, keys: tuple[str, ...]) -> tuple[str, ...]:
        self._register(keys)
        if len(keys) < WIDE:
            return keys
        return (self._widened("@" + "|".join(keys), keys),)

    def _register(self, keys: Iterable[str]) -> None:
        for key in keys:
            if len(key) > 1 and key.endswith("*") and key not in self._prefixes.setdefault(key[:PREFIX], []):
                self._prefixes[key[:PREFIX]].append(key)

    def _widened(self, name: str, keys: tuple[str, ...]) -> str:
        self._register(keys)
        for key in keys:
            extra = self._extra.setdefault(key, [])
            if name not in extra:
                extra.append(name)
        return name


def _of_kind(key: str, kind: str, name: str) -> str:
    if not key.startswith("{") or ":" in key:
        raise PatternError(f"чтобы писать {{@{name}:{kind}}}, слова в content/words/{name}.txt пишите так: {{слово}}")
    return f"{key}:{kind}"
