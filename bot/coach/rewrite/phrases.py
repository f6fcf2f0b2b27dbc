"""What the rewriter may say, as a team lead writes it in content/phrases/."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from bot.coach import lazy
from bot.coach.model import Channel, Stance, Style
from bot.coach.record import record

_HOLE = lazy.pattern(r"\{[^{}]*\}")
# Where a phrase repeats what the customer told or asked, or names what the story is about.
EVENT, QUESTION, WITH_TOPIC, OF_TOPIC, ON_SUBJECT = "{событие}", "{вопрос}", "{с темой}", "{о теме}", "{про тему}"
HOLES = (EVENT, QUESTION, WITH_TOPIC, OF_TOPIC, ON_SUBJECT)


def holes(text: str) -> list[str]:
    """Where a phrase takes words from the complaint: «{чем}», «{событие}», but not «{мы/я}»."""
    return [hole for hole in _HOLE.findall(text) if "/" not in hole]


class SlotKind(StrEnum):
    """How a value is bent to fit: a moment, what the company does, a sum, or words that stand as they are."""

    WHEN = "when"
    DEED = "deed"
    SUM = "sum"
    WORDS = "words"


@record
class Phrase:
    """A sentence to add. Empty conditions mean «any».

    In `text`, «{мы/я}» gives the company's and the agent's own wording, «{мы/он/она}» the agent's by gender, «{чем}»
    and its like the thing the complaint is about, in that case, and one of HOLES its words; «[срок ответа]» is a slot.
    """

    text: str
    moves: tuple[str, ...]
    stances: frozenset[Stance] = frozenset()
    styles: frozenset[Style] = frozenset()
    channels: frozenset[Channel] = frozenset()
    losses: frozenset[str] = frozenset()
    when: frozenset[str] = frozenset()


@record
class Loss:
    """What a customer lost or feels, or what a draft refuses.

    It is known by `words` (phrases of the rule language) unless `unless` stand there too; `yes` and `no` prove it.
    """

    id: str
    words: tuple[str, ...]
    unless: tuple[str, ...]
    yes: tuple[str, ...]
    no: tuple[str, ...]


@record
class Slot:
    """A gap only the agent can fill: the question to ask, answers to tap, values to try a wording with."""

    name: str
    kind: SlotKind
    ask: str
    taps: tuple[str, ...]
    samples: tuple[str, ...]

    @property
    def mark(self) -> str:
        return f"[{self.name}]"


@record
class Lexicon:
    """`things` (lemmas): what a complaint may be about and a reply may name; `slang` (forms): not for a letter;
    `letter`: what a letter says for a form of everyday speech.

    For repeating what went wrong, as lemmas: `people` of the company, `deeds` done to customers, `moods` that are no
    things («терпение лопнуло»), `unsaid` words that a reply does not repeat («сожрало», «трогал»),
    `mishaps` that are wrong without a figure («задержали»)."""

    things: frozenset[str]
    slang: frozenset[str]
    letter: Mapping[str, str]
    people: frozenset[str] = frozenset()
    deeds: frozenset[str] = frozenset()
    moods: frozenset[str] = frozenset()
    unsaid: frozenset[str] = frozenset()
    mishaps: frozenset[str] = frozenset()

    @property
    def untold(self) -> frozenset[str]:
        """What no story is about."""
        return self.moods | self.unsaid | self.people


@record
class Phrases:
    """`losses` in the order in which they are named; `instead`: sentences for hurting ones, by stance («any») and
    signal."""

    phrases: tuple[Phrase, ...]
    losses: tuple[Loss, ...]
    refusals: tuple[Loss, ...]
    slots: Mapping[str, Slot]
    lexicon: Lexicon
    instead: Mapping[str, Mapping[str, tuple[str, ...]]]
