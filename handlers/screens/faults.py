"""What findings are called."""

from __future__ import annotations

from bot.coach.coach import Coach
from bot.coach.findings import MISSING
from bot.coach.guide import Guide
from bot.coach.score import NEEDLESS, PREMATURE, UNCOMPENSATED


def fault_title(name: str, guide: Guide) -> str:
    """The title of a signal, of a move that is missing («missing_» and its signal) or of a fault of the whole reply.

    Empty for anything else.
    """
    whole = {PREMATURE: guide.premature, NEEDLESS: guide.needless_apology, UNCOMPENSATED: guide.irreparable}
    if name in whole:
        return whole[name].title
    signal = guide.signals.get(name.removeprefix(MISSING))
    return signal.title if signal else ""


def rule_title(rule: str, coach: Coach) -> str:
    """What a rule of the catalogue or a fault is called; empty for the learned reader and for a rule that is gone."""
    return coach.rules[rule].title if rule in coach.rules else fault_title(rule, coach.guide)
