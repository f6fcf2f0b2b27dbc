"""A rule of the catalogue as plain data, as a team lead writes it in content/rules/<part>/<signal>/<rule>.toml."""

from __future__ import annotations

from enum import StrEnum

from bot.coach.record import record


class Part(StrEnum):
    """Which text a rule reads."""

    DRAFT = "draft"
    COMPLAINT = "complaint"


class Point(StrEnum):
    """How much a rule points at: the matched words, their clause (comma to comma) or their sentence."""

    PHRASE = "phrase"
    CLAUSE = "clause"
    SENTENCE = "sentence"


@record
class Rule:
    """`phrases` find it, the conditions below take a find back.

    `exceptions` – phrases that overlap the find; `unless` – phrases anywhere in its sentence; `near` – phrases of which
    its sentence must hold one. Of signals: `after` – one of these must stand before the find in its sentence or, where
    the find opens the sentence, in the one before; `unless_then` – one of these after the find in its sentence takes it
    back; `unless_signal` – one of these in its sentence or the next takes it back.
    `alone` – only where the text has no other sentence.
    `bad` lines hold [marks] that must be found and, after «→», an advice; `good` lines are near misses; `missed` lines
    are known misses. `replacements` fit in place of the words.
    """

    id: str
    part: Part
    signal: str
    title: str
    why: str
    advice: str
    phrases: tuple[str, ...]
    point: Point = Point.PHRASE
    alone: bool = False
    exceptions: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    unless_then: tuple[str, ...] = ()
    unless_signal: tuple[str, ...] = ()
    replacements: tuple[str, ...] = ()
    bad: tuple[str, ...] = ()
    good: tuple[str, ...] = ()
    missed: tuple[str, ...] = ()

    @property
    def contextual(self) -> bool:
        """Whether other signals decide about it."""
        return bool(self.after or self.unless_then or self.unless_signal)
