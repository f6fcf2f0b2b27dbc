"""The whole bot in a real browser: from a forward to a copied wording."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import pytest_asyncio

pytest.importorskip("playwright", reason="ставится с группой browser: uv run --group browser")

from playwright.async_api import Browser, expect

from bot.coach.coach import Coach
from bot.content import load_coach, load_guide
from bot.content.shelf import Story
from tests.playground.house import STORIES, answer, forward_and_try, house, verdict_of
from tests.playground.screen import SIZES, Theme, Width, chromium, screen

pytestmark = [pytest.mark.service, pytest.mark.asyncio(loop_scope="module")]
LOOKS = [(width, theme) for width in SIZES for theme in ("light", "dark")]
STANCES = load_guide().stances


@pytest.fixture(scope="module")
def coach() -> Coach:
    return load_coach()


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with chromium() as opened_browser:
        yield opened_browser


@pytest.mark.parametrize(("width", "theme"), LOOKS)
async def test_from_a_forward_to_a_copied_wording(
    browser: Browser, coach: Coach, tmp_path: Path, width: Width, theme: Theme
) -> None:
    async with house(coach, tmp_path) as local, screen(browser, local.address, width, theme) as person:
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


async def test_a_restart_in_the_middle_loses_nothing(browser: Browser, coach: Coach, tmp_path: Path) -> None:
    story = STORIES["cake"]
    async with house(coach, tmp_path) as local:
        address = local.address
        shown = screen(browser, address)
        person = await shown.__aenter__()
        await forward_and_try(person, story, 0)
        await person.sees("Факты проверены?")
    await expect(person.page.locator("#status")).to_have_text("бот остановлен, жду его…")
    async with house(coach, tmp_path, port=urlsplit(address).port or 0):
        await expect(person.page.locator("#status")).to_have_text("на этом компьютере")
        await answer(person, story)
        await expect(await verdict_of(person)).to_contain_text("Исправить")
        await shown.__aexit__(None, None, None)


@pytest.mark.parametrize("story", STORIES.values(), ids=lambda story: story.id)
async def test_every_story_ends_in_its_stance_and_its_good_draft_wins(
    browser: Browser, coach: Coach, tmp_path: Path, story: Story
) -> None:
    scores: dict[bool, int] = {}
    for number, draft in enumerate(story.drafts):
        folder = tmp_path / str(number)
        folder.mkdir()
        async with house(coach, folder) as local, screen(browser, local.address) as person:
            await forward_and_try(person, story, number)
            await answer(person, story)
            verdict = await verdict_of(person)
            await expect(verdict).to_contain_text(STANCES[story.stance].title)
            found = re.search(r"(\d+) из 100", await verdict.inner_text())
            assert found
            scores[draft.good] = max(int(found.group(1)), scores.get(draft.good, 0))
    assert scores[True] > scores[False]
