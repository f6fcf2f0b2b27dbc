"""A tip, a quiz, an exercise, and the board that says when they come."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from aiogram.types import InlineKeyboardMarkup

from bot.broadcast.lessons import Exercise
from bot.broadcast.schedule import local
from bot.coach.model import Facts
from bot.content.tips import Quiz, Tip
from bot.content.voice import Html, Voice
from bot.storage.deliveries import Delivery
from bot.storage.subscriptions import WORKING_DAYS, Subscription
from handlers.screens.cut import MESSAGE, shortened
from handlers.screens.keyboard import Button, rows
from handlers.screens.moments import offset, said
from handlers.taps import ExerciseTap, LessonTap, TipsTap

Screen = tuple[Html, InlineKeyboardMarkup]
WEEK = range(1, 8)
QUOTED = 400


def tip(lesson: Tip, say: Voice) -> Html:
    blocks = [say("tips.tip", title=lesson.title)]
    if lesson.worse:
        blocks.append(say("tips.pair", worse=lesson.worse, better=lesson.better))
    if lesson.text:
        blocks.append(say("tips.text", text=lesson.text))
    blocks += [say("tips.today", today=lesson.today), say("tips.foot", principle=lesson.principle)]
    return Html("\n\n".join(blocks))


def quiz(lesson: Quiz, say: Voice) -> Html:
    known = lesson.fault or lesson.facts or "unknown"
    if lesson.facts is Facts.UNCHECKED:
        known = lesson.facts
    return say("tips.quiz", complaint=lesson.complaint, known=say(f"tips.known.{known}"), a=lesson.a, b=lesson.b)


def lesson_keyboard(number: int, say: Voice, noted: Delivery | None = None) -> InlineKeyboardMarkup:
    """`noted` is what the agent has said of it already."""

    def button(do: str, *, chosen: bool = False) -> Button:
        label = say.plain(f"tips.button.{do}")
        return (say.plain("tips.button.chosen", label=label) if chosen else label), LessonTap(do=do, number=number)

    useful = noted.useful if noted else None
    return rows(
        [button("useful", chosen=useful is True), button("miss", chosen=useful is False)],
        [button("more"), button("save", chosen=bool(noted and noted.saved))],
        [button("never", chosen=bool(noted and noted.disliked_tag))],
    )


def exercise(found: Exercise, say: Voice, *, answered: bool = False) -> tuple[Html, InlineKeyboardMarkup | None]:
    """The words to put better; `answered` shows how the review did."""
    text = say("tips.exercise", words=shortened(found.words, QUOTED))
    if answered:
        answer = say("tips.exercise_answer", why=found.why, advice=found.advice)
        return Html(f"{text}\n\n{answer}"), None
    return text, rows([(say.plain("tips.button.show"), ExerciseTap(review=found.review_id))])


def board(subscription: Subscription, now: datetime, zone: str | None, disliked: Collection[str], say: Voice) -> Screen:
    state = say("tips.off")
    if subscription.next_tip_at is not None:
        following = said(subscription.next_tip_at, now, zone, say)
        state = say("tips.on", hour=subscription.hour, days=_days(subscription.weekdays, say), next=following)
    week = say("tips.week_off")
    if subscription.next_digest_at is not None:
        week = say("tips.week_on", next=said(subscription.next_digest_at, now, zone, say))
    state = Html("\n".join((state, week)))
    if disliked:
        tags = ", ".join(f"#{tag}" for tag in sorted(disliked))
        state = Html("\n".join((state, say("tips.disliked", tags=tags))))
    text = say("tips.board", state=state, now=f"{local(now, zone):%H:%M}", zone=offset(now, zone))
    return text, _board_keyboard(subscription, say, disliked=bool(disliked))


def saved(lessons: Sequence[Tip | Quiz], say: Voice) -> Html:
    """As many as one message holds, the newest first."""
    if not lessons:
        return say("tips.saved_none")
    blocks = [say("tips.saved_head")]
    for lesson in lessons:
        block = tip(lesson, say) if isinstance(lesson, Tip) else quiz(lesson, say)
        if sum(map(len, blocks)) + len(block) > MESSAGE - 100:
            break
        blocks.append(block)
    return Html("\n\n———\n\n".join(blocks))


def _board_keyboard(subscription: Subscription, say: Voice, *, disliked: bool) -> InlineKeyboardMarkup:
    def button(do: str) -> Button:
        return say.plain(f"tips.button.{do}"), TipsTap(do=do)

    week = [button("week_on" if subscription.next_digest_at is None else "week_off")]
    if not subscription.on:
        return rows([button("on")], week, [button("zone"), button("saved")])
    days = [(_day(day, say, chosen=day in subscription.weekdays), TipsTap(do="day", value=day)) for day in WEEK]
    return rows(
        [button("earlier"), button("later")],
        days[:5],
        days[5:],
        [button("zone"), button("saved")],
        [button("forgive")] if disliked else [],
        week,
        [button("off")],
    )


def _day(day: int, say: Voice, *, chosen: bool) -> str:
    label = say.plain(f"tips.days.{day}")
    return say.plain("tips.button.chosen", label=label) if chosen else label


def _days(weekdays: Collection[int], say: Voice) -> str:
    if weekdays == WORKING_DAYS:
        return say.plain("tips.working_days")
    if len(weekdays) == len(WEEK):
        return say.plain("tips.every_day")
    return ", ".join(say.plain(f"tips.days.{day}") for day in sorted(weekdays))
