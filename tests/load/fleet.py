"""Whole bots in processes of their own, behind a webhook that tries them in turn, as Telegram and a proxy do."""

from __future__ import annotations

import asyncio
import itertools
import os
import sys
from asyncio.subprocess import Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from aiohttp import ClientConnectionError, ClientSession, ClientTimeout, TCPConnector

from tests.processes import killed
from tests.services import free_port
from tests.telegram.events import Json
from tests.telegram.peer import TOKEN, BotApiPeer

SECRET = "fleet-secret"  # noqa: S105  # opens nothing but these processes
_PATH = "/telegram"
_START_PATIENCE = 90.0


@dataclass
class Copy:
    """One process of the bot; `log` is all that it wrote."""

    process: Process
    port: int
    log: Path

    @property
    def megabytes(self) -> int:
        """The most it took so far."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(status.split("VmHWM:")[1].split()[0]) // 1024

    async def stop(self) -> int:
        """Gently; returns the exit status."""
        self.process.terminate()
        return await self.process.wait()


class Fleet:
    """`await fleet.bring(update)` delivers an update to whichever copy takes it, again and again until one does."""

    def __init__(self, peer: BotApiPeer, folder: Path, **environment: str) -> None:
        self.copies: list[Copy] = []
        self._peer, self._folder, self._environment = peer, folder, environment
        self._turn, self._started = itertools.count(), itertools.count()

    async def __aenter__(self) -> Self:
        self._session = ClientSession(timeout=ClientTimeout(total=30), connector=TCPConnector(limit=0))
        return self

    async def __aexit__(self, *_: object) -> None:
        for copy in self.copies:
            await killed(copy.process)
        await self._session.close()

    async def start(self) -> Copy:
        """A copy that is ready to answer."""
        port, number = free_port(), next(self._started)
        log = self._folder / f"copy-{number}.log"
        environment = {
            **os.environ,
            "BOT_TOKEN": TOKEN,
            "TELEGRAM_API_URL": self._peer.url,
            "WEBHOOK_URL": f"http://bot.example.com{_PATH}",
            "WEBHOOK_SECRET": SECRET,
            "PORT": str(port),
            "LOG_FORMAT": "json",
            "XDG_DATA_HOME": str(self._folder / f"data-{number}"),
            # The project's own folder is not the working one: its .env is nobody's business here.
            "PYTHONPATH": str(Path(__file__).parent.parent.parent),
            **self._environment,
        }
        with log.open("wb") as file:
            process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bot", env=environment, cwd=self._folder, stderr=file, stdout=file
            )
        copy = Copy(process, port, log)
        self.copies.append(copy)
        async with asyncio.timeout(_START_PATIENCE):
            while not await self._is_ready(copy):
                if process.returncode is not None:
                    raise AssertionError(f"Копия не запустилась: {log.read_text()}")
                await asyncio.sleep(0.2)
        return copy

    async def bring(self, update: Json) -> None:
        while True:
            copy = self.copies[next(self._turn) % len(self.copies)]
            try:
                async with self._session.post(
                    f"http://127.0.0.1:{copy.port}{_PATH}",
                    json=update,
                    headers={"X-Telegram-Bot-Api-Secret-Token": SECRET},
                ) as response:
                    if response.status == 200:
                        return
            except (ClientConnectionError, TimeoutError):
                pass
            await asyncio.sleep(0.1)

    async def page(self, copy: Copy, path: str) -> tuple[int, str]:
        async with self._session.get(f"http://127.0.0.1:{copy.port}{path}") as response:
            return response.status, await response.text()

    async def _is_ready(self, copy: Copy) -> bool:
        try:
            return (await self.page(copy, "/readyz"))[0] == 200
        except ClientConnectionError:
            return False


@asynccontextmanager
async def fleet(peer: BotApiPeer, folder: Path, copies: int, **environment: str) -> AsyncIterator[Fleet]:
    """So many copies, ready."""
    async with Fleet(peer, folder, **environment) as made:
        await asyncio.gather(*(made.start() for _ in range(copies)))
        yield made
