"""What deserves attention beside the words of a draft: figures that differ from the complaint's, questions left
unanswered, and what the customer asks for, feels and is endangered by. None of it bears on the score."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from bot.coach.mismatch import Comparer, MismatchKind, Told
from bot.coach.model import Ask, Danger, Feeling, Finding, Plea, Signal
from bot.coach.questions import AnswerGuide, Question, asked, unanswered
from bot.coach.record import record
from bot.coach.stance import DANGER, GRIEF
from bot.coach.text import Text

OTHER = "other_"
UNANSWERED = "unanswered_"
# What differs is a detail of this very case, as `specific` is.
MOVE = "specific"
ASKS, FEELS = "asks_", "feels_"
# Irony and tears over a good thing are no plea.
GRIEVED = frozenset({"company_fault", "own_fault", "grievance", "threat", "abuse", GRIEF})
QUOTED = 100


@record
class Said:
    """Words for a reader. `{theirs}` stands for what the customer wrote, `{question}` for what they asked."""

    why: str
    advice: str


@record
class AttentionGuide:
    """What is said of all this, from content."""

    mismatches: Mapping[MismatchKind, Said]
    answers: Mapping[str, AnswerGuide]
    unanswered: str
    asks: Mapping[Ask, str]
    feelings: Mapping[Feeling, str]
    dangers: Mapping[Danger, Said]


@record
class Heeded:
    """What of a complaint a draft is held against."""

    told: Told
    questions: tuple[Question, ...]
    plea: Plea


class Attention:
    """Holds drafts against complaints. A complaint is read once by `heed`."""

    def __init__(self, comparer: Comparer, guide: AttentionGuide) -> None:
        self.comparer, self.guide = comparer, guide

    def heed(self, complaint: Text, signals: Mapping[str, tuple[Signal, ...]]) -> Heeded:
        """What of a complaint matters later; `signals` are what was read in it."""
        return Heeded(self.comparer.told(complaint), asked(complaint, signals, self.guide.answers), plea(signals))

    def flags(self, heeded: Heeded, draft: Text) -> list[Finding]:
        """Figures and names that differ, in the order of the draft."""
        found = []
        for each in self.comparer.mismatches(heeded.told, draft):
            said = self.guide.mismatches[each.kind]
            better = () if each.kind is MismatchKind.SUM else (each.theirs,)
            why = said.why.format(theirs=each.theirs)
            found.append(
                Finding(OTHER + each.kind, MOVE, each.start, each.end, each.text, why, said.advice, better, aside=True)
            )
        return found

    def unanswered(self, heeded: Heeded, draft: Text, found: Iterable[str]) -> list[Finding]:
        """Questions that the draft says nothing of; `found` are the names of its signals."""
        left = unanswered(heeded.questions, draft, frozenset(found), self.guide.answers)
        return [self._missed(question) for question in left]

    def _missed(self, question: Question) -> Finding:
        guide = self.guide.answers[question.kind]
        words = question.text if len(question.text) <= QUOTED else question.text[:QUOTED].rstrip() + "…"
        why = self.guide.unanswered.format(question=words)
        return Finding(UNANSWERED + question.kind, guide.move, None, None, None, why, guide.advice, aside=True)


def plea(signals: Mapping[str, tuple[Signal, ...]]) -> Plea:
    """What the customer asks for, feels and is endangered by, as the rules read it; empty where nobody complains."""
    dangers = tuple(danger for danger in Danger if DANGER + danger in signals)
    if GRIEVED.isdisjoint(signals) and not dangers:
        return Plea()
    asks = tuple(ask for ask in Ask if ASKS + ask in signals)
    return Plea(asks, _strongest(signals), dangers)


def _strongest(signals: Mapping[str, tuple[Signal, ...]]) -> Feeling | None:
    """Grief before all; else the feeling most words speak of, and of equals the one that comes first, which is the one
    to be gentlest with."""
    if GRIEF in signals:
        return Feeling.GRIEVING
    felt = [(len(signals.get(FEELS + feeling, ())), -at, feeling) for at, feeling in enumerate(Feeling)]
    if "abuse" in signals:
        felt.append((1, -len(felt), Feeling.ANGRY))
    most, _, feeling = max(felt)
    return feeling if most else None
