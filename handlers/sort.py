"""One tap corrects the guess which text is the complaint and which the draft."""

from __future__ import annotations

from aiogram import Router
from aiogram.types import CallbackQuery

from handlers import boards
from handlers.desk import VERDICT, OpenDraft
from handlers.screens import sorted_as
from handlers.talk import Talk
from handlers.taps import SortTap


async def sort(query: CallbackQuery, callback_data: SortTap, talk: Talk) -> None:
    change = {"to_draft": _to_draft, "to_complaint": _to_complaint, "swap": _swap}.get(callback_data.do)
    here = query.message.message_id if query.message else 0
    done = change is not None and await change(talk, callback_data.number, here)
    await query.answer(None if done else talk.say.plain("talk.old_button"), show_alert=not done)


async def _to_draft(talk: Talk, number: int, message_id: int) -> bool:
    complaint = talk.desk.complaint(number)
    if complaint is None or complaint.note_id != message_id:
        return False
    talk.desk.remove_complaint(complaint)
    draft = talk.desk.add_draft(complaint.text, complaint.at, complaint.message_ids[0], None)
    draft.board_id = message_id
    draft.channel = talk.preferences.usual_channel
    await boards.begin(talk, draft, sort=sorted_as.to_complaint(draft, talk.say))
    return True


async def _to_complaint(talk: Talk, number: int, message_id: int) -> bool:
    draft = talk.desk.draft(number)
    if draft is None or draft.board_id != message_id or draft.stage == VERDICT:
        return False
    talk.desk.remove_draft(draft)
    complaint = talk.desk.add_complaint(draft.text, draft.at, draft.message_id)
    complaint.typed = True
    text, keyboard = sorted_as.complaint(complaint, talk.say, await talk.heard(complaint.text))
    complaint.note_id = await talk.show(message_id, text, keyboard)
    return True


async def _swap(talk: Talk, _: int, message_id: int) -> bool:
    draft = talk.desk.draft_by_message(message_id)
    complaint = talk.desk.complaint(draft.complaint) if draft else None
    if draft is None or complaint is None or draft.stage == VERDICT:
        return False
    draft.text, complaint.text = complaint.text, draft.text
    draft.message_id, complaint.message_ids = complaint.message_ids[0], [draft.message_id]
    _ask_anew(draft)
    await boards.begin(talk, draft, sort=sorted_as.swap(talk.say))
    return True


def _ask_anew(draft: OpenDraft) -> None:
    """What was said of the texts the other way round does not hold."""
    draft.facts = draft.fault = None
    draft.verdicts = {}


def router() -> Router:
    made = Router(name=__name__)
    made.callback_query.register(sort, SortTap.filter())
    return made
