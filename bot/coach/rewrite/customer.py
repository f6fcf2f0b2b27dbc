"""What a complaint says that a reply may take up: what the customer lost, and the thing it is about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.coach.matcher import Matcher
from bot.coach.matter import things
from bot.coach.memory import Memory
from bot.coach.pattern import parse
from bot.coach.rewrite.grammar import inflect
from bot.coach.rewrite.phrases import Lexicon, Loss
from bot.coach.rewrite.reading import REMEMBERED, read
from bot.coach.text import Sentence, Text

# So many words tell what happened; fewer only greet or cry out.
TELLING = 4


@dataclass(frozen=True, slots=True)
class Customer:
    """`losses` are ids in the order of content; `thing` is a noun as it stands in the complaint, «» if none is safe."""

    losses: tuple[str, ...] = ()
    thing: str = ""


class Listener:
    """Hears which of the described meanings a text carries."""

    def __init__(self, meanings: Sequence[Loss], sets: Mapping[str, Sequence[str]]) -> None:
        self._order = tuple(meaning.id for meaning in meanings)
        self._matcher = Matcher(sets)
        self._owners: list[tuple[str, bool]] = []
        self._known: Memory[str, tuple[tuple[str, bool], ...]] = Memory(REMEMBERED)
        for meaning in meanings:
            for says, phrases in ((True, meaning.words), (False, meaning.unless)):
                for phrase in phrases:
                    self._matcher.add(parse(phrase))
                    self._owners.append((meaning.id, says))

    def heard(self, text: Text) -> tuple[str, ...]:
        """The ids of the meanings, in the order of content."""
        heard = [pair for each in text.sentences for pair in self._in_sentence(text.raw[each.start : each.end], each)]
        said = {meaning for meaning, says in heard if says} - {meaning for meaning, says in heard if not says}
        return tuple(meaning for meaning in self._order if meaning in said)

    def _in_sentence(self, words: str, sentence: Sentence) -> tuple[tuple[str, bool], ...]:
        """(meaning, whether it is said or denied); what stays of a draft was heard in the draft already."""
        return self._known.recall(
            words, lambda: tuple({self._owners[match.phrase] for match in self._matcher.find(sentence)})
        )


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
        text = read(complaint)
        return Customer(self._losses.heard(text), self._thing(text, read(draft)))

    def _thing(self, complaint: Text, draft: Text) -> str:
        """A noun known as something complaints are about: named early, often, and by the draft too; «» if none is.

        A thing that only comes up later and once («следующее окно через две недели») is not what it is about."""
        early = _opening(complaint)
        answered = {noun for _, noun in things(draft, self._everyday)}
        named = list(things(complaint, self._everyday))
        often = Counter(noun for _, noun in named)
        ranked = [
            (-often[noun] - (noun in answered), at, token.word.form)
            for at, (token, noun) in enumerate(named)
            if noun in self._lexicon.things
            and (token.start < early or often[noun] > 1 or noun in answered)
            and inflect(token.word.form, "ablt") is not None
        ]
        return min(ranked)[2] if ranked else ""


def _opening(complaint: Text) -> int:
    """Where the first sentence that tells something ends; a greeting or an outcry tells nothing."""
    long = (each.end for each in complaint.sentences if len(each.tokens) >= TELLING)
    return next(long, len(complaint.raw))
