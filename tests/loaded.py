"""The project's own content, read once for a run of tests; no test changes what it is given here."""

from __future__ import annotations

from functools import cache

from bot.coach.catalogue import Catalogue
from bot.coach.coach import Coach
from bot.coach.rule import Part
from bot.content import load_coach, load_rules
from bot.content.rules import Rules
from bot.content.tips import Lessons, load_lessons
from bot.content.voice import Voice, load_voice


@cache
def the_coach() -> Coach:
    return load_coach()


@cache
def the_voice() -> Voice:
    return load_voice()


@cache
def the_lessons() -> Lessons:
    return load_lessons()


@cache
def the_rules() -> Rules:
    return load_rules()


@cache
def the_catalogue(part: Part) -> Catalogue:
    return Catalogue(the_rules().rules, part, the_rules().sets)
