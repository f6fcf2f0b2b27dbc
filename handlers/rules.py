"""/rules: what the house wants said otherwise. Everybody reads it, a lead adds and removes."""

from __future__ import annotations

from dataclasses import asdict

from aiogram import Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.filters import Command, CommandObject, StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from bot.coach.pattern import PatternError
from bot.storage.house_rules import NewHouseRule, StoredHouseRule
from handlers.house_coach import TRIED, as_house_rule
from handlers.rule_text import RuleTextError, read_rule
from handlers.screens import rules as screen
from handlers.talk import Talk
from handlers.taps import RuleTap
from handlers.trial import try_out

# Where the conversation keeps a rule until it is confirmed.
KEPT = "house_rule"
MOST = 60


class RuleAsked(StatesGroup):
    text = State()


async def rules(_: Message, command: CommandObject, talk: Talk, state: FSMContext) -> None:
    """The list; a lead may put a new rule right behind the command."""
    if command.args and talk.is_lead:
        await _propose(talk, state, command.args)
        return
    await talk.send(*screen.rules(await talk.storage.house_rules.all(), 0, talk.say, lead=talk.is_lead))


async def typed(message: Message, talk: Talk, state: FSMContext) -> None:
    if message.forward_origin is not None:
        # A customer does not wait for the rule to be worded.
        await state.set_state(None)
        raise SkipHandler
    if not talk.is_lead:
        # They were one when they were asked.
        await state.set_state(None)
        await talk.send(talk.say("rules.only_leads"))
    elif not (message.text or "").strip():
        await talk.send(talk.say("rules.not_text"))
    else:
        await _propose(talk, state, message.text or "")


async def tapped(query: CallbackQuery, callback_data: RuleTap, talk: Talk, state: FSMContext) -> None:
    here = query.message.message_id if query.message else None
    do, number = callback_data.do, callback_data.number
    if not talk.is_lead and do != "list":
        await query.answer(talk.say.plain("rules.only_leads"), show_alert=True)
    elif do in {"keep", "cancel"}:
        await _decide(query, talk, state, keep=do == "keep")
    elif do == "add":
        await query.answer()
        await state.set_state(RuleAsked.text)
        await talk.send(talk.say("rules.ask"))
    elif do == "remove":
        gone = await talk.storage.house_rules.remove(number, talk.moment)
        await query.answer(talk.say.plain("rules.removed" if gone else "rules.gone"))
        await _list(talk, here, callback_data.back)
    elif do == "open":
        await _open(query, talk, here, callback_data)
    else:
        await query.answer()
        await _list(talk, here, number)


async def _propose(talk: Talk, state: FSMContext, text: str) -> None:
    """Reads a rule, tries it on examples and asks whether it shall hold; the state stays until it can be read."""
    stored = await talk.storage.house_rules.all()
    if len(stored) >= MOST:
        await state.set_state(None)
        await talk.send(talk.say("rules.too_many", most=MOST))
        return
    try:
        rule = read_rule(text)
        tried = await try_out(talk, as_house_rule(rule, TRIED, talk.say))
    except RuleTextError as error:
        await talk.send(talk.say(f"rules.unreadable.{error.key}", **error.details))
        return
    except PatternError as error:
        await talk.send(talk.say("rules.unreadable.unreadable", reason=error))
        return
    await state.set_state(None)
    if (same := _same(stored, rule)) is not None:
        await talk.send(talk.say("rules.same", number=same))
        return
    await state.update_data({KEPT: asdict(rule)})
    await talk.send(*screen.trial(len(stored) + 1, rule, tried, talk.say))


async def _decide(query: CallbackQuery, talk: Talk, state: FSMContext, *, keep: bool) -> None:
    proposed = (await state.get_data()).get(KEPT)
    here = query.message.message_id if query.message else None
    if proposed is None:
        await query.answer(talk.say.plain("talk.old_button"), show_alert=True)
        return
    await state.update_data({KEPT: None})
    if keep:
        await talk.storage.house_rules.add(NewHouseRule(**proposed), talk.moment)
    await query.answer(talk.say.plain("rules.saved" if keep else "rules.cancelled"))
    await _list(talk, here, len(await talk.storage.house_rules.all()) if keep else 0)


async def _open(query: CallbackQuery, talk: Talk, here: int | None, tap: RuleTap) -> None:
    stored = await talk.storage.house_rules.all()
    found = next(((at, rule) for at, rule in enumerate(stored, 1) if rule.id == tap.number), None)
    if found is None:
        await query.answer(talk.say.plain("rules.gone"))
        await _list(talk, here, tap.back)
        return
    await query.answer()
    await talk.show(here, *screen.card(*found, tap.back, talk.say, talk.preferences.time_zone))


async def _list(talk: Talk, here: int | None, offset: int) -> None:
    stored = await talk.storage.house_rules.all()
    await talk.show(here, *screen.rules(stored, offset, talk.say, lead=talk.is_lead))


def _same(stored: list[StoredHouseRule], rule: NewHouseRule) -> int | None:
    """The number in the list of a rule about the same words."""
    mine = ((rule.avoid or "").casefold(), (rule.say or "").casefold())
    known = (((each.avoid or "").casefold(), (each.say or "").casefold()) for each in stored)
    return next((number for number, theirs in enumerate(known, 1) if theirs == mine), None)


def commands() -> Router:
    made = Router(name=f"{__name__}.commands")
    made.message.register(rules, Command("rules"))
    return made


def router() -> Router:
    made = Router(name=__name__)
    made.message.register(typed, StateFilter(RuleAsked.text))
    made.callback_query.register(tapped, RuleTap.filter())
    return made
