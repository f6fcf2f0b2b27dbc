"""/history: earlier reviews, a page at a time; looked for, opened, read again, compared."""

from __future__ import annotations

from datetime import timedelta

from aiogram import Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.filters import Command, CommandObject, StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from bot.coach.as_json import taps_of
from bot.coach.model import Case, Channel, Facts, Fault
from bot.storage.reviews import ReviewRow
from handlers.filters import Filters
from handlers.screens import history as screen
from handlers.screens import past
from handlers.talk import Talk
from handlers.taps import HistoryTap

# Where the conversation keeps what is looked for.
KEPT = "history"
# Signals are offered that findings of so many days spoke of.
LATELY = timedelta(days=90)


class HistoryAsked(StatesGroup):
    words = State()


async def history(_: Message, command: CommandObject, talk: Talk, state: FSMContext) -> None:
    """From the newest on; with words after the command, those that hold them."""
    filters = await _keep(state, Filters().with_words(command.args or ""))
    await talk.send(*await _page(talk, filters, HistoryTap(do="page")))


async def tapped(query: CallbackQuery, callback_data: HistoryTap, talk: Talk, state: FSMContext) -> None:
    await query.answer()
    here = query.message.message_id if query.message else None
    if callback_data.do in {"open", "recheck", "versus"}:
        await _one(talk, here, callback_data)
    else:
        await _look(talk, here, callback_data, state)


async def _one(talk: Talk, here: int | None, tap: HistoryTap) -> None:
    """Shows one review, alone or beside another one."""
    row = await talk.storage.reviews.get(talk.agent_id, tap.value)
    first = await talk.storage.reviews.get(talk.agent_id, tap.first) if tap.do == "versus" else row
    if row is None or first is None:
        await talk.send(talk.say("history.gone"))
        return
    guide, zone = talk.coach.guide, talk.preferences.time_zone
    if tap.do == "versus":
        shown = past.versus(first, row, guide, talk.say, zone=zone, back=tap.back)
    elif tap.do == "recheck" and row.has_texts:
        shown = past.rechecked(row, await talk.judge(_case(row)), guide, talk.say, tap.back)
    else:
        shown = past.opened(row, guide, talk.say, zone, tap.back)
    await talk.show(here, *shown)


def _case(row: ReviewRow) -> Case:
    """The draft as it was judged: its masked texts, and all that the agent had said by taps."""
    return Case(
        row.draft,
        row.complaint,
        Facts(row.facts) if row.facts else None,
        Fault(row.fault) if row.fault else None,
        Channel(row.channel) if row.channel else None,
        taps_of(row.review.get("taps", {})),
    )


async def _look(talk: Talk, here: int | None, tap: HistoryTap, state: FSMContext) -> None:
    """Leafs through the list or changes what is looked for."""
    filters = await _kept(state)
    guide = talk.coach.guide
    if tap.do == "words":
        await state.set_state(HistoryAsked.words)
        await talk.send(talk.say("history.ask_words"))
    elif tap.do == "signal":
        lately = await talk.storage.reviews.since(talk.agent_id, talk.moment - LATELY)
        await talk.show(here, *screen.signals(lately, guide, talk.say, tap.first))
    elif tap.do == "page":
        await talk.show(here, *await _page(talk, filters, tap))
    else:
        filters = await _keep(state, _changed(filters, tap, talk))
        _, count = await talk.storage.reviews.page(talk.agent_id, 0, 0, filters.sought(talk.moment))
        await talk.show(here, *screen.board(filters, count, guide, talk.say, tap.first))


def _changed(filters: Filters, tap: HistoryTap, talk: Talk) -> Filters:
    match tap.do:
        case "score" | "days":
            return filters.turned(tap.do)
        case "about":
            return filters.about(screen.signal_of(tap.value, talk.coach.guide))
        case "reset":
            return Filters()
        case _:
            return filters


async def words(message: Message, talk: Talk, state: FSMContext) -> None:
    if message.forward_origin is not None:
        # A customer does not wait for the search to end.
        await state.set_state(None)
        raise SkipHandler
    if not (message.text or "").strip():
        await talk.send(talk.say("history.ask_words"))
        return
    await state.set_state(None)
    filters = await _keep(state, (await _kept(state)).with_words(message.text or ""))
    await talk.send(*await _page(talk, filters, HistoryTap(do="page")))


async def _page(talk: Talk, filters: Filters, tap: HistoryTap) -> screen.Screen:
    sought, offset = filters.sought(talk.moment), max(0, tap.value)
    rows, total = await talk.storage.reviews.page(talk.agent_id, offset, screen.PAGE, sought)
    if not rows and total:
        offset = 0
        rows, total = await talk.storage.reviews.page(talk.agent_id, 0, screen.PAGE, sought)
    shown = screen.Page(rows, offset, total, filters, tap.first)
    return screen.page(shown, talk.coach.guide, talk.say, talk.preferences.time_zone)


async def _kept(state: FSMContext) -> Filters:
    return Filters.load((await state.get_data()).get(KEPT, {}))


async def _keep(state: FSMContext, filters: Filters) -> Filters:
    await state.update_data({KEPT: filters.dump()})
    return filters


def router() -> Router:
    made = Router(name=__name__)
    made.message.register(history, Command("history"))
    made.callback_query.register(tapped, HistoryTap.filter())
    return made


def questions() -> Router:
    """To come after all commands: whoever types one has not answered."""
    made = Router(name=f"{__name__}.questions")
    made.message.register(words, StateFilter(HistoryAsked.words))
    return made
