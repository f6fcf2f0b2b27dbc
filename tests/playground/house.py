"""The whole bot behind the page, and the moves of a person who plays a story from the shelf."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

from playwright.async_api import Locator, expect

from bot.coach.coach import Coach
from bot.content.shelf import Story, load_shelf
from bot.playground.clock import Clock
from bot.storage import Storage
from handlers.house import build_dispatcher, command_menu
from tests.loaded import the_voice
from tests.playground.local import LocalPage, opened
from tests.playground.screen import Screen

STORIES = {story.id: story for story in load_shelf().stories}
SAY = the_voice()


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
            stories=[*STORIES.values()],
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
    keys = person.page.locator(".keys").last
    await expect(keys.get_by_role("button", name="разбор")).to_be_visible()
    if story.stance == "no_complaint":
        await _press_if_offered(keys, "Это не жалоба")
    else:
        await _press_if_offered(keys, "Это жалоба")
        await _answer_questions(person, keys, story)
    await person.presses("разбор")


async def _answer_questions(person: Screen, keys: Locator, story: Story) -> None:
    if story.facts == "unchecked":
        await person.presses("Ещё нет")
        return
    await person.presses("Да, проверены")
    fault = {"company": "Наша", "customer": "Клиента", "nobody": "Ничья"}[str(story.fault)]
    if "contradicted" in story.taps:
        fault = "Расходится с рассказом клиента"
    if "irreparable" in story.taps:
        fault = "Наша, и уже не исправить"
    await keys.get_by_role("button", name=fault, exact=True).click()


async def _press_if_offered(keys: Locator, text: str) -> None:
    """The bot often sees by itself whether it is a complaint, and then offers only to say the opposite."""
    button = keys.get_by_role("button", name=text, exact=True)
    if await button.count():
        await button.click()
