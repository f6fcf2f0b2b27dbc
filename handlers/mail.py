"""What the bot writes of its own accord. A private chat has the number of its person."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime

from aiogram import Bot
from aiogram.exceptions import TelegramAPIError

from bot.broadcast.delivery import DeliveryError
from bot.broadcast.lessons import Exercise
from bot.coach.guide import Guide
from bot.content.cases import DrillCase
from bot.content.tips import Quiz, Tip
from bot.content.voice import Html, Voice
from bot.progress.report import Report
from bot.storage.announcements import Announcement, Progress
from bot.storage.promises import Promise
from handlers.screens import announcements
from handlers.screens import progress as progress_screen
from handlers.screens import promises as promise_screen
from handlers.screens import tips as tip_screen
from handlers.screens import train as train_screen

logger = logging.getLogger(__name__)


class Mail:
    """Implements `bot.broadcast.queues.Mail`, over any bot: the sender's own, or the one that is being talked to."""

    def __init__(self, bot: Bot, say: Voice, guide: Guide) -> None:
        self._bot, self._say, self._guide = bot, say, guide

    async def tip(self, agent_id: int, delivery_id: int, tip: Tip) -> None:
        keyboard = tip_screen.lesson_keyboard(delivery_id, self._say)
        await self._bot.send_message(agent_id, tip_screen.tip(tip, self._say), reply_markup=keyboard)

    async def quiz(self, agent_id: int, delivery_id: int, quiz: Quiz) -> None:
        keyboard = tip_screen.lesson_keyboard(delivery_id, self._say)
        await self._bot.send_message(agent_id, tip_screen.quiz(quiz, self._say), reply_markup=keyboard)

    async def poll(self, agent_id: int, quiz: Quiz) -> None:
        await self._bot.send_poll(
            agent_id,
            self._say.plain("tips.poll"),
            [self._say.plain("tips.option_a"), self._say.plain("tips.option_b")],
            type="quiz",
            correct_option_ids=[0 if quiz.right == "а" else 1],
            explanation=quiz.explanation,
            explanation_parse_mode=None,
        )

    async def exercise(self, agent_id: int, exercise: Exercise) -> None:
        text, keyboard = tip_screen.exercise(exercise, self._say)
        await self._bot.send_message(agent_id, text, reply_markup=keyboard)

    async def drill(self, agent_id: int, case: DrillCase) -> None:
        text, keyboard = train_screen.reminder(case, self._say)
        await self._bot.send_message(agent_id, text, reply_markup=keyboard)

    async def digest(self, agent_id: int, report: Report) -> None:
        text, keyboard = progress_screen.digest(report, self._guide, self._say)
        await self._bot.send_message(agent_id, text, reply_markup=keyboard)

    async def reminder(self, agent_id: int, promises: Sequence[Promise], now: datetime, zone: str | None) -> None:
        text, keyboard = promise_screen.reminder(promises, now, zone, self._say)
        await self._bot.send_message(agent_id, text, reply_markup=keyboard)

    async def announcement(self, agent_id: int, text: str) -> None:
        await self._bot.send_message(agent_id, Html(text))

    async def report(self, announcement: Announcement, progress: Progress, *, final: bool) -> None:
        if announcement.report_id is None:
            return
        text = announcements.progress(progress, self._say, final=final)
        try:
            await self._bot.edit_message_text(
                text, chat_id=announcement.author_id, message_id=announcement.report_id, reply_markup=None
            )
        except (DeliveryError, TelegramAPIError) as error:
            logger.info("Ход объявления %d не показать: %s", announcement.id, type(error).__name__)
