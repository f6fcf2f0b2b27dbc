"""All that is said of an agent's progress, read from the history."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import fmean

from bot.progress.drafts import Draft, drafts, since
from bot.progress.habits import EARLIER, RECENT, Habit, habits
from bot.progress.streak import streak
from bot.progress.trend import Point, Trend, thinned, trend
from bot.storage import Storage
from bot.storage.reviews import Mark, ReviewRow

# What the chart shows; streaks may be longer.
PERIOD = timedelta(weeks=8)
MEMORY = timedelta(days=180)
WEEK = timedelta(days=7)
# Below this a picture would show single points, and a week has nothing to tell.
LEAST = 3
# The best rewrite is looked for among so many of the greatest gains.
CANDIDATES = 5


@dataclass(frozen=True, slots=True)
class Best:
    """The rewrite that gained most: its last review, and the score that its first version had."""

    review: ReviewRow
    before: int


@dataclass(frozen=True, slots=True)
class Report:
    """`points` are the scores of first drafts on the agent's clock; `average` is that of the latest of them.

    `week` and `week_before` are averages of seven days each, None without drafts; the last week brought `week_count`.
    """

    count: int
    points: tuple[Point, ...]
    trend: Trend | None
    average: int | None
    week: int | None
    week_before: int | None
    week_count: int
    streak: int
    better: tuple[Habit, ...]
    care: tuple[Habit, ...]
    best: Best | None

    @property
    def tells(self) -> bool:
        """Whether there is enough for a picture."""
        return self.count >= LEAST

    @property
    def week_tells(self) -> bool:
        """Whether the week is worth a message."""
        return self.week_count >= LEAST


async def report(storage: Storage, agent_id: int, now: datetime, weekdays: Collection[int]) -> Report:
    """`now` is on the agent's clock, `weekdays` are their working days."""
    marks = await storage.reviews.marks(agent_id, now - PERIOD)
    shown = drafts(marks)
    week = since(now - WEEK, shown)
    points = thinned(
        sorted((draft.first.created_at.astimezone(now.tzinfo), float(draft.first.score)) for draft in shown)
    )
    latest = [draft.first.id for draft in shown[-(RECENT + EARLIER) :]]
    texts = await storage.reviews.among(agent_id, latest)
    better, care = habits([texts[number].review for number in latest if number in texts])
    return Report(
        count=len(shown),
        points=tuple(points),
        trend=trend(points),
        average=_mean(shown[-RECENT:]),
        week=_mean(week),
        week_before=_mean([draft for draft in since(now - 2 * WEEK, shown) if draft not in week]),
        week_count=len(week),
        streak=await _streak(storage, agent_id, now, weekdays, marks),
        better=tuple(better),
        care=tuple(care),
        best=await _best(storage, agent_id, week),
    )


async def _streak(
    storage: Storage, agent_id: int, now: datetime, weekdays: Collection[int], marks: Collection[Mark]
) -> int:
    """Older reviews, of which there may be thousands, are read only where the streak goes back beyond `marks`."""

    def days(of: Collection[Mark]) -> set[date]:
        return {mark.created_at.astimezone(now.tzinfo).date() for mark in of}

    known = days(marks)
    length = streak(known, now.date(), weekdays)
    if length < len(known):
        return length
    return streak(days(await storage.reviews.marks(agent_id, now - MEMORY)), now.date(), weekdays)


def _mean(some: Collection[Draft]) -> int | None:
    return round(fmean(draft.first.score for draft in some)) if some else None


async def _best(storage: Storage, agent_id: int, week: Collection[Draft]) -> Best | None:
    """The rewrite of these drafts that gained most, of equals the higher one; the words have to be other ones."""
    gains = sorted(
        (draft for draft in week if draft.gain > 0), key=lambda draft: (draft.gain, draft.last.score), reverse=True
    )[:CANDIDATES]
    rows = await storage.reviews.among(agent_id, {mark.id for draft in gains for mark in (draft.first, draft.last)})
    for draft in gains:
        first, last = rows.get(draft.first.id), rows.get(draft.last.id)
        if first and last and (first.draft != last.draft or not last.has_texts):
            return Best(last, draft.first.score)
    return None
