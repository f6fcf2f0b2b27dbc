"""Rows of buttons."""

from __future__ import annotations

from collections.abc import Iterable

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

Button = tuple[str, CallbackData]
# Telegram cuts longer labels on a phone; the checklist's words stay in the message.
LABEL = 40


def rows(*lines: Iterable[Button]) -> InlineKeyboardMarkup:
    """A keyboard of (label, data) buttons; empty rows are left out."""
    keyboard = [
        [InlineKeyboardButton(text=label[:LABEL], callback_data=data.pack()) for label, data in line] for line in lines
    ]
    return InlineKeyboardMarkup(inline_keyboard=[line for line in keyboard if line])
