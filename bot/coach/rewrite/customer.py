"""What a complaint says that a reply may take up: what the customer lost, and the thing it is about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.coach.matcher import Matcher
from bot.coach.matter import things
from bot.coach.pattern import parse
from bot.coach.rewrite.grammar import inflect
from bot.coach.rewrite.phrases import Lexicon, Loss
from bot.coach.text import Text
from bot.coach.words import parses

# Below this the dictionary is not sure that the form is a noun at all («стали», «три»).
SURE = 0.5


@dataclass(frozen=True, slots=True)
class Customer:
    """`losses` are ids in the order of content; `thing` is a noun as it stands in the complaint, «» if none is safe."""

    losses: tuple[str, ...] = ()
    thing: str = ""


class Listener:
    """Hears which of the described meanings a text carries."""

    def __init__(self, meanings: Sequence[Loss], sets: Mapping[str, Sequence[str]]) -> None:
        self._order = tuple(meaning.id for meaning in meanings)
        self._matcher = Matcher({name: [parse(item) for item in items] for name, items in sets.items()})
        self._owners: list[tuple[str, bool]] = []
        for meaning in meanings:
            for says, phrases in ((True, meaning.words), (False, meaning.unless)):
                for phrase in phrases:
                    self._matcher.add(parse(phrase))
                    self._owners.append((meaning.id, says))

    def heard(self, text: Text) -> tuple[str, ...]:
        """The ids of the meanings, in the order of content."""
        said: set[str] = set()
        denied: set[str] = set()
        for sentence in text.sentences:
            for match in self._matcher.find(sentence):
                meaning, says = self._owners[match.phrase]
                (said if says else denied).add(meaning)
        return tuple(meaning for meaning in self._order if meaning in said - denied)


class Ear:
    """Hears losses and things in complaints."""

    def __init__(
        self, losses: Sequence[Loss], lexicon: Lexicon, sets: Mapping[str, Sequence[str]], everyday: frozenset[str]
    ) -> None:
        self._lexicon, self._everyday = lexicon, everyday
        self._losses = Listener(losses, sets)

    def hear(self, complaint: str | None, draft: str = "") -> Customer:
        """What a complaint («» or None: nothing) says; a thing the draft names too is surely what it is about."""
        if not complaint:
            return Customer()
        text = Text.parse(complaint)
        return Customer(self._losses.heard(text), self._thing(text, Text.parse(draft)))

    def _thing(self, complaint: Text, draft: Text) -> str:
        """A noun known as something complaints are about, best one that the draft names too; else a surely lifeless
        thing that both name."""
        answered = {noun for _, noun in things(draft, self._everyday)}
        ranked: list[tuple[bool, bool, int, str]] = []
        for at, (token, noun) in enumerate(things(complaint, self._everyday)):
            form, shared, known = token.word.form, noun in answered, noun in self._lexicon.things
            if noun in self._lexicon.no_things or not (known or (shared and _lifeless(form))):
                continue
            if inflect(form, "ablt") is not None:
                ranked.append((not shared, not known, at, form))
        return min(ranked)[3] if ranked else ""


def _lifeless(form: str) -> bool:
    readings = parses(form)
    best = readings[0]
    never_else = all(reading.tag.POS == "NOUN" for reading in readings) and best.is_known
    return never_else and "inan" in best.tag.grammemes and best.score >= SURE and len(form) > 3
