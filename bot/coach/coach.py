"""The coach: text in, Review out. Pure: no clock, files, network or database."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import replace
from operator import attrgetter

from bot.coach import criteria, findings, score, stance
from bot.coach.attention import Attention, Heeded
from bot.coach.catalogue import Catalogue, Hit
from bot.coach.guide import Guide, Kind, StanceGuide
from bot.coach.house import House, HouseRule, spoken_for, stood_by
from bot.coach.matter import specific
from bot.coach.memory import Memory
from bot.coach.model import NO_PLEA, Case, Channel, Facts, Fault, Plea, Review, Rewrite, Signal
from bot.coach.reader import Look, Reader, Understanding
from bot.coach.record import record
from bot.coach.rewrite.author import COMPANY, Author
from bot.coach.rewrite.phrases import Phrases
from bot.coach.rewrite.rewriter import Rewriter
from bot.coach.rule import Part, Rule
from bot.coach.situation import Situation
from bot.coach.text import Text
from bot.coach.two_readers import given, grounds, said_once, together, undenied

# How many complaints are remembered as read.
HEARD = 8
# A customer who asks on what grounds may be told them: then a rule or a law named hurts nobody.
ASKED_FOR = {"asks_terms": ("law", "rules")}


@record
class Heard:
    """A complaint as it was read, by the rules and by the learned reader, and what of it a draft is held against."""

    text: Text | None
    signals: Mapping[str, tuple[Signal, ...]]
    understood: Understanding | None
    grounds: frozenset[str] = frozenset()
    heeded: Heeded | None = None


NOTHING = Heard(None, {}, None)


class Coach:
    """Judges drafts by a catalogue of rules and a guide. Building one is dear unless `catalogues` hold its rules ready
    made; a review is cheap."""

    def __init__(
        self,
        rules: Sequence[Rule],
        sets: Mapping[str, Sequence[str]],
        guide: Guide,
        phrases: Phrases | None = None,
        reader: Reader | None = None,
        *,
        attention: Attention | None = None,
        catalogues: Mapping[Part, Catalogue] | None = None,
    ) -> None:
        self.guide = guide
        self.reader = reader
        self.attention = attention
        self.house: House | None = None
        self.rules = {rule.id: rule for rule in rules}
        self._sets = sets
        catalogues = catalogues or {part: Catalogue(rules, part, sets) for part in Part}
        self._draft, self._complaint = catalogues[Part.DRAFT], catalogues[Part.COMPLAINT]
        # A draft, its rewrites and its next versions answer the same complaint.
        self._heard: Memory[str, Heard] = Memory(HEARD)
        self.rewriter = Rewriter(self.judge, guide, phrases, sets) if phrases else None

    def with_house(self, rules: Sequence[HouseRule], titles: tuple[str, str]) -> Coach:
        """This coach with a house's rules, in milliseconds: all that was dear to build is shared. Raises PatternError.

        `titles` are those of the words to avoid and of the words that have better ones.
        """
        made = copy(self)
        made.house = House(rules, self._sets, titles)
        made.guide = made.house.guide(self.guide)
        made.rules = self.rules | made.house.rules
        made.rewriter = self.rewriter.judged_by(made.judge, made.guide) if self.rewriter else None
        return made

    def rewrites(self, review: Review, author: Author = COMPANY, variant: int = 0) -> tuple[Rewrite, ...]:
        """Up to three better wordings of the whole draft, the style that fits the channel first; () where the draft
        is good as it is. Another `variant` words the same otherwise."""
        return tuple(self.rewriter.rewrites(review, author, variant)) if self.rewriter else ()

    def best_rewrite(self, review: Review, author: Author = COMPANY) -> Rewrite | None:
        """The first of `rewrites`, in some three fifths of the time of all of them; None where there are none."""
        return next(self.rewriter.rewrites(review, author), None) if self.rewriter else None

    def review(
        self,
        complaint: str | None,
        draft: str,
        facts: Facts | None = None,
        fault: Fault | None = None,
        channel: Channel | None = None,
    ) -> Review:
        """Everything to say of one draft, better wordings included; None means not known."""
        return self.advise(Case(draft, complaint, facts, fault, channel))

    def advise(self, case: Case) -> Review:
        """Everything to say of one case, better wordings included."""
        review = self.judge(case)
        return replace(review, rewrites=self.rewrites(review))

    def glance(self, text: str) -> tuple[frozenset[str], frozenset[str]]:
        """The signals a text would carry (as a draft, as a complaint): for telling which of the two it is."""
        parsed = Text.parse(text)
        as_draft = frozenset(hit.signal for hit in self._draft.read(parsed))
        return as_draft, frozenset(hit.signal for hit in self._complaint.read(parsed))

    def judge(self, case: Case) -> Review:
        """What there is to say of one case, with the agent's taps; better wordings cost more and come by `rewrites`."""
        draft = Text.parse(case.draft)
        heard, found = self._read(draft, case.complaint or "")
        shared = specific(draft, heard.text, self.guide.everyday)
        found["specific"] = _together([*shared, *found.get("specific", ())])
        if self.house is not None:
            found = self._at_home(self.house, draft, found)
        said = {name: signals for name, signals in found.items() if signals}
        return self._attend(self._conclude(case, said, heard), draft, heard.heeded)

    def plea(self, complaint: str) -> Plea:
        """What a complaint asks for, feels and is endangered by, before there is any draft."""
        heard = self._hear(complaint)[0]
        return heard.heeded.plea if heard.heeded else NO_PLEA

    def _attend(self, review: Review, draft: Text, heeded: Heeded | None) -> Review:
        """Red flags come before all that is told of the wording, unanswered questions after it."""
        if self.attention is None or heeded is None:
            return review
        flags = self.attention.flags(heeded, draft)
        left = self.attention.unanswered(heeded, draft, review.signals)
        dismissed = review.case.taps.dismissed
        told = [*flags, *review.findings, *left]
        return replace(review, plea=heeded.plea, findings=tuple(f for f in told if f.key not in dismissed))

    def _at_home(
        self, house: House, draft: Text, found: Mapping[str, tuple[Signal, ...]]
    ) -> dict[str, tuple[Signal, ...]]:
        """What was found, without what the house stands by, with what it wants said otherwise."""
        hits, own = house.read(draft)
        hurting = (name for name, signal in self.guide.signals.items() if signal.kind is Kind.HURTS)
        return stood_by(found, own, hurting) | _signals(draft, hits)

    def _read(self, draft: Text, complaint: str) -> tuple[Heard, dict[str, tuple[Signal, ...]]]:
        """What the complaint says and what signals the draft that answers it holds."""
        if self.reader is None:
            return self._hear(complaint)[0], dict(undenied(_signals(draft, self._draft.read(draft))))
        once = said_once(draft)
        heard, looked = self._hear(complaint, once)
        understood = self.reader.read_draft(once, heard.understood, looked)
        by_rules = _signals(draft, self._draft.read(draft, lambda: given(understood)))
        return heard, dict(together(by_rules, understood, draft.raw, self.guide.signals))

    def _hear(self, complaint: str, draft: Text | None = None) -> tuple[Heard, Look | None]:
        """A complaint, and the learned reader's first look at the draft where it looked at both."""
        if not complaint.strip():
            return NOTHING, None
        known = self._heard.get(complaint)
        if known is not None:
            return known, None
        text = Text.parse(complaint)
        about, looked = self.reader.look(text, draft) if self.reader and draft is not None else (None, None)
        return self._heard.recall(complaint, lambda: self._understand(text, about)), looked

    def _understand(self, text: Text, looked: Look | None) -> Heard:
        by_rules = _signals(text, self._complaint.read(text))
        understood = self.reader.read_complaint(text, looked) if self.reader else None
        signals = together(by_rules, understood, text.raw, self.guide.signals) if understood else undenied(by_rules)
        heeded = self.attention.heed(text, signals) if self.attention else None
        return Heard(text, signals, understood, grounds(signals, understood), heeded)

    def _conclude(self, case: Case, found: Mapping[str, tuple[Signal, ...]], heard: Heard) -> Review:
        found = _without_dismissed(found, case)
        answers = {name for request in ASKED_FOR.keys() & heard.signals.keys() for name in ASKED_FOR[request]}
        counted = {name: signals for name, signals in found.items() if name not in answers}
        taken = stance.choose(case, heard.grounds)
        present = criteria.effective(counted, case, taken, self.guide)
        situation = Situation(case, taken, stance.facts_known(case), counted, present)
        total, parts = score.add_up(situation, self.guide)
        return Review(
            case=case,
            score=total,
            parts=parts,
            stance=taken,
            stance_why=_why(self.guide.stances[taken], case),
            signals=found,
            complaint_signals=heard.signals,
            criteria=criteria.judge(situation, self.guide),
            findings=(
                *spoken_for(findings.collect(situation, self.rules, self.guide)),
                *(self.house.hints(found) if self.house else ()),
            ),
        )


def _why(chosen: StanceGuide, case: Case) -> str:
    if case.taps.contradicted and chosen.why_contradicted:
        return chosen.why_contradicted
    return (stance.facts_known(case) is None and chosen.why_unknown) or chosen.why


def _without_dismissed(found: Mapping[str, tuple[Signal, ...]], case: Case) -> Mapping[str, tuple[Signal, ...]]:
    if not case.taps.dismissed:
        return found
    kept = {
        name: tuple(signal for signal in signals if f"{signal.source}:{signal.text}" not in case.taps.dismissed)
        for name, signals in found.items()
    }
    return {name: signals for name, signals in kept.items() if signals}


def _signals(text: Text, hits: Iterable[Hit]) -> dict[str, tuple[Signal, ...]]:
    by_name: dict[str, list[Signal]] = {}
    for hit in hits:
        signal = Signal(hit.signal, hit.start, hit.end, text.raw[hit.start : hit.end], hit.rule.id)
        by_name.setdefault(hit.signal, []).append(signal)
    return {name: _together(signals) for name, signals in by_name.items()}


_start = attrgetter("start")


def _together(signals: Iterable[Signal]) -> tuple[Signal, ...]:
    """Signals of one name in order; of overlapping ones the longest stays, so that no words are scolded twice."""
    kept: list[Signal] = []
    for signal in sorted(signals, key=lambda s: (s.start - s.end, s.start)):
        # What is kept stands in order and apart: only the neighbours can be in the way.
        place = bisect_left(kept, signal.start, key=_start)
        free_before = not place or kept[place - 1].end <= signal.start
        if free_before and (place == len(kept) or signal.end <= kept[place].start):
            kept.insert(place, signal)
    return tuple(kept)
