"""Hurting words and cuts: the smallest changes of a text."""

from __future__ import annotations

from collections.abc import Sequence

from bot.coach import lazy
from bot.coach.model import Signal
from bot.coach.record import record
from bot.coach.rewrite.facts import facts
from bot.coach.rewrite.grammar import uncapital

_CAUSE = lazy.pattern(r"\s*(?::|,\s*(?:потому что|так как|поскольку))\s[^.!?\n]+")


@record
class Hurt:
    """Hurting words at [start, end) of a text."""

    start: int
    end: int
    signal: str
    replacements: tuple[str, ...] = ()


@record
class Cut:
    """[start, end) of a text and what stands there instead."""

    start: int
    end: int
    text: str = ""


def fitted(text: str, start: int, end: int, words: str) -> Cut:
    """A replacement bent to its place: a capital where the sentence starts, no comma before «за …»."""
    before = text[:start].rstrip()
    opens = not before or before[-1] in ".!?…\n"
    words = words[:1].upper() + words[1:] if opens else uncapital(words)
    low = start
    if not opens and words.split()[0] in {"за", "до", "на", "в", "из-за", "с"} and before.endswith(","):
        low = len(before) - 1
        words = f" {words}"
    return Cut(low, end, words)


def applied(text: str, cuts: Sequence[Cut]) -> str:
    """The text with all cuts made; of overlapping ones (two rules scold the same words) the longest."""
    made: list[Cut] = []
    for cut in sorted(cuts, key=lambda c: c.start - c.end):
        if all(cut.end <= other.start or other.end <= cut.start for other in made):
            made.append(cut)
    for cut in sorted(made, key=lambda c: -c.start):
        text = text[: cut.start] + cut.text + text[cut.end :]
    return text


def with_its_cause(guilt: Signal, draft: str) -> Hurt:
    """«Это наша вина: курьер не проверил упаковку»: the cause is as unproven as the guilt, so it goes along, unless it
    tells what the customer needs."""
    cause = _CAUSE.match(draft, guilt.end)
    end = cause.end() if cause and not facts(cause[0]) else guilt.end
    return Hurt(guilt.start, end, guilt.name)
