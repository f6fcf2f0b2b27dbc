"""The taps under a verdict: why this score, I disagree, another wording, the facts have changed."""

from __future__ import annotations

from aiogram import Router
from aiogram.types import CallbackQuery

from bot.coach.model import Finding, Review
from bot.coach.rewrite import spans
from bot.coach.text import Text
from bot.storage.disagreements import NewDisagreement, Reason
from handlers import boards
from handlers.desk import FACTS, VERDICT, OpenDraft
from handlers.promises import remember
from handlers.screens import mends as mend_screen
from handlers.screens import verdict as screen
from handlers.talk import Talk
from handlers.taps import VerdictTap


async def tapped(query: CallbackQuery, callback_data: VerdictTap, talk: Talk) -> None:
    draft = talk.desk.draft(callback_data.draft)
    here = query.message.message_id if query.message else None
    if draft is None or draft.stage != VERDICT or here not in {draft.board_id, draft.rewrite_id}:
        await query.answer(talk.say.plain("talk.old_button"), show_alert=True)
        return
    notice = await _act(talk, draft, callback_data)
    await query.answer(notice)


async def _act(talk: Talk, draft: OpenDraft, tap: VerdictTap) -> str | None:
    """Does what the tap asks; returns a short notice or None."""
    if tap.do in {"why", "fold"}:
        await boards.refresh_verdict(talk, draft, explained=tap.do == "why")
    elif tap.do == "disagree":
        text, keyboard = screen.disagree(draft, await talk.review(draft), talk.coach.guide, talk.say)
        draft.board_id = await talk.show(draft.board_id, text, keyboard)
    elif tap.do == "mend":
        text, keyboard = mend_screen.mends(draft, await talk.mends(await talk.review(draft)), talk.say)
        draft.board_id = await talk.show(draft.board_id, text, keyboard)
    elif tap.do == "apply":
        await _mend(talk, draft, tap.value)
    elif tap.do == "doubt":
        await _ask_why(talk, draft, tap.value)
    elif tap.do in set(Reason):
        return await _take_back(talk, draft, tap.value, Reason(tap.do))
    elif tap.do == "another":
        there_is = await boards.show_another(talk, draft, await talk.review(draft))
        return None if there_is else talk.say.plain("verdict.no_other")
    elif tap.do == "remind":
        notice = await remember(talk, draft)
        await boards.refresh_verdict(talk, draft)
        return notice
    elif tap.do == "facts":
        draft.stage, draft.facts, draft.fault = FACTS, None, None
        await boards.show_stage(talk, draft)
    return None


async def _mend(talk: Talk, draft: OpenDraft, place: int) -> None:
    """Makes a change to the draft, shows it and judges the new draft against the old one."""
    offered = await talk.mends(await talk.review(draft))
    if place >= len(offered):
        await boards.refresh_verdict(talk, draft)
        return
    better = talk.desk.add_draft(spans.apply(draft.text, *offered[place]), draft.at, draft.message_id, None)
    better.complaint = draft.complaint
    better.succeeds(draft)
    # It is the same letter but for one place, so what the agent said of the rest still holds.
    touched = talk.coach.guide.criteria_of(offered[place][0].signal)
    better.verdicts = {name: said for name, said in draft.verdicts.items() if name not in touched}
    await boards.refresh_verdict(talk, draft)
    await talk.retire(draft.board_id)
    talk.desk.remove_draft(draft)
    await talk.send(*mend_screen.changed(draft.text, better.text, talk.say))
    await boards.give_verdict(talk, better, before=draft)


async def _ask_why(talk: Talk, draft: OpenDraft, number: int) -> None:
    finding = _find(await talk.review(draft), number)
    if finding is None:
        await boards.refresh_verdict(talk, draft)
        return
    asked = screen.reasons(draft, finding, talk.say, kept=talk.preferences.keep_texts)
    draft.board_id = await talk.show(draft.board_id, *asked)


async def _take_back(talk: Talk, draft: OpenDraft, number: int, reason: Reason) -> str | None:
    """Takes a finding away, remembers why, and for the custom of the house says no more of these words."""
    finding = _find(await talk.review(draft), number)
    if finding is None:
        return None
    draft.dismissed.append(finding.key)
    where = Text.parse(draft.text).sentence_at(finding.start) if finding.start is not None else None
    await talk.disagree(NewDisagreement(finding.rule, finding.text or "", reason, where, draft.review_id))
    await boards.revise(talk, draft)
    return talk.say.plain(f"verdict.taken_back.{reason}")


def _find(review: Review, number: int) -> Finding | None:
    return next((finding for finding in review.findings if screen.finding_number(finding) == number), None)


def router() -> Router:
    made = Router(name=__name__)
    made.callback_query.register(tapped, VerdictTap.filter())
    return made
