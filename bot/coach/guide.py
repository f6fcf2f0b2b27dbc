"""What a team lead decides, as plain data: prices of signals by stance, the checklist, the words said of both."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from bot.coach.model import Channel, Facts, Stance
from bot.coach.record import record


class Kind(StrEnum):
    """Whether a signal or a criterion speaks of words that help or of words that hurt."""

    HELPS = "helps"
    HURTS = "hurts"
    ASIDE = "aside"
    FACTS = "facts"


@record
class SignalGuide:
    title: str
    kind: Kind
    why: str
    advice: str


@record
class Remark:
    """What is said of a move that the stance needs and does not find, or finds and does not need."""

    why: str
    advice: str


@record
class StanceGuide:
    """`points` by signal (absent: neutral), `points_unknown` replaces some of them while nobody said whether the facts
    are checked; `must` are the moves that the stance asks for; of the signals of one move any will do; `unwelcome` are
    words that help elsewhere and cost points here; `why_contradicted` is said in place of `why` where the facts
    contradict the customer's story, `why_unknown` where nobody said whether they are checked."""

    title: str
    why: str
    lead: str
    base: int
    must: tuple[tuple[str, ...], ...]
    points: Mapping[str, int]
    points_unknown: Mapping[str, int]
    missing: Mapping[str, Remark]
    unwelcome: Mapping[str, Remark]
    why_contradicted: str = ""
    why_unknown: str = ""


@record
class Judged:
    """Which signals give which verdict: any of the first list that is met decides."""

    yes: tuple[str, ...] = ()
    partly: tuple[str, ...] = ()
    no: tuple[str, ...] = ()


@record
class CriterionGuide:
    """`said` holds a sentence for each verdict; `channels` empty means any channel."""

    id: str
    title: str
    kind: Kind
    judged: Judged
    by_stance: Mapping[Stance, Judged]
    not_needed: frozenset[Stance]
    channels: frozenset[Channel]
    said: Mapping[str, str]


@record
class FaultGuide:
    """A fault of the reply as a whole: its words and its cost, in points ≤ 0; `points_unknown` is the cost while
    nobody said whether the facts are checked, if that makes a difference."""

    title: str
    why: str
    advice: str
    points: int
    points_unknown: int | None = None

    def cost(self, facts: Facts | None) -> int:
        """What it costs, given what is known of the facts."""
        return self.points if facts is not None or self.points_unknown is None else self.points_unknown


@record
class Guide:
    signals: Mapping[str, SignalGuide]
    stances: Mapping[Stance, StanceGuide]
    criteria: tuple[CriterionGuide, ...]
    premature: FaultGuide
    irreparable: FaultGuide
    needless_apology: FaultGuide
    base_why: str
    limit_low: str
    limit_high: str
    everyday: frozenset[str]

    def criteria_of(self, signal: str) -> frozenset[str]:
        """The ids of the criteria that a signal bears on in any stance."""
        return frozenset(
            criterion.id
            for criterion in self.criteria
            for judged in (criterion.judged, *criterion.by_stance.values())
            if signal in {*judged.yes, *judged.partly, *judged.no}
        )
