"""An agent who practises, with a clock that can be moved and a few cases to play."""

from __future__ import annotations

from dataclasses import replace

from bot.coach.coach import Coach
from bot.content.drills import Drills, house_drills
from bot.content.voice import Voice
from bot.playground.clock import Clock
from bot.playground.telegram import Telegram
from bot.storage import Storage
from handlers.house import build_dispatcher
from tests.agent import Agent

ALL = house_drills()
KETTLE = ALL.cases["kettle_leaks"]
TEMPLATE = "Уважаемый клиент! Приносим извинения за доставленные неудобства. Ваше обращение передано в отдел."
DOUBT = "Вы уверены? Проверим, правда ли это."


def only(*names: str) -> Drills:
    return replace(ALL, cases={name: ALL.cases[name] for name in names})


def build_agent(coach: Coach, storage: Storage, say: Voice, drills: Drills) -> Agent:
    clock = Clock()
    dispatcher = build_dispatcher(coach, storage, storage.conversation, say, clock=clock, drills=drills)
    return Agent(dispatcher, telegram=Telegram(clock))


async def endings(storage: Storage) -> list[str]:
    return [drill.ending for drill in await storage.drills.of_agent(7)]
