"""What a team has in common: which faults are how frequent, week by week, and sentences that show them.

Nothing is told of fewer than `FEWEST` agents, and nothing of anybody: an agent's drafts count together as one voice.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import fmean
from typing import Any

import regex

from bot.coach.findings import MISSING
from bot.coach.text import Text
from bot.progress.habits import faults
from bot.storage.team import TeamReview

FEWEST = 5
WEEK = timedelta(days=7)
WEEKS = 8
MOST_NEEDS, MOST_EXAMPLES = 3, 2
# Rarer than in every tenth draft is no need of the team.
LEAST_SHARE = 0.1
# What has changed by less than this share of the drafts has not changed.
LEVEL = 0.05
# A shorter sentence shows nothing, a longer one may tell who wrote it.
SHORTEST, LONGEST = 15, 180

_VOCATIVE = regex.compile(r"\A\s*\p{Lu}\p{Ll}+(?:\s\p{Lu}\p{Ll}+)?,\s*")
_NUMBER = regex.compile(r"\d(?:[ \-]?\d){2,}")


@dataclass(frozen=True, slots=True)
class Week:
    """`shares` says in what part of the drafts, 0…1, each fault was found; `middle` is the week's middle."""

    middle: datetime
    drafts: int
    shares: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Need:
    """A fault of the last week, by the names of `bot.progress.habits.Habit`.

    `before` is its share in the week before, None where that is not known. `examples` are sentences of several agents
    who agreed; () where fewer than `FEWEST` of those who agreed have it.
    """

    name: str
    share: float
    before: float | None
    examples: tuple[str, ...]

    @property
    def change(self) -> int:
        """-1 rarer than before, 1 more frequent, 0 about the same or not known."""
        if self.before is None or abs(self.share - self.before) < LEVEL:
            return 0
        return 1 if self.share > self.before else -1


@dataclass(frozen=True, slots=True)
class TeamReport:
    """`weeks` are those of which enough is known, the oldest first; without `needs` the last week is not among them or
    nothing is frequent in it (`known` tells which)."""

    weeks: tuple[Week, ...]
    needs: tuple[Need, ...]
    known: bool


def weeks_back(now: datetime, count: int = WEEKS) -> list[tuple[datetime, datetime]]:
    """The last `count` stretches of seven days up to `now`, the oldest first."""
    return [(now - number * WEEK, now - (number - 1) * WEEK) for number in range(count, 0, -1)]


def team_report(weeks: Sequence[tuple[datetime, Sequence[TeamReview]]], weights: Mapping[str, float]) -> TeamReport:
    """`weeks` are (its beginning, its reviews), the oldest first; `weights` say how grave a fault is."""
    told = [(start, _week(start, reviews)) for start, reviews in weeks]
    known = tuple(week for _, week in told if week is not None)
    last = told[-1][1] if told else None
    if last is None:
        return TeamReport(known, (), known=False)
    before = told[-2][1] if len(told) > 1 else None
    frequent = [name for name, share in last.shares.items() if share >= LEAST_SHARE and weights.get(name)]
    gravest = sorted(frequent, key=lambda name: (-last.shares[name] * weights[name], name))[:MOST_NEEDS]
    needs = (
        Need(name, last.shares[name], before.shares.get(name, 0.0) if before else None, examples(name, weeks[-1][1]))
        for name in gravest
    )
    return TeamReport(known, tuple(needs), known=True)


def _week(start: datetime, reviews: Sequence[TeamReview]) -> Week | None:
    """None where too few agents wrote anything: a share would be somebody's own."""
    by_agent: dict[int, list[set[str]]] = {}
    for each in reviews:
        by_agent.setdefault(each.who, []).append(faults(each.review))
    if len(by_agent) < FEWEST:
        return None
    names = {name for drafts in by_agent.values() for found in drafts for name in found}
    shares = {name: fmean(fmean(name in found for found in drafts) for drafts in by_agent.values()) for name in names}
    return Week(start + WEEK / 2, len(reviews), shares)


def examples(name: str, reviews: Iterable[TeamReview]) -> tuple[str, ...]:
    """Sentences with a fault, each of another agent, where at least `FEWEST` of those who agreed have one."""
    if name.startswith(MISSING):
        return ()
    found: dict[int, str] = {}
    for each in reviews:
        sentence = next(iter(_sentences(name, each)), None) if each.draft else None
        if sentence and len(sentence) < len(found.get(each.who, sentence + " ")):
            found[each.who] = sentence
    shortest = sorted(set(found.values()), key=lambda sentence: (len(sentence), sentence))
    return tuple(shortest[:MOST_EXAMPLES]) if len(found) >= FEWEST else ()


def _sentences(name: str, reviewed: TeamReview) -> Iterable[str]:
    draft = reviewed.draft or ""
    starts = [found["start"] for found in reviewed.review.get("findings", ()) if _shows(found, name)]
    text = Text.parse(draft if starts else "")
    for start in starts:
        shown = nobodys(text.sentence_at(start) or "")
        if SHORTEST <= len(shown) <= LONGEST:
            yield shown


def _shows(finding: Mapping[str, Any], name: str) -> bool:
    sure = not finding.get("unsure") and not finding.get("aside")
    return sure and finding.get("start") is not None and name in {finding.get("signal"), finding.get("rule")}


def nobodys(sentence: str) -> str:
    """A sentence without whom it speaks to and without numbers: an order's would tell whose it is."""
    return " ".join(_NUMBER.sub("…", _VOCATIVE.sub("", sentence)).split())
