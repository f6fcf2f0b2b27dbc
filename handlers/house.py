"""Puts the routers together into the dispatcher that Telegram, the playground and the tests all drive."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime

from aiogram import Dispatcher, Router
from aiogram.fsm.storage.base import BaseStorage
from aiogram.fsm.storage.memory import SimpleEventIsolation
from aiogram.types import BotCommand

from bot.coach.coach import Coach
from bot.content.voice import Voice
from bot.storage import Storage
from handlers import check, checklist, edits, fallback, history, intake, settings, sort, start, verdict
from handlers.seat import Seat

COMMANDS = ("check", "history", "settings", "help", "cancel")


def build_dispatcher(
    coach: Coach,
    storage: Storage,
    conversation: BaseStorage,
    say: Voice,
    *,
    clock: Callable[[], datetime],
    members: Collection[int] = (),
) -> Dispatcher:
    """A dispatcher with every conversation. One person's updates are handled one at a time: quick taps lose nothing."""
    dispatcher = Dispatcher(storage=conversation, events_isolation=SimpleEventIsolation())
    rooms = Router(name="rooms")
    seat = Seat(coach, storage, say, members, clock)
    for observer in (rooms.message, rooms.edited_message, rooms.callback_query):
        observer.outer_middleware(seat)
    # Order matters: commands before answers to questions, those before free text.
    rooms.include_routers(
        *(module.router() for module in (start, check, history, settings)),
        fallback.commands(),
        *(module.router() for module in (checklist, verdict, sort, edits, intake)),
        fallback.buttons(),
    )
    dispatcher.include_router(rooms)
    return dispatcher


def command_menu(say: Voice) -> list[BotCommand]:
    return [BotCommand(command=name, description=say.plain(f"talk.commands.{name}")) for name in COMMANDS]
