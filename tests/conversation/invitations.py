"""Links and who follows them: what the tests of invitations share."""

from __future__ import annotations

from collections.abc import Callable

from tests.agent import Agent

LEAD, DRAFT = 1, "Здравствуйте! Извините за ожидание. Вернём деньги завтра до 12:00."
Newcomer = Callable[..., Agent]


async def invites(lead: Agent, kind: str = "Одного, на сутки") -> str:
    """The token of a new link."""
    await lead.sends("/invite")
    await lead.presses(kind)
    await lead.presses("Скопировать ссылку")
    assert lead.clipboard is not None
    assert lead.clipboard.startswith("https://t.me/podskazka_bot?start=")
    return lead.clipboard.partition("start=")[2]


async def is_let_in(agent: Agent) -> bool:
    await agent.sends(DRAFT)
    return "Факты проверены?" in agent.last.text
