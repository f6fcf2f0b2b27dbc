"""A house whose clock can be moved, and the sender beside it: what comes by itself in a conversation test."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.broadcast.delivery import Outcome
from bot.broadcast.sender import Sender
from bot.coach.coach import Coach
from bot.content.tips import Lessons, Quiz, Tip
from bot.content.voice import Voice
from bot.playground.clock import Clock
from bot.playground.session import PlaygroundSession, make_bot
from bot.playground.telegram import Telegram
from bot.storage import Storage
from bot.telegram.broadcasts import BroadcastRequests
from handlers.house import build_dispatcher, build_sender
from tests.agent import Agent


def tip(number: int, principle: str, *signals: str) -> Tip:
    return Tip(
        id=f"tip-{number}",
        title=f"Совет {number}",
        principle=principle,
        signals=signals,
        text=f"История номер {number} про <i>внимание</i>.",
        worse="",
        better="",
        today="Начните ответ с имени.",
        advised=(),
    )


LESSONS = Lessons(
    tips=(
        tip(1, "сочувствие", "empathy"),
        tip(2, "безправил", "rules"),
        tip(3, "чтодальше", "next_step"),
        tip(4, "сочувствие", "minimise"),
        tip(5, "безно", "but_after"),
        tip(6, "факты", "ask_facts"),
    ),
    quizzes=(
        Quiz(
            id="quiz-1",
            principle="безно",
            signals=("but_after",),
            complaint="Курьер опоздал на час.",
            a="Извините, но были пробки.",
            b="Простите за этот час. Доставку вернём сегодня.",
            right="б",
            explanation="«Но» отменяет извинение.",
        ),
    ),
)


@dataclass
class House:
    """`agent` talks; `passes` moves the clock and lets the sender send what has become due."""

    agent: Agent
    sender: Sender
    clock: Clock

    async def passes(self, **time: float) -> Counter[Outcome]:
        self.clock.advance(timedelta(**time))
        return await self.sender.send_due()

    async def waits_until(self, hour: int, *, weekday: int) -> Counter[Outcome]:
        """To the next such hour in UTC; `weekday` 1 is Monday."""
        return await self.passes(seconds=_until(hour, weekday=weekday, now=self.clock()).total_seconds())


def _until(hour: int, *, weekday: int, now: datetime) -> timedelta:
    days = (weekday - now.isoweekday()) % 7
    moment = now.replace(hour=hour, minute=0, second=0, microsecond=0) + timedelta(days=days)
    return moment - now if moment > now else moment - now + timedelta(days=7)


def build_house(
    coach: Coach, storage: Storage, say: Voice, *, lessons: Lessons = LESSONS, leads: Collection[int] = ()
) -> House:
    # A Monday, eleven in the morning in Moscow: an hour after the tip of the day.
    clock = Clock()
    clock.advance(_until(8, weekday=1, now=clock()))
    telegram = Telegram(clock)
    dispatcher = build_dispatcher(coach, storage, storage.conversation, say, clock=clock, leads=leads, lessons=lessons)
    bot = make_bot(PlaygroundSession(telegram))
    bot.session.middleware(BroadcastRequests())

    async def skip(seconds: float) -> None:
        clock.advance(timedelta(seconds=seconds))

    sender = build_sender(bot, storage, lessons, say, clock=clock, sleep=skip)
    return House(Agent(dispatcher, telegram=telegram), sender, clock)
