"""The whole bot in a real browser: from a forward to a copied wording."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import pytest_asyncio

pytest.importorskip("playwright", reason="ставится с группой browser: uv run --group browser")

from playwright.async_api import Browser, Locator, expect

from bot.coach.coach import Coach
from bot.content import load_coach
from bot.content.shelf import Story, load_shelf
from bot.content.voice import load_voice
from bot.playground.clock import Clock
from bot.storage import Storage
from handlers.house import build_dispatcher, command_menu
from tests.playground.local import LocalPage, opened
from tests.playground.screen import SIZES, Screen, Theme, Width, chromium, screen

pytestmark = [pytest.mark.service, pytest.mark.asyncio(loop_scope="module")]
LOOKS = [(width, theme) for width in SIZES for theme in ("light", "dark")]
STORIES = load_shelf().stories
SAY = load_voice()


@pytest.fixture(scope="module")
def coach() -> Coach:
    return load_coach()


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with chromium() as opened_browser:
        yield opened_browser


@asynccontextmanager
async def house(coach: Coach, folder: Path, port: int = 0) -> AsyncIterator[LocalPage]:
    """The page over the whole bot, whose database and history stay in `folder`."""
    clock = Clock()
    async with Storage.open(f"sqlite+aiosqlite:///{folder / 'coach.db'}", clock) as storage:
        await storage.migrate()

        async def forget() -> None:
            await storage.conversation.purge(clock() + timedelta(days=2))

        async with opened(
            build_dispatcher(coach, storage, storage.conversation, SAY, clock=clock),
            stories=STORIES,
            commands=command_menu(SAY),
            history_path=folder / "history.json",
            clock=clock,
            on_reset=forget,
            port=port,
        ) as local:
            yield local


async def forward_and_try(person: Screen, story: Story, draft: int) -> None:
    """Forwards a story from the shelf, then sends one of its drafts."""
    await (await person.unfolds(story.id)).locator(".forward").click()
    await person.sees(f"Жалоба у меня ({story.sender})")
    await (await person.unfolds(story.id)).locator(".draft").nth(draft).click()
    await person.input.press("Enter")


async def verdict_of(person: Screen) -> Locator:
    """The message with the verdict: it replies to the draft, unlike the better wording below it."""
    found = person.messages.filter(has=person.page.locator(".replied")).filter(has_text="из 100").last
    await expect(found).to_be_visible()
    return found


async def answer(person: Screen, story: Story) -> None:
    """Says what the story knows, as far as the bot asks, and comes to the verdict."""
    if story.stance == "no_complaint":
        await person.presses("Это не жалоба")
    elif story.facts == "unchecked":
        await person.presses("Ещё нет")
    else:
        await person.presses("Да, проверены")
        fault = {"company": "Наша", "customer": "Клиента", "nobody": "Ничья"}[str(story.fault)]
        if "contradicted" in story.taps:
            fault = "Расходится с рассказом клиента"
        await person.page.locator(".keys").last.get_by_role("button", name=fault, exact=True).click()
    await person.presses("разбор")


@pytest.mark.parametrize(("width", "theme"), LOOKS)
async def test_from_a_forward_to_a_copied_wording(
    browser: Browser, coach: Coach, tmp_path: Path, width: Width, theme: Theme
) -> None:
    async with house(coach, tmp_path) as local, screen(browser, local.address, width, theme) as person:
        story = next(story for story in STORIES if story.id == "card")
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
    story = next(story for story in STORIES if story.id == "cake")
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


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.id)
async def test_every_story_plays_to_a_verdict_and_its_good_draft_wins(
    browser: Browser, coach: Coach, tmp_path: Path, story: Story
) -> None:
    scores: dict[bool, int] = {}
    for number, draft in enumerate(story.drafts):
        folder = tmp_path / str(number)
        folder.mkdir()
        async with house(coach, folder) as local, screen(browser, local.address) as person:
            await forward_and_try(person, story, number)
            await answer(person, story)
            found = re.search(r"(\d+) из 100", await (await verdict_of(person)).inner_text())
            assert found
            scores[draft.good] = max(int(found.group(1)), scores.get(draft.good, 0))
    assert scores[True] > scores[False]
