"""A button may be forged by anybody who speaks the protocol: whatever it says, it is answered and breaks nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from re import findall, search, sub

import pytest
from aiogram.filters.callback_data import CallbackData

from bot.coach.coach import Coach
from bot.content.voice import Voice
from bot.storage import Storage
from handlers import taps
from handlers.house import build_dispatcher
from handlers.taps import Number
from tests.agent import Agent

KINDS = sorted(
    (kind for kind in vars(taps).values() if isinstance(kind, type) and issubclass(kind, CallbackData)),
    key=lambda kind: kind.__name__,
)
KINDS.remove(CallbackData)
# Bytes of callback data that Telegram carries.
MOST = 64
NUMBERS = (-1, 2**62)


def forged(kind: type[CallbackData]) -> Iterator[str]:
    """Deeds of ours and of nobody's with numbers of nothing, too many parts and too few."""
    names = list(kind.model_fields)
    # The deeds are told in the description of each kind.
    deeds = search(r"`do`: ([^.]*)", sub(r"\([^)]*\)", "", kind.__doc__ or ""))
    for deed in ("нет", *findall(r"[a-z_]+", deeds[1] if deeds else "")):
        for number in NUMBERS:
            data = [kind.__prefix__, *(str(number) if _is_number(kind, name) else deed for name in names)]
            yield ":".join(data)[:MOST]
    yield ":".join([kind.__prefix__, *[str(10**25)] * len(names)])[:MOST]
    yield kind.__prefix__
    yield ":".join([kind.__prefix__, *["1"] * (len(names) + 1)])
    yield ":".join([kind.__prefix__, *["<b>"] * len(names)])


def _is_number(kind: type[CallbackData], name: str) -> bool:
    return kind.model_fields[name].annotation in {int, Number}


@pytest.fixture
def agent(coach: Coach, storage: Storage, say: Voice) -> Agent:
    """A lead, to whom every button answers."""

    def clock() -> datetime:
        return made.telegram.clock()

    made = Agent(build_dispatcher(coach, storage, storage.conversation, say, clock=clock, leads={7}))
    return made


async def test_a_forged_button_is_answered(agent: Agent) -> None:
    await agent.sends("Здравствуйте! Извините за ожидание, но были пробки. Вернём деньги завтра до 12:00.")
    for data in (data for kind in KINDS for data in forged(kind)):
        # Nobody taps faster than the doorkeeper lets pass.
        agent.waits(timedelta(seconds=1))
        await agent.taps(data, on=agent.last)
        assert agent.unanswered == 0, data
