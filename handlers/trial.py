"""Tries a house rule on examples before it holds: what it would catch, and whether it would harm what is good."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.coach.coach import Coach
from bot.coach.house import HouseRule
from bot.coach.model import Case
from bot.coach.rule import Part
from bot.coach.text import Text
from bot.content.shelf import load_shelf
from bot.progress.team import FEWEST, nobodys
from handlers.talk import Talk

OWN, TEAM, SHELF, GOOD = "own", "team", "shelf", "good"
# Of the lead's own drafts so many, of the team's those of so long.
MOST_OWN, LONG = 50, timedelta(weeks=4)
MOST_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Caught:
    """In how many of the texts `read` the rule finds something; `sentences` show some of it."""

    source: str
    read: int
    caught: int
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Trial:
    """`objection` is what the catalogue has against the words to say. Without the team's texts `team` is False."""

    results: tuple[Caught, ...]
    objection: str | None
    team: bool


async def try_out(talk: Talk, rule: HouseRule) -> Trial:
    """Raises PatternError for a rule that no coach can read."""
    own, _ = await talk.storage.reviews.page(talk.agent_id, 0, MOST_OWN)
    told = await talk.storage.team.reviews(talk.moment - LONG, talk.moment)
    agreed = [review for review in told if review.draft]
    team = len({review.who for review in agreed}) >= FEWEST
    texts = {
        OWN: [row.draft for row in own if row.has_texts],
        TEAM: [review.draft or "" for review in agreed] if team else [],
    }
    return await asyncio.to_thread(_run, talk.coach, rule, texts, team=team)


def _run(coach: Coach, rule: HouseRule, texts: dict[str, list[str]], *, team: bool) -> Trial:
    tried = coach.with_house([rule], (rule.title, rule.title))
    texts |= {
        SHELF: [draft.text for story in load_shelf().stories for draft in story.drafts],
        GOOD: [line for each in coach.rules.values() if each.part is Part.DRAFT for line in each.good],
    }
    results = tuple(_caught(source, tried, some) for source, some in texts.items() if some and rule.avoid)
    return Trial(results, _objection(coach, rule.say), team)


def _caught(source: str, tried: Coach, texts: Sequence[str]) -> Caught:
    found: list[str] = []
    for raw in texts:
        text = Text.parse(raw)
        hits, _ = tried.house.read(text) if tried.house else ([], [])
        if hits:
            found.append(text.sentence_at(hits[0].start) or "")
    shown = [nobodys(sentence) for sentence in found] if source == TEAM else found
    return Caught(source, len(texts), len(found), tuple(dict.fromkeys(shown))[:MOST_SHOWN])


def _objection(coach: Coach, say: str | None) -> str | None:
    """Why the catalogue would scold the words that the house wants said."""
    if not say:
        return None
    return next((found.why for found in coach.judge(Case(say)).findings if found.start is not None), None)
