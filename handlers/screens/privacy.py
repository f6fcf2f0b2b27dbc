"""What is stored of a person, and what they can do about it."""

from __future__ import annotations

from aiogram.types import InlineKeyboardMarkup

from bot.content.voice import Html, Voice
from bot.storage import Preferences
from bot.storage.retention import Terms
from handlers.screens.counting import days
from handlers.screens.keyboard import Button, rows
from handlers.taps import RightsTap

# Days that an agent may choose, where they are fewer than the house's.
CHOICES = (7, 30, 90, 180, 365)

Screen = tuple[Html, InlineKeyboardMarkup | None]


def page(preferences: Preferences | None, terms: Terms, say: Voice) -> Screen:
    """The page; who is not known yet has nothing to choose."""
    kept = terms.days_for(preferences.retention_days if preferences else None)
    text = say("privacy.page", days=days(kept), backup_days=days(terms.backup_days))
    if preferences is None:
        return text, None
    now = say("privacy.texts_kept" if preferences.keep_texts else "privacy.texts_not_kept")
    texts = "texts_off" if preferences.keep_texts else "texts_on"
    return Html(f"{text}\n\n{now}"), rows(
        [_button(texts, say, do="texts_ask" if preferences.keep_texts else "texts_on")],
        [(say.plain("privacy.button.days", days=days(kept)), RightsTap(do="days"))],
        [_button("export", say), _button("forget", say, do="ask")],
    )


def texts(say: Voice) -> Screen:
    return say("privacy.texts_ask"), rows(
        [_button("erase_texts", say, do="texts_off")],
        [_button("back", say, do="page")],
    )


def terms_to_choose(preferences: Preferences, terms: Terms, say: Voice) -> Screen:
    offered = sorted({choice for choice in CHOICES if choice < terms.retention_days} | {terms.retention_days})
    lines = [[(days(choice), RightsTap(do="keep_days", value=choice))] for choice in offered]
    now = days(terms.days_for(preferences.retention_days))
    return say("privacy.days_ask", days=now), rows(*lines, [_button("back", say, do="page")])


def confirmation(terms: Terms, say: Voice, *, is_member: bool) -> Screen:
    """Who came by an invitation may keep it."""
    text = say("privacy.forget_ask", backup_days=days(terms.backup_days))
    keep = [_button("keep", say)]
    if not is_member:
        return text, rows([_button("erase", say)], keep)
    stay, leave = _button("erase_and_stay", say), _button("erase_and_leave", say)
    return Html(f"{text}\n\n{say('privacy.forget_member')}"), rows([stay], [leave], keep)


def _button(name: str, say: Voice, *, do: str | None = None) -> Button:
    return say.plain(f"privacy.button.{name}"), RightsTap(do=do or name)
