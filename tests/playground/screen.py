"""A person at the browser: the local page in a real Chromium."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Literal
from urllib.parse import urlsplit

from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, ConsoleMessage, Error, Locator, Page, Request, async_playwright, expect

CHROMIUM = "/usr/bin/chromium"
# Containers of CI have no user namespaces, and a forked renderer dies in some of them.
FLAGS = ["--no-sandbox", "--no-zygote", "--disable-dev-shm-usage"]

Width = Literal["laptop", "phone"]
SIZES: dict[Width, tuple[int, int]] = {"laptop": (1280, 800), "phone": (390, 844)}

AXE = Axe()
VIOLATIONS: dict[str, Any] = {"resultTypes": ["violations"]}


class Screen:
    """`faults` collects what must not be: console errors, failed scripts, requests to elsewhere."""

    def __init__(self, page: Page, address: str, width: Width) -> None:
        self.page = page
        self.address = address
        self.width = width
        self.faults: list[str] = []
        page.on("console", self._on_console)
        page.on("pageerror", self._on_error)
        page.on("request", self._on_request)

    def _on_console(self, message: ConsoleMessage) -> None:
        # The stream of events breaks when a test restarts the server: the page says so itself and comes back.
        if message.type in {"error", "warning"} and "/api/events" not in str(message.location.get("url")):
            self.faults.append(message.text)

    def _on_error(self, error: Error) -> None:
        self.faults.append(str(error))

    def _on_request(self, request: Request) -> None:
        if urlsplit(request.url).scheme in {"http", "https"} and not request.url.startswith(self.address):
            self.faults.append(f"запрос наружу: {request.url}")

    async def opens(self) -> None:
        await self.page.goto(self.address)
        await expect(self.page.locator("body[data-ready]")).to_be_visible()

    async def leaves(self) -> None:
        """Nothing of it is left for who opens the page next."""
        await self.page.evaluate("localStorage.clear(); sessionStorage.clear(); navigator.clipboard.writeText('')")
        await self.page.goto("about:blank")
        self.page.remove_listener("console", self._on_console)
        self.page.remove_listener("pageerror", self._on_error)
        self.page.remove_listener("request", self._on_request)

    @property
    def input(self) -> Locator:
        return self.page.locator("#input")

    @property
    def messages(self) -> Locator:
        return self.page.locator(".message")

    @property
    def last(self) -> Locator:
        return self.page.locator(".message.theirs").last

    async def sends(self, text: str) -> None:
        await self.input.fill(text)
        await self.input.press("Enter")

    async def sees(self, text: str) -> Locator:
        """The newest message with these words, waited for."""
        found = self.messages.filter(has_text=text).last
        await expect(found).to_be_visible()
        return found

    async def presses(self, text: str) -> None:
        """Presses the newest button under a message with this text."""
        await self.page.locator(".keys .key").filter(has_text=text).last.click()

    async def unfolds(self, story: str) -> Locator:
        """Opens a story on the shelf, and on a phone the shelf itself first."""
        if not await self.page.locator("#shelf").is_visible():
            await self.page.locator(".open-shelf").click()
        card = self.page.locator(f'[data-story="{story}"]')
        if await card.locator(".story-body").is_hidden():
            await card.locator(".story-head").click()
        return card

    async def clipboard(self) -> str:
        return str(await self.page.evaluate("navigator.clipboard.readText()"))

    async def accessibility(self) -> list[str]:
        """What axe finds wrong by day and by night, one line a rule with the places. Only colours differ by night."""
        by_day = await self._violations(VIOLATIONS)
        await self.page.emulate_media(color_scheme="dark")
        by_night = await self._violations(VIOLATIONS | {"runOnly": ["color-contrast"]})
        await self.page.emulate_media(color_scheme="light")
        return [*by_day, *by_night]

    async def _violations(self, options: dict[str, Any]) -> list[str]:
        results: dict[str, Any] = (await AXE.run(self.page, options=options)).response
        return [
            f"{violation['id']}: {violation['help']} {[node['target'] for node in violation['nodes']]}"
            for violation in results["violations"]
        ]


class Windows:
    """The browser's windows, one for each width: a new one costs more than most that is done in it."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._pages: dict[Width, Page] = {}

    @asynccontextmanager
    async def at(self, address: str, width: Width = "laptop") -> AsyncIterator[Screen]:
        """The page as who opens it for the first time sees it; at the end nothing may have gone wrong on it."""
        page = self._pages.pop(width, None) or await self._open(width)
        shown = Screen(page, address, width)
        try:
            await shown.opens()
            yield shown
            await shown.leaves()
        except BaseException:
            await page.context.close()
            raise
        self._pages[width] = page
        assert shown.faults == []

    async def _open(self, width: Width) -> Page:
        across, down = SIZES[width]
        context = await self._browser.new_context(
            viewport={"width": across, "height": down},
            has_touch=width == "phone",
            color_scheme="light",
            reduced_motion="reduce",
            permissions=["clipboard-read", "clipboard-write"],
            locale="ru-RU",
        )
        context.set_default_timeout(15_000)
        return await context.new_page()


@asynccontextmanager
async def chromium() -> AsyncIterator[Windows]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield Windows(browser)
        await browser.close()
