"""Many messages at once: a burst of work passes, a flood is told of once."""

from __future__ import annotations

from datetime import timedelta

from tests.agent import Agent
from tests.conversation.invitations import Newcomer


async def test_a_hundred_forwarded_messages_and_an_album_pass(lead: Agent) -> None:
    await lead.forwards(*(f"Сообщение {number}: где заказ?" for number in range(100)), sender="Ирина", comment="вот")
    await lead.forwards_album("Смотрите", *[None] * 9)

    assert not any("прочесть не успеваю" in said.text for said in lead.messages)


async def test_a_flood_is_told_once_and_everything_works_again_a_minute_later(lead: Agent) -> None:
    for _ in range(4):
        await lead.forwards(*["Где заказ?"] * 60, sender="Ирина")
    told = [said for said in lead.messages if "прочесть не успеваю" in said.text]
    assert len(told) == 1
    await lead.sends("/help")
    assert "Как пользоваться" not in lead.last.text
    lead.waits(timedelta(minutes=1))
    await lead.sends("/help")

    assert "Как пользоваться" in lead.last.text


async def test_a_stranger_who_tries_link_after_link_is_told_once_to_wait(newcomer: Newcomer) -> None:
    stranger = newcomer()
    for number in range(40):
        await stranger.sends(f"/start guess{number}")

    answers = [said.text for said in stranger.messages]
    assert sum("прочесть не успеваю" in text for text in answers) == 1
    assert len(answers) == 11
