"""What is kept of practice."""

from __future__ import annotations

from bot.storage import Storage
from bot.storage.drills import LevelFigures, NewDrill
from tests.clock import START


def drill(case: str, ending: str = "satisfied", score: int | None = 90, level: int = 1) -> NewDrill:
    return NewDrill(case, level, ending, score, "make_right", "make_right", None)


async def test_practice_is_kept_in_order_and_apart(storage: Storage) -> None:
    for agent in (1, 2):
        await storage.agents.seen(agent, START)
    await storage.drills.add(1, drill("tv_scratched"), START)
    await storage.drills.add(2, drill("cold_soup"), START)
    await storage.drills.add(1, drill("wrong_night", "left", 12), START)
    assert [each.case_id for each in await storage.drills.of_agent(1)] == ["tv_scratched", "wrong_night"]
    assert [each.case_id for each in await storage.drills.of_agent(1, limit=1)] == ["wrong_night"]


async def test_figures_are_told_by_level(storage: Storage) -> None:
    await storage.agents.seen(1, START)
    assert await storage.drills.figures(1) == []
    for new in (drill("a"), drill("b", "left", 20), drill("c", "quit", None), drill("d", level=2, score=None)):
        await storage.drills.add(1, new, START)
    assert await storage.drills.figures(1) == [LevelFigures(1, 3, 1, 55.0), LevelFigures(2, 1, 1, None)]
