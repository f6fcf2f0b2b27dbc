"""An edited message: the draft is judged anew, the complaint is read anew."""

from __future__ import annotations

from aiogram import Router
from aiogram.types import Message

from bot.coach import sorting
from handlers import boards
from handlers.desk import VERDICT, OpenComplaint, OpenDraft
from handlers.intake import MOST_CHARACTERS
from handlers.screens import sorted_as
from handlers.talk import Talk


async def edited(message: Message, talk: Talk) -> None:
    text = message.text or message.caption or ""
    if not text.strip():
        return
    if len(text) > MOST_CHARACTERS:
        await talk.send(talk.say("talk.too_long", length=sorted_as.characters(len(text))))
        return
    draft = next((d for d in reversed(talk.desk.drafts) if d.message_id == message.message_id), None)
    complaint = next((c for c in reversed(talk.desk.complaints) if message.message_id in c.message_ids), None)
    if draft is not None:
        await _draft_edited(talk, draft, text)
    elif complaint is not None and complaint.pieces == 1:
        await _complaint_edited(talk, complaint, text)


async def _draft_edited(talk: Talk, draft: OpenDraft, text: str) -> None:
    """A judged draft is compared with what it was; the new verdict comes below, where it will be seen."""
    text = sorting.without_head(text)
    if text == draft.text:
        return
    if draft.stage != VERDICT:
        draft.text = text
        await boards.begin(talk, draft)
        return
    complaint = talk.desk.complaint(draft.complaint)
    better = talk.desk.add_draft(text, draft.at, draft.message_id, complaint)
    better.succeeds(draft)
    talk.desk.remove_draft(draft)
    await talk.retire(draft.board_id)
    await boards.give_verdict(talk, better, before=draft)


async def _complaint_edited(talk: Talk, complaint: OpenComplaint, text: str) -> None:
    complaint.text = text
    drafts = [draft for draft in talk.desk.drafts if draft.complaint == complaint.number]
    for draft in drafts[-1:]:
        if draft.stage == VERDICT:
            await boards.refresh_verdict(talk, draft)
        else:
            await boards.show_stage(talk, draft)
    if not drafts:
        note = sorted_as.beneath(await talk.heard(text), talk.say("talk.complaint_updated"))
        await talk.send(note, reply_to=complaint.message_ids[0])


def router() -> Router:
    made = Router(name=__name__)
    made.edited_message.register(edited)
    return made
