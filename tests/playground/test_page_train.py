"""A drill in a real browser: played as a person would, from the command to the summary."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("playwright", reason="ставится с группой browser: uv run --group browser")

from playwright.async_api import expect

from bot.coach.coach import Coach
from bot.content.drills import house_drills
from tests.playground.house import house
from tests.playground.screen import SIZES, Width, Windows

pytestmark = [pytest.mark.service, pytest.mark.asyncio(loop_scope="session")]
CASES = house_drills().cases


@pytest.mark.parametrize("width", SIZES)
async def test_a_drill_is_played_to_the_summary(windows: Windows, coach: Coach, folder: Path, width: Width) -> None:
    async with house(coach, folder) as local, windows.at(local.address, width) as person:
        await person.sends("/train")
        await person.sees("Осмотритесь или сразу напишите ответ")
        name = await person.messages.nth(-2).locator("b, strong").first.inner_text()
        case = next(case for case in CASES.values() if case.name == name)
        for place in case.deciding:
            await person.presses(case.actions[place].label)
            await person.sees(case.actions[place].finds)
        await person.sends(case.model)
        await person.sees("какая это позиция")
        await person.presses(coach.guide.stances[case.stance].title)
        summary = await person.sees("Возьмите с собой")
        await expect(summary).to_contain_text("Клиент доволен")
        await expect(summary).to_contain_text(case.hidden)
        assert await person.accessibility() == []
