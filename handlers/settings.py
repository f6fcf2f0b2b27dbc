"""/settings: how the agent speaks of themselves and to the customer."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from aiogram import Router
from aiogram.filters import Command, StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from bot.storage.agents import Preferences
from handlers.ours import show as show_ours
from handlers.screens import settings as screen
from handlers.subscribing import follow_zone
from handlers.talk import Talk
from handlers.taps import SettingsTap
from handlers.zones import find_zone

SIGNATURE = 100


class Asked(StatesGroup):
    signature = State()
    zone = State()


async def settings(_: Message, talk: Talk) -> None:
    await talk.send(*screen.settings(talk.preferences, talk.moment, talk.say))


async def tapped(query: CallbackQuery, callback_data: SettingsTap, talk: Talk, state: FSMContext) -> None:
    await query.answer()
    if callback_data.do == "ours":
        await show_ours(talk)
        return
    if callback_data.do in {"signature", "zone"}:
        await state.set_state(Asked.signature if callback_data.do == "signature" else Asked.zone)
        await talk.send(talk.say(f"settings.ask_{callback_data.do}"))
        return
    await _save(talk, screen.turned(talk.preferences, callback_data.do))
    here = query.message.message_id if query.message else None
    await talk.show(here, *screen.settings(talk.preferences, talk.moment, talk.say))


async def signature(message: Message, talk: Talk, state: FSMContext) -> None:
    text = " ".join((message.text or "").split())
    if not text:
        await talk.send(talk.say("settings.ask_signature"))
        return
    if len(text) > SIGNATURE:
        await talk.send(talk.say("settings.signature_too_long"))
        return
    await state.set_state(None)
    await _save(talk, replace(talk.preferences, signature=None if text in {"-", "–", "—"} else text))
    await talk.send(*screen.settings(talk.preferences, talk.moment, talk.say))


async def zone(message: Message, talk: Talk, state: FSMContext) -> None:
    found = find_zone(message.text or "")
    if found is None:
        await talk.send(talk.say("settings.unknown_zone"))
        return
    await state.set_state(None)
    await _save(talk, replace(talk.preferences, time_zone=found))
    await follow_zone(talk)
    await talk.send(*screen.settings(talk.preferences, talk.moment, talk.say))


async def _save(talk: Talk, preferences: Preferences) -> None:
    await talk.storage.agents.save_preferences(talk.agent_id, preferences, datetime.fromtimestamp(talk.now, UTC))
    talk.preferences = preferences


def router() -> Router:
    made = Router(name=__name__)
    made.message.register(settings, Command("settings"))
    made.callback_query.register(tapped, SettingsTap.filter())
    made.message.register(signature, StateFilter(Asked.signature))
    made.message.register(zone, StateFilter(Asked.zone))
    return made
