"""One case being played: looking around, replying up to three times, the customer's temper. Pure.

The play is plain data, kept between messages; whatever it depends on comes as an argument.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum
from typing import Any

from bot.coach.coach import Coach
from bot.coach.findings import MISSING
from bot.coach.guide import Guide, Kind
from bot.coach.model import Case, Facts, Fault, Finding, Review, Stance, Taps, Verdict
from bot.coach.score import price
from bot.coach.two_readers import SOURCE as LEARNED
from bot.content.cases import DrillCase, Mood
from bot.content.drills import Drills

MOST_TURNS = 3
# A reply that would fit any complaint and does nothing passes no drill, however calm it sounds.
TEMPLATE_MOST = 45
# Without any of these a reply is such a template.
SUBSTANCE = frozenset({"specific", "help", "next_step", "explanation", "ask_facts"})
# What was said once need not be said again, even where new facts have changed the stance.
LASTING = frozenset({"empathy", "specific"})
# Words that cost so much undo the kind ones said before.
WOUND = -8
# How much of a reply is remembered for the summary: words that stood out, in each direction.
MOST_WORDS = 3


class Ending(StrEnum):
    SATISFIED = "satisfied"
    SOFTENED = "softened"
    UNCONVINCED = "unconvinced"
    LEFT = "left"
    QUIT = "quit"


@dataclass(slots=True)
class Turn:
    """One reply as it was judged under `stance`: `score` 0–100, criteria it met, words that `helped` and `hurt` (the
    weightiest first), the signals of all its findings (`weak`) and those that were not there at all (`lacks`)."""

    score: int
    mood: str
    stance: str
    met: list[str] = field(default_factory=list)
    helped: list[str] = field(default_factory=list)
    hurt: list[str] = field(default_factory=list)
    weak: list[str] = field(default_factory=list)
    lacks: list[str] = field(default_factory=list)
    trapped: bool = False
    waits: bool = False


@dataclass(slots=True)
class Play:
    """`seed` varies what the customer says; `taken` are the places of actions, `spent` minutes of patience; `stance`
    is what the agent chose, None while not chosen; `late` means that patience has run out."""

    case: str
    seed: int = 0
    taken: list[int] = field(default_factory=list)
    spent: int = 0
    late: bool = False
    stance: str | None = None
    turns: list[Turn] = field(default_factory=list)
    quit: bool = False

    @classmethod
    def load(cls, data: dict[str, Any]) -> Play:
        return cls(**{**data, "turns": [Turn(**turn) for turn in data["turns"]]})

    def dump(self) -> dict[str, Any]:
        return asdict(self)

    @property
    def ending(self) -> Ending | None:
        """None while the customer waits for a reply."""
        if self.quit:
            return Ending.QUIT
        mood = self.turns[-1].mood if self.turns else None
        if mood == Mood.SATISFIED:
            return Ending.SATISFIED
        if mood == Mood.LEAVES:
            return Ending.LEFT
        if len(self.turns) < MOST_TURNS:
            return None
        return Ending.SOFTENED if mood == Mood.SOFTER else Ending.UNCONVINCED

    @property
    def score(self) -> int | None:
        """That of the last reply."""
        return self.turns[-1].score if self.turns else None


def knows(case: DrillCase, play: Play) -> bool:
    """Whether everything that decides the stance is uncovered."""
    return set(case.deciding) <= set(play.taken)


def right_stance(case: DrillCase, play: Play) -> Stance:
    """The stance that follows from what the agent knows by now."""
    return case.stance if knows(case, play) else Stance.FIND_OUT


def minutes_left(case: DrillCase, play: Play) -> int:
    return max(0, case.patience - play.spent)


def can_look(case: DrillCase, play: Play, place: int) -> bool:
    untaken = 0 <= place < len(case.actions) and place not in play.taken
    return untaken and not play.late and play.ending is None


def look(case: DrillCase, play: Play, place: int) -> None:
    """Takes an action that `can_look` allows. One that outlasts the customer's patience still uncovers its fact."""
    action = case.actions[place]
    play.taken.append(place)
    play.spent += action.minutes
    play.late = play.spent > case.patience
    if action.decides:
        # What was chosen before is to be thought over.
        play.stance = None


def reply(case: DrillCase, play: Play, text: str, coach: Coach, drills: Drills) -> Review:
    """Judges a reply and adds the turn to the play; the review is for whoever wants to say more of it."""
    review = _judged(case, play, text, coach)
    turn = _turn(case, play, review, coach.guide)
    level = drills.levels[case.level]
    enough = turn.score >= level.satisfied
    if enough and knows(case, play) and not turn.trapped:
        turn.mood = Mood.SATISFIED
    elif turn.score >= level.softer:
        turn.mood = Mood.SOFTER
        turn.waits = enough and not knows(case, play)
    else:
        upset = sum(earlier.mood == Mood.ANGRIER for earlier in play.turns) + play.late + 1
        turn.mood = Mood.LEAVES if upset >= level.nerves else Mood.ANGRIER
    play.turns.append(turn)
    if turn.waits:
        # Who is told when they will hear, waits: there is time to look around again.
        play.spent, play.late = 0, False
    return review


def situation(case: DrillCase, play: Play, text: str) -> Case:
    """What the coach judges: the reply under what is known by now."""
    known = knows(case, play)
    return Case(
        draft=text,
        complaint=case.complaint,
        facts=case.facts if known else Facts.UNCHECKED,
        fault=case.fault if known else None,
        channel=case.channel,
        taps=case.taps if known else Taps(no_complaint=False),
    )


def _judged(case: DrillCase, play: Play, text: str, coach: Coach) -> Review:
    """What was said earlier in the conversation counts, unless this reply wounds or says nothing of its own."""
    judged = situation(case, play, text)
    review = coach.judge(judged)
    said = dict.fromkeys(_said_before(case, play, coach.guide), Verdict.YES)
    if not said or is_template(review) or _wounds(review, coach.guide):
        return review
    return coach.judge(replace(judged, taps=replace(judged.taps, verdicts=said)))


def is_template(review: Review) -> bool:
    """Whether the reply would fit any complaint and does nothing."""
    return SUBSTANCE.isdisjoint(review.signals)


def _wounds(review: Review, guide: Guide) -> bool:
    prices = guide.stances[review.stance]
    return any(price(name, prices, review.case.facts) <= WOUND for name in review.signals)


def _said_before(case: DrillCase, play: Play, guide: Guide) -> Iterable[str]:
    warm = {criterion.id for criterion in guide.criteria if criterion.kind is Kind.HELPS}
    stance = right_stance(case, play)
    for turn in play.turns:
        lasting = warm if turn.stance == stance else warm & LASTING
        yield from lasting.intersection(turn.met)


def scolded(review: Review) -> tuple[Finding, ...]:
    """What a customer would stumble over: not the facts to be checked, nor what the coach itself is not sure of."""
    return tuple(finding for finding in review.findings if not finding.aside and not finding.unsure)


def _turn(case: DrillCase, play: Play, review: Review, guide: Guide) -> Turn:
    found = scolded(review)
    return Turn(
        score=min(review.score, TEMPLATE_MOST) if is_template(review) else review.score,
        mood="",
        stance=str(review.stance),
        # A criterion met by what was said earlier has no words here and is already remembered.
        met=[criterion.id for criterion in review.criteria if criterion.verdict is Verdict.YES and criterion.evidence],
        helped=_helping_words(review, guide)[:MOST_WORDS],
        hurt=[finding.text for finding in found if finding.text][:MOST_WORDS],
        weak=list(dict.fromkeys(finding.signal for finding in found)),
        lacks=[finding.signal for finding in found if finding.rule.startswith(MISSING)],
        trapped=knows(case, play) and case.fault is Fault.CUSTOMER and bool(admission(review)),
    )


def admission(review: Review) -> str:
    """The words that take the blame; what the reader only suspects is not held against an agent."""
    return next((signal.text for signal in review.signals.get("responsibility", ()) if signal.source != LEARNED), "")


def _helping_words(review: Review, guide: Guide) -> list[str]:
    """The words of the moves that the stance pays for, the dearest first."""
    prices = guide.stances[review.stance]
    paid = [(price(name, prices, review.case.facts), name) for name in review.signals if name != "specific"]
    best = sorted((paid_for for paid_for in paid if paid_for[0] > 0), reverse=True)
    return [max((signal.text for signal in review.signals[name]), key=len) for _, name in best]
