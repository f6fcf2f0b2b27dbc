"""Which case an agent practises on next, and of which one to remind them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from bot.broadcast.choice import REST_DAYS
from bot.broadcast.lessons import WEAK_DAYS, weak_signals
from bot.broadcast.schedule import local
from bot.content.cases import DrillCase
from bot.content.drills import Drills
from bot.drills.choice import Choice, Result, choose, due_cases, first_free
from bot.drills.play import Ending
from bot.storage import Storage
from bot.storage.deliveries import Lesson
from bot.storage.drills import Drill


class Trainer:
    """Chooses by the agent's reviews and by what they have played. `drills` is the content it chooses from."""

    def __init__(self, drills: Drills, storage: Storage) -> None:
        self.drills, self._storage = drills, storage

    async def choose(self, agent_id: int, now: datetime, zone: str | None) -> Choice | None:
        """The next case; None where every one rests."""
        played = await self._storage.drills.of_agent(agent_id)
        weak = await self._weak(agent_id, played, now)
        return choose(self.drills.cases, _results(played, zone), weak, local(now, zone).date())

    async def has_played(self, agent_id: int) -> bool:
        return bool(await self._storage.drills.of_agent(agent_id, limit=1))

    async def first_free(self, agent_id: int, zone: str | None) -> date | None:
        """The day on which the first of the resting cases may be played again; None where there are no cases."""
        return first_free(self.drills.cases, _results(await self._storage.drills.of_agent(agent_id), zone))

    async def reminder(self, agent_id: int, now: datetime, zone: str | None) -> DrillCase | None:
        """A lost case that comes back today and of which nobody reminded yet since it did."""
        due = due_cases(_results(await self._storage.drills.of_agent(agent_id), zone), local(now, zone).date())
        if not due:
            return None
        reminded: dict[str, date] = {}
        for each in await self._storage.deliveries.remembered(agent_id, now - timedelta(days=REST_DAYS)):
            if each.kind is Lesson.DRILL:
                reminded.setdefault(each.what, local(each.sent_at, zone).date())
        for name, since in due.items():
            if name in self.drills.cases and reminded.get(name, date.min) < since:
                return self.drills.cases[name]
        return None

    async def _weak(self, agent_id: int, played: Sequence[Drill], now: datetime) -> list[str]:
        """What the agent's own replies of the last days lack, then what the drills showed; the weakest first."""
        since = now - timedelta(days=WEAK_DAYS)
        reviews = await self._storage.reviews.since(agent_id, since)
        drilled = [each.weak for each in reversed(played) if each.weak is not None and each.played_at >= since]
        return list(dict.fromkeys([*weak_signals(reviews), *drilled]))


def _results(played: Sequence[Drill], zone: str | None) -> list[Result]:
    return [
        Result(each.case_id, each.level, local(each.played_at, zone).date(), Ending(each.ending)) for each in played
    ]
