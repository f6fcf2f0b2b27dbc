"""Shows a draft's board: the next question of the checklist, or the verdict with its better wording."""

from __future__ import annotations

import regex

from bot.coach.as_json import as_json, taps_as_json
from bot.coach.attention import OTHER
from bot.coach.deadline import promised
from bot.coach.model import Facts, Review, Rewrite, Stance
from bot.storage.reviews import NewReview
from handlers.desk import FACTS, FAULT, ITEMS, VERDICT, OpenDraft
from handlers.screens import checklist, rewrite, verdict
from handlers.screens.cut import MESSAGE
from handlers.screens.keyboard import Button
from handlers.sharing import ask_when_due
from handlers.talk import Talk


async def begin(talk: Talk, draft: OpenDraft, *, sort: Button | None = None) -> None:
    """Starts the checklist at the first question that nobody answered yet; `sort` corrects a guess."""
    review = await talk.review(draft)
    if draft.facts is None and draft.fault is None and review.stance is not Stance.NO_COMPLAINT:
        draft.stage = FACTS
    elif draft.facts == Facts.CHECKED and draft.fault is None and not draft.contradicted:
        draft.stage = FAULT
    else:
        draft.stage = ITEMS
    await show_stage(talk, draft, review, sort=sort)


async def show_stage(talk: Talk, draft: OpenDraft, review: Review | None = None, *, sort: Button | None = None) -> None:
    """Shows the checklist as it stands, in the message that it already has or in a new one."""
    complaint = talk.desk.complaint(draft.complaint)
    review = review or await talk.review(draft)
    if draft.stage == FACTS:
        text, keyboard = checklist.facts(draft, complaint, review, talk.say, sort=sort)
    elif draft.stage == FAULT:
        text, keyboard = checklist.fault(draft, complaint, talk.say)
    else:
        text, keyboard = checklist.items(draft, complaint, review, talk.coach, talk.say, sort=sort)
    draft.board_id = await talk.show(draft.board_id, talk.warned(review, text), keyboard, reply_to=draft.message_id)


async def give_verdict(talk: Talk, draft: OpenDraft, *, before: OpenDraft | None = None) -> None:
    """Turns the board into the verdict, remembers it and adds the better wording as a message of its own."""
    review = await talk.review(draft)
    text, keyboard = verdict.verdict(
        draft, review, talk.coach, talk.say, before=before, promising=_promising(talk, draft, review)
    )
    draft.stage = VERDICT
    draft.board_id = await talk.show(draft.board_id, talk.warned(review, text), keyboard, reply_to=draft.message_id)
    draft.score, draft.good = review.score, verdict.good_criteria(review)
    draft.shown_style = 0
    wording = await show_rewrite(talk, draft, review)
    await _remember(talk, draft, review, wording)
    await ask_when_due(talk)


async def refresh_verdict(talk: Talk, draft: OpenDraft, *, explained: bool = False) -> Review:
    """Shows the verdict again after a tap that changed it or its view."""
    review = await talk.review(draft)
    text, keyboard = verdict.verdict(
        draft, review, talk.coach, talk.say, explained=explained, promising=_promising(talk, draft, review)
    )
    draft.board_id = await talk.show(draft.board_id, talk.warned(review, text), keyboard, reply_to=draft.message_id)
    draft.score, draft.good = review.score, verdict.good_criteria(review)
    return review


async def show_rewrite(talk: Talk, draft: OpenDraft, review: Review) -> str | None:
    """Sends the better wording or replaces the one on show; returns its text, None where the draft needs none."""
    wording, others = await _chosen(talk, draft, review)
    return await _show(talk, draft, review, wording, others=others) if wording else None


async def show_another(talk: Talk, draft: OpenDraft, review: Review) -> bool:
    """Puts the next wording in place of the one on show; False where there is no other."""
    draft.shown_style += 1
    wording, others = await _chosen(talk, draft, review)
    # A long wording takes several messages, and none of them comes twice for a button alone.
    if wording and (others or len(wording.text) < MESSAGE):
        await _show(talk, draft, review, wording, others=others)
    return others


async def _chosen(talk: Talk, draft: OpenDraft, review: Review) -> tuple[Rewrite | None, bool]:
    """(the wording to show, whether others may be asked for). The others are written when they are asked for: most
    agents take the first, and next to no draft has but one."""
    if draft.shown_style == 0:
        return await talk.best_rewrite(review), True
    variants = await talk.rewrites(review)
    return (variants[draft.shown_style % len(variants)] if variants else None), len(variants) > 1


async def _show(talk: Talk, draft: OpenDraft, review: Review, wording: Rewrite, *, others: bool) -> str:
    filled = talk.filled(wording, draft)
    # A wording keeps every fact, also one that differs from the customer's.
    told = dict.fromkeys(f.text for f in review.findings if f.rule.startswith(OTHER) and f.text)
    differing = [f"«{words}»" for words in told if _holds(filled.text, words)]
    screen = rewrite.rewrite(draft, filled, talk.gap(filled), talk.say, differing, others=others)
    *long_parts, (text, keyboard) = screen
    for part, part_keyboard in long_parts:
        await talk.send(part, part_keyboard)
    draft.rewrite_id = await talk.show(None if long_parts else draft.rewrite_id, text, keyboard)
    return filled.text


def _holds(text: str, words: str) -> bool:
    """Whether these words stand in a text by themselves: «21» is not in «4521»."""
    return regex.search(rf"(?<!\w){regex.escape(words)}(?!\w)", text) is not None


def _promising(talk: Talk, draft: OpenDraft, review: Review) -> bool:
    """Whether the draft names a deadline that nobody has been asked to remind of yet."""
    return not draft.reminded and bool(promised(review, talk.local_now))


async def _remember(talk: Talk, draft: OpenDraft, review: Review, wording: str | None) -> None:
    draft.review_id = await talk.storage.reviews.add(talk.agent_id, _as_new(talk, draft, review, wording))


async def revise(talk: Talk, draft: OpenDraft) -> None:
    """Shows and remembers the verdict anew after the agent took a finding back."""
    review = await refresh_verdict(talk, draft)
    wording = await show_rewrite(talk, draft, review)
    if draft.review_id is not None:
        await talk.storage.reviews.revise(talk.agent_id, draft.review_id, _as_new(talk, draft, review, wording))


def _as_new(talk: Talk, draft: OpenDraft, review: Review, wording: str | None) -> NewReview:
    return NewReview(
        complaint=review.case.complaint,
        draft=review.case.draft,
        channel=review.case.channel,
        facts=review.case.facts,
        fault=review.case.fault,
        stance=review.stance,
        score=review.score,
        # Those of this draft alone: what is silenced may be spoken of again one day.
        review={**as_json(review), "taps": taps_as_json(draft.case(None).taps)},
        best_rewrite=wording,
        created_at=talk.moment,
        previous_id=draft.review_id,
        message_ids=(draft.message_id,),
    )
