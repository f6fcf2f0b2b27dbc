"""The preferences, one button each."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from aiogram.types import InlineKeyboardMarkup

from bot.broadcast.schedule import local
from bot.content.voice import Html, Voice
from bot.storage.agents import Preferences
from handlers.screens.keyboard import Button, rows
from handlers.screens.moments import offset
from handlers.taps import RightsTap, SettingsTap

# A tap turns a preference to its next value.
TURNS: dict[str, tuple[str, tuple[str | bool | None, ...]]] = {
    "gender": ("gender", (None, "m", "f")),
    "address": ("address_form", ("вы", "Вы")),
    "channel": ("usual_channel", (None, "chat", "email", "review", "public")),
    "share": ("share_examples", (False, True)),
}


def settings(preferences: Preferences, now: datetime, say: Voice) -> tuple[Html, InlineKeyboardMarkup]:
    none = say("settings.none")
    text = say(
        "settings.head",
        gender=say(f"settings.gender.{preferences.gender}") if preferences.gender else none,
        address=preferences.address_form or "вы",
        channel=say(f"settings.channel.{preferences.usual_channel}") if preferences.usual_channel else none,
        signature=preferences.signature or none,
        zone=offset(now, preferences.time_zone),
        now=f"{local(now, preferences.time_zone):%H:%M}",
        share=say("settings.share.yes" if preferences.share_examples else "settings.share.no"),
    )

    def button(do: str) -> Button:
        data = RightsTap(do="page") if do == "privacy" else SettingsTap(do=do)
        return say.plain(f"settings.button.{do}"), data

    names = (("gender", "address"), ("channel", "signature"), ("zone", "share"), ("ours", "privacy"))
    return text, rows(*([button(do) for do in line] for line in names))


def turned(preferences: Preferences, do: str) -> Preferences:
    """The preferences with one of them turned to its next value; an unknown one changes nothing."""
    if do not in TURNS:
        return preferences
    name, values = TURNS[do]
    current = getattr(preferences, name)
    following = values[(values.index(current) + 1) % len(values)] if current in values else values[-1]
    changed: dict[str, Any] = {name: following}
    return replace(preferences, **changed)
