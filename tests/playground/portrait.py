"""Draws the README's picture of the page: `python -m tests.playground.portrait docs/playground.png`."""

from __future__ import annotations

import asyncio
import sys
import tempfile
from pathlib import Path

from bot.content import load_coach
from tests.playground.house import STORIES, answer, forward_and_try, house, verdict_of
from tests.playground.screen import chromium

STORY, DRAFT = "clinic", 1


async def draw(target: Path) -> None:
    """The page on a laptop by day, with a verdict in the middle of it."""
    with tempfile.TemporaryDirectory() as folder:
        async with (
            house(load_coach(), Path(folder)) as local,
            chromium() as windows,
            windows.at(local.address) as person,
        ):
            story = STORIES[STORY]
            await forward_and_try(person, story, DRAFT)
            await answer(person, story)
            verdict = await verdict_of(person)
            await person.sees("Так может быть лучше")
            await verdict.evaluate("message => message.scrollIntoView({block: 'end'})")
            await person.page.locator("#log").evaluate("log => log.scrollBy(0, 14)")
            await person.page.locator("#stories").evaluate("stories => stories.scrollTo(0, 0)")
            await person.page.mouse.move(900, 30)
            await person.page.screenshot(path=target)


if __name__ == "__main__":
    asyncio.run(draw(Path(sys.argv[1])))
