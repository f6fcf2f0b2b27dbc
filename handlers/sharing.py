"""Asks, once and kindly, whether an agent's words may serve as examples without their name. Unasked means no."""

from __future__ import annotations

from dataclasses import replace

from aiogram import Router
from aiogram.types import CallbackQuery

from bot.progress.team import FEWEST
from handlers.screens.keyboard import rows
from handlers.talk import Talk
from handlers.taps import ShareTap

# Nobody is asked at the first visit, and nobody in a house too small to hide in.
REVIEWS_BEFORE = 5


async def ask_when_due(talk: Talk) -> None:
    """After a verdict. Whoever does not answer has said no, and is not asked again."""
    preferences = talk.preferences
    if preferences.share_examples is not None or not preferences.keep_texts:
        return
    if await talk.storage.reviews.count(talk.agent_id) < REVIEWS_BEFORE or await talk.storage.team.size() < FEWEST:
        return
    await _save(talk, agreed=False)
    answers = [[(talk.say.plain(f"sharing.button.{do}"), ShareTap(do=do))] for do in ("yes", "no")]
    await talk.send(talk.say("sharing.ask"), rows(*answers))


async def tapped(query: CallbackQuery, callback_data: ShareTap, talk: Talk) -> None:
    answer = "yes" if callback_data.do == "yes" else "no"
    await _save(talk, agreed=answer == "yes")
    await query.answer(talk.say.plain(f"sharing.noted_{answer}"))
    await talk.show(query.message.message_id if query.message else None, talk.say(f"sharing.answered_{answer}"))


async def _save(talk: Talk, *, agreed: bool) -> None:
    chosen = replace(talk.preferences, share_examples=agreed)
    await talk.storage.agents.save_preferences(talk.agent_id, chosen, talk.moment)
    talk.preferences = chosen


def router() -> Router:
    made = Router(name=__name__)
    made.callback_query.register(tapped, ShareTap.filter())
    return made
