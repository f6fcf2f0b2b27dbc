"""What a house wants said otherwise, shared by all processes."""

from __future__ import annotations

from bot.storage import Storage
from bot.storage.house_rules import NewHouseRule
from tests.clock import Clock

RULE = NewHouseRule("ожидайте ответа", "Позвоню до 18:00", "Человек не знает, чего ждать.", costs=True)


async def test_a_rule_holds_until_it_is_removed(storage: Storage, clock: Clock) -> None:
    number = await storage.house_rules.add(RULE, clock())
    (kept,) = await storage.house_rules.all()
    assert (kept.id, kept.avoid, kept.say, kept.why, kept.costs) == (number, *_values(RULE))
    assert await storage.house_rules.remove(number, clock())
    assert await storage.house_rules.all() == []


async def test_a_second_tap_removes_nothing_more(storage: Storage, clock: Clock) -> None:
    number = await storage.house_rules.add(RULE, clock())
    assert await storage.house_rules.remove(number, clock())
    assert not await storage.house_rules.remove(number, clock())
    assert not await storage.house_rules.remove(12345, clock())


async def test_the_version_is_a_new_one_after_every_change(storage: Storage, clock: Clock) -> None:
    versions = [(await storage.arrivals.of(1)).house_version]
    first = await storage.house_rules.add(RULE, clock())
    versions.append((await storage.arrivals.of(1)).house_version)
    await storage.house_rules.remove(first, clock())
    versions.append((await storage.arrivals.of(1)).house_version)
    second = await storage.house_rules.add(RULE, clock())
    versions.append((await storage.arrivals.of(1)).house_version)
    assert len(set(versions)) == len(versions)
    assert second != first


async def test_the_words_of_a_removed_rule_are_gone(storage: Storage, clock: Clock) -> None:
    await storage.house_rules.remove(await storage.house_rules.add(RULE, clock()), clock())
    await storage.house_rules.add(NewHouseRule(None, "Будем рады помочь", "Так теплее.", costs=False), clock())
    (kept,) = await storage.house_rules.all()
    assert (kept.avoid, kept.say) == (None, "Будем рады помочь")


def _values(rule: NewHouseRule) -> tuple[object, ...]:
    return rule.avoid, rule.say, rule.why, rule.costs
