"""What is known of a person at the door: of a stranger nothing, of others what was changed last."""

from __future__ import annotations

from datetime import timedelta

from bot.storage import Arrival, Entry, Storage
from bot.storage.agents import Preferences
from bot.storage.disagreements import NewDisagreement, Reason
from tests.clock import Clock

AGENT, OTHER = 7, 8


async def test_of_a_stranger_nothing_is_known(storage: Storage) -> None:
    assert await storage.arrivals.of(AGENT) == Arrival(None, None, (0, 0), has_silences=False)


async def test_a_member_and_their_choices_are_known_as_they_are_now(storage: Storage, clock: Clock) -> None:
    token = await storage.invitations.issue(1, life=timedelta(days=1), most_uses=1, now=clock())
    assert await storage.invitations.enter(token, AGENT, "Оля", clock()) is Entry.LET_IN
    await storage.agents.seen(AGENT, clock())
    await storage.agents.save_preferences(AGENT, Preferences(gender="f", time_zone="Asia/Yekaterinburg"), clock())
    known = await storage.arrivals.of(AGENT)
    assert known.member == await storage.members.get(AGENT)
    assert known.agent == await storage.agents.get(AGENT)
    assert (await storage.arrivals.of(OTHER)).agent is None


async def test_only_what_is_the_custom_of_their_own_house_and_still_holds_is_a_silence(
    storage: Storage, clock: Clock
) -> None:
    for agent in (AGENT, OTHER):
        await storage.agents.seen(agent, clock())
    await storage.disagreements.add(AGENT, NewDisagreement("cliche", "ожидайте", Reason.FALSE_ALARM), clock())
    assert not (await storage.arrivals.of(AGENT)).has_silences
    number = await storage.disagreements.add(AGENT, NewDisagreement("cliche", "ждите", Reason.OUR_WAY), clock())
    assert (await storage.arrivals.of(AGENT)).has_silences
    assert not (await storage.arrivals.of(OTHER)).has_silences
    await storage.disagreements.revoke(AGENT, number, clock())
    assert not (await storage.arrivals.of(AGENT)).has_silences
