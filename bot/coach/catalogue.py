"""The compiled catalogue of rules: reads a text and says which rule finds what, and where."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from bot.coach.matcher import Line, Match, Matcher
from bot.coach.memory import Memory
from bot.coach.pattern import PatternError, parse
from bot.coach.rule import Part, Point, Rule
from bot.coach.steps import bits
from bot.coach.text import Sentence, Text

# How many sentences are remembered as read.
REMEMBERED = 512


@dataclass(slots=True)
class _Phrases:
    """The numbers of a rule's phrases in the matcher, a bit for each."""

    finding: int = 0
    exceptions: int = 0
    unless: int = 0
    near: int = 0


class Hit(NamedTuple):
    """Rule `rule` finds its signal at [start, end) of the text; `first`…`last` are the tokens that matched."""

    rule: Rule
    start: int
    end: int
    sentence: int
    first: int
    last: int

    @property
    def signal(self) -> str:
        return self.rule.signal


class _Find(NamedTuple):
    """A hit counted from the start of its sentence."""

    rule: Rule
    start: int
    end: int
    first: int
    last: int


class Catalogue:
    """The rules of one part. Raises PatternError with the rule's id for a phrase that cannot be read."""

    def __init__(self, rules: Iterable[Rule], part: Part, sets: Mapping[str, Sequence[str]]) -> None:
        self.rules = tuple(rule for rule in rules if rule.part is part)
        self._matcher = Matcher(sets)
        self._owners: list[tuple[int, str]] = []
        self._known: Memory[tuple[str, tuple[int, ...]], list[_Find]] = Memory(REMEMBERED)
        self._phrases = [
            _Phrases(*(self._take_in(n, p) for p in (rule.phrases, rule.exceptions, rule.unless, rule.near)))
            for n, rule in enumerate(self.rules)
        ]
        self._finding = sum(phrases.finding for phrases in self._phrases)

    def _take_in(self, number: int, phrases: Iterable[str]) -> int:
        taken = 0
        for phrase in phrases:
            try:
                taken |= 1 << self._matcher.add(parse(phrase))
            except PatternError as error:
                raise PatternError(f"правило {self.rules[number].id}, фраза «{phrase}»: {error}") from error
            self._owners.append((number, phrase))
        return taken

    def read(self, text: Text, given: Callable[[], Iterable[tuple[str, int, int]]] = tuple) -> list[Hit]:
        """All hits in order of place. `given` tells, if it is asked, which signals (name, start, end) another reader
        already found."""
        plain: list[Hit] = []
        contextual: list[Hit] = []
        for number, sentence in enumerate(text.sentences):
            for rule, low, high, first, last in self._read_sentence(text, sentence):
                if rule.alone and len(text.sentences) > 1:
                    continue
                hit = Hit(rule, sentence.start + low, sentence.start + high, number, first, last)
                (contextual if rule.contextual else plain).append(hit)
        if contextual:
            known: dict[str, list[int]] = {}
            for start, name in sorted([(h.start, h.signal) for h in plain] + [(low, name) for name, low, _ in given()]):
                known.setdefault(name, []).append(start)
            plain += [hit for hit in contextual if _fits(hit, text, known)]
        return sorted(plain, key=lambda hit: (hit.start, hit.end))

    def phrases_in(self, text: Text) -> set[tuple[str, str]]:
        """(rule id, phrase) of every phrase, exception or condition that occurs in the text: for tests of content."""
        return {
            (self.rules[number].id, phrase)
            for sentence in text.sentences
            for match in self._matcher.find(sentence)
            for number, phrase in (self._owners[match.phrase],)
        }

    def _read_sentence(self, text: Text, sentence: Sentence) -> list[_Find]:
        """The finds of one sentence; a rewrite repeats most sentences of its draft, so the last ones are remembered."""
        quoted = tuple(at for at, token in enumerate(sentence.tokens) if token.quoted) if text.quotes else ()
        key = (text.raw[sentence.start : sentence.end], quoted)
        return self._known.recall(key, lambda: self._find(text, sentence))

    def _find(self, text: Text, sentence: Sentence) -> list[_Find]:
        line = self._matcher.line(sentence)
        by_rule: dict[int, list[Match]] = {}
        for phrase in bits(line.possible & self._finding):
            if matches := line.matches(phrase):
                owner = self._owners[phrase][0]
                by_rule[owner] = by_rule[owner] + matches if owner in by_rule else matches
        finds = [
            _point(self.rules[owner], text, sentence, match)
            for owner in (by_rule if len(by_rule) < 2 else sorted(by_rule, key=lambda o: (_soonest(by_rule[o]), o)))
            for match in _longest(self._standing(owner, by_rule[owner], line))
        ]
        if text.quotes:
            finds = [find for find in finds if not _only_quoted(find, sentence)]
        return _apart(finds) if len(finds) > 1 else finds

    def _standing(self, owner: int, matches: list[Match], line: Line) -> list[Match]:
        """The finds of a rule that its other phrases leave standing in a sentence."""
        rule = self._phrases[owner]
        if rule.unless and _any_match(rule.unless, line):
            return []
        if rule.near and not _any_match(rule.near, line):
            return []
        if not rule.exceptions or not (possible := rule.exceptions & line.possible):
            return matches
        exceptions = [other for phrase in bits(possible) for other in line.matches(phrase)]
        return [match for match in matches if not _taken_back(match, exceptions)] if exceptions else matches


def _soonest(matches: list[Match]) -> tuple[int, int]:
    """Where several rules point at the same words, the one whose phrase was complete first speaks."""
    return min([(last, first) for _, first, last in matches])


def _any_match(phrases: int, line: Line) -> bool:
    return any(line.matches(phrase) for phrase in bits(phrases & line.possible))


def _only_quoted(find: _Find, sentence: Sentence) -> bool:
    return all(token.quoted for token in sentence.tokens[find.first : find.last + 1])


def _taken_back(match: Match, exceptions: Iterable[Match]) -> bool:
    return any(other.first <= match.last and match.first <= other.last for other in exceptions)


def _longest(matches: list[Match]) -> list[Match]:
    if len(matches) < 2:
        return matches
    kept: list[Match] = []
    for match in sorted(matches, key=lambda m: (m.first, -m.last)):
        if not kept or match.first > kept[-1].last:
            kept.append(match)
    return kept


def _apart(finds: list[_Find]) -> list[_Find]:
    """One find a rule and place: two finds of one rule in one clause point at it once."""
    seen: dict[tuple[str, int, int], _Find] = {}
    for find in finds:
        seen.setdefault((find.rule.id, find.start, find.end), find)
    return list(seen.values())


def _point(rule: Rule, text: Text, sentence: Sentence, match: Match) -> _Find:
    if rule.point is Point.SENTENCE:
        start, end = sentence.tokens[0].start, sentence.tokens[-1].end
    elif rule.point is Point.CLAUSE:
        start, end = text.clause_at(sentence, match.first, match.last)
    else:
        start, end = sentence.tokens[match.first].start, sentence.tokens[match.last].end
    return _Find(rule, start - sentence.start, end - sentence.start, match.first, match.last)


def _fits(hit: Hit, text: Text, known: Mapping[str, list[int]]) -> bool:
    sentence = text.sentences[hit.sentence]
    at = sentence.tokens[hit.first].start
    after = sentence.tokens[hit.last].end
    rule = hit.rule
    if rule.after:
        low = sentence.start
        if hit.first == 0 and hit.sentence > 0:
            low = text.sentences[hit.sentence - 1].start
        if not _any_signal(known, rule.after, low, at):
            return False
    if rule.unless_then and _any_signal(known, rule.unless_then, after, sentence.end):
        return False
    if rule.unless_signal:
        following = text.sentences[min(hit.sentence + 1, len(text.sentences) - 1)]
        return not _any_signal(known, rule.unless_signal, sentence.start, following.end)
    return True


def _any_signal(known: Mapping[str, list[int]], names: tuple[str, ...], low: int, high: int) -> bool:
    """Whether a signal of these names starts in [low, high); `known` are the places of each, in order."""
    return any(bisect_left(known[name], low) < bisect_left(known[name], high) for name in names if name in known)
