"""A rewrite in the making, and how it is healed of words that turned out to hurt."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from bot.coach.model import Finding, Style
from bot.coach.rewrite.carry import with_carried
from bot.coach.rewrite.compose import Page, Piece, ordered
from bot.coach.rewrite.edits import Hurt
from bot.coach.rewrite.facts import facts
from bot.coach.rewrite.mend import mended
from bot.coach.rewrite.survive import SOON, added, lost
from bot.coach.rewrite.worth import DEEDS


@dataclass(slots=True)
class Attempt:
    """A rewrite in the making: its pieces, the phrases that were found wanting, the facts that need not survive.

    A draft in which nothing hurts `keeps_order`: only what it lacks is added."""

    style: Style
    pieces: list[Piece]
    refused: set[str]
    spared: set[str]
    greeting: str
    ending: str
    keeps_order: bool = False

    @property
    def ordered(self) -> list[Piece]:
        return ordered(self.pieces, keeps_order=self.keeps_order)

    @property
    def moves(self) -> set[str]:
        return {move for piece in self.pieces for move in piece.moves}


def heal(attempt: Attempt, page: Page, wounds: Sequence[Finding]) -> bool:
    """Chooses another wording for every piece with hurting words; False where none is left."""
    spans = list(zip(attempt.ordered, page.spans, strict=True))
    healed = False
    for piece, (start, end) in spans:
        mine = [f for f in wounds if f.start is not None and start <= f.start < end]
        if not mine:
            continue
        healed = True
        attempt.pieces = [p for p in attempt.pieces if (p.origin, p.phrase) != (piece.origin, piece.phrase)]
        if piece.origin < 0:
            attempt.refused.add(piece.phrase)
            continue
        hurts = [Hurt((f.start or 0) - start, (f.end or 0) - start, f.signal, f.replacements) for f in mine]
        if not piece.moves & DEEDS:
            # A day or a name in a sentence that hurts and gives nothing.
            attempt.spared.update(name for name in facts(piece.text) if name.isalpha() and name not in SOON)
        better = _other_wording(attempt.spared, piece, page.text[start:end], hurts)
        if better is None:
            return False
        if better.text:
            attempt.pieces.append(better)
    if healed:
        return True
    first = wounds[0].start or 0
    if page.spans and first < page.spans[0][0] and attempt.greeting not in {"", "Здравствуйте!"}:
        attempt.greeting = "Здравствуйте!"
        return True
    if attempt.ending and first >= len(page.text) - len(attempt.ending):
        attempt.ending = ""
        return True
    return False


def _other_wording(free: Collection[str], piece: Piece, text: str, hurts: Sequence[Hurt]) -> Piece | None:
    shortened = ""
    for other in mended(text, hurts):
        if added(piece.text, other):
            continue
        if not lost(piece.text, other, free):
            return piece.saying(other)
        shortened = shortened or other
    carried = with_carried(shortened, lost(piece.text, shortened, free), piece.text)
    return None if lost(piece.text, carried, free) else piece.saying(carried)
