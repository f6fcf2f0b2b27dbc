"""The words of the glossary as types: what goes into a review and what comes out of it.

Offsets are Python string indices of the text they speak of (the draft, or the complaint for its own signals).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from enum import StrEnum

from bot.coach.record import record


class Facts(StrEnum):
    CHECKED = "checked"
    UNCHECKED = "unchecked"


class Fault(StrEnum):
    COMPANY = "company"
    CUSTOMER = "customer"
    NOBODY = "nobody"


class Channel(StrEnum):
    CHAT = "chat"
    EMAIL = "email"
    REVIEW = "review"
    PUBLIC = "public"


class Stance(StrEnum):
    NO_COMPLAINT = "no_complaint"
    FIND_OUT = "find_out"
    MAKE_RIGHT = "make_right"
    BOUNDARIES = "boundaries"
    GOODWILL = "goodwill"
    SHARED = "shared"


class Ask(StrEnum):
    """What a customer asks for."""

    REFUND = "refund"
    REPLACEMENT = "replacement"
    COMPENSATION = "compensation"
    CANCEL = "cancel"
    REPAIR = "repair"
    SPEED_UP = "speed_up"
    EXPLANATION = "explanation"
    CONTACT = "contact"
    APOLOGY = "apology"
    PUNISHMENT = "punishment"


class Feeling(StrEnum):
    """What a customer feels, the one to be gentlest with first."""

    GRIEVING = "grieving"
    WORRIED = "worried"
    HURT = "hurt"
    TIRED = "tired"
    MOCKING = "mocking"
    ANGRY = "angry"


class Danger(StrEnum):
    """What no agent should answer alone, the most urgent first."""

    SELF_HARM = "self_harm"
    SAFETY = "safety"
    HEALTH = "health"
    DATA = "data"
    LAWYER = "lawyer"


class Verdict(StrEnum):
    YES = "yes"
    PARTLY = "partly"
    NO = "no"
    NOT_NEEDED = "not_needed"


class Style(StrEnum):
    WARM = "warm"
    SHORT = "short"
    FORMAL = "formal"


@record
class Taps:
    """What only the agent can know and said by a tap; None or empty means not said.

    `no_complaint`, `contradicted` («расходится с рассказом клиента»), `irreparable` («уже не исправить») and
    `insulting` (confirms or denies that the customer insults, blackmails or threatens violence) bear on the stance.
    `verdicts` overrides criteria by id; `dismissed` holds the keys of findings the agent disagreed with.
    """

    no_complaint: bool | None = None
    contradicted: bool = False
    irreparable: bool = False
    insulting: bool | None = None
    verdicts: Mapping[str, Verdict] = field(default_factory=dict)
    dismissed: frozenset[str] = frozenset()


@record
class Case:
    """One draft to be judged. None means not known, an empty complaint means «без жалобы»."""

    draft: str
    complaint: str | None = None
    facts: Facts | None = None
    fault: Fault | None = None
    channel: Channel | None = None
    taps: Taps = field(default_factory=Taps)


@record
class Signal:
    """A move found in a text. `source` is the id of the rule that found it, or «reader»; `confidence` is 0…1."""

    name: str
    start: int
    end: int
    text: str
    source: str
    confidence: float = 1.0


@record
class Plea:
    """What a complaint asks for and feels, read with more care for false alarms than for misses; None and () mean that
    nothing of the kind is sure."""

    asks: tuple[Ask, ...] = ()
    feeling: Feeling | None = None
    dangers: tuple[Danger, ...] = ()


NO_PLEA = Plea()


@record
class Criterion:
    """A line of the checklist with the signals that prove its verdict."""

    id: str
    verdict: Verdict
    why: str
    evidence: tuple[Signal, ...] = ()


@record
class Finding:
    """Words that hurt, or a missing move (then `start`, `end` and `text` are None).

    `replacements` fit in place of `text`, the best first; an empty string means «просто уберите». `unsure` is said as
    a question and left to the agent. `aside` speaks of facts and not of wording: it costs no points, and no better
    wording cures it.
    """

    rule: str
    signal: str
    start: int | None
    end: int | None
    text: str | None
    why: str
    advice: str
    replacements: tuple[str, ...] = ()
    unsure: bool = False
    aside: bool = False

    @property
    def key(self) -> str:
        """Names the finding within one draft, so that a disagreement survives a re-check."""
        return f"{self.rule}:{self.text or ''}"


@record
class ScorePart:
    """One addend of the score: `points` may be negative; all parts of a review add up to its score."""

    id: str
    why: str
    points: float


@record
class Rewrite:
    """A better wording of the whole draft. `slots` are the «[срок ответа]»-like gaps still open in `text`."""

    style: Style
    text: str
    slots: tuple[str, ...]
    score: int


@record
class Review:
    """All that the coach says of one draft."""

    case: Case
    score: int
    parts: tuple[ScorePart, ...]
    stance: Stance
    stance_why: str
    signals: Mapping[str, tuple[Signal, ...]]
    complaint_signals: Mapping[str, tuple[Signal, ...]]
    criteria: tuple[Criterion, ...]
    findings: tuple[Finding, ...]
    rewrites: tuple[Rewrite, ...] = ()
    plea: Plea = NO_PLEA
