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


class Ear:
    """Hears losses and things in complaints."""

    def __init__(
        self, losses: Sequence[Loss], lexicon: Lexicon, sets: Mapping[str, Sequence[str]], everyday: frozenset[str]
    ) -> None:
        self._lexicon, self._everyday = lexicon, everyday
        self._order = tuple(loss.id for loss in losses)
        self._matcher = Matcher({name: [parse(item) for item in items] for name, items in sets.items()})
        self._owners: list[tuple[str, bool]] = []
        for loss in losses:
            for says, phrases in ((True, loss.words), (False, loss.unless)):
                for phrase in phrases:
                    self._matcher.add(parse(phrase))
                    self._owners.append((loss.id, says))

    def hear(self, complaint: str | None) -> Customer:
        """What a complaint («» or None: nothing) says."""
        if not complaint:
            return Customer()
        text = Text.parse(complaint)
        said: set[str] = set()
        denied: set[str] = set()
        for sentence in text.sentences:
            for match in self._matcher.find(sentence):
                loss, says = self._owners[match.phrase]
                (said if says else denied).add(loss)
        return Customer(tuple(loss for loss in self._order if loss in said - denied), self._thing(text))

    def _thing(self, text: Text) -> str:
        """The first noun known as something a complaint is about, else the first that is surely a lifeless thing."""
        fallback = ""
        for token, noun in things(text, self._everyday):
            form = token.word.form
            if noun in self._lexicon.no_things or inflect(form, "ablt") is None:
                continue
            if noun in self._lexicon.things:
                return form
            if not fallback and _lifeless(form):
                fallback = form
        return fallback


def _lifeless(form: str) -> bool:
    readings = parses(form)
    best = readings[0]
    never_else = all(reading.tag.POS == "NOUN" for reading in readings) and best.is_known
    return never_else and "inan" in best.tag.grammemes and best.score >= SURE and len(form) > 3
