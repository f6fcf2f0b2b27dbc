"""The whole bot in a real browser: from a forward to a copied wording."""

from __future__ import annotations

import re
from contextlib import AsyncExitStack
from pathlib import Path
from urllib.parse import urlsplit

import pytest

pytest.importorskip("playwright", reason="ставится с группой browser: uv run --group browser")

from playwright.async_api import expect

from bot.coach.coach import Coach
from bot.content import load_guide
from bot.content.shelf import Story
from tests.playground.house import STORIES, answer, forward_and_try, house, verdict_of
from tests.playground.screen import SIZES, Width, Windows

pytestmark = [pytest.mark.service, pytest.mark.asyncio(loop_scope="session")]
STANCES = load_guide().stances


@pytest.mark.parametrize("width", SIZES)
async def test_from_a_forward_to_a_copied_wording(windows: Windows, coach: Coach, folder: Path, width: Width) -> None:
    async with house(coach, folder) as local, windows.at(local.address, width) as person:
        story = STORIES["card"]
        await forward_and_try(person, story, 1)
        await answer(person, story)
        verdict = await verdict_of(person)
        await expect(verdict).to_contain_text("Пойти навстречу")
        await verdict.locator(".quote-toggle").click()
        copy = person.page.locator(".theirs .code-copy, .theirs .copies").last
        await copy.click()
        assert len(await person.clipboard()) > 50
        assert await person.accessibility() == []


async def test_a_restart_in_the_middle_loses_nothing(windows: Windows, coach: Coach, folder: Path) -> None:
    story = STORIES["cake"]
    async with AsyncExitStack() as opened:
        async with house(coach, folder) as local:
            person = await opened.enter_async_context(windows.at(local.address))
            await forward_and_try(person, story, 0)
            await person.sees("Факты проверены?")
        await expect(person.page.locator("#status")).to_have_text("бот остановлен, жду его…")
        async with house(coach, folder, port=urlsplit(local.address).port or 0):
            await expect(person.page.locator("#status")).to_have_text("на этом компьютере")
            await answer(person, story)
            await expect(await verdict_of(person)).to_contain_text("Исправить")
            await opened.aclose()


# That bad drafts end there too, and score far less, is told of the engine in tests/content/test_shelf.py.
@pytest.mark.parametrize("story", STORIES.values(), ids=lambda story: story.id)
async def test_every_story_ends_in_its_stance_and_its_good_draft_may_be_sent(
    windows: Windows, coach: Coach, folder: Path, story: Story
) -> None:
    good = next(number for number, draft in enumerate(story.drafts) if draft.good)
    async with house(coach, folder) as local, windows.at(local.address) as person:
        await forward_and_try(person, story, good)
        await answer(person, story)
        verdict = await verdict_of(person)
        await expect(verdict).to_contain_text(STANCES[story.stance].title)
        found = re.search(r"(\d+) из 100", await verdict.inner_text())
        assert found
        assert int(found[1]) >= 80
