"""What a complaint says that a reply may take up: what the customer lost, and the thing it is about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from bot.coach.matcher import Matcher
from bot.coach.matter import things
from bot.coach.memory import Memory
from bot.coach.model import Review, Signal
from bot.coach.pattern import parse
from bot.coach.record import record
from bot.coach.rewrite.event import GRIEVANCES, event_of, question_of
from bot.coach.rewrite.nouns import inflect, is_told_of, is_topic
from bot.coach.rewrite.phrases import Lexicon, Loss
from bot.coach.rewrite.reading import REMEMBERED, read
from bot.coach.text import Sentence, Text, Token

MANNERS = "rudeness"
# What customers call people stays with them.
ABUSE = ("abuse", "threat", "violence", "blackmail")
# Headings under which a review form asks for praise.
_PRAISED = frozenset({"достоинства", "плюсы", "преимущества"})
# How many complaints are remembered as heard.
HEARD = 8
# So many words tell what happened; fewer only greet or cry out.
TELLING = 4


@record
class Customer:
    """What a reply may take up; «» where nothing is safe to repeat.

    `losses` are ids in the order of content; `thing` is a noun as it stands in the complaint, `topic` a noun in the
    words that tell of a fault; `event` is a clause that says what went wrong, `question` what is asked."""

    losses: tuple[str, ...] = ()
    thing: str = ""
    topic: str = ""
    event: str = ""
    question: str = ""


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
        self._untold = everyday | lexicon.untold
        self._losses = Listener(losses, sets)
        self._known: Memory[tuple[str, str], Customer] = Memory(HEARD)

    def hear(self, review: Review) -> Customer:
        """What the complaint of a review says, if there is one; a thing the draft names too is surely what it is about.

        Where somebody is in danger nothing is repeated: their words weigh more than ours would."""
        case = review.case
        if not case.complaint:
            return Customer()
        # A verdict asks once for its rewrites and once more for each move that it misses.
        return self._known.recall((case.complaint, case.draft), lambda: self._heard(review, case.complaint or ""))

    def _heard(self, review: Review, complaint: str) -> Customer:
        text = read(complaint)
        thing = self._thing(text, read(review.case.draft))
        blamed = self._blamed(text, review.complaint_signals)
        losses = self._losses.heard(text)
        # Where manners are the matter, the thing it began with is not.
        named = Customer(losses) if MANNERS in losses[:1] else Customer(losses, thing, thing or blamed)
        if review.plea.dangers:
            return named
        event = event_of(text, review.complaint_signals, self._lexicon)
        return replace(named, event=event, question=question_of(text, self._lexicon))

    def _blamed(self, complaint: Text, signals: Mapping[str, Sequence[Signal]]) -> str:
        """The first noun in words that tell of a fault: rather the nail that stuck out than the room in which it did,
        and no word of abuse; «» where none is safe."""
        wrong = _spans(signals, GRIEVANCES)
        abuse = _spans(signals, ABUSE)
        for sentence, token in self._told(complaint):
            forms = [each.word.form for each in sentence.tokens]
            told, abused = (any(start <= token.start < end for start, end in spans) for spans in (wrong, abuse))
            if told and not abused and is_topic(token.word.form) and is_told_of(forms, token.word.form):
                return token.word.form
        return ""

    def _told(self, complaint: Text) -> Iterator[tuple[Sentence, Token]]:
        """The nouns that a story may be about, with their sentences; what is praised in a review form is none."""
        for sentence in complaint.sentences:
            if sentence.tokens and sentence.tokens[0].word.form in _PRAISED:
                continue
            for token in sentence.tokens:
                if token.word.noun and not token.quoted and token.word.noun not in self._untold:
                    yield sentence, token

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


def _spans(signals: Mapping[str, Sequence[Signal]], names: Collection[str]) -> list[tuple[int, int]]:
    return [(signal.start, signal.end) for name in names for signal in signals.get(name, ())]
