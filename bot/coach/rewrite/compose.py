"""Puts sentences in the order in which a customer wants to hear them, and lays them out on the page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import IntEnum

import regex

from bot.coach import lazy
from bot.coach.record import record
from bot.coach.rewrite.grammar import sentence as as_sentence
from bot.coach.rewrite.grammar import uncapital
from bot.coach.rewrite.last_resorts import WAY
from bot.coach.rewrite.worth import DEEDS


class Place(IntEnum):
    """The order of a reply: understanding, regret, what happened, what we do and when, how to reach us."""

    GREETING = 0
    THANKS = 1
    EMPATHY = 2
    REGRET = 3
    OWNING = 4
    STORY = 5
    HELP = 6
    NEXT = 7
    PREVENTION = 8
    ASKING = 9
    REACH = 10
    ENDING = 11


_PLACES = {
    "empathy": Place.EMPATHY,
    "regret": Place.REGRET,
    "apology": Place.REGRET,
    "responsibility": Place.OWNING,
    "explanation": Place.STORY,
    "specific": Place.STORY,
    "refusal": Place.STORY,
    "help": Place.HELP,
    "next_step": Place.NEXT,
    "prevention": Place.PREVENTION,
    "ask_facts": Place.ASKING,
    "private_channel": Place.REACH,
}
# The words that open a reply; they move to its front wherever the draft had them.
FEELING = frozenset({"empathy", "regret", "apology", "responsibility"})
# What the learned reader alone takes for feeling does not move: «я бы начал с чистки» is none.
STAYS = "stays"
# A draft whose feelings stand among its first sentences begins with feeling.
EARLY = 2
# How many words a closing wish has at most.
WISH = 5
_HINGE = lazy.pattern(
    r"^(?:но|однако|зато|а вот|вот только|а|и|да и|поэтому|потому|так что|также|кроме того|к тому же|при этом|"
    r"вместе с тем|одновременно|тем не менее|таким образом|соответственно|в связи с этим|впрочем|кстати|причём|"
    r"в свою очередь|дополнительно)\b(?!\s+(?:с|же)\b)\s*,?\s+",
    regex.IGNORECASE,
)
_WISHES = lazy.pattern(r"!|^(?:хорош|приятн|л[её]гк|удач|всего|выздоравлив|с\s|спасибо|до\s)", regex.IGNORECASE)
_LEANS = lazy.pattern(
    r"\b(?:не[йё]|ним|ними|нему|него|нём|их|его|её|туда|там|эт(?:о|ого|ому|им|от|у|ой))\b", regex.IGNORECASE
)
_ANSWERED = ("Как ответите", "Как только ответите")
_ITEM = lazy.pattern(r"^(\d{1,2})[.)]\s")


@record
class Piece:
    """A sentence of the rewrite. `origin` numbers the draft's sentence, -1 for an added one; `phrase` is the text of
    the phrase it was made from."""

    text: str
    moves: frozenset[str]
    origin: int = -1
    breaks: str = ""
    phrase: str = ""

    def saying(self, text: str) -> Piece:
        """The same piece in other words."""
        return self if text == self.text else Piece(text, self.moves, self.origin, self.breaks, self.phrase)

    @property
    def feeling(self) -> bool:
        """Whether it only speaks of feelings and guilt, so that it may move to the front."""
        return bool(self.moves & FEELING) and not self.moves & (DEEDS | {STAYS})

    @property
    def is_wish(self) -> bool:
        """Whether it is a closing word («Лёгкого пути!») after which nothing should follow."""
        short = self.origin >= 0 and not self.moves and len(self.text.split()) <= WISH
        return short and bool(_WISHES.search(self.text))

    @property
    def place(self) -> Place:
        """Where an added sentence belongs: by the first thing it says, but after the question it hangs on."""
        if self.text.startswith(_ANSWERED) or self.moves == {"next_step"}:
            return Place.REACH
        return min((_PLACES[move] for move in self.moves - {"specific"} if move in _PLACES), default=Place.STORY)


def ordered(pieces: Iterable[Piece], *, keeps_order: bool = False) -> list[Piece]:
    """Feelings first, then the draft's own story in its own order, each added sentence where it belongs; `keeps_order`
    leaves the draft's feelings where they stood."""
    given = list(pieces)
    if keeps_order:
        front = sorted((piece for piece in given if piece.origin < 0 and _in_front(piece)), key=_front_key)
        return _unhinged([*front, *_told([piece for piece in given if piece not in front])])
    story_starts = min((p.origin for p in given if p.origin >= 0 and p.moves & DEEDS), default=EARLY + 1)
    lead = max((p.origin for p in given if p.feeling and 0 <= p.origin <= min(EARLY, story_starts)), default=-1)
    front = sorted((piece for piece in given if _in_front(piece, lead)), key=_front_key)
    return _unhinged([*front, *_told([piece for piece in given if not _in_front(piece, lead)])])


def _told(pieces: Sequence[Piece]) -> list[Piece]:
    """The draft's sentences in their order, each added one at its spot."""
    story = sorted((piece for piece in pieces if piece.origin >= 0), key=lambda p: p.origin)
    for piece in sorted((piece for piece in pieces if piece.origin < 0), key=lambda p: p.place):
        story.insert(_spot(story, piece), piece)
    return story


def _unhinged(pieces: Sequence[Piece]) -> list[Piece]:
    """«Но» and «А» at the head of a sentence whose forerunner is gone lose their hinge."""
    result: list[Piece] = []
    for at, piece in enumerate(pieces):
        follows = at > 0 and pieces[at - 1].origin >= 0 and piece.origin - pieces[at - 1].origin in {0, 1}
        text = piece.text if follows or piece.origin < 0 else as_sentence(_HINGE.sub("", piece.text))
        result.append(piece.saying(text))
    return result


def _in_front(piece: Piece, lead: int = -1) -> bool:
    """Words of feeling and thanks; where the draft itself begins with feeling, what leads up to it stays before it."""
    if piece.origin < 0:
        # A sentence that was added to name the matter shows what the feelings are about.
        return piece.place <= Place.OWNING or piece.moves == {"specific"}
    leads = piece.origin < lead and not piece.moves & DEEDS
    return piece.feeling or leads or (bool(piece.moves) and piece.moves <= {"thanks"})


def _front_key(piece: Piece) -> tuple[float, int]:
    """The draft's own words after the added understanding and before the added regret."""
    return (Place.EMPATHY + 0.5, piece.origin) if piece.origin >= 0 else (piece.place, 0)


def _spot(story: Sequence[Piece], piece: Piece) -> int:
    """After the last sentence that speaks of the same or of something earlier; before closing words."""
    spot, wishes = 0, len(story)
    while wishes and story[wishes - 1].is_wish:
        wishes -= 1
    for at, other in enumerate(story[:wishes], 1):
        if WAY.match(other.text):
            continue
        last = max((_PLACES[move] for move in other.moves if move in _PLACES), default=Place.STORY)
        own = other.origin >= 0 and not other.moves & {"ask_facts", "private_channel"}
        # What was found out comes before what is done about it, even where the draft had only the deed.
        if last <= piece.place or (own and "explanation" not in piece.moves):
            spot = at
    # «Откройте заявку. Приложите к ней фото»: nothing is wedged between the two.
    while spot < wishes and story[spot].origin > 0 and _LEANS.search(story[spot].text):
        spot += 1
    return spot


@record
class Page:
    """A laid out text and where each piece stands in it."""

    text: str
    spans: tuple[tuple[int, int], ...]


def lay_out(pieces: Sequence[Piece], greeting: str, name: str, ending: str, *, letter: bool) -> Page:
    """A letter gets paragraphs; anything else keeps the draft's own line breaks."""
    pieces = _renumbered(pieces)
    text, spans = greeting, []
    for number, piece in enumerate(pieces):
        words = piece.text
        if number == 0 and name:
            words = f"{name}, {uncapital(words)}"
        text += _gap(pieces, number, letter=letter) if text else ""
        spans.append((len(text), len(text) + len(words)))
        text += words
    if ending:
        text += ("\n\n" if letter else "\n") + ending
    return Page(text, tuple(spans))


def _renumbered(pieces: Sequence[Piece]) -> list[Piece]:
    """The items of a numbered list count on without gaps where one went."""
    counted, number = [], 0
    for piece in pieces:
        item = _ITEM.match(piece.text)
        number = number + 1 if item else number
        counted.append(piece.saying(f"{number}{piece.text[item.end(1) :]}") if item else piece)
    return counted


def _gap(pieces: Sequence[Piece], number: int, *, letter: bool) -> str:
    if number == 0:
        return "\n\n" if letter else " "
    piece, previous = pieces[number], pieces[number - 1]
    if bool(_ITEM.match(piece.text)) or (_ITEM.match(previous.text) and piece.origin < 0):
        return "\n"
    if piece.breaks and piece.origin > previous.origin >= 0:
        return piece.breaks
    if letter and _in_front(previous) and not _in_front(piece):
        return "\n\n"
    return " "


def piece_of(text: str, moves: Iterable[str], phrase: str = "") -> Piece:
    return Piece(as_sentence(text), frozenset(moves), phrase=phrase)
