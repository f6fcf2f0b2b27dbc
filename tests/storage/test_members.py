from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from bot.storage import Entry, Member, Role, Storage
from tests.clock import START
from tests.storage.conftest import bytes_on_disk

LEAD = 1
DAY = timedelta(days=1)


async def invite(storage: Storage, most_uses: int = 1, life: timedelta = DAY) -> str:
    return await storage.invitations.issue(LEAD, life=life, most_uses=most_uses, now=START)


async def enter(storage: Storage, token: str, telegram_id: int = 7, after: timedelta = timedelta()) -> Entry:
    return await storage.invitations.enter(token, telegram_id, "Оля", START + after)


async def test_an_invitation_lets_in_an_agent_once(storage: Storage) -> None:
    token = await invite(storage)

    assert await enter(storage, token) is Entry.LET_IN
    assert await storage.members.get(7) == Member(7, "Оля", Role.AGENT, START, None)
    assert await enter(storage, token) is Entry.ALREADY_IN


async def test_a_second_visit_of_the_same_person_takes_nobody_elses_place(storage: Storage) -> None:
    token = await invite(storage, most_uses=2)
    for _ in range(5):
        await enter(storage, token, 7)

    assert await enter(storage, token, 8) is Entry.LET_IN
    assert await enter(storage, token, 9) is Entry.USED_UP
    assert await storage.members.get(9) is None


async def test_of_fifty_who_come_at_once_as_many_get_in_as_were_invited(url: str) -> None:
    async with Storage.open(url) as one, Storage.open(url) as another:
        await one.migrate()
        token = await invite(one, most_uses=3)
        entries = await asyncio.gather(*(enter((one, another)[i % 2], token, i) for i in range(100, 150)))

        assert sorted(entries) == sorted([Entry.LET_IN] * 3 + [Entry.USED_UP] * 47)
        assert len(await one.members.all()) == 3


async def test_the_same_person_on_two_devices_uses_one_place(storage: Storage) -> None:
    token = await invite(storage, most_uses=2)
    await asyncio.gather(*(enter(storage, token, 7) for _ in range(10)))

    (invitation,) = await storage.invitations.open(START)
    assert invitation.uses == 1


async def test_an_expired_a_revoked_and_an_invented_invitation_let_nobody_in(storage: Storage) -> None:
    token = await invite(storage)
    assert await enter(storage, token, after=DAY) is Entry.EXPIRED
    (invitation,) = await storage.invitations.open(START)
    assert await storage.invitations.revoke(invitation.id, START) is True
    assert await storage.invitations.revoke(invitation.id, START) is False
    assert await enter(storage, token) is Entry.REVOKED
    for invented in ("", "x", token[:-1], token.swapcase(), "ж" * 64, "\ud800"):
        assert await enter(storage, invented) is Entry.UNKNOWN

    assert await storage.members.get(7) is None


async def test_who_was_removed_comes_back_only_by_a_later_invitation(storage: Storage) -> None:
    token, other = await invite(storage, most_uses=5), await invite(storage, most_uses=5)
    await enter(storage, token)
    await storage.agents.seen(7, START)
    assert await storage.members.remove(7, START + timedelta(minutes=1)) is True
    assert await storage.members.remove(7, START + timedelta(minutes=2)) is False

    assert await enter(storage, token, 8) is Entry.REVOKED, "the link they know is closed for their friends too"
    assert await enter(storage, other) is Entry.REMOVED
    agent = await storage.agents.get(7)
    assert agent is not None
    assert not agent.active, "nothing is sent to them"
    later = await storage.invitations.issue(LEAD, life=DAY, most_uses=1, now=START + timedelta(minutes=3))
    assert await enter(storage, later, after=timedelta(minutes=4)) is Entry.LET_IN


async def test_a_lead_who_is_one_no_more_leaves_no_open_invitations(storage: Storage) -> None:
    await enter(storage, await invite(storage))
    assert await storage.members.appoint(7, Role.LEAD, START) is True
    assert await storage.members.appoint(7, Role.LEAD, START) is False
    assert await storage.members.appoint(404, Role.LEAD, START) is False
    token = await storage.invitations.issue(7, life=DAY, most_uses=1, now=START)
    await storage.members.appoint(7, Role.AGENT, START)

    assert await enter(storage, token, 8) is Entry.REVOKED


async def test_strangers_of_an_open_house_get_nothing_after_it_was_closed(storage: Storage) -> None:
    for agent_id in (LEAD, 7, 8):
        await storage.agents.seen(agent_id, START)
    await enter(storage, await invite(storage), 7)

    assert await storage.members.silence_strangers({LEAD}) == 1
    active = [agent for agent_id in (LEAD, 7, 8) if (agent := await storage.agents.get(agent_id)) and agent.active]
    assert [agent.telegram_id for agent in active] == [LEAD, 7]


async def test_the_token_is_not_in_the_file(storage: Storage, path: Path) -> None:
    token = await invite(storage)
    assert token.encode() not in bytes_on_disk(path)


@pytest.mark.parametrize(("life", "uses"), [(timedelta(), 1), (timedelta(days=31), 1), (DAY, 0), (DAY, 101)])
async def test_an_invitation_for_everybody_or_for_ever_is_refused(storage: Storage, life: timedelta, uses: int) -> None:
    with pytest.raises(ValueError, match="invitation"):
        await invite(storage, uses, life)


async def test_leads_come_first_and_a_name_is_one_short_line(storage: Storage) -> None:
    token = await invite(storage, most_uses=3)
    for telegram_id, name in ((7, "Яна"), (8, "Аня\n<b>" + "я" * 100), (9, "Боря")):
        await storage.invitations.enter(token, telegram_id, name, START)
    await storage.members.appoint(7, Role.LEAD, START)
    await storage.members.rename(9, "Борис")

    names = [member.name for member in await storage.members.all()]
    assert names == ["Яна", ("Аня <b>" + "я" * 100)[:64], "Борис"]
