"""Who has been removed is out at once, and still owns what is theirs."""

from __future__ import annotations

from datetime import timedelta

from bot.storage import Storage
from tests.agent import Agent
from tests.conversation.invitations import DRAFT, Newcomer, invites, is_let_in


async def test_a_member_removed_a_minute_ago_is_out_in_the_middle_of_the_talk(
    lead: Agent, newcomer: Newcomer, storage: Storage
) -> None:
    token = await invites(lead, "До 10 человек, на неделю")
    olya = newcomer()
    await olya.sends(f"/start {token}")
    draft = await olya.sends(DRAFT)
    board = olya.last
    await lead.sends("/members")
    await lead.presses("Оля")
    await lead.presses("Закрыть доступ")
    assert "Закрыть доступ: Оля?" in lead.last.text
    await lead.presses("Да, закрыть")
    lead.waits(timedelta(minutes=1))
    said = len(olya.messages)

    await olya.presses("Да, проверены", on=board)
    assert olya.alerts == [
        "Кнопка не сработала: доступа к боту у вас сейчас нет. Попросите у руководителя ссылку-приглашение."
    ]
    await olya.edits(draft, DRAFT + " Простите.")
    assert len(olya.messages) == said
    assert not await is_let_in(olya)
    assert "закрыл вам доступ" in olya.last.text
    await olya.sends(f"/start {token}")
    assert "Эта ссылка старше" in olya.last.text
    assert await storage.announcements.recipients() == 1, "only the lead"


async def test_who_is_removed_may_still_take_and_erase_their_own(
    lead: Agent, newcomer: Newcomer, storage: Storage
) -> None:
    olya = newcomer()
    await olya.sends(f"/start {await invites(lead)}")
    await olya.sends(DRAFT)
    await storage.members.remove(7, lead.telegram.clock())
    await olya.sends("/export")
    assert olya.file(olya.last)
    await olya.sends("/forget")
    await olya.presses("Да, стереть всё")

    assert "Стёр всё" in olya.last.text
    assert await storage.personal.export(7) == {}
    assert not await is_let_in(olya)


async def test_a_removed_member_who_unblocks_the_bot_gets_nothing(
    lead: Agent, newcomer: Newcomer, storage: Storage
) -> None:
    olya = newcomer()
    await olya.sends(f"/start {await invites(lead)}")
    await storage.members.remove(7, lead.telegram.clock())
    await olya.blocks_the_bot()
    await olya.unblocks_the_bot()

    agent = await storage.agents.get(7)
    assert agent is not None
    assert not agent.active
