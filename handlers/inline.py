"""«@bot черновик» in any chat: the score, the first fix, and better wordings to insert. Nothing of it is kept."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from aiogram import Router
from aiogram.exceptions import TelegramBadRequest
from aiogram.filters import BaseFilter, CommandObject, CommandStart
from aiogram.fsm.context import FSMContext
from aiogram.types import (
    InlineQuery,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InlineQueryResultUnion,
    InputTextMessageContent,
    Message,
)

from bot.coach.model import Case, Review, Rewrite
from handlers.check import Asked
from handlers.group import CARRY_ON
from handlers.intake import unreadable
from handlers.screens import glance
from handlers.screens.cut import shortened
from handlers.talk import Talk
from handlers.visit import Visit

logger = logging.getLogger(__name__)

# Telegram cuts a query there, so one of this length has probably lost its end.
LONGEST = 256
# Results are for the asker alone, and the house's rules may change: Telegram shall not keep them.
CACHE_SECONDS = 0


async def asked(query: InlineQuery, talk: Talk) -> None:
    draft = query.query.strip()
    if not draft:
        await _answer(query, talk, "empty")
    elif len(query.query) >= LONGEST:
        await _answer(query, talk, "long")
    elif unreadable(draft, talk.say) is not None:
        await _answer(query, talk, "unreadable")
    else:
        review = await talk.judge(Case(draft))
        offers = [_offered(wording, talk) for wording in await talk.rewrites(review)]
        await _answer(query, talk, "more", [*offers, _as_it_is(review, talk)])


async def carry_on(_: Message, talk: Talk, state: FSMContext) -> None:
    """In the private chat, where the button led: the whole draft is asked for."""
    await state.set_state(Asked.draft)
    await talk.send(talk.say("inline.carry_on"))


class FromElsewhere(BaseFilter):
    async def __call__(self, _: Message, command: CommandObject) -> bool:
        return command.args == CARRY_ON


def _offered(wording: Rewrite, talk: Talk) -> InlineQueryResultArticle:
    """A better wording; what is still to be filled in stays marked, and the title says so."""
    kind = "inline.rewrite_title_slots" if wording.slots else "inline.rewrite_title"
    style = talk.say.plain(f"verdict.style.{wording.style}")
    title = talk.say.plain(kind, style=style, score=wording.score)
    return _article(str(wording.style), title, shortened(wording.text, glance.DESCRIPTION), wording.text)


def _as_it_is(review: Review, talk: Talk) -> InlineQueryResultArticle:
    title = talk.say.plain("inline.draft_title", score=review.score)
    return _article("draft", title, glance.first_fix(review, talk.say), review.case.draft)


async def _answer(query: InlineQuery, talk: Talk, button: str, results: Sequence[InlineQueryResultUnion] = ()) -> None:
    way_in = InlineQueryResultsButton(text=talk.say.plain(f"inline.button.{button}"), start_parameter=CARRY_ON)
    try:
        await query.answer(list(results), cache_time=CACHE_SECONDS, is_personal=True, button=way_in)
    except TelegramBadRequest as error:
        # They typed on meanwhile: a newer query has taken the place of this one.
        logger.debug("Inline-ответ опоздал: %s", error.message)


def _article(result_id: str, title: str, description: str, text: str) -> InlineQueryResultArticle:
    # Without markup: what an agent typed goes to a customer as it is.
    content = InputTextMessageContent(message_text=text, parse_mode=None)
    return InlineQueryResultArticle(id=result_id, title=title, description=description, input_message_content=content)


def queries(visit: Visit) -> Router:
    made = Router(name=f"{__name__}.queries")
    made.inline_query.middleware(visit)
    made.inline_query.register(asked)
    return made


def commands() -> Router:
    made = Router(name=f"{__name__}.commands")
    made.message.register(carry_on, CommandStart(deep_link=True), FromElsewhere())
    return made
