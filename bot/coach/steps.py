"""A phrase as a short program over the places of a sentence.

The line «^ word … word $» has its places numbered from 0; a set of places is an integer with a bit for each. A step
takes the places where a phrase may stand to those where it may stand after it, all of them at once: a sentence of
thirty words is one machine word, and a step costs a shift and an «and» instead of a walk.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from collections.abc import Sequence as Sequence_
from enum import IntEnum

from bot.coach.keys import Keys
from bot.coach.pattern import Any1, Choice, Element, Gap, Named, Not, One, Sequence

# (kind, name, how many words at most or 1 for «may be absent», ways by the name they begin with, all other ways). The
# name of a choice is what any of its first group begins with.
Step = tuple[int, str, int, Mapping[str, tuple["Steps", ...]], tuple["Steps", ...]]
Steps = tuple[Step, ...]


class Kind(IntEnum):
    WORD = 0
    MAYBE = 1
    GAP = 2
    CHOICE = 3
    ANY = 4
    NOT = 5


_WORD, _MAYBE, _GAP, _CHOICE, _ANY = (int(kind) for kind in (Kind.WORD, Kind.MAYBE, Kind.GAP, Kind.CHOICE, Kind.ANY))


def compiled(phrase: Sequence, keys: Keys) -> Steps:
    """The program of a phrase; raises PatternError for an unknown set."""
    return tuple(_step(element, keys) for element in phrase)


def openings(steps: Steps) -> list[Steps]:
    """A phrase as programs that each begin with a word: what may be absent there is either there or not, and a gap
    there has no say about where a find begins."""
    head, rest = steps[0], steps[1:]
    kind, name, optional, headed, others = head
    if kind == _GAP:
        return openings(rest)
    if kind == _MAYBE:
        return [(_word(name), *rest), *openings(rest)]
    if kind == _CHOICE and optional:
        return [((_CHOICE, name, 0, headed, others), *rest), *openings(rest)]
    return [steps]


def _step(element: Element, keys: Keys) -> Step:
    match element:
        case One(names):
            return _word(keys.narrow(names))
        case Gap(most):
            return (_GAP, "", most, {}, ())
        case Any1():
            return (_ANY, "", 0, {}, ())
        case Not(names):
            return (int(Kind.NOT), keys.narrow(names), 0, {}, ())
        case Named(name, kind):
            return _step(keys.named(name, kind), keys)
        case Choice(ways, optional):
            return _choice([compiled(way, keys) for way in ways], keys, optional=optional)


def _word(name: str) -> Step:
    return (_WORD, name, 0, {}, ())


def _choice(ways: list[Steps], keys: Keys, *, optional: bool) -> Step:
    if all(len(way) == 1 and way[0][0] == _WORD for way in ways):
        name = keys.narrow(tuple(way[0][1] for way in ways))
        return (_MAYBE, name, 0, {}, ()) if optional else _word(name)
    headed: dict[str, tuple[Steps, ...]] = {}
    for way in ways:
        if way[0][0] == _WORD:
            headed[way[0][1]] = (*headed.get(way[0][1], ()), way[1:])
    others = tuple(way for way in ways if way[0][0] != _WORD)
    return (_CHOICE, keys.narrow(tuple(headed)) if headed else "", int(optional), headed, others)


_NOTHING: frozenset[str] = frozenset()


class Places(dict[str, int]):
    """The places of each name in the line «^ word … word $», found when they are asked for."""

    __slots__ = ("everywhere", "inside", "line", "words")

    def __init__(self, line: Sequence_[frozenset[str]]) -> None:
        super().__init__()
        # A phrase that was found to the end stands after the last place, where nothing is.
        self.line = [*line, _NOTHING]
        self.words = len(line) - 2
        self.everywhere = (1 << len(line)) - 1
        self.inside = (self.everywhere >> 2) << 1

    def __missing__(self, name: str) -> int:
        found = 0
        for place, names in enumerate(self.line):
            if name in names:
                found |= 1 << place
        self[name] = found
        return found


def reach(steps: Steps, at: int, where: Places) -> int:
    """The places after a phrase that may begin at the places `at`."""
    for kind, name, number, headed, others in steps:
        if kind == _WORD:
            # Mostly there is but one place left, and then one word is looked at instead of all.
            if at & (at - 1):
                at &= where[name]
            elif name not in where.line[at.bit_length() - 1]:
                return 0
            at <<= 1
        elif kind == _MAYBE:
            at |= (at & where[name]) << 1
        elif kind == _GAP:
            at = _after_gap(number, at, where)
        elif kind == _CHOICE:
            at = number * at | _chosen(name, headed, others, at, where)
        elif kind == _ANY:
            at = (at & where.inside) << 1
        else:
            at &= ~where[name]
        if not at:
            return 0
    return at


def _after_gap(most: int, at: int, where: Places) -> int:
    skipped = at
    for _ in range(most):
        skipped = (skipped & where.inside) << 1
        at |= skipped
    return at


def _chosen(
    name: str, headed: Mapping[str, tuple[Steps, ...]], others: tuple[Steps, ...], at: int, where: Places
) -> int:
    """The places after any way of a choice. A set may have a hundred ways, few of whose first words are there."""
    reached = 0
    left = at if name else 0
    if left & (left - 1):
        left &= where[name]
    while left:
        first = left & -left
        left ^= first
        for begun in headed.keys() & where.line[first.bit_length() - 1]:
            for rest in headed[begun]:
                reached |= reach(rest, first << 1, where) if rest else first << 1
    for way in others:
        reached |= reach(way, at, where)
    return reached


def begins(steps: Steps, where: Places) -> int:
    """The places where a program that begins with a word may begin."""
    kind, name, _, _, others = steps[0]
    return where[name] if kind == _WORD or (kind == _CHOICE and not others) else where.everywhere


def asked(steps: Steps) -> set[str]:
    """All names that a phrase asks for."""
    found: set[str] = set()
    for _, name, _, headed, others in steps:
        found.update((name,) if name else (), headed)
        for way in (*(rest for rests in headed.values() for rest in rests), *others):
            found |= asked(way)
    return found


def needs(steps: Steps, cost: Mapping[str, int]) -> list[frozenset[str]]:
    """Choices of names of which a sentence must carry one each, the rarest (of the least `cost`) first."""
    found = dict.fromkeys(need for step in steps for need in _needs(step, cost))
    return sorted(found, key=lambda need: _cost(need, cost))


def _needs(step: Step, cost: Mapping[str, int]) -> Iterator[frozenset[str]]:
    kind, name, optional, headed, others = step
    if kind == _WORD:
        yield frozenset((name,))
    elif kind == _CHOICE and not optional:
        rarest = [needs(way, cost)[:1] for way in others]
        for first, rests in headed.items():
            rarest += [needs((_word(first), *rest), cost)[:1] for rest in rests]
        if all(rarest):
            yield frozenset(name for (need,) in rarest for name in need)


def _cost(need: frozenset[str], cost: Mapping[str, int]) -> int:
    return sum(cost[name] for name in need)


def bits(places: int) -> Iterator[int]:
    """The numbers in a set, in order."""
    while places:
        lowest = places & -places
        yield lowest.bit_length() - 1
        places ^= lowest
