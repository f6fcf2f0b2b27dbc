"""Adds the score up and keeps every addend, so that it explains itself."""

from __future__ import annotations

from collections.abc import Iterator

from bot.coach.guide import FaultGuide, Guide, StanceGuide
from bot.coach.model import Facts, ScorePart
from bot.coach.situation import Situation

LOW, HIGH = 0, 100
PREMATURE = "premature_guilt"
NEEDLESS = "needless_apology"
UNCOMPENSATED = "missing_compensation"


def price(signal: str, stance: StanceGuide, facts: Facts | None) -> int:
    """What a signal is worth in this stance, in points; 0 is neutral."""
    points = stance.points.get(signal, 0)
    return stance.points_unknown.get(signal, points) if facts is None else points


def add_up(situation: Situation, guide: Guide) -> tuple[int, tuple[ScorePart, ...]]:
    """(score 0–100, its parts). A signal counts once however often it is said, so length alone changes nothing; the
    sum only grows with moves the stance prices above zero and only falls with those below."""
    prices, facts = guide.stances[situation.stance], situation.facts
    parts = [ScorePart("base", guide.base_why, prices.base)]
    parts += [
        ScorePart(name, signal.title, points)
        for name, signal in guide.signals.items()
        if name in situation.present and (points := price(name, prices, facts))
    ]
    parts += [ScorePart(rule, fault.title, fault.cost(facts)) for rule, fault in _faults(situation, guide)]
    total = sum(part.points for part in parts)
    if total > HIGH:
        parts.append(ScorePart("limit", guide.limit_high, HIGH - total))
    elif total < LOW:
        parts.append(ScorePart("limit", guide.limit_low, LOW - total))
    return max(LOW, min(HIGH, round(total))), tuple(parts)


def _faults(situation: Situation, guide: Guide) -> Iterator[tuple[str, FaultGuide]]:
    """The faults of the reply as a whole, without those of which the agent said «не согласен»."""
    dismissed = situation.case.taps.dismissed
    if situation.premature and f"{PREMATURE}:{_first('responsibility', situation)}" not in dismissed:
        yield PREMATURE, guide.premature
    if situation.needless_apology and f"{NEEDLESS}:{_first('apology', situation)}" not in dismissed:
        yield NEEDLESS, guide.needless_apology
    if situation.uncompensated and f"{UNCOMPENSATED}:" not in dismissed:
        yield UNCOMPENSATED, guide.irreparable


def _first(name: str, situation: Situation) -> str:
    return next((signal.text for signal in situation.found.get(name, ())), "")
