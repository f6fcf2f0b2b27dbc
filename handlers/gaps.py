"""Fills the gaps of the better wording: by a ready answer or in the agent's own words."""

from __future__ import annotations

from aiogram import Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers import boards
from handlers.desk import VERDICT, OpenDraft
from handlers.talk import Talk
from handlers.taps import OWN_WORDS, SlotTap

ANSWER = 200


class Asked(StatesGroup):
    slot = State()


async def tapped(query: CallbackQuery, callback_data: SlotTap, talk: Talk, state: FSMContext) -> None:
    draft = talk.desk.draft(callback_data.draft)
    here = query.message.message_id if query.message else None
    slots = list(talk.slots.values())
    if draft is None or draft.stage != VERDICT or draft.rewrite_id != here or callback_data.slot >= len(slots):
        await query.answer(talk.say.plain("talk.old_button"), show_alert=True)
        return
    await query.answer()
    slot = slots[callback_data.slot]
    if callback_data.answer == OWN_WORDS:
        talk.desk.asked_slot = (draft.number, slot.name)
        await state.set_state(Asked.slot)
        await talk.send(talk.say("verdict.ask_slot", ask=slot.ask))
    elif 0 <= callback_data.answer < len(slot.taps):
        await _fill(talk, draft, slot.name, slot.taps[callback_data.answer])


async def own_words(message: Message, talk: Talk, state: FSMContext) -> None:
    if message.forward_origin is not None:
        # A customer does not wait for the gap to be filled.
        await state.set_state(None)
        raise SkipHandler
    text = " ".join((message.text or "").split())
    if not text or len(text) > ANSWER:
        await talk.send(talk.say("verdict.slot_too_long" if text else "talk.not_text"))
        return
    await state.set_state(None)
    number, name = talk.desk.asked_slot or (0, "")
    talk.desk.asked_slot = None
    draft = talk.desk.draft(number)
    if draft is None:
        await talk.send(talk.say("talk.old_button"))
        return
    draft.rewrite_id = None
    await _fill(talk, draft, name, text)


async def _fill(talk: Talk, draft: OpenDraft, name: str, answer: str) -> None:
    draft.slots[name] = answer
    await boards.show_rewrite(talk, draft, await talk.review(draft))


def router() -> Router:
    made = Router(name=__name__)
    made.callback_query.register(tapped, SlotTap.filter())
    made.message.register(own_words, StateFilter(Asked.slot))
    return made
