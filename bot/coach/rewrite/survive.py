"""Whether a rewrite keeps the facts of its draft and adds none."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

import regex

from bot.coach.model import Review
from bot.coach.rewrite.edits import Hurt
from bot.coach.rewrite.facts import contained, facts, places
from bot.coach.rewrite.reading import read
from bot.coach.text import Text

# A figure inside of these serves to belittle or to accuse, and one inside of a paper names its article.
REPROACHES = frozenset({"rude", "minimise", "begging", "doubt", "denial", "blame_customer", "excuse"})
PAPERS = frozenset({"law", "rules"})
# A day or a name inside of these («но в субботу пробки») belongs to the excuse; a figure may be more.
TURNS = frozenset({"but_after", "blame_other"})
GIVING = ("help", "next_step", "ask_facts", "private_channel", "prevention")
_MARK = regex.compile(r"\[[^\[\]]+\]")


def lost(draft: str, rewrite: str, spared: Collection[str] = ()) -> list[str]:
    """The facts of the draft that the rewrite lacks; `spared` need not survive."""
    named = facts(draft)
    return _absent((name for name in named if name not in spared), rewrite) if named else []


def added(draft: str, rewrite: str) -> list[str]:
    """The facts of the rewrite that the draft lacks; slots are none."""
    return _absent(facts(_MARK.sub("…", rewrite) if "[" in rewrite else rewrite), draft)


def _absent(names: Iterable[str], text: str) -> list[str]:
    there = contained(text)
    return [name for name in names if not any(name in words for words in there)]


def spared(review: Review, hurts: Sequence[Hurt]) -> frozenset[str]:
    """Facts that need not survive: those inside of an insult or a reproach, of a law or rule quoted, names inside of a
    deflection, days and names inside of an excuse, and what the customer wrote themselves, where it stands in words
    that go."""
    if not hurts:
        return frozenset()
    draft = review.case.draft
    text = read(draft)
    known = frozenset().union(*contained(review.case.complaint or ""))
    deeds = [signal for name in GIVING for signal in review.signals.get(name, ())]
    insulted = any(hurt.signal == "rude" for hurt in hurts)
    gone: set[str] = set()
    stay: set[str] = set()
    for name, start, end in places(draft):
        low, high = _clause_around(text, start)
        inside = {hurt.signal for hurt in hurts if hurt.start < end and start < hurt.end}
        near = {hurt.signal for hurt in hurts if hurt.start < high and low < hurt.end}
        given = any(signal.start < end and start < signal.end for signal in deeds)
        free = bool(inside & PAPERS) or (bool(near & REPROACHES) and not given)
        free |= "deflect" in inside and not name[:1].isdigit() and "." not in name and "/" not in name
        free |= bool(inside & TURNS) and name.isalpha() and not given
        free |= (bool(near) or insulted) and not given and name in known
        (gone if free else stay).add(name)
    return frozenset(gone - stay)


def _clause_around(text: Text, at: int) -> tuple[int, int]:
    for sentence in text.sentences:
        for token in sentence.tokens:
            if token.start == at:
                clause = [other for other in sentence.tokens if other.clause == token.clause]
                return clause[0].start, clause[-1].end
    return at, at
