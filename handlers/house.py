"""Puts the routers together into the dispatcher that Telegram, the playground and the tests all drive."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection
from datetime import datetime

from aiogram import Bot, Dispatcher, Router
from aiogram.fsm.storage.base import BaseEventIsolation
from aiogram.fsm.storage.memory import SimpleEventIsolation
from aiogram.types import BotCommand

from bot.broadcast.lessons import Teacher
from bot.broadcast.pace import Pace
from bot.broadcast.queues import AnnouncementQueue, DigestQueue, ReminderQueue, TipQueue
from bot.broadcast.sender import Sender
from bot.broadcast.trainer import Trainer
from bot.coach.coach import Coach
from bot.content import load_guide
from bot.content.drills import Drills, house_drills
from bot.content.tips import Lessons
from bot.content.voice import Voice
from bot.flood import Pacing
from bot.storage import Storage
from bot.storage.conversation import Conversations
from bot.storage.pace import SendPace
from bot.storage.retention import Terms
from handlers import (
    announce,
    check,
    checklist,
    edits,
    fallback,
    gaps,
    group,
    history,
    inline,
    intake,
    members,
    membership,
    ours,
    progress,
    promises,
    rights,
    rules,
    settings,
    sharing,
    sort,
    start,
    team,
    tips,
    train,
    verdict,
)
from handlers.doors import Doorkeeper, Doors
from handlers.house_coach import HouseCoach, at_home_guide
from handlers.mail import Mail
from handlers.seat import Seat
from handlers.turn import Turns
from handlers.visit import Visit

COMMANDS = (
    *("check", "history", "progress", "train", "tip", "tips", "promises"),
    *("settings", "ours", "privacy", "help", "cancel"),
)


def build_dispatcher(
    coach: Coach,
    storage: Storage,
    conversation: Conversations,
    say: Voice,
    *,
    clock: Callable[[], datetime],
    admitted: Collection[int] = (),
    leads: Collection[int] | None = None,
    lessons: Lessons | None = None,
    drills: Drills | None = None,
    turns: BaseEventIsolation | None = None,
    terms: Terms | None = None,
    pacing: Pacing | None = None,
    keepers: Collection[object] = (),
) -> Dispatcher:
    """A dispatcher with every conversation. One person's updates are handled one at a time: quick taps lose nothing.

    `admitted` are let in by the settings, the others by invitation; empty: everybody may come in. `leads` are leads by
    the settings, the admitted unless given. `turns` make people wait for their own turn across copies of the bot, too.
    `terms` are how long what is stored is kept. `pacing` counts what each person writes, by itself unless given;
    `keepers` hold words of people beside `storage` and `conversation` and are asked to forget them, where they can.
    """
    doors = Doors(storage, named=admitted, leads=admitted if leads is None else leads)
    one_at_a_time = turns or SimpleEventIsolation()
    dispatcher = Dispatcher(storage=conversation, events_isolation=one_at_a_time, disable_fsm=True)
    dispatcher.update.outer_middleware(Turns(conversation, one_at_a_time))
    dispatcher.update.outer_middleware(Doorkeeper(doors, storage, say, clock, pacing))
    rooms = Router(name="rooms")
    house = HouseCoach(coach, storage.house_rules, say)
    seat, visit = Seat(house, storage, say, clock), Visit(house, storage, say, clock)
    for observer in (rooms.message, rooms.edited_message, rooms.callback_query):
        observer.outer_middleware(seat)
    # Order matters: commands before answers to questions, those before free text.
    rooms.include_routers(
        tips.commands(),
        train.commands(),
        announce.commands(),
        inline.commands(),
        members.router(doors),
        rules.commands(),
        team.router(),
        *(module.router() for module in (start, promises, history, progress, check, settings, ours)),
        fallback.commands(),
        history.questions(),
        gaps.router(),
        tips.router(),
        announce.router(),
        rules.router(),
        sharing.router(),
        train.router(),
        *(module.router() for module in (checklist, verdict, sort, edits, intake)),
        fallback.buttons(),
    )
    rights_room = rights.router(storage, say, terms or Terms(), clock, keepers)
    elsewhere = (group.router(visit, storage.groups, say, clock), inline.queries(visit))
    dispatcher.include_routers(*elsewhere, rights_room, rooms, membership.router(storage))
    dispatcher["trainer"] = Trainer(drills or house_drills(), storage)
    dispatcher["teacher"] = Teacher(lessons or Lessons(), storage)
    return dispatcher


def build_sender(
    bot: Bot,
    storage: Storage,
    lessons: Lessons,
    say: Voice,
    *,
    clock: Callable[[], datetime],
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    pace: SendPace | None = None,
    drills: Drills | None = None,
) -> Sender:
    """What sends by the clock. `bot` must raise the errors of `bot.broadcast.delivery` (`pace`: the storage's else)."""
    mail = Mail(bot, say, at_home_guide(load_guide(), say))
    queues = (
        ReminderQueue(storage, mail),
        TipQueue(storage, Teacher(lessons, storage), Trainer(drills or house_drills(), storage), mail),
        DigestQueue(storage, mail),
        AnnouncementQueue(storage, mail),
    )
    return Sender(queues, storage.agents, Pace(pace or storage.pace, clock=clock), clock=clock, sleep=sleep)


def group_menu(say: Voice) -> list[BotCommand]:
    """What a group is offered: its /check is seen by nobody but the bot, where Telegram knows how."""
    return [BotCommand(command="check", description=say.plain("group.menu"), is_ephemeral=True)]


def command_menu(say: Voice) -> list[BotCommand]:
    return [BotCommand(command=name, description=say.plain(f"talk.commands.{name}")) for name in COMMANDS]
