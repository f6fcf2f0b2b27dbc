"""Keeps the coach under the rules that the house has now, whichever process has changed them."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence

from bot.coach.coach import Coach
from bot.coach.guide import Guide
from bot.coach.house import House, HouseRule
from bot.coach.pattern import PatternError
from bot.content.voice import Voice
from bot.storage.house_rules import HouseRules, NewHouseRule, StoredHouseRule

logger = logging.getLogger(__name__)

TRIED = "house_tried"


class HouseCoach:
    """Builds the coach anew when the rules' version is another, which every update brings along."""

    def __init__(self, coach: Coach, rules: HouseRules, say: Voice) -> None:
        self._base, self._rules, self._say = coach, rules, say
        self._made: tuple[tuple[int, int], Coach] | None = None
        self._one_builder = asyncio.Lock()

    async def now(self, version: tuple[int, int]) -> Coach:
        """The coach under the rules of that version (`Arrival`), or newer ones."""
        async with self._one_builder:
            if self._made is None or self._made[0] != version:
                stored = await self._rules.all()
                self._made = version, await asyncio.to_thread(at_home, self._base, stored, self._say)
        return self._made[1]


def at_home(coach: Coach, stored: Sequence[StoredHouseRule], say: Voice) -> Coach:
    """A coach under stored rules. One that can no longer be read is left out, for the others must go on."""
    rules = [as_house_rule(each, f"house_{each.id}", say) for each in stored]
    try:
        return coach.with_house(rules, titles(say))
    except PatternError:
        return coach.with_house([rule for rule in rules if _is_readable(rule, coach, say)], titles(say))


def _is_readable(rule: HouseRule, coach: Coach, say: Voice) -> bool:
    try:
        coach.with_house([rule], titles(say))
    except PatternError:
        # A set of words that it names was taken out of content since.
        logger.warning("Правило %s не читается и пропущено: уберите его в /rules", rule.id)
        return False
    return True


def as_house_rule(rule: NewHouseRule | StoredHouseRule, rule_id: str, say: Voice) -> HouseRule:
    return HouseRule(
        id=rule_id,
        title=titles(say)[0 if rule.costs else 1],
        why=rule.why,
        advice=say.plain("rules.advice_say", words=rule.say) if rule.say else say.plain("rules.advice"),
        avoid=rule.avoid,
        say=rule.say,
        costs=rule.costs,
    )


def at_home_guide(guide: Guide, say: Voice) -> Guide:
    """The guide that knows what the signals of a house are called, for those who only tell of stored reviews."""
    return House((), {}, titles(say)).guide(guide)


def titles(say: Voice) -> tuple[str, str]:
    return say.plain("rules.title_avoided"), say.plain("rules.title_bettered")
