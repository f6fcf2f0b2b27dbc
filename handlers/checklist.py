"""The taps of the checklist."""

from __future__ import annotations

from aiogram import Router
from aiogram.types import CallbackQuery

from bot.coach.model import Facts, Fault, Stance, Verdict
from handlers import boards
from handlers.desk import FACTS, FAULT, ITEMS, VERDICT, OpenDraft
from handlers.talk import Talk
from handlers.taps import ChecklistTap

# A tap on a line moves its verdict on: what was missed is there after all, what is there is not, or is not needed.
NEXT = {
    Verdict.YES: Verdict.NO,
    Verdict.PARTLY: Verdict.YES,
    Verdict.NO: Verdict.NOT_NEEDED,
    Verdict.NOT_NEEDED: Verdict.YES,
}


async def tapped(query: CallbackQuery, callback_data: ChecklistTap, talk: Talk) -> None:
    draft = talk.desk.draft(callback_data.draft)
    board = query.message.message_id if query.message else None
    if draft is None or draft.board_id != board:
        await query.answer(talk.say.plain("talk.old_button"), show_alert=True)
        return
    await query.answer()
    # A second quick tap comes when the verdict already stands.
    if draft.stage == VERDICT:
        return
    if callback_data.do in {"now", "done"}:
        await boards.give_verdict(talk, draft)
        return
    await _correct(talk, draft, callback_data.do, callback_data.value)
    await boards.show_stage(talk, draft)


async def _correct(talk: Talk, draft: OpenDraft, do: str, value: str) -> None:
    if do == "facts":
        _answer_facts(draft, value)
    elif do == "fault":
        _answer_fault(draft, value)
    elif do == "insulting":
        draft.insulting = draft.insulting is False
    elif do == "back":
        draft.stage = FACTS
    elif do == "item":
        review = await talk.review(draft)
        current = next((c.verdict for c in review.criteria if c.id == value), None)
        if current is not None:
            draft.verdicts[value] = str(NEXT[current])


def _answer_facts(draft: OpenDraft, value: str) -> None:
    draft.no_complaint = value == Stance.NO_COMPLAINT if value in {Stance.NO_COMPLAINT, "complaint"} else None
    if value == Facts.CHECKED:
        draft.facts, draft.stage = str(Facts.CHECKED), FAULT
    elif value == Facts.UNCHECKED:
        draft.facts, draft.fault, draft.contradicted, draft.stage = str(Facts.UNCHECKED), None, False, ITEMS
    else:
        draft.stage = ITEMS if draft.no_complaint else FACTS


def _answer_fault(draft: OpenDraft, value: str) -> None:
    draft.contradicted = value == "contradicted"
    draft.irreparable = value == "irreparable"
    if draft.contradicted:
        draft.fault = str(Fault.CUSTOMER)
    else:
        draft.fault = str(Fault.COMPANY if draft.irreparable else Fault(value))
    draft.stage = ITEMS


def router() -> Router:
    made = Router(name=__name__)
    made.callback_query.register(tapped, ChecklistTap.filter())
    return made
