"""The trie into which all phrases of a catalogue grow, and the keys by which its edges are found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from bot.coach.pattern import PREFIX, Any1, Choice, Element, Gap, Named, Not, One, PatternError, Sequence
from bot.coach.words import Word

# From how many keys on a choice of words becomes a key of its own instead of that many branches.
WIDE = 3


@dataclass(slots=True)
class Node:
    """`joins` lead on without a word, `gaps` after up to that many words, `refusals` unless a word has such a key."""

    edges: dict[str, Node] = field(default_factory=dict)
    anything: Node | None = None
    joins: dict[Element, Node] = field(default_factory=dict)
    joined: list[Node] = field(default_factory=list)
    gaps: dict[int, Node] = field(default_factory=dict)
    refusals: dict[frozenset[str], Node] = field(default_factory=dict)
    ends: list[int] = field(default_factory=list)

    def onward(self) -> Iterator[tuple[Node, int]]:
        """Where one stands on reaching this node: (node, how many words may be skipped before its edges)."""
        seen: set[tuple[int, int]] = set()
        waiting: list[tuple[Node, int]] = [(self, 0)]
        while waiting:
            node, gap = waiting.pop()
            if (id(node), gap) in seen:
                continue
            seen.add((id(node), gap))
            yield node, gap
            waiting += [(other, gap) for other in node.joined]
            waiting += [(other, gap + most) for most, other in node.gaps.items()]


class Trie:
    """Grows phrases; `widen` tells under which keys a word is looked up in it."""

    def __init__(self, sets: Mapping[str, Iterable[Sequence]]) -> None:
        self.root = Node()
        self._sets = {name: tuple(items) for name, items in sets.items()}
        self._named: dict[str, Element] = {}
        self._extra: dict[str, dict[str, None]] = {}
        self._prefixes: dict[str, dict[str, None]] = {}

    def grow(self, phrase: Sequence, number: int) -> None:
        """Adds a phrase under its number; raises PatternError for an unknown set."""
        for node in self._follow([self.root], phrase):
            node.ends.append(number)

    def widen(self, word: Word) -> tuple[str, ...]:
        """All keys of a word: its own, its known beginnings, and the sets that hold any of them."""
        prefixes = self._prefixes.get(word.form[:PREFIX], ())
        keys = [*word.keys, *(prefix for prefix in prefixes if word.form.startswith(prefix[:-1]))]
        for key in tuple(keys):
            keys.extend(self._extra.get(key, ()))
        return tuple(dict.fromkeys(keys))

    def _follow(self, nodes: list[Node], phrase: Sequence) -> list[Node]:
        for element in phrase:
            nodes = list({id(end): end for node in nodes for end in self._branch(node, element)}.values())
        return nodes

    def _branch(self, node: Node, element: Element) -> list[Node]:
        match element:
            case One(keys):
                return [node.edges.setdefault(key, Node()) for key in self._narrow(keys)]
            case Gap(most):
                return [node.gaps.setdefault(most, Node())]
            case Any1():
                node.anything = node.anything or Node()
                return [node.anything]
            case Not(keys):
                self._register(keys)
                return [node.refusals.setdefault(frozenset(keys), Node())]
            case Named(name, kind):
                return self._branch(node, self._named_element(name, kind))
            case Choice(ways, optional):
                return [self._join(node, element, ways, optional=optional)]

    def _join(self, node: Node, element: Element, ways: tuple[Sequence, ...], *, optional: bool) -> Node:
        """The one node at which all ways of a choice end, so that what follows grows only once."""
        if element not in node.joins:
            joint = node.joins[element] = Node()
            for end in [node] * optional + [end for way in ways for end in self._follow([node], way)]:
                end.joined.append(joint)
        return node.joins[element]

    def _named_element(self, name: str, kind: str) -> Element:
        full = f"{name}:{kind}" if kind else name
        if full not in self._named:
            self._named[full] = self._spell(name, kind, full)
        return self._named[full]

    def _spell(self, name: str, kind: str, full: str) -> Element:
        if name not in self._sets:
            raise PatternError(f"нет набора слов «@{name}» (файла content/words/{name}.txt)")
        single: list[str] = []
        longer: list[Sequence] = []
        for item in self._sets[name]:
            if len(item) == 1 and isinstance(item[0], One):
                single.extend(item[0].keys)
            else:
                longer.append(item)
        if kind and longer:
            raise PatternError(f"в content/words/{name}.txt для {{@{name}:{kind}}} нужны строки из одного слова")
        if kind:
            single = [_of_kind(key, kind, name) for key in single]
        ways: list[Sequence] = [(One((self._widened(f"@{full}", single),)),)] if single else []
        return Choice((*ways, *longer), optional=False)

    def _narrow(self, keys: tuple[str, ...]) -> tuple[str, ...]:
        self._register(keys)
        return keys if len(keys) < WIDE else (self._widened("@" + "|".join(keys), keys),)

    def _register(self, keys: Iterable[str]) -> None:
        for key in keys:
            if len(key) > 1 and key.endswith("*"):
                self._prefixes.setdefault(key[:PREFIX], {})[key] = None

    def _widened(self, name: str, keys: Iterable[str]) -> str:
        keys = tuple(keys)
        self._register(keys)
        for key in keys:
            self._extra.setdefault(key, {})[name] = None
        return name


def _of_kind(key: str, kind: str, name: str) -> str:
    if not key.startswith("{") or ":" in key:
        raise PatternError(f"чтобы писать {{@{name}:{kind}}}, слова в content/words/{name}.txt пишите так: {{слово}}")
    return f"{key}:{kind}"
