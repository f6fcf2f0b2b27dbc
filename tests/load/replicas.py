"""Two copies on PostgreSQL and Redis behind a webhook, one of them killed: `python -m tests.load.replicas`.

`[AGENTS] [FLOWS] [SECONDS]`: so many simulated agents, each with so many complaints, spread over so much time. Each
complaint takes three updates: itself, the draft, the tap for the verdict.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from tests.load.crowd import Crowd, Tally
from tests.load.fleet import fleet
from tests.services import postgres_server, redis_server
from tests.telegram.peer import BotApiPeer


@dataclass(frozen=True)
class Outcome:
    """`megabytes` of each copy at the end, or when it was killed."""

    tally: Tally
    megabytes: tuple[int, ...]


async def run(
    agents: int, flows: int, seconds: float, folder: Path, environment: dict[str, str], *, kill: bool = True
) -> Outcome:
    async with BotApiPeer() as peer, fleet(peer, folder, 2, **environment) as copies:
        crowd = Crowd(peer, copies.bring)
        working = asyncio.create_task(crowd.work(agents, flows, seconds))
        megabytes = []
        if kill:
            await asyncio.wait({working}, timeout=seconds / 2)
            first = copies.copies[0]
            megabytes.append(first.megabytes)
            first.process.kill()
            await first.process.wait()
        await working
        megabytes += [copy.megabytes for copy in copies.copies if copy.process.returncode is None]
        return Outcome(crowd.tally, tuple(megabytes))


async def main(agents: int, flows: int, seconds: float) -> None:
    with postgres_server() as postgres, redis_server() as redis, tempfile.TemporaryDirectory() as folder:
        for number, kill in enumerate((False, True)):
            # Updates are numbered anew in each run, and what was handled once is never handled again.
            environment = {"DATABASE_URL": postgres.new_database(), "REDIS_URL": redis.database(number)}
            outcome = await run(agents, flows, seconds, Path(folder), environment, kill=kill)
            print("Одну копию убили:" if kill else "Обе копии живы:", outcome.tally)
            print(f"память {', '.join(map(str, outcome.megabytes))} МБ")


if __name__ == "__main__":
    numbers = [float(argument) for argument in sys.argv[1:]]
    asyncio.run(main(int(numbers[0]), int(numbers[1]), numbers[2]) if numbers else main(300, 5, 300))
