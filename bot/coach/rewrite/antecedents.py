"""Sentences that point back («он», «там»): without what they point at they say nothing."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from bot.coach.rewrite.clauses import THEM
from bot.coach.rewrite.compose import Piece
from bot.coach.rewrite.facts import facts
from bot.coach.rewrite.grammar import sentence as as_sentence
from bot.coach.rewrite.reading import read
from bot.coach.rewrite.units import Unit

# These mean something named in an earlier clause; the others may mean a noun of their own clause («мастер с его …»).
_FAR = frozenset(
    {"он", "она", "оно", "они", "ним", "ней", "него", "нее", "них", "ними", "нем", "там", "туда", "оттуда"}
)


_POINTS = frozenset({"этой", "этим", "этот", "эта", "эту", "этом", "этих", "этими"})


def without_dangling(pieces: Sequence[Piece], body: Sequence[Unit], free: Collection[str]) -> list[Piece]:
    """Leaves out what points at a sentence that went or changed, unless a fact outside `free` stands in it."""
    whole = {piece.origin for piece in pieces if piece.text == as_sentence(body[piece.origin].text)}
    kept: list[Piece] = []
    for piece in pieces:
        led = piece.origin == 0 or piece.origin - 1 in whole or any(p.origin == piece.origin for p in kept)
        # «Готовы помочь» names nothing that a later «он» could mean.
        led = led or not _names_something(body[piece.origin - 1].text)
        if led or not dangles(piece.text) or set(facts(piece.text)) - set(free):
            kept.append(piece)
    return kept


def _names_something(text: str) -> bool:
    tokens = (token for each in read(text).sentences for token in each.tokens)
    return any(token.word.noun or "имя" in token.word.classes for token in tokens)


def dangles(text: str) -> bool:
    """Whether the first sentence says «он» or «этой функцией» before it names anything that could be meant."""
    named: set[int] = set()
    before = ""
    for token in read(text).sentences[0].tokens if read(text).sentences else ():
        form = token.word.form
        if form in _POINTS and not named:
            return True
        if form == "этого" and before == "для":
            return True
        before = form
        if form in THEM or form in _FAR:
            return not (named - {token.clause} if form in _FAR else named)
        if token.word.noun or "имя" in token.word.classes:
            named.add(token.clause)
    return False
