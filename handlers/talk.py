"""One agent's side of the conversation: the desk, the coach and the ways to answer, handed to every handler."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import islice

from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import InlineKeyboardMarkup, ReplyParameters

from bot.broadcast.schedule import local
from bot.coach.coach import Coach
from bot.coach.language import has_words
from bot.coach.model import Case, Finding, Review, Rewrite
from bot.coach.rewrite import spans
from bot.coach.rewrite.author import Author
from bot.coach.rewrite.phrases import Slot
from bot.content.voice import Html, Voice
from bot.storage import Role, Storage
from bot.storage.agents import Preferences
from bot.storage.disagreements import NewDisagreement
from handlers.desk import Desk, OpenDraft
from handlers.screens import plea as plea_screen
from handlers.silences import Silences

logger = logging.getLogger(__name__)

# A longer text takes more than some milliseconds: others must not wait for it. For a shorter one a thread would cost
# more than the work itself, since the interpreter's lock is handed over and back.
LONG = 1_500
# The same of a better wording, which takes three to four times as long as the verdict.
LONG_TO_WORD = 600
MENDS = 8


@dataclass(slots=True)
class Talk:
    bot: Bot
    chat_id: int
    agent_id: int
    desk: Desk
    coach: Coach
    storage: Storage
    say: Voice
    preferences: Preferences
    now: float
    role: Role = Role.AGENT
    # Read from the storage when first needed.
    silences: Silences | None = None

    @property
    def is_lead(self) -> bool:
        return self.role is Role.LEAD

    @property
    def moment(self) -> datetime:
        """When this update came, in UTC."""
        return datetime.fromtimestamp(self.now, UTC)

    @property
    def local_now(self) -> datetime:
        """The same on the agent's clock."""
        return local(self.moment, self.preferences.time_zone)

    async def review(self, draft: OpenDraft) -> Review:
        """The review of a draft under all that its agent said so far."""
        return await self.judge(draft.case(self.desk.complaint_of(draft)))

    async def judge(self, case: Case) -> Review:
        """The review of a case without what is silenced for this agent."""
        silences = await self._silenced()
        if _is_shorter(case, LONG):
            return silences.judge(self.coach, case)
        return await asyncio.to_thread(silences.judge, self.coach, case)

    async def disagree(self, taken_back: NewDisagreement) -> None:
        """Remembers a disagreement; what is the custom of the house goes unmentioned from now on."""
        await self.storage.disagreements.add(self.agent_id, taken_back, self.moment)
        self.silences = None

    async def _silenced(self) -> Silences:
        if self.silences is None:
            self.silences = Silences.of(await self.storage.disagreements.silenced(self.agent_id))
        return self.silences

    async def heard(self, complaint: str) -> Html:
        """What the customer asks for and feels, and whom to call in."""
        if self.coach.attention is None:
            return Html("")
        plea = (
            self.coach.plea(complaint) if len(complaint) < LONG else await asyncio.to_thread(self.coach.plea, complaint)
        )
        return plea_screen.heard(plea, self.coach.attention.guide, self.say)

    def warned(self, review: Review, text: Html) -> Html:
        """A screen with the dangers of the complaint before it."""
        if self.coach.attention is None or not review.plea.dangers:
            return text
        return Html(f"{plea_screen.dangers(review.plea, self.coach.attention.guide, self.say)}\n\n{text}")

    @property
    def author(self) -> Author:
        """The agent's own voice."""
        chosen = self.preferences
        return Author(chosen.gender, chosen.address_form or "вы", chosen.signature or "")

    async def rewrites(self, review: Review) -> tuple[Rewrite, ...]:
        """Better wordings in the agent's own voice."""
        return await asyncio.to_thread(self.coach.rewrites, review, self.author)

    async def best_rewrite(self, review: Review) -> Rewrite | None:
        """The first of `rewrites`, in some three fifths of the time of all of them."""
        if _is_shorter(review.case, LONG_TO_WORD):
            return self.coach.best_rewrite(review, self.author)
        return await asyncio.to_thread(self.coach.best_rewrite, review, self.author)

    @property
    def slots(self) -> dict[str, Slot]:
        """What the coach may ask of the agent, by name."""
        return dict(self.coach.rewriter.phrases.slots) if self.coach.rewriter else {}

    def filled(self, variant: Rewrite, draft: OpenDraft) -> Rewrite:
        """A wording with the agent's answers in its gaps."""
        if self.coach.rewriter is None or not draft.slots:
            return variant
        text = self.coach.rewriter.fill(variant.text, draft.slots)
        return replace(variant, text=text, slots=tuple(mark for mark in variant.slots if mark in text))

    def gap(self, variant: Rewrite) -> tuple[int, Slot] | None:
        """The first gap of a wording that is still open, with its number in content."""
        for number, slot in enumerate(self.slots.values()):
            if slot.mark in variant.slots:
                return number, slot
        return None

    async def mends(self, review: Review) -> list[tuple[Finding, str]]:
        """Changes that one tap makes, the best of each finding, no more than there are buttons for.

        None says again what another does, and none makes a draft worse.
        """
        if _is_shorter(review.case, LONG):
            return self._mends(review)
        return await asyncio.to_thread(self._mends, review)

    def _mends(self, review: Review) -> list[tuple[Finding, str]]:
        if self.coach.rewriter is None:
            return []
        chosen: list[tuple[Finding, str]] = []
        for finding in review.findings:
            if len(chosen) == MENDS:
                break
            offered = self.coach.rewriter.replacements(finding, review, self.author)
            fresh = (words for words in offered if not any(_repeats(finding, words, *had) for had in chosen))
            left = (words for words in fresh if self._pays(review, finding, words))
            chosen += [(finding, words) for words in islice(left, 1)]
        return chosen

    def _pays(self, review: Review, finding: Finding, words: str) -> bool:
        """Whether a change leaves something to say, and nothing the score would miss: what hurts may also be the only
        thing that names the matter."""
        draft = spans.apply(review.case.draft, finding, words)
        return has_words(draft) and self.coach.judge(replace(review.case, draft=draft)).score >= review.score

    async def send(self, text: Html, keyboard: InlineKeyboardMarkup | None = None, reply_to: int | None = None) -> int:
        """Sends a message and returns its id."""
        reply = ReplyParameters(message_id=reply_to, allow_sending_without_reply=True) if reply_to else None
        sent = await self.bot.send_message(self.chat_id, text, reply_markup=keyboard, reply_parameters=reply)
        return sent.message_id

    async def show(
        self,
        message_id: int | None,
        text: Html,
        keyboard: InlineKeyboardMarkup | None = None,
        reply_to: int | None = None,
    ) -> int:
        """Edits a message in place; where it is gone, sends a new one. Returns the id of what is shown."""
        if message_id is None:
            return await self.send(text, keyboard, reply_to)
        try:
            await self.bot.edit_message_text(text, chat_id=self.chat_id, message_id=message_id, reply_markup=keyboard)
        except TelegramBadRequest as error:
            # «not modified» is a second tap on the same button; anything else means that the message cannot be edited.
            if "not modified" not in str(error):
                return await self.send(text, keyboard, reply_to)
        return message_id

    async def retire(self, message_id: int | None) -> None:
        """Takes the buttons off a message that a newer one has replaced."""
        if message_id is None:
            return
        try:
            await self.bot.edit_message_reply_markup(chat_id=self.chat_id, message_id=message_id, reply_markup=None)
        except TelegramBadRequest:
            logger.debug("Кнопки уже сняты или сообщения больше нет")


def _is_shorter(case: Case, characters: int) -> bool:
    return len(case.draft) + len(case.complaint or "") < characters


def _repeats(finding: Finding, words: str, had: Finding, said: str) -> bool:
    """Whether a change says again what an earlier one says, or takes out what already goes with it."""
    if finding.start is None or had.start is None:
        return finding.start == had.start and words == said
    inside = had.start <= finding.start and (finding.end or 0) <= (had.end or 0)
    return inside and not words and not said
