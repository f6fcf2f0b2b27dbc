"""The rules of one house: phrases that its lead wants avoided or preferred, judged beside the catalogue's.

Building a `House` takes a millisecond or so, and `Coach.with_house` shares with the coach all that was dear to build.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from bot.coach import lazy
from bot.coach.catalogue import Catalogue, Hit
from bot.coach.guide import Guide, Kind, SignalGuide
from bot.coach.model import Finding, Signal
from bot.coach.record import record
from bot.coach.rule import Part, Rule
from bot.coach.score import NEEDLESS, PREMATURE
from bot.coach.text import Text

# Signals: words to avoid, words for which there are better ones, and words that the house stands by.
AVOIDED, BETTERED, OWN = "house_avoided", "house_bettered", "house_own"
# Points for words to avoid, once however many there are: less than any hurting move of the catalogue costs.
PRICE = 3
# Signs that mean something in the pattern language.
_MARKS = lazy.pattern(r"[*@_|()\[\]{}<>^$?!]")


@record
class HouseRule:
    """What a house wants said, or not said.

    `avoid` is a phrase in the language of `bot.coach.pattern`, `say` are plain words to use in its place; one of them
    may be None. `say` is never scolded, by the catalogue neither. Without `costs` a find of `avoid` is a hint, free of
    charge. `id` names its findings («house_7»).
    """

    id: str
    title: str
    why: str
    advice: str
    avoid: str | None = None
    say: str | None = None
    costs: bool = True


class House:
    """Raises PatternError for a phrase that cannot be read. `titles` are those of `AVOIDED` and `BETTERED`."""

    def __init__(
        self, rules: Sequence[HouseRule], sets: Mapping[str, Sequence[str]], titles: tuple[str, str] = ("", "")
    ) -> None:
        self.rules = {each.id: _scolding(each) for each in rules if each.avoid}
        own = [_own(each) for each in rules if each.say]
        self._catalogue = Catalogue([*self.rules.values(), *own], Part.DRAFT, sets)
        self._titles = titles

    def guide(self, guide: Guide) -> Guide:
        """The guide with the house's signals in it, at the same price in every stance."""
        avoided, bettered = self._titles
        signals = {
            AVOIDED: SignalGuide(avoided, Kind.HURTS, "", ""),
            BETTERED: SignalGuide(bettered, Kind.ASIDE, "", ""),
        }
        stances = {
            name: replace(stance, points={**stance.points, AVOIDED: -PRICE}) for name, stance in guide.stances.items()
        }
        return replace(guide, signals={**guide.signals, **signals}, stances=stances)

    def read(self, draft: Text) -> tuple[list[Hit], list[tuple[int, int]]]:
        """What is to be avoided or bettered, and the stretches that the house stands by."""
        hits = self._catalogue.read(draft)
        own = [(hit.start, hit.end) for hit in hits if hit.signal == OWN]
        return [hit for hit in hits if hit.signal != OWN and not _within(hit.start, hit.end, own)], own

    def hints(self, found: Mapping[str, Sequence[Signal]]) -> list[Finding]:
        """What is said of words for which there are better ones."""
        return [
            Finding(
                rule.id, BETTERED, each.start, each.end, each.text, rule.why, rule.advice, rule.replacements, aside=True
            )
            for each in found.get(BETTERED, ())
            for rule in (self.rules[each.source],)
        ]


def stood_by(
    found: Mapping[str, tuple[Signal, ...]], own: Sequence[tuple[int, int]], hurting: Iterable[str]
) -> dict[str, tuple[Signal, ...]]:
    """The signals without those of `hurting` names that lie within the house's own words."""
    scolded = frozenset(hurting)
    return {
        name: tuple(each for each in signals if name not in scolded or not _within(each.start, each.end, own))
        for name, signals in found.items()
    }


def spoken_for(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings without those of the catalogue about words that are mostly the house's to speak of: nothing is
    scolded twice, and the house's word comes where theirs would have stood. Faults of the whole reply stay."""
    told = list(findings)
    ours = [each for each in told if each.signal == AVOIDED]
    return tuple(dict.fromkeys(_in_our_words(each, ours) for each in told))


def _in_our_words(finding: Finding, ours: Sequence[Finding]) -> Finding:
    if finding.start is None or finding.aside or finding.rule in {PREMATURE, NEEDLESS}:
        return finding
    start, end = finding.start, finding.end or 0
    shared = ((min(end, each.end or 0) - max(start, each.start or 0), each) for each in ours)
    return next((each for common, each in shared if 2 * common >= end - start), finding)


def _is_word(form: str) -> bool:
    return form[:1].isalnum()


def _within(start: int, end: int, stretches: Iterable[tuple[int, int]]) -> bool:
    return any(low <= start and end <= high for low, high in stretches)


def _scolding(rule: HouseRule) -> Rule:
    return Rule(
        id=rule.id,
        part=Part.DRAFT,
        signal=AVOIDED if rule.costs else BETTERED,
        title=rule.title,
        why=rule.why,
        advice=rule.advice,
        phrases=(rule.avoid or "",),
        replacements=(rule.say,) if rule.say else (),
    )


def _own(rule: HouseRule) -> Rule:
    return Rule(
        id=rule.id,
        part=Part.DRAFT,
        signal=OWN,
        title=rule.title,
        why=rule.why,
        advice=rule.advice,
        phrases=tuple(plain_phrases(rule.say or "")),
    )


def plain_phrases(words: str) -> list[str]:
    """Plain words as phrases of the pattern language, one for each sentence; marks that mean something there go."""
    return [
        phrase
        for sentence in Text.parse(words).sentences
        if (phrase := " ".join(filter(_is_word, (_MARKS.sub("", token.word.form) for token in sentence.tokens))))
    ]
