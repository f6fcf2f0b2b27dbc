"""Cases as the coach sees them once both texts are read, made by hand; and all that can be met there."""

from __future__ import annotations

from collections.abc import Collection

from hypothesis import strategies as st

from bot.coach.criteria import effective
from bot.coach.model import Case, Channel, Facts, Signal, Stance, Taps
from bot.coach.situation import Situation
from bot.content import load_guide

GUIDE = load_guide()
FACTS = (None, *Facts)


def signal(name: str, text: str = "", start: int = 0, source: str = "") -> Signal:
    text = text or f"слова {name}"
    return Signal(name, start, start + len(text), text, source or f"rule_{name}")


def situation(
    stance: Stance,
    names: Collection[str] = (),
    facts: Facts | None = Facts.CHECKED,
    channel: Channel | None = None,
    taps: Taps | None = None,
) -> Situation:
    """A draft that carries one signal of each of these names."""
    found = {name: (signal(name),) for name in names}
    case = Case("Черновик", "Жалоба", facts, channel=channel, taps=taps or Taps())
    return Situation(case, stance, facts, found, effective(found, case, stance, GUIDE))


stances = st.sampled_from(list(Stance))
facts = st.sampled_from(FACTS)
names = st.sampled_from(sorted(GUIDE.signals))
drafts = st.sets(names, max_size=8)
