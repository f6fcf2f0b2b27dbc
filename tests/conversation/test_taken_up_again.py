"""A process died between its answer and crossing the update out: whoever takes the update up changes nothing twice."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from bot.coach.coach import Coach
from bot.content.voice import Voice
from bot.storage import Storage
from handlers.house import build_dispatcher
from tests.agent import Agent


class Restarted(Agent):
    """All of whose updates come once more after they were handled."""

    async def _feed(self, updates: list[dict[str, Any]]) -> None:
        await super()._feed(updates)
        await super()._feed(updates)


@pytest.fixture
def restarted(coach: Coach, storage: Storage, say: Voice) -> Restarted:
    dispatcher = build_dispatcher(coach, storage, storage.conversation, say, clock=lambda: datetime.now(UTC))
    return Restarted(dispatcher)


async def test_a_burst_is_joined_once(restarted: Restarted) -> None:
    await restarted.forwards("Торт опоздал на три часа!")
    await restarted.forwards("И помялся по дороге.")
    assert "2 сообщения" in restarted.last.text
    assert len(restarted.messages) == 1


async def test_a_tap_moves_a_verdict_once(restarted: Restarted) -> None:
    await restarted.forwards("Торт опоздал на три часа!")
    await restarted.sends("Здравствуйте! Вернём деньги за торт завтра.")
    await restarted.presses("Ещё нет")
    await restarted.presses("Сочувствие: нет")
    assert "Сочувствие: не нужно" in restarted.last.buttons
