"""What a good draft is good for: the agent's own words that did the most."""

from __future__ import annotations

from bot.coach.guide import Guide, Kind
from bot.coach.model import Review, Signal
from bot.coach.score import price
from bot.coach.stance import facts_known

MOST = 2


def best_words(review: Review, guide: Guide, most: int = MOST) -> tuple[Signal, ...]:
    """The helping signals worth most in this stance, the dearest first, one of each name; the thing that a draft names
    («торт») is no praise by itself."""
    prices, known = guide.stances[review.stance], facts_known(review.case)
    worth = {
        name: price(name, prices, known)
        for name in review.signals
        if guide.signals[name].kind is Kind.HELPS and name != "specific"
    }
    dearest = sorted((name for name in worth if worth[name] > 0), key=lambda name: -worth[name])
    return tuple(max(review.signals[name], key=lambda signal: len(signal.text)) for name in dearest[:most])
