"""/tip and /tips: a minute of craft now, and when it comes by itself."""

from __future__ import annotations

from dataclasses import replace

from aiogram import Router
from aiogram.exceptions import TelegramBadRequest
from aiogram.filters import Command, StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from bot.broadcast.lessons import Teacher, exercise_of
from bot.broadcast.queues import lesson_messages
from bot.content.tips import Tip
from bot.storage.deliveries import Lesson
from bot.storage.subscriptions import Subscription
from handlers.mail import Mail
from handlers.screens import tips as screen
from handlers.subscribing import choose, choose_digest, follow_zone
from handlers.talk import Talk
from handlers.taps import ExerciseTap, LessonTap, TipsTap
from handlers.zones import find_zone

HOURS = 24
MOST_SAVED = 8


class TipsAsked(StatesGroup):
    zone = State()


async def tip(_: Message, talk: Talk, teacher: Teacher) -> None:
    await _give(talk, teacher)


async def _give(talk: Talk, teacher: Teacher) -> None:
    """One lesson now, on request."""
    lesson = await teacher.tip(talk.agent_id, talk.moment, talk.preferences.time_zone)
    if lesson is None:
        await talk.send(talk.say("tips.nothing_new" if teacher.knows_any else "tips.none_left"))
        return
    kind = Lesson.TIP if isinstance(lesson, Tip) else Lesson.QUIZ
    number = await talk.storage.deliveries.add(talk.agent_id, kind, lesson.id, talk.moment, daily=False)
    for message in lesson_messages(Mail(talk.bot, talk.say, talk.coach.guide), talk.agent_id, number, lesson):
        await message()


async def lesson_tapped(query: CallbackQuery, callback_data: LessonTap, talk: Talk, teacher: Teacher) -> None:
    delivery = await talk.storage.deliveries.get(talk.agent_id, callback_data.number)
    if delivery is None:
        await query.answer(talk.say.plain("talk.old_button"), show_alert=True)
        return
    if callback_data.do == "more":
        await query.answer()
        await _give(talk, teacher)
        return
    await query.answer(await _note(talk, teacher, callback_data))
    noted = await talk.storage.deliveries.get(talk.agent_id, callback_data.number)
    keyboard = screen.lesson_keyboard(callback_data.number, talk.say, noted)
    if noted != delivery and isinstance(query.message, Message):
        try:
            await query.message.edit_reply_markup(reply_markup=keyboard)
        except TelegramBadRequest:
            # The message is gone; what was tapped is noted all the same.
            return


async def _note(talk: Talk, teacher: Teacher, tap: LessonTap) -> str | None:
    """Remembers what the agent says of a lesson; returns a short answer."""
    deliveries, say = talk.storage.deliveries, talk.say
    delivery = await deliveries.get(talk.agent_id, tap.number)
    if delivery is None:
        return None
    if tap.do in {"useful", "miss"}:
        await deliveries.rate(talk.agent_id, tap.number, useful=tap.do == "useful")
        return say.plain(f"tips.{tap.do}_noted")
    if tap.do == "save":
        await deliveries.keep(talk.agent_id, tap.number, saved=not delivery.saved)
        return say.plain("tips.dropped" if delivery.saved else "tips.kept")
    lesson = teacher.find(delivery.what)
    if tap.do == "never" and lesson is not None:
        await deliveries.dislike(talk.agent_id, tap.number, lesson.principle)
        return say.plain("tips.no_more_such", tag=lesson.principle)
    return None


async def exercise_tapped(query: CallbackQuery, callback_data: ExerciseTap, talk: Talk) -> None:
    review = await talk.storage.reviews.get(talk.agent_id, callback_data.review)
    found = exercise_of(review) if review is not None else None
    if found is None:
        await query.answer(talk.say.plain("tips.exercise_gone"), show_alert=True)
        return
    await query.answer()
    here = query.message.message_id if query.message else None
    await talk.show(here, *screen.exercise(found, talk.say, answered=True))


async def tips(_: Message, talk: Talk) -> None:
    await talk.send(*await _board(talk))


async def board_tapped(
    query: CallbackQuery, callback_data: TipsTap, talk: Talk, state: FSMContext, teacher: Teacher
) -> None:
    if callback_data.do == "zone":
        await query.answer()
        await state.set_state(TipsAsked.zone)
        await talk.send(talk.say("tips.ask_zone"))
        return
    if callback_data.do == "saved":
        await query.answer()
        kept = await talk.storage.deliveries.saved(talk.agent_id, MOST_SAVED)
        lessons = [lesson for delivery in kept if (lesson := teacher.find(delivery.what)) is not None]
        await talk.send(screen.saved(lessons, talk.say))
        return
    await query.answer(await _change(talk, callback_data))
    here = query.message.message_id if query.message else None
    await talk.show(here, *await _board(talk))


async def _change(talk: Talk, tap: TipsTap) -> str | None:
    """Changes the hour, the days or the switch; returns a short answer where one is needed."""
    if tap.do == "forgive":
        await talk.storage.deliveries.forgive(talk.agent_id)
        return talk.say.plain("tips.forgiven")
    if tap.do in {"week_on", "week_off"}:
        await choose_digest(talk, on=tap.do == "week_on")
        return None
    chosen = await talk.storage.subscriptions.get(talk.agent_id)
    hour, weekdays = _turned(chosen, tap)
    if not weekdays:
        return talk.say.plain("tips.last_day")
    await choose(talk, hour=hour, weekdays=weekdays, on=tap.do != "off")
    return None


def _turned(chosen: Subscription, tap: TipsTap) -> tuple[int, frozenset[int]]:
    if tap.do == "day" and tap.value in screen.WEEK:
        return chosen.hour, chosen.weekdays ^ {tap.value}
    step = {"earlier": -1, "later": 1}.get(tap.do, 0)
    return (chosen.hour + step) % HOURS, chosen.weekdays


async def zone(message: Message, talk: Talk, state: FSMContext) -> None:
    found = find_zone(message.text or "")
    if found is None:
        await talk.send(talk.say("settings.unknown_zone"))
        return
    await state.set_state(None)
    preferences = replace(talk.preferences, time_zone=found)
    await talk.storage.agents.save_preferences(talk.agent_id, preferences, talk.moment)
    talk.preferences = preferences
    await follow_zone(talk)
    await talk.send(*await _board(talk))


async def _board(talk: Talk) -> screen.Screen:
    chosen = await talk.storage.subscriptions.get(talk.agent_id)
    disliked = await talk.storage.deliveries.disliked_tags(talk.agent_id)
    return screen.board(chosen, talk.moment, talk.preferences.time_zone, disliked, talk.say)


def commands() -> Router:
    made = Router(name=f"{__name__}.commands")
    made.message.register(tip, Command("tip"))
    made.message.register(tips, Command("tips"))
    return made


def router() -> Router:
    made = Router(name=__name__)
    made.callback_query.register(lesson_tapped, LessonTap.filter())
    made.callback_query.register(exercise_tapped, ExerciseTap.filter())
    made.callback_query.register(board_tapped, TipsTap.filter())
    made.message.register(zone, StateFilter(TipsAsked.zone))
    return made
