from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from bot.storage import Agent, Preferences, Storage
from tests.clock import START

# Telegram's ids have long outgrown 32 bits.
AGENT = 7_777_777_777


async def test_an_agent_is_new_once_and_keeps_the_day_they_came(storage: Storage) -> None:
    assert await storage.agents.seen(AGENT, START) is True
    assert await storage.agents.seen(AGENT, START + timedelta(days=1)) is False

    assert await storage.agents.get(AGENT) == Agent(AGENT, START, active=True, preferences=Preferences())


async def test_who_blocked_the_bot_is_inactive_until_they_come_back(storage: Storage) -> None:
    await storage.agents.seen(AGENT, START)
    await storage.agents.deactivate(AGENT)
    gone = await storage.agents.get(AGENT)
    back = await storage.agents.seen(AGENT, START + timedelta(days=1))
    returned = await storage.agents.get(AGENT)

    assert gone is not None
    assert not gone.active
    assert back is False
    assert returned is not None
    assert returned.active
    assert returned.first_seen == START


async def test_preferences_are_replaced_whole_and_survive_a_return(storage: Storage) -> None:
    await storage.agents.seen(AGENT, START)
    await storage.agents.save_preferences(AGENT, Preferences(gender="f", signature="Анна, «Лютик»"), START)
    chosen = Preferences("m", None, "Вы", "email", "Asia/Yekaterinburg")
    await storage.agents.save_preferences(AGENT, chosen, START)
    await storage.agents.deactivate(AGENT)
    await storage.agents.seen(AGENT, START)

    assert await storage.agents.preferences(AGENT) == chosen


async def test_preferences_of_a_stranger_are_empty_and_saving_them_makes_an_acquaintance(storage: Storage) -> None:
    assert await storage.agents.preferences(AGENT) == Preferences()

    await storage.agents.save_preferences(AGENT, Preferences(gender="f"), START)

    assert await storage.agents.get(AGENT) == Agent(AGENT, START, active=True, preferences=Preferences(gender="f"))


@pytest.mark.parametrize("name", ["Moscow/Europe", "", "../../etc/passwd", "Europe"])
def test_a_time_zone_that_does_not_exist_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="часового пояса"):
        Preferences(time_zone=name)


async def test_moments_come_back_in_utc_whatever_zone_they_came_in(storage: Storage) -> None:
    await storage.agents.seen(AGENT, datetime(2026, 3, 2, 12, 0, tzinfo=timezone(timedelta(hours=3))))
    agent = await storage.agents.get(AGENT)

    assert agent is not None
    assert (agent.first_seen, agent.first_seen.tzinfo) == (START, UTC)
