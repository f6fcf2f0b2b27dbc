"""How long a broadcast takes: `uv run python -m tests.load.broadcast [SUBSCRIBERS] [SPEED]`.

One sender process, a peer on 127.0.0.1, everybody due at once, the pace of 25 a second. Time in the sender runs SPEED
times as fast as real time, so what is printed as «по часам рассылки» is real seconds times SPEED: whatever the sender
itself needs for a message costs SPEED times as much there as in life.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from pathlib import Path

from tests.broadcast.drill import Drill, run


async def main(subscribers: int, speed: float) -> None:
    drill = Drill(subscribers, processes=1, speed=speed, blocked_share=0, fault_share=0, patience=900)
    with tempfile.TemporaryDirectory() as folder:
        outcome = await run(drill, f"sqlite+aiosqlite:///{Path(folder) / 'drill.db'}")
    minutes = outcome.seconds * speed / 60
    print(f"Подписчиков {subscribers}, дошло {len(outcome.received)}, дважды {len(outcome.doubled)}")
    print(f"По часам рассылки {minutes:.1f} мин, настоящих {outcome.seconds:.0f} с, память {outcome.megabytes[0]} МБ")


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000, float(sys.argv[2]) if len(sys.argv) > 2 else 2))
