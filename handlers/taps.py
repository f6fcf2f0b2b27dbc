"""The data behind buttons. Short prefixes: Telegram allows 64 bytes."""

from __future__ import annotations

from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

# A forged button may name any number; one that no database could hold is no number of ours.
Number = Annotated[int, Field(ge=-(2**63), lt=2**63)]


class ChecklistTap(CallbackData, prefix="c"):
    """`do`: facts, fault, item, insulting, now, done, back; `value` is what was chosen or the criterion's id."""

    draft: Number
    do: str
    value: str = ""


class VerdictTap(CallbackData, prefix="v"):
    """`do`: why, fold, disagree, doubt, false_alarm, our_way, needed_here, mend, apply, another, remind, facts.

    `value`: a place in the list shown for apply, `finding_number` for doubt and the three reasons after it.
    """

    draft: Number
    do: str
    value: Number = 0


class SortTap(CallbackData, prefix="s"):
    """Corrects the guess which text is which. `do`: to_draft, to_complaint, swap, alone."""

    number: Number
    do: str


class HistoryTap(CallbackData, prefix="h"):
    """Earlier reviews. `back` is the page's offset to return to, `first` a review chosen to be compared with another.

    `do`: page (value: offset), open, recheck, versus (value: review id); filters, score, days, signal, words, reset,
    about (value: the signal's number in content).
    """

    do: str
    value: Number = 0
    back: Number = 0
    first: Number = 0


class ProgressTap(CallbackData, prefix="pr"):
    """Shows how the agent gets on."""


class SettingsTap(CallbackData, prefix="p"):
    """`do` is the preference to change."""

    do: str


class OursTap(CallbackData, prefix="o"):
    """Lets the bot speak again of what was silenced by the disagreement `number`."""

    number: Number


# The answer of a slot that the agent will type.
OWN_WORDS = -1


class SlotTap(CallbackData, prefix="g"):
    """Fills a gap of the better wording: `slot` is its number in content, `answer` that of a ready answer."""

    draft: Number
    slot: Number
    answer: Number


class SampleTap(CallbackData, prefix="t"):
    """Shows the sample review."""


class TipsTap(CallbackData, prefix="d"):
    """When tips come. `do`: on, off, earlier, later, day (value: 1 is Monday), zone, saved, forgive.

    And the digest of the week: week_on, week_off.
    """

    do: str
    value: Number = 0


class LessonTap(CallbackData, prefix="l"):
    """What an agent says of a tip. `do`: more, save, never, useful, miss; `number` is the delivery's."""

    do: str
    number: Number


class ExerciseTap(CallbackData, prefix="e"):
    """Shows the better wording of words from an own review."""

    review: Number


class PromiseTap(CallbackData, prefix="r"):
    """`do`: done (under a reminder), later, tick (in the list)."""

    do: str
    number: Number


class AnnounceTap(CallbackData, prefix="a"):
    """`do`: send, cancel."""

    do: str


class RightsTap(CallbackData, prefix="my"):
    """What a person does with their own data. `do`: page, export, ask, erase, erase_and_stay, erase_and_leave, keep,
    texts_ask, texts_off, texts_on, days, keep_days (value: how many)."""

    do: str
    value: Number = 0


class MemberTap(CallbackData, prefix="mb"):
    """`do`: page (number: offset), open, lead, agent, ask, remove (number: the member's; back: offset to return to)."""

    do: str
    number: Number = 0
    back: Number = 0


class InvitationTap(CallbackData, prefix="in"):
    """`do`: ask, issue (number: which of the ready kinds), list, revoke (number: the invitation's)."""

    do: str
    number: Number = 0


class TrainTap(CallbackData, prefix="dr"):
    """A drill. `do`: look (value: place of the action), ask, stance (value: place of the stance), resume, quit, new,
    real (the reply was meant for a real customer), play (under a reminder, of no drill yet)."""

    drill: Number
    do: str
    value: Number = 0


class RuleTap(CallbackData, prefix="hr"):
    """House rules. `do`: list (number: offset), open, remove (number: the rule's; back: offset to return to), add,
    keep, cancel (of the one that was proposed)."""

    do: str
    number: Number = 0
    back: Number = 0


class ShareTap(CallbackData, prefix="sh"):
    """Whether the agent's words may be shown without their name. `do`: yes, no."""

    do: str
