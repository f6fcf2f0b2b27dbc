"""One sender in a process of its own: `python -m tests.broadcast.process URL API START ORIGIN SPEED`.

Its time began at START (ISO) when the real clock showed ORIGIN (epoch seconds) and runs SPEED times as fast, so that
pauses and the pace keep their proportions and a test need not wait for them.
"""

from __future__ import annotations

import asyncio
import resource
import signal
import sys
import time
from datetime import datetime, timedelta

from bot.content.tips import Lessons
from bot.content.voice import load_voice
from bot.storage import Storage
from bot.telegram.broadcasts import BroadcastRequests
from bot.telegram.runner import build_bot
from handlers.house import build_sender
from tests.conversation.broadcast import tip
from tests.telegram.peer import TOKEN

LESSONS = Lessons(tips=(tip(1, "факты", "ask_facts"),))


class FastClock:
    def __init__(self, start: datetime, origin: float, speed: float) -> None:
        self._start, self._origin, self._speed = start, origin, speed

    def __call__(self) -> datetime:
        return self._start + timedelta(seconds=(time.time() - self._origin) * self._speed)

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds / self._speed)


async def main(url: str, api: str, start: str, origin: str, speed: str) -> None:
    clock = FastClock(datetime.fromisoformat(start), float(origin), float(speed))
    bot = build_bot(TOKEN, api_url=api, retries=BroadcastRequests())
    async with Storage.open(url, clock) as storage:
        sender = build_sender(bot, storage, LESSONS, load_voice(), clock=clock, sleep=clock.sleep)
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, sender.stop)
        await sender.run()
    await bot.session.close()
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
