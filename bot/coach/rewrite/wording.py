"""Chooses what to add: the phrase that fits the stance, the style, the channel and what the customer lost."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from zlib import crc32

from bot.coach.model import Stance, Style
from bot.coach.rewrite import grammar, nouns
from bot.coach.rewrite.compose import Piece, piece_of
from bot.coach.rewrite.desk import Desk
from bot.coach.rewrite.phrases import EVENT, HOLES, QUESTION, Phrase, holes

# Said twice in one letter these are heard as a template: «простите, что так вышло… очень жаль, что так вышло».
ECHOES = ("так вышло", "так получилось")


class Choice:
    """All phrases, sorted beforehand: a desk looks only at those of its stance, style and wanted move."""

    def __init__(self, phrases: Sequence[Phrase]) -> None:
        self._sorted: dict[tuple[Stance, Style], dict[str, list[Phrase]]] = {
            (stance, style): {} for stance in Stance for style in Style
        }
        self.repeating = frozenset(phrase.text for phrase in phrases if holes(phrase.text))
        for phrase in phrases:
            for stance in phrase.stances or Stance:
                for style in phrase.styles or Style:
                    for move in phrase.moves:
                        self._sorted[stance, style].setdefault(move, []).append(phrase)

    def making(self, move: str, stance: Stance, style: Style) -> Sequence[Phrase]:
        return self._sorted[stance, style].get(move, ())


class Wording:
    """The phrases that may be said on this desk in this style."""

    def __init__(self, choice: Choice, desk: Desk, style: Style) -> None:
        self._choice, self._desk, self._style = choice, desk, style
        self._fillings = desk.fillings()

    def say(self, wanted: Sequence[str], pieces: Sequence[Piece], refused: Collection[str]) -> Piece | None:
        """A sentence that makes the first wanted move and as many of the others as one can, and repeats nothing."""
        present = {move for piece in pieces for move in piece.moves} - {"specific", wanted[0]}
        refused = {*refused, *(piece.phrase for piece in pieces)}
        # What went wrong is said once: «Жаль, что курьер не позвонил. Узнаем, почему курьер не позвонил».
        told = any(piece.phrase in self._choice.repeating for piece in pieces)
        echoes = [echo for echo in ECHOES if any(echo in piece.text for piece in pieces)]
        fitting = self._choice.making(wanted[0], self._desk.review.stance, self._style)
        ranked = sorted(
            (
                phrase
                for phrase in fitting
                if phrase.text not in refused
                and present.isdisjoint(phrase.moves)
                and self._fits(phrase, echoes, told=told)
            ),
            key=lambda phrase: self._rank(phrase, wanted),
        )
        for phrase in ranked:
            text = self._worded(phrase)
            if text is not None:
                return piece_of(text, phrase.moves, phrase.text)
        return None

    def _fits(self, phrase: Phrase, echoes: Collection[str], *, told: bool) -> bool:
        desk = self._desk
        if (told and phrase.text in self._choice.repeating) or any(echo in phrase.text for echo in echoes):
            return False
        return (
            (not phrase.channels or desk.review.case.channel in phrase.channels)
            and (not phrase.losses or not phrase.losses.isdisjoint(desk.customer.losses))
            and all((tag[4:] not in desk.tags) if tag.startswith("not_") else (tag in desk.tags) for tag in phrase.when)
        )

    def _rank(self, phrase: Phrase, wanted: Sequence[str]) -> tuple[int, int, bool, int, int, int, int]:
        """Loss-fitting phrases first, then those that repeat what went wrong, those that make more of the wanted moves
        and ask the agent for less, then by the text's hash."""
        losses = self._desk.customer.losses
        nearest = min((losses.index(loss) for loss in phrase.losses if loss in losses), default=99)
        covered = sum(move in phrase.moves for move in wanted)
        return (
            nearest,
            -sum(hole in phrase.text for hole in (EVENT, QUESTION) if self._fillings[hole]),
            # A matter that the draft names need not be named again.
            "specific" not in wanted and phrase.text in self._choice.repeating,
            -covered,
            phrase.text.count("["),
            -len(phrase.when),
            crc32(f"{self._style}{phrase.text}".encode(), self._desk.seed),
        )

    def _worded(self, phrase: Phrase) -> str | None:
        desk = self._desk
        text = grammar.voice(phrase.text, desk.author, alone=desk.alone)
        if text is None:
            text = grammar.voice(phrase.text, desk.author, alone=False)
        if text is None or "{" not in text:
            return text
        for hole in HOLES:
            if hole in text:
                words = self._fillings[hole]
                return text.replace(hole, words) if words else None
        return nouns.with_thing(text, desk.customer.thing) if desk.customer.thing else None
