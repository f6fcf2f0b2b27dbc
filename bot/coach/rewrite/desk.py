"""A draft laid out for rewriting: its parts, each sentence mended, what is known of customer and author."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from zlib import crc32

import regex

from bot.coach import lazy
from bot.coach.attention import FEELS
from bot.coach.model import Channel, Facts, Review, Signal, Stance, Style
from bot.coach.record import record
from bot.coach.rewrite.antecedents import without_dangling
from bot.coach.rewrite.author import Author
from bot.coach.rewrite.carry import with_carried
from bot.coach.rewrite.compose import FEELING, STAYS, Piece
from bot.coach.rewrite.customer import Customer
from bot.coach.rewrite.edits import Hurt
from bot.coach.rewrite.facts import facts
from bot.coach.rewrite.grammar import sentence as as_sentence
from bot.coach.rewrite.grammar import speaks_alone
from bot.coach.rewrite.last_resorts import WAY
from bot.coach.rewrite.mend import mended
from bot.coach.rewrite.nouns import about, inflect
from bot.coach.rewrite.phrases import EVENT, HOLES, OF_TOPIC, ON_SUBJECT, QUESTION, WITH_TOPIC
from bot.coach.rewrite.politeness import is_familiar, polite
from bot.coach.rewrite.reading import read
from bot.coach.rewrite.survive import added, lost, spared
from bot.coach.rewrite.units import Parts, Unit, moves_in, take_apart
from bot.coach.rewrite.worth import DEEDS, gives, promises, words_in
from bot.coach.text import Text
from bot.coach.two_readers import SOURCE

_CASUAL = lazy.pattern(r"^(?:привет(?:ик|ствую|ствуем)?|здрасте|салам|салем|хай)\b", regex.IGNORECASE)
_AND = lazy.pattern(r"^(?:и|а|но|да|ещё раз|еще раз)\s+", regex.IGNORECASE)
_NUMBERED = lazy.pattern(r"\d{4,}|№\s*\d|\p{L}{1,3}-\d")
HARSH = frozenset({"rude", "doubt", "blame_customer", "minimise", "denial", "excuse", "begging"})
SCOFFING = frozenset({"rude", "doubt", "blame_customer", "denial"})
# So few words are no sentence, unless they give something.
FEW = 2
# A lost fact outweighs lost deeds.
LOST = 10
# Shorter words are told by every text.
LONG = 4
# Under this the engine may have missed more: a sentence of such a draft stays only for what it gives the customer.
POOR = 35


@record
class Desk:
    review: Review
    parts: Parts
    pieces: tuple[Piece, ...]
    customer: Customer
    author: Author
    alone: bool
    address: str
    spared: frozenset[str]
    tags: frozenset[str]
    seed: int
    hurts: tuple[Hurt, ...] = ()
    guilt_stays: bool = False

    @property
    def ending(self) -> str:
        signature = self.author.signature
        if self.parts.ending or not signature or self.review.case.channel is not Channel.EMAIL:
            return self.parts.ending
        return signature

    def fillings(self) -> Mapping[str, str]:
        """What stands for each of HOLES; «» where the complaint has nothing for it or the draft says it already."""
        told = ((EVENT, self.customer.event), (QUESTION, self.customer.question))
        found = {hole: "" if _tells(self.pieces, words) else words for hole, words in told}
        if self.customer.topic:
            found |= _named(self.customer.topic)
        return dict.fromkeys(HOLES, "") | found

    def greeting_for(self, style: Style) -> str:
        """The draft's greeting; a letter or a public reply gets one where there is none."""
        if self.parts.greeting or self.parts.name:
            return _CASUAL.sub("Здравствуйте", self.parts.greeting) if style is Style.FORMAL else self.parts.greeting
        formal = style is Style.FORMAL or self.review.case.channel in {Channel.EMAIL, Channel.REVIEW}
        return "Здравствуйте!" if formal else ""

    def pieces_for(self, style: Style) -> list[Piece]:
        """What stays of the draft; a short reply keeps deeds and facts, and one sentence of feeling.

        Where the facts are known to be unchecked, «Приносим извинения!» alone goes: regret will stand in its place.
        """
        unchecked = self.review.case.facts is Facts.UNCHECKED
        pieces = [piece for piece in self.pieces if not (unchecked and piece.moves == {"apology"})]
        if style is not Style.SHORT or self.review.stance is Stance.NO_COMPLAINT:
            return pieces
        kept: list[Piece] = []
        said: set[str] = set()
        for piece in pieces:
            new = piece.moves - said
            if piece.moves & DEEDS or facts(piece.text) or (piece.feeling and new & FEELING):
                kept.append(piece)
                said |= piece.moves & FEELING
        return kept


def _named(topic: str) -> dict[str, str]:
    bent = inflect(topic, "accs")
    return {
        WITH_TOPIC: about(topic, "с", "ablt"),
        OF_TOPIC: about(topic, "о", "loct"),
        ON_SUBJECT: f"про {bent}" if bent else "",
    }


def prepare(
    review: Review, hurts: Sequence[Hurt], customer: Customer, author: Author, variant: int, *, lenient: bool = False
) -> Desk:
    """Takes the draft of a review apart and mends what hurts; the seed makes wordings vary by the texts. `lenient`:
    what a hurting sentence argues with may go with it."""
    case = review.case
    text = read(case.draft)
    parts = take_apart(text)
    harsh = review.score < POOR or any(hurt.signal in HARSH for hurt in hurts)
    free = spared(review, hurts, harsh=harsh, lenient=lenient)
    pieces = [
        piece
        for number, unit in enumerate(parts.body)
        for piece in _pieces(unit, number, review, hurts, free, harsh=harsh)
    ]
    kept = _once(_polite(without_dangling(pieces, parts.body, free), text))
    return Desk(
        review=review,
        parts=parts,
        pieces=tuple(kept),
        customer=customer,
        author=author,
        alone=speaks_alone(text),
        address=_address(case.draft, author),
        spared=free,
        tags=_tags(review, kept),
        hurts=tuple(hurts),
        seed=crc32(f"{case.complaint}\n{case.draft}\n{variant}".encode(errors="surrogatepass")),
    )


def _pieces(
    unit: Unit, number: int, review: Review, hurts: Sequence[Hurt], free: frozenset[str], *, harsh: bool
) -> Sequence[Piece]:
    mine = [
        Hurt(
            max(hurt.start, unit.start) - unit.start,
            min(hurt.end, unit.end) - unit.start,
            hurt.signal,
            hurt.replacements,
        )
        for hurt in hurts
        if hurt.start < unit.end and unit.start < hurt.end
    ]
    signals = [
        signal
        for signal in moves_in(review.signals, unit.start, unit.end)
        if not any(hurt.start < signal.end and signal.start < hurt.end for hurt in hurts)
    ]
    felt = [signal.source for signal in signals if signal.name in FEELING]
    stays = {STAYS} if number and felt and set(felt) == {SOURCE} else frozenset[str]()
    moves = frozenset(signal.name for signal in signals) | stays
    insulted = any(hurt.signal == "rude" for hurt in hurts)
    scoffed = any(hurt.signal in SCOFFING for hurt in hurts)
    if not mine:
        if harsh and not gives(unit.text, moves, free, insulted=insulted, scoffed=scoffed):
            return ()
        return (Piece(as_sentence(unit.text), moves, number, unit.breaks),)
    better = _mended(unit, number, mine, signals, free)
    # Where the draft scoffs or argues, the way it shows is meant as a kick.
    kicks = scoffed or any(hurt.signal == "but_after" for hurt in hurts)
    return [
        piece
        for piece in better
        if not (kicks and WAY.match(piece.text))
        and (not harsh or gives(piece.text, piece.moves, free, insulted=insulted, scoffed=scoffed))
    ]


def _mended(
    unit: Unit, number: int, hurts: Sequence[Hurt], signals: Sequence[Signal], free: frozenset[str]
) -> Sequence[Piece]:
    best: tuple[int, int, str] | None = None
    for at, text in enumerate(mended(unit.text, hurts)):
        if added(unit.text, text):
            continue
        gone = len(lost(unit.text, text, free)) * LOST + sum(
            not _kept(s.text, text) for s in signals if s.name in DEEDS
        )
        if best is None or (gone, at) < best[:2]:
            best = (gone, at, text)
    if best is not None and best[0] >= LOST:
        best = (best[0], best[1], with_carried(best[2], lost(unit.text, best[2], free), unit.text))
    if best is None or not best[2]:
        return ()
    pieces: list[Piece] = []
    for each in read(best[2]).sentences:
        words = best[2][each.start : each.end]
        if not any(letter.isalpha() for letter in words):
            continue
        moves = frozenset(signal.name for signal in signals if _kept(signal.text, words))
        if len(words.split()) > FEW or moves & DEEDS or facts(words):
            pieces.append(Piece(words, moves, number, "" if pieces else unit.breaks))
    return pieces


def _kept(words: str, text: str) -> bool:
    """Whether most of the words still stand in the text."""
    wanted = [form.strip(".,!?:;«»()").lower() for form in words.split()]
    there = {form.strip(".,!?:;«»()").lower() for form in text.split()}
    return sum(form in there for form in wanted) * 3 >= len(wanted) * 2


def _tells(pieces: Sequence[Piece], words: str) -> bool:
    """Whether half of the words of some length stand in what stays of a draft."""
    there = {lemma for piece in pieces for form in words_in(piece.text) for lemma in form.lemmas}
    long = [form for form in words_in(words) if len(form.form) >= LONG]
    return bool(long) and sum(not there.isdisjoint(form.lemmas) for form in long) * 2 >= len(long)


def _once(pieces: Sequence[Piece]) -> list[Piece]:
    """Nothing twice: a second sentence that only apologises or sympathises again goes."""
    kept: list[Piece] = []
    said: set[str] = set()
    for piece in pieces:
        feelings = piece.moves & FEELING
        if piece.feeling and feelings <= said and not facts(piece.text):
            continue
        if kept and _only_thanks(piece):
            continue
        said |= feelings
        text = as_sentence(_AND.sub("", piece.text)) if piece.feeling else piece.text
        # A smile stood after the customer's words, and ours come between now.
        text = as_sentence(text.lstrip(") "))
        kept.append(Piece(text, piece.moves, piece.origin, piece.breaks if kept else ""))
    return kept


def _polite(pieces: Sequence[Piece], draft: Text) -> list[Piece]:
    """What is added says «вы», so a draft with «ты» is turned to it; a sentence that cannot be turned stays."""
    if not any(is_familiar(token.word.form) for each in draft.sentences for token in each.tokens):
        return list(pieces)
    return [piece.saying(polite(piece.text) or piece.text) for piece in pieces]


def _only_thanks(piece: Piece) -> bool:
    return "thanks" in piece.moves and piece.moves <= {"thanks", "specific"} and not facts(piece.text)


def _address(draft: str, author: Author) -> str:
    forms = [
        draft[token.start : token.end]
        for each in read(draft).sentences
        for token in each.tokens[1:]
        if "вы" in token.word.lemmas or "ваш" in token.word.lemmas
    ]
    if not forms:
        return author.address
    return "Вы" if sum(form[0].isupper() for form in forms) * 2 > len(forms) else "вы"


def _tags(review: Review, kept: Sequence[Piece]) -> frozenset[str]:
    """What the phrases may ask about: the complaint's signals, «said_…» for the moves that stay, and the like."""
    # Words of feeling are not always the customer's plight; what is sure stands in the plea.
    heard = {name for name in review.complaint_signals if not name.startswith(FEELS)}
    tags = {*heard, *(f"said_{name}" for piece in kept for name in piece.moves)}
    if review.case.facts is None and review.case.fault is None:
        tags.add("facts_unknown")
    if any(promises(piece.text) for piece in kept):
        tags.add("promised")
    if kept:
        tags.add("answered")
    if review.plea.feeling is not None:
        tags.add(FEELS + review.plea.feeling)
    if review.case.taps.contradicted:
        tags.add("contradicted")
    if review.case.taps.irreparable:
        tags.add("irreparable")
    complaint = read(review.case.complaint or "")
    if any("заказ" in token.word.lemmas for each in complaint.sentences for token in each.tokens):
        tags.add("order")
    if _NUMBERED.search(f"{review.case.complaint} {review.case.draft}"):
        tags.add("number")
    return frozenset(tags)
